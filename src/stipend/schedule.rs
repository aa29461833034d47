mod faults;

use serde::{Deserialize, Serialize};

use super::{Allowance, Cap, ConcurrentPosts, Deduction, PartMonth, Rate, Rounding, Start, rate};
use crate::basis::{Basis, Sourced};
use crate::calendar::{Day, Month, Timeline};
use crate::township::{Post, Step, Unit};

pub use faults::{RatesOf, ScheduleFault, ScheduleFaults};

/// Who is paid what (补贴标准): the monthly rates by post, allowances, caps and deductions, and what
/// was settled where the source is silent.
///
/// Maoxi's own is [`Charter::maoxi`](crate::charter::Charter::maoxi)`().stipend` `[F80-F86]`. In
/// documents a schedule is its [`ScheduleRecords`].
///
/// ```
/// use bangfu::{charter::Charter, township::Post};
/// let schedule = Charter::maoxi().stipend;
/// let rate = schedule.rate(Post::GroupCadre, "2018-10-08".parse()?)?;
/// assert_eq!((rate.monthly.to_string().as_str(), rate.basis.to_string().as_str()), ("400.00", "F85"));
/// let early = schedule.rate(Post::GroupCadre, "2018-08-31".parse()?).unwrap_err();
/// assert_eq!(early.to_string(), "`group_cadre` has no stipend before 2018-09-01, as on 2018-08-31");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ScheduleRecords", into = "ScheduleRecords")]
pub struct Schedule {
    // INVARIANT: without a fault, see `Schedule::new`; the timelines are those of the records.
    records: ScheduleRecords,
    /// By post.
    rates: Vec<Timeline<Rate>>,
    /// In the order of the records, as the following.
    allowances: Vec<Timeline<Rate>>,
    caps: Vec<Timeline<Rate>>,
    supplement: Timeline<Rate>,
    combinations: Vec<Timeline<Rate>>,
}

/// The tables of a [`Schedule`], as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a schedule")]
pub struct ScheduleRecords {
    /// When the stipends start.
    pub start: Sourced<Start>,
    /// The rates, one entry for each paid post.
    pub posts: Vec<PostRates>,
    /// The allowances on top.
    pub allowances: Vec<Allowance>,
    /// The most that is paid for a unit a month.
    pub caps: Vec<Cap>,
    /// What follows from steps of discipline.
    pub deductions: Sourced<Vec<Deduction>>,
    /// How a part of a month in post is paid.
    pub part_month: Sourced<PartMonth>,
    /// How two paid posts on one day are paid.
    pub concurrent_posts: Sourced<ConcurrentPosts>,
    /// How amounts are rounded.
    pub rounding: Sourced<Rounding>,
}

/// The stipend of one post (工作绩效补贴) `[F81-F85]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rates of a post")]
pub struct PostRates {
    /// The post.
    pub post: Post,
    /// The stipend for a whole month, from when until when.
    pub rates: Vec<Rate>,
}

