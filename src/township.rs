//! The checked whole: the five levels, their people, who holds which post and who helps whom.
//!
//! A [`Township`] exists only checked: it comes out of a roster without errors (see
//! [`Roster::check`](crate::roster::Roster::check)), and every reference in it leads somewhere. It
//! is read through small copyable views, one type for each level, so that a household cannot be
//! passed for a village: [`Town`], [`Zone`], [`Village`], [`Group`], [`Household`], or any of them
//! as a [`Unit`]. What posts there are, and who may hold them, is data: the [`Organisation`].
//!
//! ```text
//! town ── zone ── village ── group ── household
//!    └─────────── community ─ group ── household      (a community lies in no zone [A11])
//! ```

mod arranged;
mod books;
mod chain;
mod level;
mod organisation;
mod person;
mod post;
mod step;
mod succession;
mod tenure;
mod tree;
mod unit;
mod view;
mod words;

#[doc(alias = "包保链")]
pub use chain::Chain;
pub use chain::{ChainPlace, Role};
#[doc(alias = "村民小组")]
#[doc(alias = "作战单元")]
pub use level::Group;
#[doc(alias = "贫困户")]
#[doc(alias = "战斗堡垒")]
pub use level::Household;
#[doc(alias = "层级")]
pub use level::Level;
#[doc(alias = "镇")]
pub use level::Town;
#[doc(alias = "村")]
#[doc(alias = "战场")]
pub use level::Village;
#[doc(alias = "战区")]
pub use level::Zone;
pub use organisation::{
    Exclusion, LevelName, Organisation, OrganisationError, OrganisationRecords, PostRule,
    Responsibility,
};
#[doc(alias = "结对帮扶")]
pub use person::Pairing;
#[doc(alias = "干部")]
pub use person::Person;
#[doc(alias = "职务")]
pub use post::Post;
#[doc(alias = "级别")]
pub use post::Rank;
#[doc(alias = "处理措施")]
pub use step::Step;
pub use step::StepTaken;
#[doc(alias = "接替")]
pub use succession::Succession;
#[doc(alias = "任职")]
pub use tenure::Tenure;
#[doc(alias = "乡镇")]
pub use tree::Township;
pub(crate) use tree::parts;
#[doc(alias = "单位")]
pub use unit::Unit;
pub use words::UnknownWord;
