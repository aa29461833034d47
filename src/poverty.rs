//! Poverty (贫困): who is poor on a day, who left poverty in the year, and whether the yearly
//! targets are met.

mod circumstances;
mod commitment;
mod incidence;
mod measure;
mod progress;
mod rules;
mod tally;
mod target;
mod verdict;
mod yardstick;

#[doc(alias = "家庭情况")]
pub use circumstances::Circumstances;
pub use circumstances::CircumstancesError;
#[doc(alias = "包保责任")]
pub use commitment::Commitment;
pub use commitment::{
    Commitments, HelperCommitment, Replies, Reply, Share, UnitCommitment, commitments,
};
#[doc(alias = "人户数")]
pub use incidence::Headcount;
pub use incidence::{Flow, flow};
#[doc(alias = "贫困测度")]
#[doc(alias = "FGT指数")]
pub use measure::IncomePoverty;
pub use measure::ItemPoverty;
#[doc(alias = "多维贫困")]
pub use measure::Multidimensional;
#[doc(alias = "进度")]
pub use progress::Progress;
pub use progress::{UnitKind, UnitProgress, YearProgress, progress};
pub use rules::{IncidenceBase, PovertyRules};
#[doc(alias = "隶属关系")]
pub use tally::Hierarchy;
#[doc(alias = "登记册")]
pub use tally::Register;
#[doc(alias = "汇总")]
pub use tally::Rollup;
#[doc(alias = "统计")]
pub use tally::Tally;
pub use tally::{HierarchyError, ItemTally, RegisterError, TallyError, TallyFault, TallyRecords};
#[doc(alias = "目标")]
pub use target::Target;
pub use target::{Figure, Goal, Standing};
#[doc(alias = "达标情况")]
pub use verdict::Verdict;
pub use verdict::Verdicts;
#[doc(alias = "标尺")]
pub use yardstick::Yardstick;
pub use yardstick::{PoorAt, YardstickError, YardstickRecords};
