use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day::{CALENDAR_END, Day, DayError, date_at};

/// An unbroken run of days: from its first day until the first day that no longer belongs to it,
/// or open. A span is never empty.
///
/// An open span holds every day to the end of the calendar, [`Day::MAX`]. Spans are ordered by
/// their first day, then by their end. The text form is `2018-09-10..2018-10-01`, or
/// `2018-09-10..` if open; in documents a span is `{"from": "2018-09-10", "until": null}`.
///
/// ```
/// use bangfu::calendar::Span;
/// let september: Span = "2018-09-01..2018-10-01".parse()?;
/// let in_post: Span = "2018-09-10..".parse()?;
/// assert_eq!(september.intersection(in_post).map(Span::days), Some(21));
/// # Ok::<(), bangfu::calendar::SpanError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Span {
    from: Day,
    // INVARIANT: days since 1949-01-01, after the first day and at most CALENDAR_END.
    end: u32,
}

/// The form of a span in documents.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a span")]
struct Ends {
    from: Day,
    until: Option<Day>,
}

impl Span {
    /// Every day of the calendar.
    pub const ALL: Self = Self { from: Day::MIN, end: CALENDAR_END };

    /// The days from `from` on and before `until`, or to the end of the calendar.
    ///
    /// # Errors
    /// [`EmptySpan`] if `until` is not after `from`.
    #[inline]
    pub fn new(from: Day, until: Option<Day>) -> Result<Self, EmptySpan> {
        match until {
            Some(until) if until <= from => Err(EmptySpan { from, until }),
            Some(until) => Ok(Self { from, end: until.number() }),
            None => Ok(Self::starting(from)),
        }
    }

    /// The days from `from` on.
    #[must_use]
    #[inline]
    pub const fn starting(from: Day) -> Self {
        Self { from, end: CALENDAR_END }
    }

    /// One day.
    #[must_use]
    pub const fn single(day: Day) -> Self {
        Self { from: day, end: day.number().saturating_add(1) }
    }

    /// So many days from `from` on, at least one and as far as the calendar goes.
    #[inline]
    pub(crate) fn running(from: Day, days: u8) -> Self {
        let end = from.number().saturating_add(days.max(1).into());
        Self { from, end: end.min(CALENDAR_END) }
    }

    /// Both ends as numbers; `None` if nothing lies between them.
    #[inline]
    pub(super) const fn between(from: u32, end: u32) -> Option<Self> {
        match Day::at(from) {
            Some(from) if from.number() < end => Some(Self { from, end }),
            _ => None,
        }
    }

    pub(super) const fn start(self) -> u32 {
        self.from.number()
    }

    pub(super) const fn end(self) -> u32 {
        self.end
    }

    /// The first day.
    #[must_use]
    #[inline]
    pub fn from(self) -> Day {
        self.from
    }

    /// The first day that no longer belongs to the span, or `None` if it is open.
    #[must_use]
    #[inline]
    pub fn until(self) -> Option<Day> {
        Day::at(self.end)
    }

    /// The last day.
    #[must_use]
    #[inline]
    pub fn last(self) -> Day {
        Day::at(self.end.saturating_sub(1)).unwrap_or(Day::MAX)
    }

    /// The first date that no longer belongs to the span; 2200-01-01, the day after the calendar,
    /// if it is open.
    #[must_use]
    pub fn end_date(self) -> NaiveDate {
        date_at(self.end)
    }

    /// The number of its days, at least 1.
    #[must_use]
    #[inline]
    pub const fn days(self) -> u32 {
        self.end.saturating_sub(self.from.number())
    }

    /// Whether the day belongs to the span.
    #[must_use]
    #[inline]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day.number() < self.end
    }

    /// Whether every day of `other` belongs to the span.
    #[must_use]
    #[inline]
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.end <= self.end
    }

    /// Whether some day belongs to both. Spans that meet do not overlap.
    #[must_use]
    #[inline]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersection(other).is_some()
    }

    /// Whether the other begins on the very day on which this one ends.
    #[must_use]
    #[inline]
    pub fn meets(self, other: Self) -> bool {
        self.end == other.from.number()
    }

    /// Whether every day of it lies before every day of the other.
    #[inline]
    pub(crate) fn is_before(self, other: Self) -> bool {
        self.end <= other.from.number()
    }

    /// The days that belong to both, if any.
    #[must_use]
    #[inline]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (from, end) = (self.from.max(other.from), self.end.min(other.end));
        (from.number() < end).then_some(Self { from, end })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until() {
            Some(until) => f.pad(&format!("{}..{until}", self.from())),
            None => f.pad(&format!("{}..", self.from())),
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span({self})")
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let (from, until) = text.split_once("..").ok_or(SpanError::Malformed)?;
        let until = if until.is_empty() { None } else { Some(until.parse()?) };
        Ok(Self::new(from.parse()?, until)?)
    }
}

impl From<Span> for Ends {
    fn from(span: Span) -> Self {
        Self { from: span.from(), until: span.until() }
    }
}

impl TryFrom<Ends> for Span {
    type Error = EmptySpan;

    fn try_from(ends: Ends) -> Result<Self, EmptySpan> {
        Self::new(ends.from, ends.until)
    }
}

/// A span was asked for that would hold no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{until}` is not after `{from}`")]
pub struct EmptySpan {
    /// The first day.
    pub from: Day,
    /// The first day no longer, which does not lie after it.
    pub until: Day,
}

/// Why a text is not a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpanError {
    /// There is no `..` between two days.
    #[error("a span is written as `2018-09-10..2018-10-01` or `2018-09-10..`")]
    Malformed,
    /// One of the days is not a day.
    #[error(transparent)]
    Day(#[from] DayError),
    /// No day lies between the ends.
    #[error(transparent)]
    Empty(#[from] EmptySpan),
}
