use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::choices::{Choices, later};
use crate::basis::{Assumption, Basis, Clause, Decision, Sourced};
use crate::calendar::{Day, Month, Span, Workdays, WorkdaysRecords};
use crate::charter::Charter;
use crate::quantity::{Id, Ratio, RoundingMode, Yuan};
use crate::stipend::{
    Allowance, Cap, Combination, ConcurrentPosts, Condition, Counts, Deduction, Effect, PartMonth,
    Place, PostRates, Posts, Rate, Rounding, RoundingUnit, Schedule, ScheduleRecords, Start,
};
use crate::township::{Level, Organisation, Post, PostRule, Step};

/// Schedules without a fault under the organisation of [`Charter::maoxi`], by every policy, some
/// with Maoxi's own rates: rates that change, posts that become paid later or no longer are, caps
/// of units of [`roster`](super::roster()), deductions. They begin when its people hold posts.
pub fn schedule() -> impl Strategy<Value = Schedule> {
    vec(any::<u32>(), 0..600).prop_map(|numbers| Builder::new(Choices::new(numbers)).build())
}

/// Fen a month: round amounts, odd ones, nothing and the most.
const AMOUNTS: [i64; 14] = [
    40_000,
    120_000,
    100_000,
    80_000,
    80_000,
    60_000,
    30_000,
    50_000,
    0,
    33_333,
    100_001,
    1,
    7,
    Rate::MOST.fen(),
];
/// Fen a month that a unit may cost.
const CAPS: [i64; 8] =
    [100_000, 50_000, 33_333, 200_000, 120_001, 0, 7, Rate::MOST.fen().saturating_sub(1)];
const SHARES: [(u64, u64); 8] =
    [(1, 2), (1, 1), (1, 3), (15, 100), (6, 7), (999, 1_000), (1, u64::MAX), (u64::MAX, u64::MAX)];
const ALLOWANCES: [&str; 3] = ["travel", "meals", "remote"];

struct Builder {
    choices: Choices,
    organisation: Organisation,
    records: ScheduleRecords,
    start: Day,
    /// How many bases were made: each rests on another, so that none is taken for another.
    bases: u32,
}

impl Builder {
    fn new(choices: Choices) -> Self {
        let charter = Charter::maoxi();
        let records: ScheduleRecords = charter.stipend.into();
        let start = records.start.value.first_day();
        Self { choices, organisation: charter.organisation, records, start, bases: 100 }
    }

    #[expect(clippy::expect_used, reason = "the tables are sound by construction")]
    fn build(mut self) -> Schedule {
        let is_maoxi = self.choices.below(4) == 0;
        self.start(is_maoxi);
        self.rounding();
        self.part_month();
        if !is_maoxi {
            self.posts();
        }
        self.concurrent_posts();
        self.deductions();
        self.caps();
        if !is_maoxi {
            self.allowances();
        }
        Schedule::new(self.records).expect("a sound schedule")
    }

    /// The day of the start: Maoxi's or a later one where the rates are Maoxi's.
    fn start(&mut self, is_maoxi: bool) {
        if is_maoxi {
            let days = if self.choices.once_in(3) { self.choices.number_below(90) } else { 0 };
            self.start = later(self.start, days).unwrap_or(self.start);
        } else {
            self.start = super::day_number(self.choices.number_below(500).saturating_add(24_900));
        }
        self.records.start.value = if self.choices.once_in(2) {
            Start::Day(self.start)
        } else {
            self.start = self.start.month().first_day();
            Start::Month(self.start.month())
        };
    }

    fn rounding(&mut self) {
        let modes =
            [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down, RoundingMode::Up];
        let units = [RoundingUnit::Line, RoundingUnit::PersonMonth];
        let (mode, per) = (self.choices.of(&modes), self.choices.of(&units));
        if let (Some(mode), Some(per)) = (mode, per) {
            self.records.rounding.value = Rounding { mode: *mode, per: *per };
        }
    }

    fn part_month(&mut self) {
        self.records.part_month.value = match self.choices.below(4) {
            0 => PartMonth::CalendarDays,
            1 => PartMonth::WholeMonth,
            2 => PartMonth::Fifteenth,
            _ => PartMonth::WorkingDays(self.workdays()),
        };
    }

