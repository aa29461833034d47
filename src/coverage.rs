//! Coverage (覆盖): was every household covered, and every post of the mechanism filled, every day?
//! And when a person leaves, does it stay so?
//!
//! No household is left behind `[F20]`: each has one helper `[F61]`, and above it stand the posts
//! that the [organisation](crate::township::Organisation) makes responsible. A gap (空档) is a run of
//! days on which somebody is missing. It is an outcome, not an error.
//!
//! Whoever leaves hands over first: [`duties`] lists everything that they answer for, now and ahead;
//! [`HandoverRecords`] name a successor for each of these, and are checked as one batch into a
//! [`Handover`], or into a [`Refusal`] that says all that is left and all that is wrong. The roster
//! takes the changes up with [`Roster::after`](crate::roster::Roster::after).

mod departures;
mod gaps;
mod handover;
mod refusal;

#[doc(alias = "职责")]
pub use departures::Duties;
pub use departures::{Duty, duties};
#[doc(alias = "覆盖")]
pub use gaps::Coverage;
#[doc(alias = "空档")]
pub use gaps::Gap;
pub use gaps::{VacantPost, coverage};
#[doc(alias = "工作交接")]
pub use handover::Handover;
pub use handover::{HandoverRecords, TransferRecord};
pub use refusal::{DutyName, Objection, Refusal};
