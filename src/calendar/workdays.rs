use serde::{Deserialize, Serialize};

use super::{Day, Span, Spans};

/// A calendar of working days (工作日历), as the caller hands it in: known for a span, and for no day
/// outside it.
///
/// Mondays to Fridays are worked unless they are `off`; Saturdays and Sundays are not unless they
/// are `worked`. Which days are either is made known year by year, and follows from no rule of
/// dates; so a day outside the span is not guessed but unknown.
///
/// The exceptions are kept as sets of days: neither their order nor the spans in which they are
/// written make a difference. In documents a calendar is its [`WorkdaysRecords`], each set as the
/// fewest spans that hold its days.
///
/// The autumn of 2018, with Mid-Autumn and National Day as the State Council set them:
///
/// ```
/// use bangfu::calendar::{Month, Span, Workdays, WorkdaysRecords};
/// let spans = |texts: &[&str]| texts.iter().map(|text| text.parse()).collect::<Result<_, _>>();
/// let workdays = Workdays::new(WorkdaysRecords {
///     within: "2018-09-01..2018-11-01".parse()?,
///     off: spans(&["2018-09-24..2018-09-25", "2018-10-01..2018-10-08"])?,
///     worked: spans(&["2018-09-29..2018-10-01"])?, // Saturday and Sunday
/// })?;
/// let days = |month: &str| month.parse::<Month>().map(|month| workdays.days_within(month.span()));
/// assert_eq!(days("2018-09")?, Some(21));
/// assert_eq!(days("2018-10")?, Some(18));
/// assert_eq!(days("2018-11")?, None); // not known
/// let drive: Span = "2018-09-10..2018-10-01".parse()?;
/// assert_eq!(workdays.days_within(drive), Some(16));
/// assert_eq!(workdays.is_worked("2018-09-30".parse()?), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WorkdaysRecords", into = "WorkdaysRecords")]
pub struct Workdays {
    // INVARIANT: see `Workdays::new`.
    within: Span,
    off: Spans,
    worked: Spans,
    /// What follows from the others.
    days: Spans,
}

/// What makes a calendar of [`Workdays`], as a document holds it.
///
/// In documents `{"within": {"from": "2018-09-01", "until": "2018-11-01"}, "off": [{"from":
/// "2018-10-01", "until": "2018-10-08"}], "worked": []}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a calendar of working days")]
pub struct WorkdaysRecords {
    /// The days of which it is known whether they are worked.
    pub within: Span,
    /// Days that are not worked, whatever day of the week. A holiday week is one span, its weekend
    /// included; that it would not be worked anyway does no harm.
    pub off: Vec<Span>,
    /// Days that are worked, whatever day of the week; a weekday among them does no harm either.
    pub worked: Vec<Span>,
}

const DAYS_OF_A_WEEK: u32 = 7;
const WEEKDAYS: u32 = 5;

impl Workdays {
    /// Makes a calendar of the span in which it is known and the exceptions in it.
    ///
    /// The work is proportional to the weeks of the span and, but for their sorting, the exceptions.
    ///
    /// # Errors
    /// [`WorkdaysError::Outside`] with the first exception that has a day outside `within`, those
    /// that are off first; else [`WorkdaysError::OffAndWorked`] with the first days that are both.
    pub fn new(records: WorkdaysRecords) -> Result<Self, WorkdaysError> {
        let WorkdaysRecords { within, off, worked } = records;
        if let Some(&found) = off.iter().chain(&worked).find(|span| !within.covers(**span)) {
            return Err(WorkdaysError::Outside { found, within });
        }
        let (off, worked) = (Spans::from(off), Spans::from(worked));
        if let Some(found) = off.intersection(&worked).iter().next() {
            return Err(WorkdaysError::OffAndWorked { found });
        }
        let days = weekdays(within).difference(&off).union(&worked);
        Ok(Self { within, off, worked, days })
    }

    /// The days of which it is known whether they are worked.
    #[must_use]
    pub const fn within(&self) -> Span {
        self.within
    }

    /// The working days.
    #[must_use]
    pub const fn days(&self) -> &Spans {
        &self.days
    }

    /// Whether a day is worked; `None` if that is not known.
    #[must_use]
    pub fn is_worked(&self, on: Day) -> Option<bool> {
        self.within.contains(on).then(|| self.days.contains(on))
    }

    /// The number of working days in `window`; `None` if one of its days is not known.
    #[must_use]
    pub fn days_within(&self, window: Span) -> Option<u32> {
        self.within.covers(window).then(|| self.days.days_within(window))
    }
}

/// The Mondays to Fridays of a span.
fn weekdays(within: Span) -> Spans {
    let past_monday = within.from().weekday().num_days_from_monday();
    let run =
        |from: u32, days: u32| Span::between(from, from.saturating_add(days).min(within.end()));
    // The first week is counted from the span's own first day: it may have begun before the calendar.
    let rest = run(within.start(), WEEKDAYS.saturating_sub(past_monday));
    let next_monday = within.start().saturating_add(DAYS_OF_A_WEEK.saturating_sub(past_monday));
    let mondays = std::iter::successors(Some(next_monday), |monday| {
        monday.checked_add(DAYS_OF_A_WEEK).filter(|monday| *monday < within.end())
    });
    rest.into_iter().chain(mondays.filter_map(|monday| run(monday, WEEKDAYS))).collect()
}

impl From<Workdays> for WorkdaysRecords {
    fn from(workdays: Workdays) -> Self {
        let Workdays { within, off, worked, .. } = workdays;
        Self { within, off: off.into(), worked: worked.into() }
    }
}

impl TryFrom<WorkdaysRecords> for Workdays {
    type Error = WorkdaysError;

    fn try_from(records: WorkdaysRecords) -> Result<Self, WorkdaysError> {
        Self::new(records)
    }
}

/// Why some records make no calendar of [`Workdays`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkdaysError {
    /// An exception has a day of which the calendar is not known.
    #[error("the exception `{found}` does not lie within `{within}`")]
    Outside {
        /// The exception.
        found: Span,
        /// The days of which the calendar is known.
        within: Span,
    },
    /// Some days are off, and worked.
    #[error("`{found}` is both off and worked")]
    OffAndWorked {
        /// The first of these days, as far as they follow one another.
        found: Span,
    },
}
