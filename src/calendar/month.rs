use std::fmt;
use std::str::FromStr;

use chrono::Datelike;

use super::{Day, Span};
use crate::quantity::serde_as_text;

/// A calendar month, from 1949-01 to 2199-12.
///
/// The text form, in documents too, is exactly `YYYY-MM`.
///
/// ```
/// use bangfu::calendar::Month;
/// let february: Month = "2020-02".parse()?;
/// assert_eq!(february.days(), 29);
/// assert_eq!(february.span().to_string(), "2020-02-01..2020-03-01");
/// # Ok::<(), bangfu::calendar::MonthError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: a year of the calendar and a month from 1 to 12.
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// The month so many of a year, January being 1.
    ///
    /// # Errors
    /// [`MonthError::Malformed`] if there is no such month, [`MonthError::OutOfRange`] if the year
    /// lies outside the calendar.
    pub fn new(year: u16, month: u8) -> Result<Self, MonthError> {
        if !(1..=12).contains(&month) {
            return Err(MonthError::Malformed);
        }
        if !(Day::MIN.year()..=Day::MAX.year()).contains(&year) {
            return Err(MonthError::OutOfRange { year });
        }
        Ok(Self { year, month })
    }

    /// The month in which a day lies.
    #[must_use]
    pub fn of(day: Day) -> Self {
        // INVARIANT: chrono's months run from 1 to 12.
        let month = u8::try_from(day.to_date().month()).unwrap_or(1);
        Self { year: day.year(), month }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month of the year, from 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        // INVARIANT: every month of the calendar has a first day in it.
        Day::new(self.year, self.month, 1).unwrap_or(Day::MIN)
    }

    /// The month after, unless this is the last of the calendar.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self.month {
            12 => Self::new(self.year.checked_add(1)?, 1).ok(),
            month => Self::new(self.year, month.checked_add(1)?).ok(),
        }
    }

    /// The month so many months after this one, or the last of the calendar.
    pub(crate) fn saturating_add(self, months: u32) -> Self {
        let mut month = self;
        for _ in 0..months {
            month = month.next().unwrap_or(month);
        }
        month
    }

    /// All days of the month.
    #[must_use]
    pub fn span(self) -> Span {
        let until = self.next().map(Self::first_day);
        // INVARIANT: the first day of the next month lies after this one's.
        Span::new(self.first_day(), until).unwrap_or(Span::ALL)
    }

    /// The number of its days, 28 to 31.
    #[must_use]
    pub fn days(self) -> u32 {
        self.span().days()
    }

    /// The months from this one to `last`, both included; none if `last` lies before.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| month.next())
            .take_while(move |month| *month <= last)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year, self.month))
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Month({self})")
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        match text.split_once('-') {
            Some((year, month))
                if year.len() == 4 && month.len() == 2 && is_digits(year) && is_digits(month) =>
            {
                let year = year.parse().map_err(|_| MonthError::Malformed)?;
                Self::new(year, month.parse().map_err(|_| MonthError::Malformed)?)
            }
            _ => Err(MonthError::Malformed),
        }
    }
}

serde_as_text!(Month, "a month, as text like `2018-09`");

/// Why a text is not a [`Month`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MonthError {
    /// The text is not of the form `YYYY-MM`, or there is no such month.
    #[error("a month is written as `2018-09` and exists")]
    Malformed,
    /// The year lies outside the calendar.
    #[error("the year {year} is not from {} to {}", Day::MIN.year(), Day::MAX.year())]
    OutOfRange {
        /// The year that was found.
        year: u16,
    },
}
