use serde::{Deserialize, Serialize};

use crate::basis::{Basis, Sourced};
use crate::calendar::{Day, Month};
use crate::quantity::Yuan;
use crate::township::Post;

/// The monthly rates by post (补贴标准), the allowance for serving in another village, and what was
/// settled where the source is silent.
///
/// Maoxi's own is [`Charter::maoxi`](crate::charter::Charter::maoxi)`().stipend` `[F80-F86]`. In
/// documents a schedule is its [`ScheduleRecords`].
///
/// ```
/// use bangfu::{charter::Charter, township::Post};
/// let schedule = Charter::maoxi().stipend;
/// let rate = schedule.rate(Post::GroupCadre).unwrap();
/// assert_eq!((rate.monthly.to_string().as_str(), rate.basis.to_string().as_str()), ("400.00", "F85"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ScheduleRecords", into = "ScheduleRecords")]
pub struct Schedule {
    // INVARIANT: see `Schedule::new`.
    records: ScheduleRecords,
}

/// The tables of a [`Schedule`], as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a schedule")]
pub struct ScheduleRecords {
    /// The first day for which stipends are paid.
    pub start: Sourced<Day>,
    /// The rates, one for each paid post.
    pub rates: Vec<Rate>,
    /// The allowance for serving in another village.
    pub travel: Travel,
    /// How a part of a month in post is paid.
    pub part_month: Sourced<PartMonth>,
    /// How two paid posts on one day are paid.
    pub concurrent_posts: Sourced<ConcurrentPosts>,
    /// How amounts are rounded.
    pub rounding: Sourced<Rounding>,
}

/// The stipend of one post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rate")]
pub struct Rate {
    /// The post.
    pub post: Post,
    /// The stipend for a whole month.
    pub monthly: Yuan,
    /// Where the rate comes from.
    pub basis: Basis,
}

/// The travel allowance on top of the stipend `[F86]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a travel allowance")]
pub struct Travel {
    /// The allowance for a whole month.
    pub monthly: Yuan,
    /// Where the allowance comes from.
    pub basis: Basis,
    /// Who counts as serving in another village.
    pub rule: Sourced<TravelRule>,
}

/// Who counts as serving in another village (跨村任职).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TravelRule {
    /// Whoever holds, on that day, a paid post of a village other than the home village, whether or
    /// not it is the one paid that day; one allowance a day however many such posts; posts of
    /// groups do not count. Whoever has no home village serves in no other.
    AnyPaidVillagePost,
}

/// How a part of a month in post is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PartMonth {
    /// The calendar days in post, of the days of the month.
    CalendarDays,
}

/// How two paid posts on one day are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConcurrentPosts {
    /// The highest only; of equal ones the one with the smallest first day, then unit, then post.
    HighestOnly,
}

/// How amounts are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rounding {
    /// Half up to the fen, each line once, at its end.
    LineHalfUp,
}

impl Schedule {
    /// Checks the tables.
    ///
    /// # Errors
    /// [`ScheduleError`] with the first fault: a post with two rates, or a negative rate or
    /// allowance.
    pub fn new(records: ScheduleRecords) -> Result<Self, ScheduleError> {
        for (at, rate) in records.rates.iter().enumerate() {
            if records.rates.iter().take(at).any(|earlier| earlier.post == rate.post) {
                return Err(ScheduleError::RateTwice { post: rate.post });
            }
            if rate.monthly < Yuan::ZERO {
                return Err(ScheduleError::NegativeRate { post: rate.post, monthly: rate.monthly });
            }
        }
        if records.travel.monthly < Yuan::ZERO {
            return Err(ScheduleError::NegativeTravel { monthly: records.travel.monthly });
        }
        Ok(Self { records })
    }

    /// The tables.
    #[must_use]
    pub const fn records(&self) -> &ScheduleRecords {
        &self.records
    }

    /// The rate of a post, if it is paid.
    #[must_use]
    pub fn rate(&self, post: Post) -> Option<&Rate> {
        self.records.rates.iter().find(|rate| rate.post == post)
    }

    /// The first month of which some day is paid.
    #[must_use]
    pub fn first_month(&self) -> Month {
        self.records.start.value.month()
    }
}

impl From<Schedule> for ScheduleRecords {
    fn from(schedule: Schedule) -> Self {
        schedule.records
    }
}

impl TryFrom<ScheduleRecords> for Schedule {
    type Error = ScheduleError;

    fn try_from(records: ScheduleRecords) -> Result<Self, ScheduleError> {
        Self::new(records)
    }
}

/// Why some tables make no [`Schedule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// A post has two rates.
    #[error("the post `{post}` has two rates")]
    RateTwice {
        /// The post.
        post: Post,
    },
    /// A rate is negative.
    #[error("the rate of `{post}` is negative: `{monthly}`")]
    NegativeRate {
        /// The post.
        post: Post,
        /// The rate.
        monthly: Yuan,
    },
    /// The travel allowance is negative.
    #[error("the travel allowance is negative: `{monthly}`")]
    NegativeTravel {
        /// The allowance.
        monthly: Yuan,
    },
}
