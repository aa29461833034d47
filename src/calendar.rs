//! Days, half-open spans of them, sets of spans, dated values, months, working days.
//!
//! Everything dated in this crate is a [`Span`]: its first day, and the first day that no longer
//! belongs to it. A [`Spans`] is a set of days, so that union, intersection, difference and gaps
//! are exact and merge in any order; a [`Timeline`] carries one value at a time. The calendar runs
//! from [`Day::MIN`] to [`Day::MAX`]; a span that is open ends where the calendar does. Which days
//! are worked, no rule of dates can tell: the caller hands in [`Workdays`].

mod day;
mod few;
mod month;
mod span;
mod spans;
mod timeline;
mod workdays;

pub use day::{Date, Day, DayError};
pub(crate) use few::Few;
pub use month::{Month, MonthError};
pub use span::{EmptySpan, Span, SpanError};
pub use spans::Spans;
pub use timeline::{Overlap, Timeline};
#[doc(alias = "工作日历")]
pub use workdays::Workdays;
pub use workdays::{WorkdaysError, WorkdaysRecords};
