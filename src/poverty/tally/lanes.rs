//! Eight numbers side by side, one for each bit of a byte: what a compiler makes vectors of.

use std::iter::zip;

/// Eight numbers side by side.
pub(super) type Lanes<T> = [T; LANES];

/// How many items one byte of verdicts holds.
pub(super) const LANES: usize = 8;

/// For each byte, its bits as lanes: all ones, or 0.
const SPREAD: [Lanes<u16>; 256] = spread();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "done by the compiler"
)]
const fn spread() -> [Lanes<u16>; 256] {
    let mut table = [[0; LANES]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < LANES {
            if byte >> bit & 1 == 1 {
                table[byte][bit] = u16::MAX;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
}

/// The bits of a byte as masks.
#[inline]
pub(super) fn masks(byte: u8) -> Lanes<u16> {
    SPREAD.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Adds a number where a mask is.
#[inline]
pub(super) fn add(sums: &mut Lanes<u16>, mask: Lanes<u16>, number: u16) {
    for (sum, mask) in zip(sums, mask) {
        *sum = sum.wrapping_add(mask & number);
    }
}

/// Adds one where a mask is.
#[inline]
pub(super) fn count(sums: &mut Lanes<u16>, mask: Lanes<u16>) {
    for (sum, mask) in zip(sums, mask) {
        *sum = sum.wrapping_sub(mask);
    }
}

/// Numbers of the sums: of 16 bits where they suffice, else of 32.
pub(super) trait Counter: Copy + Default + Into<u64> {
    /// Adds what changes; below 0 it wraps around.
    fn change(&mut self, by: u16);

    /// Adds numbers of 16 bits.
    fn add_narrow(sums: &mut Lanes<Self>, by: Lanes<u16>);

    /// Adds these to numbers of 32 bits.
    fn add_to(sums: &mut Lanes<u32>, by: Lanes<Self>);
}

impl Counter for u16 {
    #[inline]
    fn change(&mut self, by: u16) {
        *self = self.wrapping_add(by);
    }

    #[inline]
    fn add_narrow(sums: &mut Lanes<u16>, by: Lanes<u16>) {
        for (sum, by) in zip(sums, by) {
            *sum = sum.wrapping_add(by);
        }
    }

    #[inline]
    fn add_to(sums: &mut Lanes<u32>, by: Lanes<u16>) {
        for (sum, by) in zip(sums, by) {
            *sum = sum.wrapping_add(by.into());
        }
    }
}

impl Counter for u32 {
    #[inline]
    fn change(&mut self, by: u16) {
        *self = self.wrapping_add_signed(by.cast_signed().into());
    }

    #[inline]
    fn add_narrow(sums: &mut Lanes<u32>, by: Lanes<u16>) {
        u16::add_to(sums, by);
    }

    #[inline]
    fn add_to(sums: &mut Lanes<u32>, by: Lanes<u32>) {
        for (sum, by) in zip(sums, by) {
            *sum = sum.wrapping_add(by);
        }
    }
}

/// A number where a mask is, less another where another is; below 0 it wraps around.
#[inline]
pub(super) fn change(now: Lanes<u16>, number: u16, before: Lanes<u16>, less: u16) -> Lanes<u16> {
    let mut lanes = [0; LANES];
    for (lane, (now, before)) in zip(&mut lanes, zip(now, before)) {
        *lane = (now & number).wrapping_sub(before & less);
    }
    lanes
}

/// The figures of eight items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ItemLanes<T> {
    pub(super) met: Lanes<T>,
    pub(super) met_persons: Lanes<T>,
    pub(super) not_met: Lanes<T>,
    pub(super) not_met_persons: Lanes<T>,
    pub(super) censored: Lanes<T>,
}

impl<T: Copy> ItemLanes<T> {
    #[inline]
    pub(super) fn zip<U: Copy>(
        &mut self,
        other: &ItemLanes<U>,
        each: impl Fn(&mut Lanes<T>, Lanes<U>),
    ) {
        each(&mut self.met, other.met);
        each(&mut self.met_persons, other.met_persons);
        each(&mut self.not_met, other.not_met);
        each(&mut self.not_met_persons, other.not_met_persons);
        each(&mut self.censored, other.censored);
    }
}
