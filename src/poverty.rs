//! Poverty (贫困): who is poor on a day, who left poverty in the year, and whether the yearly
//! targets are met.

mod commitment;
mod incidence;
mod progress;
mod rules;
mod target;
mod verdict;

#[doc(alias = "包保责任")]
pub use commitment::Commitment;
pub use commitment::{
    Commitments, HelperCommitment, Replies, Reply, Share, UnitCommitment, commitments,
};
#[doc(alias = "人户数")]
pub use incidence::Headcount;
pub use incidence::{Flow, flow};
#[doc(alias = "进度")]
pub use progress::Progress;
pub use progress::{UnitKind, UnitProgress, YearProgress, progress};
pub use rules::{IncidenceBase, PovertyRules};
#[doc(alias = "目标")]
pub use target::Target;
pub use target::{Figure, Goal, Standing};
#[doc(alias = "达标情况")]
pub use verdict::Verdict;
pub use verdict::Verdicts;
