//! The sums of a large unit.

use super::cell::{BLOCK, Cell};

/// The sums of a unit of any size.
///
/// What was added last is kept apart, in 16 bits: so to change these sums takes no more than to
/// change those of a small unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide<const BYTES: usize> {
    settled: Cell<u32, BYTES>,
    // INVARIANT: changes of so many households: of two blocks at most, which fit into 16 bits with a
    // sign, and of one at most between two changes.
    recent: Cell<u16, BYTES>,
    households: usize,
}

impl<const BYTES: usize> Wide<BYTES> {
    /// The sums of nobody.
    pub(super) fn empty() -> Self {
        Self { settled: Cell::empty(), recent: Cell::empty(), households: 0 }
    }

    /// Adds the sums of so many households, a block at most, or what changes in them.
    #[inline]
    pub(super) fn change<const SOME: usize>(&mut self, by: &Cell<u16, SOME>, households: usize) {
        self.recent.change(by);
        self.households = self.households.saturating_add(households);
        if self.households > BLOCK {
            self.settle();
        }
    }

    #[inline(never)]
    fn settle(&mut self) {
        *self = Self { settled: self.all(), ..Self::empty() };
    }

    /// The sums of everything.
    pub(super) fn all(&self) -> Cell<u32, BYTES> {
        let mut all = self.settled;
        all.change(&self.recent);
        all
    }
}

impl<const BYTES: usize> PartialEq for Wide<BYTES> {
    /// Whether they are the same sums, whatever was added last.
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl<const BYTES: usize> Eq for Wide<BYTES> {}
