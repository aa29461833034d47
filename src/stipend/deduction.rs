use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};

use crate::basis::Basis;
use crate::calendar::Month;
use crate::quantity::Ratio;
use crate::township::{Step, StepTaken};

/// What follows for the stipend from a step of discipline (扣减) `[F96]` (A6).
///
/// For some months from that of the step on, a share is taken off of what the person is paid in
/// stipends and supplements, not in allowances: of each line, as any cap left it, by a negative line
/// beside it, rounded as stipends are: line by line, or once for each step and month. Of several steps the one taken first takes off first, of
/// one day the milder; each takes its share of the whole line, but no line is taken below nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a deduction")]
pub struct Deduction {
    /// The step from which it follows.
    pub step: Step,
    /// The share that is taken off: more than nothing, at most all.
    pub share: Ratio,
    /// For how many months.
    pub months: NonZeroU8,
    /// Whether it is lost or kept back.
    pub effect: Effect,
    /// The clause or the decision that says so.
    pub basis: Basis,
}

/// What becomes of the share that is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It is lost (扣发).
    Deducted,
    /// It is kept back, and paid out in the month after the last of them (缓发), in post or not: by one
    /// line for each step, post and unit, over the whole month; never, if that month lies beyond the
    /// calendar. No cap counts it and no step touches it.
    Withheld,
}

impl Deduction {
    /// The first and the last month of which a share is taken off after a step.
    pub(super) fn months(&self, taken: &StepTaken<'_>) -> (Month, Month) {
        let first = taken.on.month();
        let last = first.saturating_add(u32::from(self.months.get()).saturating_sub(1));
        (first, last)
    }

    /// The month in which what was withheld after a step is paid out; none beyond the calendar.
    pub(super) fn release(&self, taken: &StepTaken<'_>) -> Option<Month> {
        match self.effect {
            Effect::Deducted => None,
            Effect::Withheld => self.months(taken).1.next(),
        }
    }
}
