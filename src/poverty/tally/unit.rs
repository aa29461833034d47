//! The sums of units, as the roll-up keeps them.

use std::ops::Range;

use super::Sums;
use super::figures::{BLOCK, Figures, NARROW};
use super::gauge::{Mark, kind};
use crate::township::Household;

/// The sums of a block of households, or what changes in those of the units above them; a sum that
/// gets less wraps around.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<const BYTES: usize> {
    figures: Figures<u16, BYTES>,
    gap: u64,
    squared_gap: u128,
}

impl<const BYTES: usize> Block<BYTES> {
    /// Of nobody.
    #[inline]
    pub(super) fn empty() -> Self {
        Self { figures: Figures::empty(), gap: 0, squared_gap: 0 }
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
        self.figures.add(mark);
    }

    /// What changes if a household is so now, and was so before.
    #[expect(clippy::inline_always, reason = "sums in registers: a tenth of the time of a change")]
    #[inline(always)]
    pub(super) fn of_change(now: &Mark, before: &Mark) -> Self {
        let (mut change, mut less) = (Self::empty(), Self::empty());
        change.add(now);
        less.add(before);
        change.gap = change.gap.wrapping_sub(less.gap);
        change.squared_gap = change.squared_gap.wrapping_sub(less.squared_gap);
        change.figures.subtract(&less.figures);
        change
    }
}

/// The sums of units of any size, to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Total<const BYTES: usize> {
    figures: Figures<u32, BYTES>,
    gap: u64,
    squared_gap: u128,
}

impl<const BYTES: usize> Total<BYTES> {
    fn empty() -> Self {
        Self { figures: Figures::empty(), gap: 0, squared_gap: 0 }
    }

    /// Adds small units that have no more than [`NARROW`] households together.
    // On its own: only so is the loop one of vectors.
    #[inline(never)]
    fn add_small(&mut self, units: &[Small<BYTES>]) {
        let mut figures = Figures::<u16, BYTES>::empty();
        for unit in units {
            figures.change(&unit.figures);
            self.gap = self.gap.wrapping_add(unit.gap);
            self.squared_gap = self.squared_gap.wrapping_add(unit.squared_gap.into());
        }
        self.figures.change(&figures);
    }

    fn add(&mut self, other: &Self) {
        self.figures.add(&other.figures);
        self.gap = self.gap.wrapping_add(other.gap);
        self.squared_gap = self.squared_gap.wrapping_add(other.squared_gap);
    }

    /// Adds the sums of a block, or what changes in them.
    #[inline]
    fn change(&mut self, by: &Block<BYTES>) {
        self.figures.change(&by.figures);
        self.gap = self.gap.wrapping_add(by.gap);
        self.squared_gap = self.squared_gap.wrapping_add(by.squared_gap);
    }

    /// By their names, of the first items, so many.
    #[inline]
    pub(super) fn sums(&self, items: usize) -> Sums {
        let figures = &self.figures;
        Sums {
            all: figures.of_kind(kind::ALL),
            income_unknown: figures.of_kind(kind::INCOME_UNKNOWN),
            poor: figures.of_kind(kind::POOR),
            gap: self.gap.into(),
            squared_gap: self.squared_gap,
            all_met: figures.of_kind(kind::ALL_MET),
            unclear: figures.of_kind(kind::UNCLEAR),
            deprived: figures.of_kind(kind::DEPRIVED),
            items: figures.items(items),
        }
    }
}

/// The sums of a small unit, in few bytes: 128 with up to eight items.
// INVARIANT: of a unit whose sums fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Small<const BYTES: usize> {
    figures: Figures<u16, BYTES>,
    gap: u64,
    squared_gap: u64,
}

impl<const BYTES: usize> Small<BYTES> {
    /// Of nobody.
    fn empty() -> Self {
        Self { figures: Figures::empty(), gap: 0, squared_gap: 0 }
    }

    /// Whether the sums of so many households fit, whose gaps are at most so many fen.
    fn fits(households: usize, gap: u32) -> bool {
        let [persons, gap] = [Household::PERSONS.max(), gap].map(u64::from);
        let squared_gap = u64::try_from(households).ok().and_then(|households| {
            [persons, gap, gap].into_iter().try_fold(households, u64::checked_mul)
        });
        households <= NARROW && squared_gap.is_some()
    }