impl Schedule {
    /// Checks the tables.
    ///
    /// # Errors
    /// [`ScheduleFaults`], every one: a list of rates that is empty, has gaps, overlaps, a rate out
    /// of bounds or one that ends before it begins; a post, an allowance, a step or a unit's cap
    /// that stands twice; no rate on the first day; an allowance that ends before the start, or is
    /// called as other lines are; a combination of fewer than two posts; a cap of households, or of
    /// a part of a month; a deduction of nothing or of more than all.
    pub fn new(records: ScheduleRecords) -> Result<Self, ScheduleFaults> {
        let mut faults = Vec::new();
        let mut timeline = |of: RatesOf, rates: &[Rate]| {
            rate::timeline(rates).unwrap_or_else(|found| {
                let fault = |fault| ScheduleFault::Rates { of: of.clone(), fault };
                faults.extend(found.into_iter().map(fault));
                Timeline::EMPTY
            })
        };
        let mut rates = vec![Timeline::EMPTY; Post::ALL.len()];
        for paid in &records.posts {
            let of_post = timeline(RatesOf::Stipend(paid.post), &paid.rates);
            if let Some(slot) = rates.get_mut(paid.post.index()) {
                *slot = of_post;
            }
        }
        let allowance =
            |one: &Allowance| timeline(RatesOf::Allowance(one.kind.clone()), &one.rates);
        let allowances = records.allowances.iter().map(allowance).collect();
        let cap = |cap: &Cap| timeline(RatesOf::Cap(cap.level), &cap.rates);
        let caps = records.caps.iter().map(cap).collect();
        let (mut supplement, mut combinations) = (Timeline::EMPTY, Vec::new());
        match &records.concurrent_posts.value {
            ConcurrentPosts::HighestPlusSupplement(rates) => {
                supplement = timeline(RatesOf::Supplement, rates);
            }
            ConcurrentPosts::Combined(table) => combinations.extend(
                table
                    .iter()
                    .map(|one| timeline(RatesOf::Combination(one.posts.clone()), &one.rates)),
            ),
            ConcurrentPosts::HighestOnly | ConcurrentPosts::Sum | ConcurrentPosts::Refuse => {}
        }
        let schedule = Self { records, rates, allowances, caps, supplement, combinations };
        schedule.add_faults(&mut faults);
        ScheduleFaults::none_or(faults).map(|()| schedule)
    }

    /// The schedule with another rate of a post: on the days of the new rate it holds, on all others
    /// those that held before.
    ///
    /// ```
    /// use bangfu::basis::{Basis, Decision};
    /// use bangfu::stipend::Rate;
    /// use bangfu::{charter::Charter, township::Post};
    /// let rate = Rate {
    ///     monthly: "500.00".parse()?,
    ///     from: "2019-01-01".parse()?,
    ///     until: None,
    ///     basis: Basis::Decision("2018-17".parse::<Decision>()?),
    /// };
    /// let amended = Charter::maoxi().stipend.amended(Post::GroupCadre, rate)?;
    /// let on = |day: &str| Ok::<_, Box<dyn std::error::Error>>(
    ///     amended.rate(Post::GroupCadre, day.parse()?)?.monthly.to_string(),
    /// );
    /// assert_eq!((on("2018-12-31")?.as_str(), on("2019-01-01")?.as_str()), ("400.00", "500.00"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ScheduleFaults`] if what comes out is no schedule.
    pub fn amended(&self, post: Post, rate: Rate) -> Result<Self, ScheduleFaults> {
        let mut records = self.records.clone();
        match records.posts.iter_mut().find(|paid| paid.post == post) {
            Some(paid) => {
                let during = rate.span();
                let kept = paid.rates.iter().flat_map(|old| old.without(during));
                paid.rates = kept.chain([rate]).collect();
                paid.rates.sort_by_key(|rate| rate.from);
            }
            None => records.posts.push(PostRates { post, rates: vec![rate] }),
        }
        Self::new(records)
    }

    /// Every clause and assumption that a value rests on, table by table.
    pub(crate) fn bases(&self) -> Vec<&Basis> {
        let records = &self.records;
        let mut rates: Vec<&Rate> = Vec::new();
        rates.extend(records.posts.iter().flat_map(|stipend| &stipend.rates));
        rates.extend(records.allowances.iter().flat_map(|allowance| &allowance.rates));
        rates.extend(records.caps.iter().flat_map(|cap| &cap.rates));
        match &records.concurrent_posts.value {
            ConcurrentPosts::HighestPlusSupplement(supplement) => rates.extend(supplement),
            ConcurrentPosts::Combined(table) => {
                rates.extend(table.iter().flat_map(|one| &one.rates));
            }
            ConcurrentPosts::HighestOnly | ConcurrentPosts::Sum | ConcurrentPosts::Refuse => {}
        }
        let conditions = records.allowances.iter().map(|allowance| &allowance.condition.basis);
        let deductions = records.deductions.value.iter().map(|deduction| &deduction.basis);
        let policies = [
            &records.start.basis,
            &records.deductions.basis,
            &records.part_month.basis,
            &records.concurrent_posts.basis,
            &records.rounding.basis,
        ];
        let of_rates = rates.into_iter().map(|rate| &rate.basis);
        of_rates.chain(conditions).chain(deductions).chain(policies).collect()
    }

