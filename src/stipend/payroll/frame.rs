//! The months of a payroll, each with the days that count.

use super::PayrollError;
use crate::calendar::{Day, Month, Span};
use crate::stipend::{PartMonth, Schedule};

/// A month and what its lines have in common.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) month: Month,
    /// Its days from the start of the schedule on.
    pub(super) span: Span,
    /// How many days it has, of them that count.
    pub(super) of: u32,
    /// How many days it has.
    pub(super) days: u32,
    pub(super) fifteenth: Day,
    /// Whether it is the month of the start.
    pub(super) is_first: bool,
    /// Whether its lines were asked for; else they are only needed for those of a later month.
    pub(super) is_asked: bool,
    /// Its position among those that were asked for.
    pub(super) at: usize,
}

/// The months that are needed: those from `first` to `last` are asked for, and those from `needed`
/// on go before.
pub(super) fn frames(
    schedule: &Schedule,
    needed: Month,
    first: Month,
    last: Month,
) -> Result<Vec<Frame>, PayrollError> {
    let paid = Span::starting(schedule.first_day());
    let mut frames = Vec::new();
    let mut at = 0_usize;
    let start = schedule.first_month();
    for month in needed.max(start).through(last) {
        let whole = month.span();
        let of = match &schedule.records().part_month.value {
            PartMonth::CalendarDays | PartMonth::WholeMonth => whole.days(),
            PartMonth::Fifteenth => 1,
            PartMonth::WorkingDays(workdays) => match workdays.days_within(whole) {
                None => return Err(PayrollError::UnknownWorkdays { month }),
                Some(0) => return Err(PayrollError::NoWorkdays { month }),
                Some(days) => days,
            },
        };
        // INVARIANT: no month before the schedule's first, so some day of it is paid.
        let Some(span) = whole.intersection(paid) else { continue };
        let fifteenth = Day::new(month.year(), month.month(), 15).unwrap_or(whole.from());
        let (days, is_asked) = (whole.days(), month >= first);
        let is_first = month == start;
        frames.push(Frame { month, span, of, days, fifteenth, is_first, is_asked, at });
        at = if is_asked { at.saturating_add(1) } else { 0 };
    }
    Ok(frames)
}