    #[expect(clippy::inline_always, reason = "a change in registers: a tenth of the time")]
    #[inline(always)]
    fn change(&mut self, by: &Block<BYTES>) {
        // The sum has no bit above the first 64.
        let squared_gap = u64::try_from(by.squared_gap & u128::from(u64::MAX)).unwrap_or_default();
        self.gap = self.gap.wrapping_add(by.gap);
        self.squared_gap = self.squared_gap.wrapping_add(squared_gap);
        self.figures.change(&by.figures);
    }
}

/// The sums of a unit of any size, to be changed.
///
/// What was added last is kept apart, in 16 bits: so to change these sums takes little more than to
/// change those of a small unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Large<const BYTES: usize> {
    settled: Figures<u32, BYTES>,
    // INVARIANT: what `households` households at most add or change: a block of them between two
    // changes, so two blocks within one, which fit into 16 bits with a sign.
    recent: Figures<u16, BYTES>,
    households: usize,
    gap: u64,
    squared_gap: u128,
}

impl<const BYTES: usize> Large<BYTES> {
    /// Of nobody.
    pub(super) fn empty() -> Self {
        Self {
            settled: Figures::empty(),
            recent: Figures::empty(),
            households: 0,
            gap: 0,
            squared_gap: 0,
        }
    }

    /// Adds the sums of so many households, a block at most, or what changes in them.
    #[expect(clippy::inline_always, reason = "a change in registers: a tenth of the time")]
    #[inline(always)]
    pub(super) fn change(&mut self, by: &Block<BYTES>, households: usize) {
        self.gap = self.gap.wrapping_add(by.gap);
        self.squared_gap = self.squared_gap.wrapping_add(by.squared_gap);
        self.recent.change(&by.figures);
        self.households = self.households.wrapping_add(households);
        if self.households > BLOCK {
            self.settle();
        }
    }

    #[inline(never)]
    fn settle(&mut self) {
        self.settled.change(&self.recent);
        self.recent = Figures::empty();
        self.households = 0;
    }

    pub(super) fn total(&self) -> Total<BYTES> {
        let mut figures = self.settled;
        figures.change(&self.recent);
        Total { figures, gap: self.gap, squared_gap: self.squared_gap }
    }
}

impl<const BYTES: usize> PartialEq for Large<BYTES> {
    /// Whether they are the same sums, whatever was added last.
    fn eq(&self, other: &Self) -> bool {
        self.total() == other.total()
    }
}

impl<const BYTES: usize> Eq for Large<BYTES> {}

/// The sums of units that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column<const BYTES: usize> {
    /// All of them are small.
    Small {
        units: Vec<Small<BYTES>>,
        // INVARIANT: at least 1; so many have no more than `NARROW` households together.
        few: usize,
    },
    Large(Vec<Total<BYTES>>),
}

impl<const BYTES: usize> Column<BYTES> {
    /// Room for so many units, of so many households each at most, whose gaps are at most so many
    /// fen.
    pub(super) fn new(count: usize, households: usize, gap: u32) -> Self {
        if Small::<BYTES>::fits(households, gap) {
            let few = NARROW.checked_div(households).unwrap_or(NARROW);
            Self::Small { units: Vec::with_capacity(count), few }
        } else {
            Self::Large(Vec::with_capacity(count))
        }
    }

    /// Puts a unit of nobody behind the last.
    #[inline]
    pub(super) fn push(&mut self) {
        match self {
            Self::Small { units, .. } => units.push(Small::empty()),
            Self::Large(units) => units.push(Total::empty()),
        }
    }

    /// Adds the sums of so many households to a unit, a block at most, or what changes in them.
    #[expect(clippy::inline_always, reason = "a change in registers: a tenth of the time")]
    #[inline(always)]
    pub(super) fn change(&mut self, at: usize, by: &Block<BYTES>) {
        match self {
            Self::Small { units, .. } => {
                if let Some(unit) = units.get_mut(at) {
                    unit.change(by);
                }
            }
            Self::Large(units) => {
                if let Some(unit) = units.get_mut(at) {
                    unit.change(by);
                }
            }
        }
    }

    /// The sums of some units together.
    pub(super) fn total(&self, some: Range<usize>) -> Total<BYTES> {
        let mut total = Total::empty();
        match self {
            Self::Small { units, few } => {
                let units = units.get(some).unwrap_or_default();
                for units in units.chunks(*few) {
                    total.add_small(units);
                }
            }
            Self::Large(units) => {
                let units = units.get(some).unwrap_or_default();
                for unit in units {
                    total.add(unit);
                }
            }
        }
        total
    }
}
