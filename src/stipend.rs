//! Stipends (工作绩效补贴): who is paid what for holding a post.
//!
//! A [`Schedule`] states the monthly rates by post and how the questions are settled on which the
//! source is silent; [`payroll()`] applies it to what a township's people held, month by month, and
//! says of every line how its figure came about.

mod payroll;
mod schedule;

#[doc(alias = "明细")]
pub use payroll::PayLine;
#[doc(alias = "发放表")]
pub use payroll::Payroll;
pub use payroll::{MonthPayroll, PayKind, PayrollError, payroll};
#[doc(alias = "补贴标准")]
pub use schedule::Schedule;
pub use schedule::{
    ConcurrentPosts, PartMonth, Rate, Rounding, ScheduleError, ScheduleRecords, Travel, TravelRule,
};
