//! Stipends (工作绩效补贴): who is paid what for holding a post; and what the villages get for office
//! and living costs (村办公生活经费补助).
//!
//! A [`Schedule`] states the monthly rates by post from when until when, allowances, caps and
//! deductions, and how the questions are settled on which the source is silent. [`Stipends`] applies
//! it to what a township's people held, month by month, and every line says how its figure came
//! about: its [`Trace`]. Once issued, a month is closed; what is known later of it is a
//! [`Settlement`].
//!
//! [`SubsidyRules`] state what a village may get in a year, by its population; [`subsidies()`]
//! applies them to the villages of a township for any span of days.

mod allowance;
mod cap;
mod deduction;
mod payroll;
mod policy;
mod rate;
mod schedule;
mod settlement;
mod subsidy;

#[doc(alias = "津贴")]
pub use allowance::Allowance;
pub use allowance::{Condition, Counts, Place, Posts};
#[doc(alias = "封顶")]
pub use cap::Cap;
#[doc(alias = "扣减")]
pub use deduction::Deduction;
pub use deduction::Effect;
#[doc(alias = "预算")]
pub use payroll::Budget;
#[doc(alias = "明细")]
pub use payroll::PayLine;
#[doc(alias = "发放表")]
pub use payroll::Payroll;
#[doc(alias = "合计")]
pub use payroll::Totals;
#[doc(alias = "计算依据")]
pub use payroll::Trace;
pub use payroll::{MonthPayroll, PayKind, PayrollError, Source, Stipends, Unpaid, payroll};
#[doc(alias = "兼职")]
pub use policy::ConcurrentPosts;
pub use policy::{Combination, PartMonth, Rounding, RoundingUnit, Start, StartError};
pub use rate::{Rate, RateFault};
#[doc(alias = "补贴标准")]
pub use schedule::Schedule;
pub use schedule::{NoRate, PostRates, RatesOf, ScheduleFault, ScheduleFaults, ScheduleRecords};
#[doc(alias = "补差")]
pub use settlement::Settlement;
pub use settlement::{
    Difference, IssueError, Issued, IssuedItem, IssuedLine, IssuedMonth, Item, MonthSettlement,
    Reason,
};
#[doc(alias = "档次")]
pub use subsidy::Band;
#[doc(alias = "村办公生活经费补助")]
pub use subsidy::Subsidies;
pub use subsidy::{
    SubsidyError, SubsidyFault, SubsidyFaults, SubsidyLine, SubsidyMethod, SubsidyRecords,
    SubsidyRules, subsidies,
};