    /// The tables.
    #[must_use]
    pub const fn records(&self) -> &ScheduleRecords {
        &self.records
    }

    /// The stipend of a post on a day.
    ///
    /// # Errors
    /// [`NoRate`] says why there is none; never is a later or an earlier rate taken instead.
    pub fn rate(&self, post: Post, on: Day) -> Result<&Rate, NoRate> {
        let rates = self.rates(post);
        let first = rates.first_day().ok_or(NoRate::Unpaid { post })?;
        let first = first.max(self.first_day());
        if on < first {
            return Err(NoRate::NotYetEffective { post, on, first });
        }
        rates.at(on).ok_or(NoRate::Ended { post, on })
    }

    /// The rates of a post, from when until when; none if it is not paid.
    #[must_use]
    pub fn rates(&self, post: Post) -> &Timeline<Rate> {
        const UNPAID: &Timeline<Rate> = &Timeline::EMPTY;
        self.rates.get(post.index()).unwrap_or(UNPAID)
    }

    /// The first day that is paid.
    #[must_use]
    pub fn first_day(&self) -> Day {
        self.records.start.value.first_day()
    }

    /// The first month of which some day is paid.
    #[must_use]
    pub fn first_month(&self) -> Month {
        self.first_day().month()
    }

    /// The allowances, each with its rates.
    pub(super) fn allowances(&self) -> impl Iterator<Item = (&Allowance, &Timeline<Rate>)> {
        self.records.allowances.iter().zip(&self.allowances)
    }

    /// The supplement for several posts on one day.
    pub(super) const fn supplement(&self) -> &Timeline<Rate> {
        &self.supplement
    }

    /// The rates of posts that are held together.
    pub(super) fn combinations(&self) -> impl Iterator<Item = (&[Post], &Timeline<Rate>)> {
        let table: &[_] = match &self.records.concurrent_posts.value {
            ConcurrentPosts::Combined(table) => table,
            _ => &[],
        };
        table.iter().map(|one| one.posts.as_slice()).zip(&self.combinations)
    }

    /// The most that is paid for a unit for a month.
    pub(super) fn cap(&self, unit: Unit<'_>, month: Month) -> Option<&Rate> {
        let caps = || self.records.caps.iter().zip(&self.caps).filter(|(cap, _)| cap.is_for(unit));
        let own = caps().find(|(cap, _)| cap.units.is_some());
        let (_, rates) = own.or_else(|| caps().next())?;
        rates.at(month.first_day())
    }

    /// What follows from a step of discipline, if anything.
    pub(super) fn deduction(&self, step: Step) -> Option<&Deduction> {
        self.records.deductions.value.iter().find(|deduction| deduction.step == step)
    }
}

impl From<Schedule> for ScheduleRecords {
    fn from(schedule: Schedule) -> Self {
        schedule.records
    }
}

impl TryFrom<ScheduleRecords> for Schedule {
    type Error = ScheduleFaults;

    fn try_from(records: ScheduleRecords) -> Result<Self, ScheduleFaults> {
        Self::new(records)
    }
}

/// Why a post has no stipend on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoRate {
    /// The post is not paid at all.
    #[error("`{post}` has no stipend")]
    Unpaid {
        /// The post.
        post: Post,
    },
    /// The day lies before the first rate, or before the start of the schedule.
    #[error("`{post}` has no stipend before {first}, as on {on}")]
    NotYetEffective {
        /// The post.
        post: Post,
        /// The day.
        on: Day,
        /// The first day on which it has one.
        first: Day,
    },
    /// The day lies after the last rate.
    #[error("`{post}` has no stipend any more on {on}")]
    Ended {
        /// The post.
        post: Post,
        /// The day.
        on: Day,
    },
}
