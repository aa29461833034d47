//! Poverty (贫困): who is poor on a day and who left poverty in the year; by which standard a household
//! or a village gets out, and by which steps; whether the yearly targets are met and will be, and how
//! they are given on to villages and groups; whether reported figures can be true; how wide, deep and
//! severe poverty is, from sums that merge in any order.

mod apportion;
mod audit;
mod circumstances;
mod commitment;
mod counts;
mod dates;
mod exit;
mod incidence;
mod measure;
mod progress;
mod region;
mod rules;
mod standard;
mod standing;
mod tally;
mod target;
mod verdict;
mod yardstick;

#[doc(alias = "任务分解")]
pub use apportion::Allotment;
#[doc(alias = "分配方法")]
pub use apportion::Method;
pub use apportion::{
    Apportionment, Claim, Fit, FloorAboveCap, GroupAllotment, UnitAllotment, VillageAllotment,
    apportion, apportion_target,
};
#[doc(alias = "数据审核")]
pub use audit::Audit;
#[doc(alias = "勾稽不符")]
pub use audit::AuditFinding;
#[doc(alias = "报表")]
pub use audit::Sheet;
pub use audit::{
    Check, CountRecord, Counted, Demand, Derived, DerivedValue, Discrepancy, Entry, FigureName,
    ReportRecord, SheetRecords, Term, Unchecked, UnknownFigure, audit,
};
#[doc(alias = "家庭情况")]
pub use circumstances::Circumstances;
pub use circumstances::CircumstancesError;
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
#[doc(alias = "贫困测度")]
#[doc(alias = "FGT指数")]
pub use measure::IncomePoverty;
pub use measure::ItemPoverty;
#[doc(alias = "多维贫困")]
pub use measure::Multidimensional;
#[doc(alias = "进度")]
pub use progress::Progress;
pub use progress::{UnitKind, UnitProgress, YearProgress, progress};
#[doc(alias = "行政区划代码")]
pub use region::Region;
pub use region::RegionError;
pub use rules::{AmendmentError, IncidenceBase, PovertyRules};
#[doc(alias = "核查表")]
pub use standard::AnswerSheet;
#[doc(alias = "评定")]
pub use standard::Appraisal;
#[doc(alias = "退出标准")]
#[doc(alias = "一超六有")]
#[doc(alias = "一低五有")]
pub use standard::Standard;
pub use standard::{
    Answer, AnswerRecord, Answers, AppraisedItem, Bound, Comparison, EvidenceAge, ExitDecision,
    Extent, Found, InForce, IncidenceLimit, Item, NoIncidenceLimit, RegionalStandard,
    SheetAppraisal, StandardFault, StandardFaults, StandardRecords, Subject, Test, Threshold,
    Undetermined, Unknown, Validity,
};
#[doc(alias = "预测")]
pub use standing::Forecast;
#[doc(alias = "完成情况")]
pub use standing::Standing;
pub use standing::{Outlook, Required, standing};
#[doc(alias = "隶属关系")]
pub use tally::Hierarchy;
#[doc(alias = "登记册")]
pub use tally::Register;
#[doc(alias = "汇总")]
pub use tally::Rollup;
#[doc(alias = "统计")]
pub use tally::Tally;
pub use tally::{HierarchyError, ItemTally, RegisterError, TallyError, TallyFault, TallyRecords};
#[doc(alias = "基数")]
pub use target::Baseline;
#[doc(alias = "目标")]
pub use target::Target;
pub use target::{Direction, Figure, Goal, TargetFault, TargetFaults, UnitName};
#[doc(alias = "达标情况")]
pub use verdict::Verdict;
pub use verdict::Verdicts;
#[doc(alias = "标尺")]
pub use yardstick::Yardstick;
pub use yardstick::{PoorAt, YardstickError, YardstickRecords};
