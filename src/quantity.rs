//! The numbers and names that everything else is made of: ids, bounds, money, ratios.
//!
//! No type of this crate holds a float. Money is whole fen inside ([`Yuan`]), a share is a pair of
//! integers ([`Ratio`]), a computed measure a quotient in lowest terms ([`Fraction`]), and a published rate is a whole number of hundredths of a percent
//! ([`Percent`]), so that figures add up, compare exactly and are the same on every machine.

mod bounds;
mod fraction;
mod id;
mod money;
mod ratio;
mod text;

pub use bounds::{Bounds, OutOfBounds};
#[doc(alias = "分数")]
pub use fraction::Fraction;
pub use fraction::FractionError;
pub use id::{Id, IdError};
#[doc(alias = "元")]
pub use money::Yuan;
pub use money::{Rounded, RoundingMode, YuanError};
#[doc(alias = "百分比")]
pub use ratio::Percent;
#[doc(alias = "比率")]
pub use ratio::Ratio;
pub use ratio::{EmptyWhole, PercentError, RatioError};
pub(crate) use text::serde_as_text;