    /// A calendar of some years about the start, or of fewer days; a few have a month without work.
    #[expect(clippy::expect_used, reason = "the exceptions are sound by construction")]
    fn workdays(&mut self) -> Workdays {
        let first = self.start.month().first_day();
        let days = if self.choices.once_in(3) {
            self.choices.number_below(700).saturating_add(1)
        } else {
            3_000
        };
        let within = super::span_of(first, Some(days));
        let mut off: Vec<Span> = Vec::new();
        let mut worked: Vec<Span> = Vec::new();
        for _ in 0..self.choices.below(8) {
            let after = self.choices.number_below(900);
            let Some(from) = later(first, after) else { break };
            let (list, longest) = match self.choices.below(3) {
                0 => (&mut worked, 3),
                1 => (&mut off, 70),
                _ => (&mut off, 8),
            };
            let days = self.choices.number_below(longest).saturating_add(1);
            list.extend(super::span_of(from, Some(days)).intersection(within));
        }
        worked.retain(|span| !off.iter().any(|off| off.overlaps(*span)));
        Workdays::new(WorkdaysRecords { within, off, worked }).expect("a calendar")
    }

    fn posts(&mut self) {
        let stipends: Vec<Post> = self.records.posts.iter().map(|paid| paid.post).collect();
        let mut paid: Vec<Post> = Vec::new();
        for post in Post::ALL {
            let is_paid = if stipends.contains(post) {
                self.choices.below(4) > 0
            } else {
                self.choices.once_in(4)
            };
            paid.extend(Some(*post).filter(|_| is_paid));
        }
        if paid.is_empty() {
            paid.push(Post::VillageSecretary);
        }
        // One post at least is paid on the first day.
        let mut first = Some(self.start);
        self.records.posts.clear();
        for post in paid {
            let from = first.take().unwrap_or_else(|| self.near_start());
            let rates = self.rates(from, later, &AMOUNTS);
            self.records.posts.push(PostRates { post, rates });
        }
    }

    /// The start, or a day before or after it.
    fn near_start(&mut self) -> Day {
        let days = self.choices.number_below(300);
        match self.choices.below(4) {
            0 | 1 => self.start,
            2 => later(self.start, days).unwrap_or(self.start),
            _ => super::day_number(24_800),
        }
    }

    /// Rates from a day on without a gap; `later` says on which day at most so many days later they
    /// may change. The last holds after the start.
    fn rates(
        &mut self,
        first: Day,
        later: fn(Day, u32) -> Option<Day>,
        amounts: &[i64],
    ) -> Vec<Rate> {
        let mut rates = Vec::new();
        let mut from = first;
        for _ in 0..self.choices.below(4) {
            let days = self.choices.number_below(150).saturating_add(1);
            let Some(until) = later(from.max(self.start), days) else { break };
            rates.push(self.rate(from, Some(until), amounts));
            from = until;
        }
        let ends = self.choices.once_in(4).then(|| self.choices.number_below(400));
        let until = ends.and_then(|days| later(from.max(self.start), days.saturating_add(1)));
        rates.push(self.rate(from, until, amounts));
        if self.choices.once_in(3) {
            rates.reverse();
        }
        rates
    }

    fn rate(&mut self, from: Day, until: Option<Day>, amounts: &[i64]) -> Rate {
        let fen = self.choices.of(amounts).copied().unwrap_or_default();
        Rate { monthly: Yuan::from_fen(fen), from, until, basis: self.basis() }
    }

    fn basis(&mut self) -> Basis {
        self.bases = self.bases.saturating_add(1);
        let number = self.bases;
        match self.choices.below(3) {
            0 => Basis::Clause(Clause(id(format!("F{number}")))),
            1 => Basis::Assumption(Assumption(id(format!("A{number}")))),
            _ => Basis::Decision(Decision(id(format!("2018-{number}")))),
        }
    }

    fn paid(&self) -> Vec<Post> {
        self.records.posts.iter().map(|paid| paid.post).collect()
    }

    fn concurrent_posts(&mut self) {
        self.records.concurrent_posts.value = match self.choices.below(9) {
            0 | 1 => ConcurrentPosts::HighestOnly,
            2 | 3 => ConcurrentPosts::Sum,
            4 | 5 => {
                let from = self.near_start();
                ConcurrentPosts::HighestPlusSupplement(self.rates(from, later, &AMOUNTS))
            }
            6 | 7 => ConcurrentPosts::Combined(self.combinations()),
            _ => ConcurrentPosts::Refuse,
        };
    }

    fn combinations(&mut self) -> Vec<Combination> {
        let paid = self.paid();
        let mut table: Vec<Combination> = Vec::new();
        let mut sets: BTreeSet<BTreeSet<Post>> = BTreeSet::new();
        for _ in 0..self.choices.below(6) {
            let mut posts: Vec<Post> = Vec::new();
            for _ in 0..self.choices.below(3).saturating_add(2) {
                let post = self.choices.of(&paid).copied();
                posts.extend(post.filter(|post| !posts.contains(post)));
            }
            if posts.len() >= 2 && sets.insert(posts.iter().copied().collect()) {
                let from = self.near_start();
                let rates = self.rates(from, later, &AMOUNTS);
                table.push(Combination { posts, rates });
            }
        }
        table
    }

