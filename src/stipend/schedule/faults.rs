use std::collections::BTreeSet;
use std::fmt;

use super::Schedule;
use crate::calendar::Day;
use crate::document::TableFaults;
use crate::quantity::{Id, Ratio};
use crate::stipend::{Allowance, Cap, ConcurrentPosts, Condition, PayKind, RateFault};
use crate::township::{Level, Organisation, Post, Step, Township};

/// Everything that is wrong with the tables of a [`Schedule`].
pub type ScheduleFaults = TableFaults<ScheduleFault>;

/// Of what a list of rates is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatesOf {
    /// Of the stipend of a post.
    Stipend(Post),
    /// Of an allowance.
    Allowance(Id<'static>),
    /// Of a cap of units of a level.
    Cap(Level),
    /// Of the supplement for several posts.
    Supplement,
    /// Of posts that are held together.
    Combination(Vec<Post>),
}

impl fmt::Display for RatesOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stipend(post) => write!(f, "the stipend of `{post}`"),
            Self::Allowance(kind) => write!(f, "the allowance `{kind}`"),
            Self::Cap(level) => write!(f, "the cap of the level `{level}`"),
            Self::Supplement => f.write_str("the supplement for several posts"),
            Self::Combination(posts) => {
                let posts: Vec<String> = posts.iter().map(|post| format!("`{post}`")).collect();
                write!(f, "the combination of {}", posts.join(", "))
            }
        }
    }
}

/// What may be wrong with the tables of a [`Schedule`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleFault {
    /// A list of rates is not a timeline without gaps.
    #[error("{of} {fault}")]
    Rates {
        /// Of what.
        of: RatesOf,
        /// What is wrong.
        fault: RateFault,
    },
    /// A post has two entries.
    #[error("the post `{post}` has two stipends")]
    StipendTwice {
        /// The post.
        post: Post,
    },
    /// No post has a rate on the first day that is paid.
    #[error("no stipend holds on the first day, {start}")]
    NothingAtStart {
        /// The day.
        start: Day,
    },
    /// An allowance has two entries.
    #[error("the allowance `{kind}` stands twice")]
    AllowanceTwice {
        /// What it is called.
        kind: Id<'static>,
    },
    /// An allowance is called as lines of another kind are.
    #[error("an allowance is not called `{kind}`, as other lines are")]
    AllowanceName {
        /// What it is called.
        kind: Id<'static>,
    },
    /// Nobody can earn an allowance: no post meets its condition, or it ends before the start.
    #[error("nobody can earn the allowance `{kind}`")]
    NeverEarned {
        /// What it is called.
        kind: Id<'static>,
    },
    /// A combination does not name two different posts.
    #[error("{of} does not name two posts or more, each once")]
    NoCombination {
        /// The combination.
        of: RatesOf,
    },
    /// A combination names a post that has no stipend, so that it never applies.
    #[error("{of} names `{post}`, which has no stipend")]
    UnpaidCombination {
        /// The combination.
        of: RatesOf,
        /// The post.
        post: Post,
    },
    /// The same posts have two combinations.
    #[error("{of} stands twice")]
    CombinationTwice {
        /// The combination.
        of: RatesOf,
    },
    /// A cap is one of households, for which nobody is paid.
    #[error("a cap of households caps nothing")]
    CapOfHouseholds,
    /// A cap or an allowance names an empty list of units.
    #[error("{of} is for no unit")]
    NoUnit {
        /// The cap or allowance.
        of: RatesOf,
    },
    /// A cap or an allowance names a unit that the township does not have.
    #[error("{of} is for `{unit}`, which the township does not have")]
    UnknownUnit {
        /// The cap or allowance.
        of: RatesOf,
        /// The unit's id.
        unit: Id<'static>,
    },
    /// A cap holds for a part of a month.
    #[error("a cap of the level `{level}` begins or ends within a month, on {on}")]
    CapWithinMonth {
        /// The level.
        level: Level,
        /// The day.
        on: Day,
    },
    /// Two caps are for the same unit, or for all other units of a level.
    #[error("two caps of the level `{level}` are for {}", unit.as_ref().map_or_else(
        || "all units".to_owned(), |unit| format!("`{unit}`")))]
    CapTwice {
        /// The level.
        level: Level,
        /// The unit; all for which no other stands if none.
        unit: Option<Id<'static>>,
    },
    /// Two deductions follow from one step.
    #[error("two deductions follow from `{step}`")]
    DeductionTwice {
        /// The step.
        step: Step,
    },
    /// A deduction is one of nothing, or of more than all.
    #[error("a deduction of {share} after `{step}` is none of something and at most all")]
    Share {
        /// The step.
        step: Step,
        /// The share.
        share: Ratio,
    },
    /// A stipend is paid for a post that the organisation does not have.
    #[error("a stipend is paid for `{post}`, which the organisation does not have")]
    UnknownPost {
        /// The post.
        post: Post,
    },
}

/// The items that stand a second time.
fn twice<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let mut again = Vec::new();
    for item in items {
        if seen.contains(&item) {
            again.push(item);
        } else {
            seen.insert(item);
        }
    }
    again
}

