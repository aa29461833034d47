//! The sums of a unit, as the roll-up keeps them.

use std::iter::zip;

use super::gauge::{Marked, kind};
use super::lanes::{ItemLanes, LANES, Lanes, add, count, masks, plus, widen};
use super::{ItemTally, Sums};
use crate::poverty::{Headcount, Verdicts};

/// The sums of some households, with `BYTES` bytes of items; in as few lines of the cache as can be.
// INVARIANT: no sum wraps: they are those of households of one hierarchy, of whom there are less than
// 2^32 persons, and those times a gap of 10^9 fen are less than 2^62.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Cell<const BYTES: usize> {
    /// By kind.
    pub(super) households: Lanes<u32>,
    pub(super) persons: Lanes<u32>,
    pub(super) gap: u64,
    pub(super) squared_gap: u128,
    /// What is beyond the items of the yardstick is of no meaning.
    pub(super) items: [ItemLanes<u32>; BYTES],
}

impl<const BYTES: usize> Cell<BYTES> {
    /// The most households of a block: of 50 persons each, they are added up in 16 bits.
    pub(super) const BLOCK: usize = 1_024;

    pub(super) const EMPTY: Self = Self {
        households: [0; LANES],
        persons: [0; LANES],
        gap: 0,
        squared_gap: 0,
        items: [const {
            ItemLanes {
                met: [0; LANES],
                met_persons: [0; LANES],
                not_met: [0; LANES],
                not_met_persons: [0; LANES],
                censored: [0; LANES],
            }
        }; BYTES],
    };

    /// Adds the sums of the households of a block.
    #[inline]
    pub(super) fn add_block(&mut self, block: &Marked<'_>) {
        let (mut households, mut persons) = ([0; LANES], [0; LANES]);
        let mut items = [ItemLanes::<u16>::default(); BYTES];
        let marks = zip(zip(block.persons, block.gaps), zip(block.kinds, block.censored));
        for (((size, gap), (kinds, censored)), (met, not_met)) in
            zip(marks, zip(block.met, block.not_met))
        {
            let size = u16::from(*size);
            let gap = u64::from(*gap);
            let persons_gap = gap.wrapping_mul(size.into());
            let squared_gap = u128::from(persons_gap).wrapping_mul(gap.into());
            self.gap = self.gap.wrapping_add(persons_gap);
            self.squared_gap = self.squared_gap.wrapping_add(squared_gap);
            let [kinds, _] = kinds.to_le_bytes();
            count(&mut households, masks(kinds));
            add(&mut persons, masks(kinds), size);
            for (sums, (met, not_met)) in
                zip(&mut items, zip(met.to_le_bytes(), not_met.to_le_bytes()))
            {
                let (met, not_met) = (masks(met), masks(not_met));
                count(&mut sums.met, met);
                add(&mut sums.met_persons, met, size);
                count(&mut sums.not_met, not_met);
                add(&mut sums.not_met_persons, not_met, size);
                add(&mut sums.censored, not_met, *censored);
            }
        }
        widen(&mut self.households, households);
        widen(&mut self.persons, persons);
        for (sums, items) in zip(&mut self.items, &items) {
            sums.zip(items, widen);
        }
    }

    /// Adds the sums of other households.
    #[inline]
    pub(super) fn plus(&mut self, other: &Self) {
        self.gap = self.gap.wrapping_add(other.gap);
        self.squared_gap = self.squared_gap.wrapping_add(other.squared_gap);
        plus(&mut self.households, other.households);
        plus(&mut self.persons, other.persons);
        for (sums, others) in zip(&mut self.items, &other.items) {
            sums.zip(others, plus);
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

fn at(lanes: Lanes<u32>, lane: usize) -> u64 {
    lanes.get(lane).copied().unwrap_or_default().into()
}

fn headcount(households: Lanes<u32>, persons: Lanes<u32>, lane: usize) -> Headcount {
    Headcount { households: at(households, lane), persons: at(persons, lane) }
}
