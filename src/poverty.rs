//! Poverty (贫困): who is poor on a day, who left poverty in the year, and whether the yearly
//! targets are met; by which standard a household or a village gets out, and by which steps.

mod commitment;
mod dates;
mod exit;
mod incidence;
mod progress;
mod rules;
mod standard;
mod target;
mod verdict;

#[doc(alias = "包保责任")]
pub use commitment::Commitment;
pub use commitment::{
    Commitments, HelperCommitment, Replies, Reply, Share, UnitCommitment, commitments,
};
#[doc(alias = "脱贫程序")]
pub use exit::ExitCase;
pub use exit::{
    Allowed, ExitEvent, ExitKind, ExitRecord, ExitRecordError, ExitRefusal, ExitRules, ExitStage,
    ExitState, ExitStep, Verifier,
};
#[doc(alias = "人户数")]
pub use incidence::Headcount;
pub use incidence::{Flow, flow};
#[doc(alias = "进度")]
pub use progress::Progress;
pub use progress::{UnitKind, UnitProgress, YearProgress, progress};
pub use rules::{IncidenceBase, PovertyRules};
#[doc(alias = "核查表")]
pub use standard::AnswerSheet;
#[doc(alias = "评定")]
pub use standard::Appraisal;
#[doc(alias = "退出标准")]
#[doc(alias = "一超六有")]
#[doc(alias = "一低五有")]
pub use standard::Standard;
pub use standard::{
    Answer, AnswerRecord, Answers, AppraisedItem, Ceiling, EvidenceAge, ExitDecision, Floor, Found,
    InForce, Item, RegionalStandard, SheetAppraisal, StandardFault, StandardFaults,
    StandardRecords, Subject, Test, Threshold, Unknown, Validity,
};
#[doc(alias = "目标")]
pub use target::Target;
pub use target::{Figure, Goal, Standing};
#[doc(alias = "达标情况")]
pub use verdict::Verdict;
pub use verdict::Verdicts;
