//! What another state of one household changes in the sums of the units above it.

use std::iter::zip;

use super::cell::Cell;
use super::gauge::{Gauge, Mark};
use super::lanes::{Counter, LANES, Lanes, change, masks};
use crate::poverty::Circumstances;

/// What another state of one household changes in the sums; a sum that gets less wraps around.
pub(super) struct Change {
    households: Lanes<u16>,
    persons: Lanes<u16>,
    gap: u64,
    squared_gap: u128,
    before: Mark,
    now: Mark,
}

/// What it changes in the sums of one item.
struct ItemChange {
    byte: usize,
    lane: usize,
    met: u16,
    met_persons: u16,
    not_met: u16,
    not_met_persons: u16,
    censored: u16,
}

impl Change {
    /// What it changes that a household is so now, and was so before.
    #[inline]
    pub(super) fn of<const BYTES: usize>(
        gauge: &Gauge,
        before: Circumstances,
        now: Circumstances,
    ) -> Self {
        let (before, now) = (gauge.mark::<BYTES>(before), gauge.mark::<BYTES>(now));
        let kinds = |mark: Mark| {
            let [kinds, _] = mark.kinds.to_le_bytes();
            masks(kinds)
        };
        let (was, is) = (kinds(before), kinds(now));
        let (gap_before, squared_before) = gaps(before);
        let (gap_now, squared_now) = gaps(now);
        Self {
            households: change(is, 1, was, 1),
            persons: change(is, now.persons, was, before.persons),
            gap: gap_now.wrapping_sub(gap_before),
            squared_gap: squared_now.wrapping_sub(squared_before),
            before,
            now,
        }
    }

    /// Changes the sums of a group and of the units above it.
    #[inline]
    pub(super) fn apply<T: Counter, const BYTES: usize>(
        &self,
        mut group: Option<&mut Cell<T, BYTES>>,
        mut above: [Option<&mut Cell<u32, BYTES>>; 3],
    ) {
        if let Some(cell) = &mut group {
            cell.change(self);
        }
        for cell in above.iter_mut().flatten() {
            cell.change(self);
        }
        if BYTES == 0 {
            return;
        }
        for item in self.items() {
            if let Some(cell) = &mut group {
                cell.change_item(&item);
            }
            for cell in above.iter_mut().flatten() {
                cell.change_item(&item);
            }
        }
    }

    /// The items of which a sum changes.
    #[inline]
    fn items(&self) -> impl Iterator<Item = ItemChange> {
        let (before, now) = (self.before, self.now);
        let mut left = (before.met ^ now.met) | (before.not_met ^ now.not_met);
        if before.persons != now.persons {
            left |= before.met | before.not_met;
        } else if before.censored != now.censored {
            left |= before.not_met;
        }
        std::iter::from_fn(move || {
            let item = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            let met = |is: u16, was: u16| {
                u16::wrapping_sub(if_set(now.met, item, is), if_set(before.met, item, was))
            };
            let not_met = |is: u16, was: u16| {
                u16::wrapping_sub(if_set(now.not_met, item, is), if_set(before.not_met, item, was))
            };
            let at = usize::try_from(item).ok()?;
            Some(ItemChange {
                byte: at / LANES,
                lane: at % LANES,
                met: met(1, 1),
                met_persons: met(now.persons, before.persons),
                not_met: not_met(1, 1),
                not_met_persons: not_met(now.persons, before.persons),
                censored: not_met(now.censored, before.censored),
            })
        })
    }
}

/// Persons times gaps, and times their squares.
#[inline]
fn gaps(mark: Mark) -> (u64, u128) {
    // INVARIANT: 50 persons times the square of 10^9 fen.
    let gap = u64::from(mark.gap);
    let persons_gap = gap.wrapping_mul(mark.persons.into());
    (persons_gap, u128::from(persons_gap).wrapping_mul(gap.into()))
}

/// A number if the bit of an item is set, else 0.
#[inline]
fn if_set(bits: u16, item: u32, number: u16) -> u16 {
    // No branch: nobody could foretell which way it goes.
    number & (bits >> item & 1).wrapping_neg()
}

impl<T: Counter, const BYTES: usize> Cell<T, BYTES> {
    /// Changes the sums that are not of items.
    // INVARIANT: the household was among them as it was before, so no sum falls below 0.
    #[inline]
    fn change(&mut self, change: &Change) {
        self.gap = self.gap.wrapping_add(change.gap);
        self.squared_gap = self.squared_gap.wrapping_add(change.squared_gap);
        for (sum, by) in zip(&mut self.households, change.households) {
            sum.change(by);
        }
        for (sum, by) in zip(&mut self.persons, change.persons) {
            sum.change(by);
        }
    }

    /// Changes the sums of one item.
    #[inline]
    fn change_item(&mut self, change: &ItemChange) {
        let Some(items) = self.items.get_mut(change.byte) else { return };
        let each = |lanes: &mut Lanes<T>, by| {
            if let Some(sum) = lanes.get_mut(change.lane) {
                sum.change(by);
            }
        };
        each(&mut items.met, change.met);
        each(&mut items.met_persons, change.met_persons);
        each(&mut items.not_met, change.not_met);
        each(&mut items.not_met_persons, change.not_met_persons);
        each(&mut items.censored, change.censored);
    }
}
