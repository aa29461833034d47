//! What is cut because more is due for a unit than it may cost.

use std::collections::BTreeMap;

use super::{Ground, PayLine};
use crate::calendar::Month;
use crate::stipend::{Rate, Schedule};
use crate::township::{Level, Unit};

/// The levels at which what is paid for a unit may be capped, from the group up.
const CAPPED: [Level; 4] = [Level::Group, Level::Village, Level::Zone, Level::Town];

/// What is to be cut, unit by unit and month by month.
#[derive(Default)]
pub(super) struct Cuts<'t> {
    units: BTreeMap<(Month, Unit<'t>), Cut<'t>>,
}

/// What is to be cut from the lines of a unit in a month, and how far that has come.
struct Cut<'t> {
    cap: &'t Rate,
    /// What is due, in fen, after the cuts of the units below.
    due: i128,
    /// How much of that is too much.
    excess: i128,
    /// What was due in the lines so far.
    seen: i128,
}

/// What is due for the posts of each unit, month by month, in fen; of the unit itself, not of those
/// in it.
pub(super) type Due<'t> = BTreeMap<Month, BTreeMap<Unit<'t>, i128>>;

impl<'t> Cuts<'t> {
    pub(super) fn new(schedule: &'t Schedule, due: Due<'t>) -> Self {
        let mut cuts = Self::default();
        for (month, mut units) in due {
            for level in CAPPED {
                let of_level: Vec<(Unit<'t>, i128)> = units
                    .iter()
                    .filter(|(unit, _)| unit.level() == level)
                    .map(|(unit, due)| (*unit, *due))
                    .collect();
                for (unit, due) in of_level {
                    let mut left = due;
                    if let Some(cap) = schedule.cap(unit, month) {
                        left = due.min(cap.monthly.fen().into());
                        let excess = due.saturating_sub(left);
                        if excess > 0 {
                            cuts.units.insert((month, unit), Cut { cap, due, excess, seen: 0 });
                        }
                    }
                    if let Some(above) = unit.parent() {
                        let sum = units.entry(above).or_default();
                        *sum = sum.saturating_add(left);
                    }
                }
            }
        }
        cuts
    }

    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Cuts a line: adds the lines that take off, and says what is left, in fen.
    pub(super) fn cut(
        &mut self,
        month: Month,
        line: &PayLine<'t>,
        lines: &mut Vec<PayLine<'t>>,
    ) -> i64 {
        let mut left = line.amount.fen();
        if self.units.is_empty() {
            return left;
        }
        let unit = line.unit();
        for unit in std::iter::once(unit).chain(unit.ancestors()) {
            let Some(cut) = self.units.get_mut(&(month, unit)) else { continue };
            let off = cut.of_next(left);
            lines.extend(line.less(off, Ground::Cap(cut.cap)));
            left = left.saturating_sub(off);
        }
        left
    }
}

impl Cut<'_> {
    /// What is cut from the next line of the unit.
    fn of_next(&mut self, amount: i64) -> i64 {
        // INVARIANT: nothing that is due has more than 64 bits, and the excess is at most what is due.
        let upto =
            |seen: i128| seen.saturating_mul(self.excess).checked_div(self.due).unwrap_or_default();
        let before = upto(self.seen);
        let seen = self.seen.saturating_add(amount.into());
        let off = upto(seen).saturating_sub(before);
        self.seen = seen;
        i64::try_from(off).unwrap_or_default()
    }
}