    fn deductions(&mut self) {
        for step in Step::ALL {
            let follows = self.choices.once_in(2);
            let share = self.choices.of(&SHARES).and_then(|(part, of)| Ratio::new(*part, *of).ok());
            let Some(share) = share.filter(|_| follows) else { continue };
            let months = [1, 2, 3, 4, 12, u8::MAX].map(std::num::NonZeroU8::new);
            let months = self.choices.of(&months).copied().flatten();
            let effects = [Effect::Withheld, Effect::Deducted];
            let effect = self.choices.of(&effects).copied();
            if let (Some(months), Some(effect)) = (months, effect) {
                let deduction =
                    Deduction { step: *step, share, months, effect, basis: self.basis() };
                self.records.deductions.value.push(deduction);
            }
        }
    }

    fn caps(&mut self) {
        for level in [Level::Village, Level::Group, Level::Zone, Level::Town] {
            if self.choices.once_in(4) {
                self.cap(level, None);
            }
            if self.choices.once_in(4) {
                // Each unit has one cap at most.
                let mut lists = [Vec::new(), Vec::new(), Vec::new()];
                for unit in units(level) {
                    let at = self.choices.below(lists.len());
                    lists.iter_mut().skip(at).take(1).for_each(|list| list.push(unit.clone()));
                }
                for list in lists.into_iter().skip(1).filter(|list| !list.is_empty()) {
                    self.cap(level, Some(list));
                }
            }
        }
    }

    fn cap(&mut self, level: Level, units: Option<Vec<Id<'static>>>) {
        let from = self.near_start().month().first_day();
        let next_month = |day, days| later(day, days)?.month().next().map(Month::first_day);
        let rates = self.rates(from, next_month, &CAPS);
        self.records.caps.push(Cap { level, units, rates });
    }

    fn allowances(&mut self) {
        self.records.allowances.clear();
        let rules = self.organisation.records().posts.clone();
        for name in ALLOWANCES.iter().take(self.choices.below(4)) {
            let paid = self.paid();
            let rules: Vec<&PostRule> = if self.choices.once_in(3) {
                rules.iter().collect()
            } else {
                rules.iter().filter(|rule| paid.contains(&rule.post)).collect()
            };
            // One post at least meets the condition.
            let Some(target) = self.choices.of(&rules).copied() else { continue };
            let is_paid = paid.contains(&target.post);
            let condition = self.condition(target, is_paid);
            let basis = self.basis();
            let from = self.near_start();
            let rates = self.rates(from, later, &AMOUNTS);
            let condition = Sourced { value: condition, basis };
            self.records.allowances.push(Allowance { kind: id(*name), rates, condition });
        }
    }

    fn condition(&mut self, target: &PostRule, is_paid: bool) -> Condition {
        let choices = &mut self.choices;
        let posts = if is_paid && choices.below(2) == 0 {
            Posts::Paid
        } else {
            let others: Vec<Post> =
                Post::ALL.iter().copied().filter(|_| choices.once_in(3)).collect();
            Posts::Listed(others.into_iter().chain([target.post]).collect())
        };
        let lies_in_a_village = matches!(target.level, Level::Village | Level::Group);
        let place = match choices.below(3) {
            1 if lies_in_a_village => Place::Away,
            2 if lies_in_a_village => Place::Home,
            _ => Place::Anywhere,
        };
        let level = choices.once_in(3).then_some(target.level);
        let units = choices.once_in(4).then(|| {
            let units = units(target.level);
            let some = units.iter().filter(|_| choices.once_in(2)).cloned();
            some.chain(units.first().cloned()).collect()
        });
        let is_paid_that_day = is_paid && choices.once_in(2);
        let counts = if is_paid_that_day { Counts::PaidThatDay } else { Counts::Held };
        Condition { posts, level, units, place, counts }
    }
}

/// Units that [`roster`](super::roster()) may have, by level.
fn units(level: Level) -> Vec<Id<'static>> {
    let ids: &[&'static str] = match level {
        Level::Town => &["t"],
        Level::Zone => &["z0", "z1"],
        Level::Village => &["v0", "v1", "v2", "v3", "v4"],
        Level::Group => &["v0-0", "v0-1", "v1-0", "v1-1", "v1-2", "v2-2", "v2-3"],
        Level::Household => &[],
    };
    ids.iter().copied().map(id).collect()
}

#[expect(clippy::expect_used, reason = "the texts that are made here are ids")]
fn id(text: impl Into<std::borrow::Cow<'static, str>>) -> Id<'static> {
    Id::new(text).expect("the text is an id")
}