impl Schedule {
    /// Adds what is wrong with the tables, beside their lists of rates.
    pub(super) fn add_faults(&self, faults: &mut Vec<ScheduleFault>) {
        let records = &self.records;
        let posts = records.posts.iter().map(|stipend| stipend.post);
        faults.extend(twice(posts).into_iter().map(|post| ScheduleFault::StipendTwice { post }));
        let start = self.first_day();
        // What is wrong with the stipends alone is said already.
        let are_sound = !faults.iter().any(|fault| match fault {
            ScheduleFault::Rates { of, .. } => matches!(of, RatesOf::Stipend(_)),
            fault => matches!(fault, ScheduleFault::StipendTwice { .. }),
        });
        if are_sound && self.rates.iter().all(|rates| rates.at(start).is_none()) {
            faults.push(ScheduleFault::NothingAtStart { start });
        }
        let kinds = records.allowances.iter().map(|allowance| &allowance.kind);
        for kind in twice(kinds) {
            faults.push(ScheduleFault::AllowanceTwice { kind: kind.clone() });
        }
        for (allowance, rates) in self.allowances() {
            let kind = || allowance.kind.clone();
            if PayKind::RESERVED.contains(&allowance.kind.as_str()) {
                faults.push(ScheduleFault::AllowanceName { kind: kind() });
            }
            let last = rates.iter().next_back();
            if last.is_some_and(|(span, _)| span.last() < start) {
                faults.push(ScheduleFault::NeverEarned { kind: kind() });
            }
        }
        self.add_combination_faults(faults);
        self.add_cap_faults(faults);
        let deductions = &records.deductions.value;
        let steps = deductions.iter().map(|deduction| deduction.step);
        faults.extend(twice(steps).into_iter().map(|step| ScheduleFault::DeductionTwice { step }));
        for deduction in deductions {
            let share = deduction.share;
            if share.part() == 0 || share.part() > share.whole() {
                faults.push(ScheduleFault::Share { step: deduction.step, share });
            }
        }
    }

    fn add_combination_faults(&self, faults: &mut Vec<ScheduleFault>) {
        let ConcurrentPosts::Combined(table) = &self.records.concurrent_posts.value else { return };
        for one in table {
            if one.posts.len() < 2 || !twice(&one.posts).is_empty() {
                let of = RatesOf::Combination(one.posts.clone());
                faults.push(ScheduleFault::NoCombination { of });
            }
        }
        for one in table {
            let is_paid = |post: &Post| self.records.posts.iter().any(|paid| paid.post == *post);
            for post in one.posts.iter().copied().filter(|post| !is_paid(post)) {
                let of = RatesOf::Combination(one.posts.clone());
                faults.push(ScheduleFault::UnpaidCombination { of, post });
            }
        }
        let sets = table.iter().map(|one| one.posts.iter().copied().collect::<BTreeSet<Post>>());
        for posts in twice(sets) {
            let of = RatesOf::Combination(posts.into_iter().collect());
            faults.push(ScheduleFault::CombinationTwice { of });
        }
    }

    fn add_cap_faults(&self, faults: &mut Vec<ScheduleFault>) {
        let caps = &self.records.caps;
        for cap in caps {
            let level = cap.level;
            if level == Level::Household {
                faults.push(ScheduleFault::CapOfHouseholds);
            }
            if cap.units.as_ref().is_some_and(Vec::is_empty) {
                faults.push(ScheduleFault::NoUnit { of: RatesOf::Cap(level) });
            }
            let days = cap.rates.iter().flat_map(|rate| [Some(rate.from), rate.until]).flatten();
            let within = days.filter(|day| day.month().first_day() != *day);
            let within: BTreeSet<Day> = within.collect();
            faults.extend(within.into_iter().map(|on| ScheduleFault::CapWithinMonth { level, on }));
        }
        let units = caps.iter().flat_map(|cap| match &cap.units {
            None => vec![(cap.level, None)],
            Some(units) => units.iter().map(|unit| (cap.level, Some(unit))).collect(),
        });
        for (level, unit) in twice(units) {
            faults.push(ScheduleFault::CapTwice { level, unit: unit.cloned() });
        }
    }

    /// What is wrong with the schedule under an organisation: a stipend of a post that it does not
    /// have, an allowance that nobody can earn.
    #[must_use]
    pub fn faults_under(&self, organisation: &Organisation) -> Vec<ScheduleFault> {
        let mut faults = Vec::new();
        for post in self.records.posts.iter().map(|stipend| stipend.post) {
            if organisation.rule(post).is_none() {
                faults.push(ScheduleFault::UnknownPost { post });
            }
        }
        for (allowance, _) in self.allowances() {
            let is_paid = |post| !self.rates(post).is_empty();
            if !allowance.condition.value.is_open(organisation, is_paid) {
                faults.push(ScheduleFault::NeverEarned { kind: allowance.kind.clone() });
            }
        }
        faults
    }

    /// What is wrong with the schedule for a township: a cap or an allowance for a unit that it does
    /// not have, as when an id is misspelt.
    #[must_use]
    pub fn faults_in(&self, township: &Township) -> Vec<ScheduleFault> {
        let mut faults = Vec::new();
        let levels = |level: Option<Level>| {
            Level::ALL.iter().filter(move |one| level.is_none_or(|level| level == **one))
        };
        let mut look = |of: RatesOf, level: Option<Level>, units: &Option<Vec<Id<'static>>>| {
            for unit in units.iter().flatten() {
                if levels(level).all(|level| township.unit(*level, unit.as_str()).is_none()) {
                    faults.push(ScheduleFault::UnknownUnit { of: of.clone(), unit: unit.clone() });
                }
            }
        };
        for Allowance { kind, condition, .. } in &self.records.allowances {
            let Condition { level, units, .. } = &condition.value;
            look(RatesOf::Allowance(kind.clone()), *level, units);
        }
        for Cap { level, units, .. } in &self.records.caps {
            look(RatesOf::Cap(*level), Some(*level), units);
        }
        faults
    }
}
