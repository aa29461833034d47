//! What every rate earns month by month: worked out once, not person by person.

use std::cell::Cell;

use super::days::Days;
use super::frame::Frame;
use super::month::are_joint;
use super::notes::Noticed;
use crate::calendar::{Span, Timeline};
use crate::quantity::{RoundingMode, Yuan};
use crate::stipend::{Allowance, PartMonth, Rate, Schedule, ScheduleRecords};
use crate::township::Post;

/// Some days of one month, and what they earn at one rate.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) days: Days,
    pub(super) amount: Yuan,
    pub(super) noticed: Noticed,
}

impl Part {
    fn new(rules: &ScheduleRecords, frame: &Frame, rate: &Rate, span: Span) -> Self {
        let count = match &rules.part_month.value {
            PartMonth::CalendarDays | PartMonth::WholeMonth => span.days(),
            PartMonth::Fifteenth => u32::from(span.contains(frame.fifteenth)),
            // INVARIANT: the calendar knows the whole month; see `frames`.
            PartMonth::WorkingDays(workdays) => workdays.days_within(span).unwrap_or_default(),
        };
        let mode = rules.rounding.value.mode;
        let (amount, is_exact) = if count < frame.of {
            quotient(mode, exactly(rate.monthly, count), frame.of)
        } else {
            (rate.monthly, true)
        };
        let noticed = Noticed {
            part_month: span.days() < frame.days,
            rounding: !is_exact && !are_joint(rules),
        };
        Self { days: Days::new(span, count, frame.of), amount, noticed }
    }
}

/// What so many days earn, in fen times the days of the month that count.
pub(super) fn exactly(monthly: Yuan, days: u32) -> i64 {
    // INVARIANT: rates have 30 bits, and no month more than 31 days.
    monthly.fen().saturating_mul(days.into())
}

/// An exact figure, divided and rounded; whether nothing was over.
pub(super) fn quotient(mode: RoundingMode, exact: i64, of: u32) -> (Yuan, bool) {
    // INVARIANT: some day of the month counts, so the divisor is not 0; and no line is more than its
    // rate and a fen.
    let (fen, is_exact) = mode.quotient(exact.into(), of.into()).unwrap_or_default();
    (Yuan::from_fen(i64::try_from(fen).unwrap_or_default()), is_exact)
}

/// The days of a month on which one rate holds.
pub(super) struct Slot<'f, 't> {
    pub(super) frame: &'f Frame,
    pub(super) rate: &'t Rate,
    pub(super) span: Span,
    /// All of them.
    pub(super) whole: Part,
    /// Whether anybody had all of them.
    pub(super) is_taken: Cell<bool>,
    /// Whether a line was made of a part of them.
    pub(super) is_part_paid: Cell<bool>,
}

impl Slot<'_, '_> {
    /// Whether a line was made of some of them.
    pub(super) fn is_paid(&self) -> bool {
        self.is_part_paid.get() || (self.is_taken.get() && self.whole.days.count > 0)
    }

    /// Those of the days that lie in a span.
    pub(super) fn within(&self, rules: &ScheduleRecords, span: Span) -> Part {
        let days = self.span.intersection(span).unwrap_or(self.span);
        Part::new(rules, self.frame, self.rate, days)
    }
}

/// A timeline of rates, month by month.
pub(super) struct Timetable<'f, 't> {
    pub(super) rates: &'t Timeline<Rate>,
    /// In the order of their days.
    slots: Vec<Slot<'f, 't>>,
}

impl<'f, 't> Timetable<'f, 't> {
    fn new(rules: &ScheduleRecords, frames: &'f [Frame], rates: &'t Timeline<Rate>) -> Self {
        let slots = frames.iter().flat_map(|frame| {
            rates.within(frame.span).map(move |(span, rate)| {
                let whole = Part::new(rules, frame, rate, span);
                Slot {
                    frame,
                    rate,
                    span,
                    whole,
                    is_taken: Cell::new(false),
                    is_part_paid: Cell::new(false),
                }
            })
        });
        Self { rates, slots: slots.collect() }
    }

    /// The slots of which some day lies in a span.
    #[inline]
    pub(super) fn slots(&self, span: Span) -> &[Slot<'f, 't>] {
        let is_before = |slot: &Slot<'_, '_>| slot.span.is_before(span);
        let is_not_after = |slot: &Slot<'_, '_>| !span.is_before(slot.span);
        let slots = self.slots.as_slice();
        // Most people are in post from before the first to after the last.
        let first = match slots.first() {
            Some(slot) if is_before(slot) => slots.partition_point(is_before),
            _ => 0,
        };
        let end = match slots.last() {
            Some(slot) if !is_not_after(slot) => slots.partition_point(is_not_after),
            _ => slots.len(),
        };
        slots.get(first..end).unwrap_or_default()
    }

    /// All slots.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Slot<'f, 't>> {
        self.slots.iter()
    }
}

/// The timetables of a schedule.
pub(super) struct Timetables<'f, 't> {
    /// Those of the posts that can earn anything, by post.
    pub(super) posts: Vec<Option<Timetable<'f, 't>>>,
    /// By what they are called.
    pub(super) allowances: Vec<(&'t Allowance, Timetable<'f, 't>)>,
    pub(super) supplement: Timetable<'f, 't>,
    pub(super) combinations: Vec<(&'t [Post], Timetable<'f, 't>)>,
}

impl<'f, 't> Timetables<'f, 't> {
    pub(super) fn new(schedule: &'t Schedule, frames: &'f [Frame]) -> Self {
        let table = |rates| Timetable::new(schedule.records(), frames, rates);
        let of_post = |post: &Post| {
            let rates = schedule.rates(*post);
            let is_listed = schedule.allowances().any(|(one, _)| one.condition.value.lists(*post));
            (is_listed || !rates.is_empty()).then(|| table(rates))
        };
        let allowances = schedule.allowances().map(|(one, rates)| (one, table(rates)));
        let mut allowances: Vec<_> = allowances.collect();
        allowances.sort_by_key(|(one, _)| &one.kind);
        let combinations = schedule.combinations();
        Self {
            posts: Post::ALL.iter().map(of_post).collect(),
            allowances,
            supplement: table(schedule.supplement()),
            combinations: combinations.map(|(posts, rates)| (posts, table(rates))).collect(),
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Timetable<'f, 't>> {
        let posts = self.posts.iter().flatten();
        let allowances = self.allowances.iter().map(|(_, table)| table);
        let combinations = self.combinations.iter().map(|(_, table)| table);
        posts.chain(allowances).chain([&self.supplement]).chain(combinations)
    }
}
