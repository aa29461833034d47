//! Eight numbers side by side, one for each bit of a byte: what a compiler makes vectors of.

use std::iter::zip;

/// Eight numbers side by side.
pub(super) type Lanes<T> = [T; LANES];

/// How many items one byte of verdicts holds.
pub(super) const LANES: usize = 8;

/// For each byte, its bits as lanes: all ones, or 0.
static SPREAD: Spread = Spread(spread());

/// Aligned, so that no lanes lie in two lines of a cache.
#[repr(align(16))]
struct Spread([Lanes<u16>; 256]);

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
    SPREAD.0.get(usize::from(byte)).copied().unwrap_or_default()
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

// The four below are spelt out: of one function with a closure the compiler makes no vectors here.

/// Subtracts numbers; below 0 it wraps around.
#[inline]
pub(super) fn subtract(sums: &mut Lanes<u16>, by: Lanes<u16>) {
    for (sum, by) in zip(sums, by) {
        *sum = sum.wrapping_sub(by);
    }
}

/// Adds numbers with a sign.
#[inline]
pub(super) fn change(sums: &mut Lanes<u16>, by: Lanes<u16>) {
    for (sum, by) in zip(sums, by) {
        *sum = sum.wrapping_add(by);
    }
}

/// Adds wider numbers.
#[inline]
pub(super) fn add_wide(sums: &mut Lanes<u32>, by: Lanes<u32>) {
    for (sum, by) in zip(sums, by) {
        *sum = sum.wrapping_add(by);
    }
}

/// Adds numbers with a sign to wider ones.
#[inline]
pub(super) fn change_wide(sums: &mut Lanes<u32>, by: Lanes<u16>) {
    for (sum, by) in zip(sums, by) {
        *sum = sum.wrapping_add_signed(by.cast_signed().into());
    }
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
    #[expect(clippy::inline_always, reason = "sums in registers: half the time of the pass")]
    #[inline(always)]
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
