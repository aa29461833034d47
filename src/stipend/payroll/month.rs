//! What is earned in a month, where its lines depend on one another: by the rule that a part stands
//! for the whole of it, or where they are rounded together.

use super::timetable::{exactly, quotient};
use super::{PayKind, PayLine};
use crate::calendar::Spans;
use crate::quantity::{RoundingMode, Yuan};
use crate::stipend::{PartMonth, Rounding, RoundingUnit, ScheduleRecords};

/// Whether what a line pays depends on the other lines of its person in its month.
pub(super) fn are_joint(rules: &ScheduleRecords) -> bool {
    matches!(rules.part_month.value, PartMonth::WholeMonth)
        || rules.rounding.value.per == RoundingUnit::PersonMonth
}

/// Works out what the lines of a person in a month pay together, from what each is by itself; whether
/// any exact figure was no whole number of fen.
pub(super) fn join(rules: &ScheduleRecords, lines: &mut [PayLine<'_>]) -> bool {
    if matches!(rules.part_month.value, PartMonth::WholeMonth) {
        fill_month(lines);
    }
    round(rules, lines)
}

/// Lets the days on which something is paid stand for the whole month.
fn fill_month(lines: &mut [PayLine<'_>]) {
    fn strand<'t>(line: &PayLine<'t>) -> Option<PayKind<'t>> {
        Some(line.kind()).filter(|kind| !kind.is_stipend())
    }
    for at in 0..lines.len() {
        let Some(own) = lines.get(at).map(strand) else { continue };
        let paid = lines.iter().filter(|line| strand(line) == own).map(PayLine::span);
        // INVARIANT: all of them lie within one month.
        let of = u8::try_from(paid.collect::<Spans>().days()).unwrap_or(u8::MAX);
        if let Some(line) = lines.get_mut(at) {
            line.days.of = of;
        }
    }
}

/// Works out the amounts; whether any exact figure was no whole number of fen.
fn round(rules: &ScheduleRecords, lines: &mut [PayLine<'_>]) -> bool {
    let Rounding { mode, per } = rules.rounding.value;
    let mut is_rounded = false;
    let mut sum = Sum::default();
    for line in lines {
        let exact = exactly(line.monthly(), line.days());
        let (amount, is_exact) = quotient(mode, exact, line.of());
        is_rounded |= !is_exact;
        line.amount = match per {
            RoundingUnit::Line => amount,
            RoundingUnit::PersonMonth => sum.grow(exact, line.of(), mode),
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
