//! What is earned in a month: its lines, by the rules for parts of a month and for rounding.

use std::cmp::Ordering;
use std::ops::BitOrAssign;

use super::earnings::Earning;
use super::frame::Frame;
use super::{PayKind, PayLine, Source};
use crate::calendar::{Span, Spans};
use crate::quantity::{RoundingMode, Yuan};
use crate::stipend::{PartMonth, Rounding, RoundingUnit, Schedule, ScheduleRecords};

/// What was noticed on the way, for the assumptions that the figures rest on.
#[derive(Clone, Copy, Default)]
pub(super) struct Noticed {
    /// A part of a month was paid, or not paid.
    pub(super) part_month: bool,
    /// An exact figure was no whole number of fen.
    pub(super) rounding: bool,
}

impl BitOrAssign for Noticed {
    fn bitor_assign(&mut self, other: Self) {
        self.part_month |= other.part_month;
        self.rounding |= other.rounding;
    }
}

/// The days of an earning that count in a month on which it is earned.
#[inline]
fn counted(rules: &ScheduleRecords, frame: &Frame, span: Span) -> u32 {
    match &rules.part_month.value {
        PartMonth::CalendarDays | PartMonth::WholeMonth => span.days(),
        PartMonth::Fifteenth => u32::from(span.contains(frame.fifteenth)),
        // INVARIANT: the calendar knows the whole month; see `frames`.
        PartMonth::WorkingDays(workdays) => workdays.days_within(span).unwrap_or_default(),
    }
}

/// Hands out the lines that a person earns in a month, in their order; nothing is taken off yet.
/// `lines` is room for them, where there are several.
#[inline]
pub(super) fn earn<'t>(
    schedule: &'t Schedule,
    frame: &Frame,
    earnings: &[Earning<'t>],
    lines: &mut Vec<PayLine<'t>>,
    mut sink: impl FnMut(&PayLine<'t>),
) -> Noticed {
    let mut here = touching(frame, earnings);
    let Some(first) = here.next() else { return Noticed::default() };
    if here.next().is_none() {
        return earn_one(schedule, frame, first, sink);
    }
    let mut noticed = Noticed::default();
    if are_apart(schedule.records(), frame, earnings) {
        for earning in earnings {
            noticed |= earn_one(schedule, frame, earning, &mut sink);
        }
    } else {
        noticed = earn_together(schedule, frame, earnings, lines);
        lines.iter().for_each(&mut sink);
    }
    noticed
}

/// What is earned on some day of a month.
#[inline]
fn touching<'e, 't>(
    frame: &Frame,
    earnings: &'e [Earning<'t>],
) -> impl Iterator<Item = &'e Earning<'t>> {
    earnings.iter().filter(|earning| earning.span.overlaps(frame.span))
}

/// Whether the lines of a month have nothing to do with one another and come in their order, so that
/// no list is needed; making one would cost more than all the rest.
#[inline]
fn are_apart(rules: &ScheduleRecords, frame: &Frame, earnings: &[Earning<'_>]) -> bool {
    let order = |earning: &Earning<'_>| earning.span.from().max(frame.span.from());
    rules.rounding.value.per == RoundingUnit::Line
        && !matches!(rules.part_month.value, PartMonth::WholeMonth)
        && touching(frame, earnings).is_sorted_by(|one, next| match order(one).cmp(&order(next)) {
            Ordering::Less => true,
            Ordering::Equal => one.kind < next.kind,
            Ordering::Greater => false,
        })
}

#[inline]
fn earn_one<'t>(
    schedule: &'t Schedule,
    frame: &Frame,
    earning: &Earning<'t>,
    mut sink: impl FnMut(&PayLine<'t>),
) -> Noticed {
    let rules = schedule.records();
    let mut noticed = Noticed::default();
    let Some(span) = earning.span.intersection(frame.span) else { return noticed };
    noticed.part_month = span.days() < frame.days;
    let days = counted(rules, frame, span);
    if days > 0 {
        let is_all = matches!(rules.part_month.value, PartMonth::WholeMonth);
        let of = if is_all { days } else { frame.of };
        let monthly = earning.rate.monthly;
        let mut amount = monthly;
        if days < of {
            let (fen, is_exact) = quotient(rules.rounding.value.mode, exactly(monthly, days), of);
            (amount, noticed.rounding) = (fen, !is_exact);
        }
        let Earning { kind, tenure, rate, .. } = *earning;
        sink(&PayLine {
            tenure,
            kind,
            span,
            days,
            of,
            monthly,
            amount,
            source: Source::Rate(rate),
        });
    }
    noticed
}

fn earn_together<'t>(
    schedule: &'t Schedule,
    frame: &Frame,
    earnings: &[Earning<'t>],
    lines: &mut Vec<PayLine<'t>>,
) -> Noticed {
    let rules = schedule.records();
    let mut noticed = Noticed::default();
    lines.clear();
    for earning in earnings {
        let Some(span) = earning.span.intersection(frame.span) else { continue };
        noticed.part_month |= span.days() < frame.days;
        let days = counted(rules, frame, span);
        if days > 0 {
            let Earning { kind, tenure, rate, .. } = *earning;
            let (of, monthly) = (frame.of, rate.monthly);
            let source = Source::Rate(rate);
            lines.push(PayLine { tenure, kind, span, days, of, monthly, amount: monthly, source });
        }
    }
    if matches!(rules.part_month.value, PartMonth::WholeMonth) {
        fill_months(lines);
    }
    if lines.len() > 1 {
        lines.sort_by(PayLine::order);
    }
    noticed.rounding = round(rules, lines);
    noticed
}

/// Lets the days on which something is paid stand for the whole month.
fn fill_months(lines: &mut [PayLine<'_>]) {
    fn strand<'t>(line: &PayLine<'t>) -> Option<PayKind<'t>> {
        Some(line.kind).filter(|kind| !kind.is_stipend())
    }
    for at in 0..lines.len() {
        let Some(own) = lines.get(at).map(strand) else { continue };
        let paid = lines.iter().filter(|line| strand(line) == own).map(|line| line.span);
        let of = paid.collect::<Spans>().days();
        if let Some(line) = lines.get_mut(at) {
            line.of = of;
        }
    }
}

