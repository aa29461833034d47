//! What the lines of a payroll rest on.

use super::frame::Frame;
use super::month::Noticed;
use super::{PayKind, PayLine};
use crate::basis::{Assumptions, Basis};
use crate::quantity::Id;
use crate::stipend::Schedule;

/// What was noticed so far, for the assumptions that the figures rest on.
pub(super) struct Notes<'t> {
    schedule: &'t Schedule,
    noticed: Noticed,
    /// Several paid posts were held on some day.
    is_contested: bool,
    /// The month of the start was paid.
    is_start: bool,
    /// What the lines themselves rest on.
    rests: Assumptions,
    /// What the last line rests on that rests on an assumption.
    last: Option<&'t Basis>,
    /// What the last line of an allowance is called.
    last_kind: Option<&'t Id<'static>>,
}

impl<'t> Notes<'t> {
    pub(super) fn new(schedule: &'t Schedule) -> Self {
        Self {
            schedule,
            noticed: Noticed::default(),
            is_contested: false,
            is_start: false,
            rests: Assumptions::default(),
            last: None,
            last_kind: None,
        }
    }

    /// Notes what some months of one person were.
    #[inline]
    pub(super) fn months(&mut self, noticed: Noticed, is_contested: bool) {
        self.noticed |= noticed;
        self.is_contested |= is_contested;
    }

    /// Notes a line of a month.
    #[inline]
    pub(super) fn line(&mut self, frame: &Frame, line: &PayLine<'t>) {
        if frame.is_first {
            self.is_start = true;
        }
        let basis = line.source.basis();
        if basis.assumption().is_some() {
            self.rest_on(basis);
        }
        if let PayKind::Allowance(kind) = line.kind {
            self.condition_of(kind);
        }
    }

    fn rest_on(&mut self, basis: &'t Basis) {
        // Most lines rest on what the one before rests on.
        if self.last.replace(basis).is_none_or(|last| !std::ptr::eq(last, basis)) {
            self.rests.rest_on(basis);
        }
    }

    #[inline]
    fn condition_of(&mut self, kind: &'t Id<'static>) {
        if self.last_kind.replace(kind).is_none_or(|last| !std::ptr::eq(last, kind)) {
            let mut allowances = self.schedule.records().allowances.iter();
            if let Some(own) = allowances.find(|allowance| allowance.kind == *kind) {
                self.rest_on(&own.condition.basis);
            }
        }
    }

    /// The assumptions among it.
    pub(super) fn assumptions(self) -> Assumptions {
        let rules = self.schedule.records();
        let mut assumptions = self.rests;
        for (is_used, basis) in [
            (self.is_start, &rules.start.basis),
            (self.noticed.part_month, &rules.part_month.basis),
            (self.is_contested, &rules.concurrent_posts.basis),
            (self.noticed.rounding, &rules.rounding.basis),
        ] {
            if is_used {
                assumptions.rest_on(basis);
            }
        }
        assumptions
    }
}
