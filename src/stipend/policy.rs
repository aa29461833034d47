//! How the questions are settled on which the source is silent.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Rate;
use crate::calendar::{Day, Month, MonthError, Workdays};
use crate::quantity::{RoundingMode, serde_as_text};
use crate::township::Post;

/// When the stipends start (起发时间) (A1).
///
/// The text form, in documents too, is that of a month or of a day: `2018-09`, `2018-09-10`.
///
/// ```
/// use bangfu::stipend::Start;
/// let start: Start = "2018-09".parse()?;
/// assert_eq!(start.first_day().to_string(), "2018-09-01");
/// # Ok::<(), bangfu::stipend::StartError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// With a month: from its first day on.
    Month(Month),
    /// With a day. Of its month only the rest is paid, as any part of a month.
    Day(Day),
}

impl Start {
    /// The first day that is paid.
    #[must_use]
    pub fn first_day(self) -> Day {
        match self {
            Self::Month(month) => month.first_day(),
            Self::Day(day) => day,
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl FromStr for Start {
    type Err = StartError;

    fn from_str(text: &str) -> Result<Self, StartError> {
        let month = || text.parse().map(Self::Month);
        text.parse().map(Self::Day).or_else(|_| month()).map_err(|_: MonthError| StartError)
    }
}

/// A text is no [`Start`]: neither a month nor a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a start is a month or a day from {} to {}, as `2018-09` or `2018-09-10`",
    Day::MIN,
    Day::MAX
)]
pub struct StartError;

serde_as_text!(Start, "a month or a day, as text like `2018-09` or `2018-09-10`");

/// How a part of a month in post is paid (不足整月) (A2).
///
/// A line pays `monthly × days / of`; the rule says which days count. Of a post that pays 1,200.00
/// yuan and is taken up on Monday, 10 September 2018:
///
/// | rule | days | of | amount |
/// |---|---|---|---|
/// | `calendar_days` | 21 | 30 | 840.00 |
/// | `whole_month` | 21 | 21 | 1200.00 |
/// | `fifteenth` | 1 | 1 | 1200.00 |
/// | `working_days`, by the official calendar | 16 | 21 | 914.29 |
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartMonth {
    /// The calendar days in post, of the days of the month.
    CalendarDays,
    /// Whoever is paid for any day of a month is paid for the whole of it: the paid days stand for
    /// the whole month. So two posts one after the other share one month by their days, and nobody
    /// is paid two. A supplement counts the days of the stipends, each allowance its own.
    WholeMonth,
    /// What a person has on the 15th, at the rates of that day, stands for the whole month; who has
    /// nothing on that day is not paid for the month. Its line names the days of its run.
    Fifteenth,
    /// The working days in post, of the working days of the month, by this calendar. Days off earn
    /// nothing by themselves, and have no line. A month that the calendar does not know in full is an
    /// error.
    WorkingDays(Workdays),
}

/// How two or more paid posts on one day are paid (兼职) (A3).
///
/// Of equal posts the one with the smallest first day comes first, then unit, then post. Tenures of
/// one post at one unit that meet count as one from the first of them on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcurrentPosts {
    /// The highest only (就高不重复).
    HighestOnly,
    /// Each of them.
    Sum,
    /// The highest, and a fixed supplement on top, one however many they are; its line names the
    /// highest too.
    HighestPlusSupplement(Vec<Rate>),
    /// A special rate for posts that are held together, as by a secretary who is director too
    /// (一肩挑); the highest only, if none is given for posts held that day.
    Combined(Vec<Combination>),
    /// None: whoever holds two is an error that asks for a decision.
    Refuse,
}

/// The rate for posts that one person holds together.
///
/// It is paid instead of all stipends of whoever holds these posts on a day, each with a stipend of
/// its own, at any units, others beside them or not. Of several that apply the one of the most posts counts, then the highest,
/// then the first of the table. Its line names the highest of the posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a combination of posts")]
pub struct Combination {
    /// The posts, two at least.
    pub posts: Vec<Post>,
    /// The stipend for a whole month, from when until when.
    pub rates: Vec<Rate>,
}

/// How amounts are rounded to the fen (A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rounding")]
pub struct Rounding {
    /// To which side.
    pub mode: RoundingMode,
    /// What is rounded.
    pub per: RoundingUnit,
}

/// What is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingUnit {
    /// Each line once, at its end.
    Line,
    /// What a person is paid for a month, once. Each line gets what the rounded sum grows by when
    /// it is added, in the order of the lines; so the lines add up to it, and none differs from its
    /// exact figure by more than a fen.
    PersonMonth,
}