/// What so many days earn, in fen times the days of the month that count.
fn exactly(monthly: Yuan, days: u32) -> i64 {
    // INVARIANT: rates have 30 bits, and no month more than 31 days.
    monthly.fen().saturating_mul(days.into())
}

/// An exact figure, divided and rounded; whether nothing was over.
fn quotient(mode: RoundingMode, exact: i64, of: u32) -> (Yuan, bool) {
    // INVARIANT: some day of the month counts, so the divisor is not 0; and no line is more than its
    // rate and a fen.
    let (fen, is_exact) = mode.quotient(exact.into(), of.into()).unwrap_or_default();
    (Yuan::from_fen(i64::try_from(fen).unwrap_or_default()), is_exact)
}

/// Works out the amounts; whether any exact figure was no whole number of fen.
fn round(rules: &ScheduleRecords, lines: &mut [PayLine<'_>]) -> bool {
    let Rounding { mode, per } = rules.rounding.value;
    let mut is_rounded = false;
    let mut sum = Sum::default();
    for line in lines {
        if per == RoundingUnit::Line && line.days == line.of {
            // A whole month is its rate.
            continue;
        }
        let exact = exactly(line.monthly, line.days);
        let (amount, is_exact) = quotient(mode, exact, line.of);
        is_rounded |= !is_exact;
        line.amount = match per {
            RoundingUnit::Line => amount,
            RoundingUnit::PersonMonth => sum.grow(exact, line.of, mode),
        };
    }
    is_rounded
}

/// What a person is paid for a month so far: exactly, as a fraction, and rounded.
struct Sum {
    number: i128,
    divisor: i128,
    rounded: i128,
}

impl Default for Sum {
    fn default() -> Self {
        Self { number: 0, divisor: 1, rounded: 0 }
    }
}

impl Sum {
    /// By how much the rounded sum grows with `exact / of`.
    fn grow(&mut self, exact: i64, of: u32, mode: RoundingMode) -> Yuan {
        let (number, divisor) = (i128::from(exact), i128::from(of));
        // INVARIANT: divisors are at most 31, so their common multiple has less than 47 bits, and
        // with rates of 30 bits nothing comes near 128.
        let common = multiple(self.divisor, divisor);
        let scaled = |number: i128, divisor: i128| {
            number.saturating_mul(common.checked_div(divisor).unwrap_or_default())
        };
        self.number = scaled(self.number, self.divisor).saturating_add(scaled(number, divisor));
        self.divisor = common;
        let (rounded, _) = mode.quotient(self.number, common).unwrap_or_default();
        let grown = rounded.saturating_sub(self.rounded);
        self.rounded = rounded;
        // INVARIANT: no line is more than its rate and a fen.
        Yuan::from_fen(i64::try_from(grown).unwrap_or_default())
    }
}

/// The least common multiple of two positive numbers.
fn multiple(one: i128, other: i128) -> i128 {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or_default());
    }
    one.saturating_mul(other.checked_div(a).unwrap_or_default())
}
