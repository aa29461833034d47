//! What steps of discipline take off a person's stipend, and what is paid out later.

use std::collections::BTreeMap;

use super::days::Days;
use super::frame::Frame;
use super::{Ground, PayLine};
use crate::calendar::Month;
use crate::quantity::{Ratio, Yuan};
use crate::stipend::{Deduction, Effect, Rounding, RoundingUnit, Schedule};
use crate::township::{Post, StepTaken, Unit};

/// The steps taken against one person, with what follows from each.
pub(super) struct Consequences<'t> {
    steps: Vec<(StepTaken<'t>, &'t Deduction)>,
    /// What was kept back after the step of a position, until it is paid out.
    withheld: Vec<(usize, PayLine<'t>)>,
}

impl<'t> Consequences<'t> {
    /// `steps` in their order.
    pub(super) fn new(schedule: &'t Schedule, steps: &[StepTaken<'t>]) -> Self {
        let follows = |step: &StepTaken<'t>| Some((*step, schedule.deduction(step.step)?));
        Self { steps: steps.iter().filter_map(follows).collect(), withheld: Vec::new() }
    }

    /// The first month in which something is kept back that is paid out from `first` to `last`.
    pub(super) fn needs(&self, first: Month, last: Month) -> Option<Month> {
        self.kept_back(first, last).map(|(first, _)| first).min()
    }

    /// Whether something that is paid out from `first` to `last` may have been kept back in a month.
    pub(super) fn keeps_back(&self, month: Month, first: Month, last: Month) -> bool {
        self.kept_back(first, last).any(|(first, last)| first <= month && month <= last)
    }

    /// The first and the last month of each step of which what is kept back is paid out from `first`
    /// to `last`.
    fn kept_back(&self, first: Month, last: Month) -> impl Iterator<Item = (Month, Month)> {
        let steps = self.steps.iter().filter(move |(taken, deduction)| {
            let release = deduction.release(taken);
            release.is_some_and(|month| first <= month && month <= last)
        });
        steps.map(|(taken, deduction)| deduction.months(taken))
    }

    /// Adds what is taken off the lines that were earned, of each of which so many fen are `left`,
    /// and what is paid out. Whether anything was rounded.
    pub(super) fn apply(
        &mut self,
        schedule: &'t Schedule,
        frame: &Frame,
        lines: &mut Vec<PayLine<'t>>,
        left: &mut [i64],
    ) -> bool {
        let due = left.to_vec();
        let mut is_rounded = false;
        for (at, (taken, deduction)) in self.steps.iter().enumerate() {
            let (first, last) = deduction.months(taken);
            if !(first..=last).contains(&frame.month) {
                continue;
            }
            let ground = match deduction.effect {
                Effect::Deducted => Ground::Deduction(deduction),
                Effect::Withheld => Ground::Withholding(deduction),
            };
            let mut taking = Taking::new(schedule, deduction.share);
            let mut off_lines = Vec::new();
            let earned = lines.iter().zip(&due).zip(left.iter_mut());
            for ((line, due), left) in earned.filter(|((line, _), _)| line.kind().is_stipend()) {
                let off = taking.of_next(*due, *left);
                *left = left.saturating_sub(off);
                off_lines.extend(line.less(off, ground));
            }
            is_rounded |= taking.is_rounded;
            if deduction.effect == Effect::Withheld {
                self.withheld.extend(off_lines.iter().map(|line| (at, *line)));
            }
            lines.append(&mut off_lines);
        }
        self.release(frame, lines);
        is_rounded
    }

    /// Adds what is paid out in a month: one line for each step, post and unit.
    fn release(&self, frame: &Frame, lines: &mut Vec<PayLine<'t>>) {
        for (at, (taken, deduction)) in self.steps.iter().enumerate() {
            if deduction.release(taken) != Some(frame.month) {
                continue;
            }
            let mut paid: BTreeMap<(Unit<'t>, Post), PayLine<'t>> = BTreeMap::new();
            for (_, less) in self.withheld.iter().filter(|(step, _)| *step == at) {
                let line = paid.entry((less.unit(), less.post())).or_insert(PayLine {
                    ground: Ground::Release(deduction),
                    days: Days::new(frame.span, frame.span.days(), frame.span.days()),
                    amount: Yuan::ZERO,
                    ..*less
                });
                // INVARIANT: what was kept back is at most what some hundred months pay.
                line.amount = line.amount.checked_sub(less.amount).unwrap_or(line.amount);
            }
            lines.extend(paid.into_values());
        }
    }
}

/// Takes a share off one line after the other, rounded as the schedule says.
struct Taking {
    rounding: Rounding,
    share: Ratio,
    seen: i64,
    taken: i64,
    is_rounded: bool,
}

impl Taking {
    fn new(schedule: &Schedule, share: Ratio) -> Self {
        let rounding = schedule.records().rounding.value;
        Self { rounding, share, seen: 0, taken: 0, is_rounded: false }
    }

    fn share(&mut self, fen: i64) -> i64 {
        // INVARIANT: a share is at most all, so it fits.
        let share = Yuan::from_fen(fen).share(self.share, self.rounding.mode);
        self.is_rounded |= share.is_some_and(|rounded| !rounded.is_exact);
        share.map_or(0, |rounded| rounded.amount.fen())
    }

    /// What is taken off the next line, of which so much is left.
    fn of_next(&mut self, due: i64, left: i64) -> i64 {
        match self.rounding.per {
            RoundingUnit::Line => self.share(due).min(left),
            RoundingUnit::PersonMonth => {
                self.seen = self.seen.saturating_add(due);
                // What one line has no room for, the next ones may have.
                let off = self.share(self.seen).saturating_sub(self.taken).min(left);
                self.taken = self.taken.saturating_add(off);
                off
            }
        }
    }
}
