use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Month;
use crate::quantity::serde_as_text;

/// A day from 1949-01-01 to 2199-12-31.
///
/// Within these bounds no step of this crate can leave chrono's calendar. The text form, in
/// documents too, is exactly `YYYY-MM-DD`. [`NaiveDate`] is the form for calendars elsewhere.
///
/// ```
/// use bangfu::calendar::Day;
/// let start: Day = "2018-09-10".parse()?;
/// assert_eq!(start.next().unwrap().to_string(), "2018-09-11");
/// assert!("2018-9-10".parse::<Day>().is_err());
/// assert!("2019-02-29".parse::<Day>().is_err());
/// # Ok::<(), bangfu::calendar::DayError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: days since 1949-01-01, at most `Day::MAX`.
pub struct Day(u32);

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1949, 1, 1).unwrap();

/// Days from 1949-01-01 to 2200-01-01, the first day beyond the calendar.
pub(super) const CALENDAR_END: u32 = 91_676;

impl Day {
    /// The first day, 1949-01-01.
    pub const MIN: Self = Self(0);
    /// The last day, 2199-12-31.
    pub const MAX: Self = Self(CALENDAR_END - 1);

    /// The day of a year, month and day of the month.
    ///
    /// # Errors
    /// [`DayError::Malformed`] if there is no such day, [`DayError::OutOfRange`] if it lies outside
    /// the calendar.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DayError> {
        NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
            .ok_or(DayError::Malformed)?
            .try_into()
    }

    /// The day as chrono's date.
    #[must_use]
    pub fn to_date(self) -> NaiveDate {
        date_at(self.0)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        // INVARIANT: from 1949 to 2199.
        u16::try_from(self.to_date().year()).unwrap_or_default()
    }

    /// The month in which the day lies.
    #[must_use]
    pub fn month(self) -> Month {
        Month::of(self)
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.to_date().weekday()
    }

    /// The day after, unless this is [`Day::MAX`].
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::at(self.0.checked_add(1)?)
    }

    /// The day before, unless this is [`Day::MIN`].
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// Days since 1949-01-01.
    pub(super) const fn number(self) -> u32 {
        self.0
    }

    /// The day so many days after 1949-01-01, unless it lies beyond the calendar.
    #[inline]
    pub(super) const fn at(number: u32) -> Option<Self> {
        if number < CALENDAR_END { Some(Self(number)) } else { None }
    }
}

/// The date so many days after 1949-01-01; the calendar's end itself is one too.
pub(super) fn date_at(number: u32) -> NaiveDate {
    // INVARIANT: `number` is at most CALENDAR_END, far from chrono's bounds.
    FIRST.checked_add_days(Days::new(number.into())).unwrap_or(FIRST)
}

/// A date as a document gives it, whether or not it lies in the calendar; the raw form of a [`Day`].
///
/// The text form is exactly `YYYY-MM-DD`, four digits for the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: the year has four digits.
pub struct Date(pub(crate) NaiveDate);

impl Date {
    /// The date as a document would give it.
    ///
    /// # Errors
    /// [`DayError::OutOfRange`] if its year has not four digits.
    pub fn new(date: NaiveDate) -> Result<Self, DayError> {
        let has_four_digits = (0..=9999).contains(&date.year());
        if has_four_digits { Ok(Self(date)) } else { Err(DayError::OutOfRange { found: date }) }
    }

    /// The date as chrono's.
    #[must_use]
    pub const fn to_date(self) -> NaiveDate {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        Self(day.to_date())
    }
}

impl FromStr for Date {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |number, digit| {
                let digit = char::from(*digit).to_digit(10)?;
                number.checked_mul(10)?.checked_add(u16::try_from(digit).ok()?)
            })
        };
        let date = || {
            let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
            let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else {
                return None;
            };
            let year = number(&[y1, y2, y3, y4])?;
            let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
            NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
        };
        date().map(Self).ok_or(DayError::Malformed)
    }
}

serde_as_text!(Date, "a day, as text like `2018-09-10`");

impl TryFrom<Date> for Day {
    type Error = DayError;

    fn try_from(date: Date) -> Result<Self, DayError> {
        date.0.try_into()
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = DayError;

    fn try_from(date: NaiveDate) -> Result<Self, DayError> {
        let days = date.num_days_from_ce().checked_sub(FIRST.num_days_from_ce());
        let number = days.and_then(|days| u32::try_from(days).ok());
        number.and_then(Self::at).ok_or(DayError::OutOfRange { found: date })
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.to_date()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_date().to_string())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        text.parse::<Date>()?.try_into()
    }
}

serde_as_text!(Day, "a day, as text like `2018-09-10`");

/// Why a text or a date is not a [`Day`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayError {
    /// The text is not of the form `YYYY-MM-DD`, or there is no such day.
    #[error("a day is written as `2018-09-10` and exists")]
    Malformed,
    /// The day lies outside the calendar.
    #[error("`{found}` is not from {} to {}", Day::MIN, Day::MAX)]
    OutOfRange {
        /// The day that was found.
        found: NaiveDate,
    },
}
