//! The sums of a unit, as the roll-up keeps them.

use std::iter::zip;

use super::gauge::{Mark, kind};
use super::lanes::{Counter, ItemLanes, LANES, Lanes, add, count, masks, subtract};
use super::{ItemTally, Sums};
use crate::poverty::{Headcount, Verdicts};

/// The sums of some households, with `BYTES` bytes of items.
// INVARIANT: no sum wraps: those of 16 bits are of `NARROW` households at most, or of two blocks with
// a sign; those of 32 bits are of households of one hierarchy, of whom there are less than 2^32
// persons, and those times a gap of 10^9 fen are less than 2^62.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<T, const BYTES: usize> {
    /// By kind.
    households: Lanes<T>,
    persons: Lanes<T>,
    gap: u64,
    squared_gap: u128,
    /// What is beyond the items of the yardstick is of no meaning.
    items: [ItemLanes<T>; BYTES],
}

/// The most households whose sums fit into 16 bits: they have at most 50 persons each.
pub(super) const NARROW: usize = 1_024;

/// The most households that are added up at once: twice as many fit into 16 bits with a sign.
pub(super) const BLOCK: usize = 320;

impl<const BYTES: usize> Cell<u16, BYTES> {
    /// What it changes in the sums of the units above it that a household is so now, and was so
    /// before; a sum that gets less wraps around.
    #[expect(clippy::inline_always, reason = "sums in registers: a tenth of the time")]
    #[inline(always)]
    pub(super) fn of_change(now: &Mark, before: &Mark) -> Self {
        let (mut change, mut less) = (Self::empty(), Self::empty());
        change.add(now);
        less.add(before);
        change.gap = change.gap.wrapping_sub(less.gap);
        change.squared_gap = change.squared_gap.wrapping_sub(less.squared_gap);
        subtract(&mut change.households, less.households);
        subtract(&mut change.persons, less.persons);
        for (sums, less) in zip(&mut change.items, &less.items) {
            sums.zip(less, subtract);
        }
        change
    }

    /// Adds a household.
    #[expect(clippy::inline_always, reason = "sums in registers: half the time of the pass")]
    #[inline(always)]
    pub(super) fn add(&mut self, mark: &Mark) {
        let gap = u64::from(mark.gap);
        let persons_gap = gap.wrapping_mul(mark.persons.into());
        let squared_gap = u128::from(persons_gap).wrapping_mul(gap.into());
        self.gap = self.gap.wrapping_add(persons_gap);
        self.squared_gap = self.squared_gap.wrapping_add(squared_gap);
        let [kinds, _] = mark.kinds.to_le_bytes();
        count(&mut self.households, masks(kinds));
        add(&mut self.persons, masks(kinds), mark.persons);
        let verdicts = zip(mark.met.to_le_bytes(), mark.not_met.to_le_bytes());
        for (sums, (met, not_met)) in zip(&mut self.items, verdicts) {
            let (met, not_met) = (masks(met), masks(not_met));
            count(&mut sums.met, met);
            add(&mut sums.met_persons, met, mark.persons);
            count(&mut sums.not_met, not_met);
            add(&mut sums.not_met_persons, not_met, mark.persons);
            add(&mut sums.censored, not_met, mark.censored);
        }
    }
}

impl<T: Counter, const BYTES: usize> Cell<T, BYTES> {
    /// The sums of nobody.
    #[inline]
    pub(super) fn empty() -> Self {
        Self {
            households: Lanes::default(),
            persons: Lanes::default(),
            gap: 0,
            squared_gap: 0,
            items: [ItemLanes::default(); BYTES],
        }
    }

    /// Adds the sums of a block at most, or what changes in them; without items, those stay.
    #[inline]
    pub(super) fn change<const SOME: usize>(&mut self, by: &Cell<u16, SOME>) {
        self.gap = self.gap.wrapping_add(by.gap);
        self.squared_gap = self.squared_gap.wrapping_add(by.squared_gap);
        T::change(&mut self.households, by.households);
        T::change(&mut self.persons, by.persons);
        for (sums, by) in zip(&mut self.items, &by.items) {
            sums.zip(by, T::change);
        }
    }

    /// The sums by their names, of the first items, so many.
    pub(super) fn sums(&self, count: usize) -> Sums {
        let of_kind = |kind: u16| headcount(self.households, self.persons, usize::from(kind));
        let mut items = [ItemTally::default(); Verdicts::MOST_ITEMS];
        for (item, tally) in items.iter_mut().enumerate().take(count) {
            if let Some(lanes) = self.items.get(item / LANES) {
                let lane = item % LANES;
                *tally = ItemTally {
                    met: headcount(lanes.met, lanes.met_persons, lane),
                    not_met: headcount(lanes.not_met, lanes.not_met_persons, lane),
                    censored: at(lanes.censored, lane),
                };
            }
        }
        Sums {
            all: of_kind(kind::ALL),
            income_unknown: of_kind(kind::INCOME_UNKNOWN),
            poor: of_kind(kind::POOR),
            gap: self.gap.into(),
            squared_gap: self.squared_gap,
            all_met: of_kind(kind::ALL_MET),
            unclear: of_kind(kind::UNCLEAR),
            deprived: of_kind(kind::DEPRIVED),
            items,
        }
    }
}

fn at<T: Counter>(lanes: Lanes<T>, lane: usize) -> u64 {
    lanes.get(lane).copied().unwrap_or_default().into()
}

fn headcount<T: Counter>(households: Lanes<T>, persons: Lanes<T>, lane: usize) -> Headcount {
    Headcount { households: at(households, lane), persons: at(persons, lane) }
}
