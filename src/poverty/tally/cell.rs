//! The sums of a unit, as the roll-up keeps them.

use std::iter::zip;

use super::gauge::{Marked, kind};
use super::lanes::{Counter, ItemLanes, LANES, Lanes, add, count, masks};
use super::{ItemTally, Sums};
use crate::poverty::{Headcount, Verdicts};

/// The sums of some households, with `BYTES` bytes of items.
// INVARIANT: no sum wraps: those of 16 bits are of a block at most; those of 32 bits of households of
// one hierarchy, of whom there are less than 2^32 persons, and those times a gap of 10^9 fen are less
// than 2^62.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<T, const BYTES: usize> {
    /// By kind.
    pub(super) households: Lanes<T>,
    pub(super) persons: Lanes<T>,
    pub(super) gap: u64,
    pub(super) squared_gap: u128,
    /// What is beyond the items of the yardstick is of no meaning.
    pub(super) items: [ItemLanes<T>; BYTES],
}

/// The most households of a block: of 50 persons each, they are added up in 16 bits.
pub(super) const BLOCK: usize = 1_024;

impl<const BYTES: usize> Cell<u16, BYTES> {
    /// The sums of the households of a block.
    #[inline]
    fn of(block: &Marked<'_>) -> Self {
        let mut cell = Self::empty();
        let marks = zip(zip(block.persons, block.gaps), zip(block.kinds, block.censored));
        for (((persons, gap), (kinds, censored)), (met, not_met)) in
            zip(marks, zip(block.met, block.not_met))
        {
            let persons = u16::from(*persons);
            let gap = u64::from(*gap);
            let persons_gap = gap.wrapping_mul(persons.into());
            let squared_gap = u128::from(persons_gap).wrapping_mul(gap.into());
            cell.gap = cell.gap.wrapping_add(persons_gap);
            cell.squared_gap = cell.squared_gap.wrapping_add(squared_gap);
            let [kinds, _] = kinds.to_le_bytes();
            count(&mut cell.households, masks(kinds));
            add(&mut cell.persons, masks(kinds), persons);
            for (sums, (met, not_met)) in
                zip(&mut cell.items, zip(met.to_le_bytes(), not_met.to_le_bytes()))
            {
                let (met, not_met) = (masks(met), masks(not_met));
                count(&mut sums.met, met);
                add(&mut sums.met_persons, met, persons);
                count(&mut sums.not_met, not_met);
                add(&mut sums.not_met_persons, not_met, persons);
                add(&mut sums.censored, not_met, *censored);
            }
        }
        cell
    }
}

impl<const BYTES: usize> Cell<u32, BYTES> {
    /// Adds the sums of other households.
    #[inline]
    pub(super) fn plus<T: Counter>(&mut self, other: &Cell<T, BYTES>) {
        self.zip(other, T::add_to);
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

    /// Adds the sums of the households of a block.
    #[inline]
    pub(super) fn add_block(&mut self, block: &Marked<'_>) {
        self.zip(&Cell::of(block), T::add_narrow);
    }

    #[inline]
    fn zip<U: Counter>(
        &mut self,
        other: &Cell<U, BYTES>,
        each: impl Fn(&mut Lanes<T>, Lanes<U>) + Copy,
    ) {
        self.gap = self.gap.wrapping_add(other.gap);
        self.squared_gap = self.squared_gap.wrapping_add(other.squared_gap);
        each(&mut self.households, other.households);
        each(&mut self.persons, other.persons);
        for (sums, others) in zip(&mut self.items, &other.items) {
            sums.zip(others, each);
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
