//! Days some time before and after others; none where that lies beyond the calendar.

use chrono::{Days, Months, NaiveDate};

use crate::calendar::Day;

fn moved(day: Day, step: impl FnOnce(NaiveDate) -> Option<NaiveDate>) -> Option<Day> {
    step(day.to_date()).and_then(|date| date.try_into().ok())
}

/// The day so many days later.
pub(super) fn days_later(day: Day, days: u32) -> Option<Day> {
    moved(day, |date| date.checked_add_days(Days::new(days.into())))
}

/// The same day of the month so many months later, or the last of that month if it is shorter.
pub(super) fn months_later(day: Day, months: u32) -> Option<Day> {
    moved(day, |date| date.checked_add_months(Months::new(months)))
}

/// The same day of the month so many months before, or the last of that month if it is shorter.
pub(super) fn months_earlier(day: Day, months: u32) -> Option<Day> {
    moved(day, |date| date.checked_sub_months(Months::new(months)))
}
