//! What the lines of a payroll rest on.

use std::ops::BitOrAssign;

use super::lines::Taken;
use super::timetable::{Slot, Timetable, Timetables};
use crate::basis::{Assumptions, Basis};
use crate::stipend::Schedule;

/// What was noticed on the way, for the assumptions that the figures rest on.
#[derive(Clone, Copy, Default)]
pub(super) struct Noticed {
    /// A part of a month was paid, or not paid.
    pub(super) part_month: bool,
    /// An exact figure was no whole number of fen.
    pub(super) rounding: bool,
}

impl BitOrAssign for Noticed {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        self.part_month |= other.part_month;
        self.rounding |= other.rounding;
    }
}

/// What was noticed so far; the rest stands in the slots.
#[derive(Default)]
pub(super) struct Notes {
    noticed: Noticed,
    /// Several paid posts were held on some day.
    is_contested: bool,
    /// What was taken off rests on.
    rests: Assumptions,
}

impl Notes {
    /// Notes the days that somebody had of a slot.
    #[inline]
    pub(super) fn take(&mut self, taken: &Taken<'_, '_, '_>) {
        let Taken { slot, part, .. } = taken;
        if taken.is_whole {
            // What is to be noticed of it is looked up at the end, once for all.
            slot.is_taken.set(true);
            return;
        }
        self.noticed |= part.noticed;
        if part.days.count > 0 {
            slot.is_part_paid.set(true);
        }
    }

    /// Notes whether some amounts were rounded together.
    pub(super) fn round(&mut self, is_rounded: bool) {
        self.noticed.rounding |= is_rounded;
    }

    /// Notes whether one person held several paid posts on some day.
    #[inline]
    pub(super) fn contest(&mut self, is_contested: bool) {
        self.is_contested |= is_contested;
    }

    /// Notes what a line rests on that is not made of a slot.
    pub(super) fn rest_on(&mut self, basis: &Basis) {
        self.rests.rest_on(basis);
    }

    /// The assumptions among it.
    pub(super) fn assumptions(
        self,
        schedule: &Schedule,
        tables: &Timetables<'_, '_>,
    ) -> Assumptions {
        let rules = schedule.records();
        let mut assumptions = self.rests;
        let (mut noticed, mut is_start) = (self.noticed, false);
        for slot in tables.iter().flat_map(Timetable::iter) {
            if slot.is_taken.get() {
                noticed |= slot.whole.noticed;
            }
            if slot.is_paid() {
                is_start |= slot.frame.is_first;
                assumptions.rest_on(&slot.rate.basis);
            }
        }
        for (allowance, table) in &tables.allowances {
            if table.iter().any(Slot::is_paid) {
                assumptions.rest_on(&allowance.condition.basis);
            }
        }
        for (is_used, basis) in [
            (is_start, &rules.start.basis),
            (noticed.part_month, &rules.part_month.basis),
            (self.is_contested, &rules.concurrent_posts.basis),
            (noticed.rounding, &rules.rounding.basis),
        ] {
            if is_used {
                assumptions.rest_on(basis);
            }
        }
        assumptions
    }
}
