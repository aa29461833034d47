//! Stipends (工作绩效补贴): who is paid what for holding a post.
//!
//! A [`Schedule`] states the monthly rates by post from when until when, allowances, caps and
//! deductions, and how the questions are settled on which the source is silent. [`Stipends`] applies
//! it to what a township's people held, month by month, and every line says how its figure came
//! about: its [`Trace`].

mod allowance;
mod cap;
mod deduction;
mod payroll;
mod policy;
mod rate;
mod schedule;

#[doc(alias = "津贴")]
pub use allowance::Allowance;
pub use allowance::{Condition, Counts, Place, Posts};
#[doc(alias = "封顶")]
pub use cap::Cap;
#[doc(alias = "扣减")]
pub use deduction::Deduction;
pub use deduction::Effect;
#[doc(alias = "明细")]
pub use payroll::PayLine;
#[doc(alias = "发放表")]
pub use payroll::Payroll;
#[doc(alias = "计算依据")]
pub use payroll::Trace;
pub use payroll::{MonthPayroll, PayKind, PayrollError, Rule, Stipends, payroll};
#[doc(alias = "兼职")]
pub use policy::ConcurrentPosts;
pub use policy::{Combination, PartMonth, Rounding, RoundingUnit, Start};
pub use rate::{Rate, RateFault};
#[doc(alias = "补贴标准")]
pub use schedule::Schedule;
pub use schedule::{NoRate, PostRates, RatesOf, ScheduleFault, ScheduleFaults, ScheduleRecords};
