//! What is earned in a month: its lines, by the rules for parts of a month and for rounding.

use super::earnings::Earning;
use super::frame::Frame;
use super::{PayKind, PayLine, Rule};
use crate::calendar::Spans;
use crate::quantity::{RoundingMode, Yuan};
use crate::stipend::{PartMonth, RoundingUnit, Schedule, ScheduleRecords};

/// What was noticed on the way, for the assumptions that the figures rest on.
#[derive(Clone, Copy, Default)]
pub(super) struct Noticed {
    /// A part of a month was paid, or not paid.
    pub(super) part_month: bool,
    /// An exact figure was no whole number of fen.
    pub(super) rounding: bool,
}

/// The lines that a person earns in a month, in their order; nothing is taken off yet.
pub(super) fn earn<'t>(
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
        let days = match &rules.part_month.value {
            PartMonth::CalendarDays | PartMonth::WholeMonth => span.days(),
            PartMonth::Fifteenth => u32::from(span.contains(frame.fifteenth)),
            // INVARIANT: the calendar knows the whole month; see `frames`.
            PartMonth::WorkingDays(workdays) => workdays.days_within(span).unwrap_or_default(),
        };
        if days == 0 {
            continue;
        }
        let Earning { kind, tenure, rate, .. } = *earning;
        lines.push(PayLine {
            tenure,
            kind,
            span,
            days,
            of: frame.of,
            monthly: rate.monthly,
            amount: rate.monthly,
            rule: Rule::Rate(rate),
        });
    }
    if rules.part_month.value == PartMonth::WholeMonth {
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

/// Works out the amounts; whether any exact figure was no whole number of fen.
fn round(rules: &ScheduleRecords, lines: &mut [PayLine<'_>]) -> bool {
    let rounding = rules.rounding.value;
    let mut is_rounded = false;
    let mut sum = Sum::default();
    for line in lines {
        if rounding.per == RoundingUnit::Line && line.days == line.of {
            // A whole month is its rate.
            continue;
        }
        let of = i128::from(line.of);
        let exact = i128::from(line.monthly.fen()).saturating_mul(line.days.into());
        let quotient = rounding.mode.quotient(exact, of);
        // INVARIANT: days that count were found, so the divisor is not 0.
        let (fen, is_exact) = quotient.unwrap_or_default();
        is_rounded |= !is_exact;
        let fen = match rounding.per {
            RoundingUnit::Line => fen,
            RoundingUnit::PersonMonth => sum.grow(exact, of, rounding.mode),
        };
        // INVARIANT: rates are at most `Rate::MOST`, and no line is more than its rate and a fen.
        line.amount = Yuan::from_fen(i64::try_from(fen).unwrap_or_default());
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
    /// By how much the rounded sum grows with `number / divisor`.
    fn grow(&mut self, number: i128, divisor: i128, mode: RoundingMode) -> i128 {
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
        grown
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
