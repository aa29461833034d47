//! How many households and persons there are, by kind and by item.

use std::array;
use std::iter::zip;

use super::ItemTally;
use super::gauge::{Mark, kind};
use super::lanes::{
    ItemLanes, LANES, Lanes, add, add_wide, change, change_wide, count, masks, subtract,
};
use crate::poverty::{Headcount, Verdicts};

/// How many households and persons there are of each kind, and how they stand with each item, with
/// `BYTES` bytes of items.
// INVARIANT: no number wraps: those of 16 bits are of `NARROW` households at most, or of two blocks
// with a sign; those of 32 bits are of households of one hierarchy, of whom there are less than 2^32
// persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figures<T, const BYTES: usize> {
    /// By kind.
    households: Lanes<T>,
    persons: Lanes<T>,
    /// What is beyond the items of the yardstick is of no meaning.
    items: [ItemLanes<T>; BYTES],
}

/// The most households whose figures fit into 16 bits, with a sign: they have at most 50 persons each.
pub(super) const NARROW: usize = 640;

/// The most households that are added up at once: two blocks fit into 16 bits.
pub(super) const BLOCK: usize = NARROW / 2;

impl<T: Copy + Default, const BYTES: usize> Figures<T, BYTES> {
    /// Those of nobody.
    #[inline]
    pub(super) fn empty() -> Self {
        Self {
            households: Lanes::default(),
            persons: Lanes::default(),
            items: [ItemLanes::default(); BYTES],
        }
    }

    #[expect(clippy::inline_always, reason = "sums in registers: half the time of the pass")]
    #[inline(always)]
    fn zip<U: Copy>(&mut self, other: &Figures<U, BYTES>, each: impl Fn(&mut Lanes<T>, Lanes<U>)) {
        each(&mut self.households, other.households);
        each(&mut self.persons, other.persons);
        for (sums, other) in zip(&mut self.items, &other.items) {
            sums.zip(other, &each);
        }
    }
}

impl<const BYTES: usize> Figures<u16, BYTES> {
    /// Adds a household.
    #[expect(clippy::inline_always, reason = "sums in registers: half the time of the pass")]
    #[inline(always)]
    pub(super) fn add(&mut self, mark: &Mark) {
        let [kinds, _] = mark.kinds.to_le_bytes();
        let kinds = masks(kinds);
        let deprived = at(kinds, usize::from(kind::DEPRIVED));
        count(&mut self.households, kinds);
        add(&mut self.persons, kinds, mark.persons);
        let verdicts = zip(mark.met.to_le_bytes(), mark.not_met.to_le_bytes());
        for (sums, (met, not_met)) in zip(&mut self.items, verdicts) {
            let (met, not_met) = (masks(met), masks(not_met));
            count(&mut sums.met, met);
            add(&mut sums.met_persons, met, mark.persons);
            count(&mut sums.not_met, not_met);
            add(&mut sums.not_met_persons, not_met, mark.persons);
            add(&mut sums.censored, not_met, mark.persons & deprived);
        }
    }

    /// Takes others off; below 0 a number wraps around.
    #[inline]
    pub(super) fn subtract(&mut self, less: &Self) {
        self.zip(less, subtract);
    }

    /// Adds others, or what changes in them.
    #[inline]
    pub(super) fn change(&mut self, by: &Self) {
        self.zip(by, change);
    }
}

impl<const BYTES: usize> Figures<u32, BYTES> {
    /// Adds others.
    #[inline]
    pub(super) fn add(&mut self, others: &Self) {
        self.zip(others, add_wide);
    }

    /// Adds others, or what changes in them.
    #[inline]
    pub(super) fn change(&mut self, by: &Figures<u16, BYTES>) {
        self.zip(by, change_wide);
    }

    /// Those of a kind.
    #[inline]
    pub(super) fn of_kind(&self, kind: u16) -> Headcount {
        headcount(self.households, self.persons, usize::from(kind))
    }

    /// How they stand with each of the first items, so many.
    #[inline]
    pub(super) fn items(&self, count: usize) -> [ItemTally; Verdicts::MOST_ITEMS] {
        let mut items = [ItemTally::default(); Verdicts::MOST_ITEMS];
        for (eight, lanes) in zip(items.chunks_mut(LANES), &self.items) {
            zip(eight, lanes.tallies()).for_each(|(item, tally)| *item = tally);
        }
        items.iter_mut().skip(count).for_each(|beyond| *beyond = ItemTally::default());
        items
    }
}

impl ItemLanes<u32> {
    #[inline]
    fn tallies(&self) -> [ItemTally; LANES] {
        array::from_fn(|lane| ItemTally {
            met: headcount(self.met, self.met_persons, lane),
            not_met: headcount(self.not_met, self.not_met_persons, lane),
            censored: at(self.censored, lane).into(),
        })
    }
}

#[inline]
fn at<T: Copy + Default>(lanes: Lanes<T>, lane: usize) -> T {
    lanes.get(lane).copied().unwrap_or_default()
}

#[inline]
fn headcount(households: Lanes<u32>, persons: Lanes<u32>, lane: usize) -> Headcount {
    Headcount { households: at(households, lane).into(), persons: at(persons, lane).into() }
}
