//! The one pass over the households: sums of a group in narrow lanes, one lane an item.

use std::array;
use std::iter::zip;

use super::register::Rows;
use super::{ItemTally, Sums};
use crate::poverty::circumstances::UNKNOWN;
use crate::poverty::{Circumstances, Headcount, PoorAt, Verdicts, Yardstick};

/// Eight numbers side by side.
type Lanes<T> = [T; 8];

/// How many items one byte of verdicts holds.
pub(super) const ITEMS_A_BYTE: usize = 8;

/// So many households are added up in lanes of 16 bits: 50 persons each stay below 2^16.
const BLOCK: usize = 1_024;

/// For each byte of verdicts, its bits as lanes: all ones, or 0.
const SPREAD: [Lanes<u16>; 256] = spread();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "done by the compiler"
)]
const fn spread() -> [Lanes<u16>; 256] {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[byte][bit] = u16::MAX;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
}

/// A yardstick as the pass reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gauge {
    line: i32,
    /// Poor is who has less.
    poor_below: i32,
    items: u16,
    weighty: u16,
    cutoff: u16,
    /// What the items of a byte of verdicts weigh together.
    weights: [[u16; 256]; 2],
}

impl Gauge {
    pub(super) fn new(yardstick: &Yardstick) -> Self {
        // INVARIANT: a line has at most 10^9 fen.
        let line = i32::try_from(yardstick.line_fen()).unwrap_or(i32::MAX);
        let poor_below = match yardstick.poor() {
            PoorAt::Below => line,
            PoorAt::BelowOrAt => line.saturating_add(1),
        };
        let of_byte = |shift: u32| {
            array::from_fn(|byte| {
                let bits = u16::try_from(byte).ok().and_then(|byte| byte.checked_shl(shift));
                yardstick.weight_of(bits.unwrap_or_default())
            })
        };
        // Without items nobody meets all of them, nor lacks any.
        let has_items = yardstick.items() != 0;
        Self {
            line,
            poor_below,
            items: yardstick.items(),
            weighty: yardstick.weighty(),
            cutoff: if has_items { yardstick.cutoff() } else { u16::MAX },
            weights: [of_byte(0), of_byte(8)],
        }
    }
}

/// The sums of some households, for `BYTES` bytes of verdicts; in as few lines of the cache as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Cell<const BYTES: usize> {
    /// By kind: see `kind`.
    households: Lanes<u32>,
    persons: Lanes<u32>,
    /// Σ persons · gap.
    gap: u64,
    /// Σ persons · gap².
    squared_gap: u128,
    items: [ItemLanes<u32>; BYTES],
}

/// The figures of eight items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ItemLanes<T> {
    met: Lanes<T>,
    met_persons: Lanes<T>,
    not_met: Lanes<T>,
    not_met_persons: Lanes<T>,
    censored: Lanes<T>,
}

/// What one household adds to the sums.
struct Mark {
    /// A bit for each kind.
    kinds: u8,
    persons: u16,
    /// Its persons if it is deprived.
    censored: u16,
    gap: u64,
    squared_gap: u128,
    met: u16,
    not_met: u16,
}

/// What another state of one household changes in the sums; a sum that gets less wraps around.
pub(super) struct Change {
    households: Lanes<u32>,
    persons: Lanes<u32>,
    gap: u64,
    squared_gap: u128,
    before: Mark,
    now: Mark,
}

/// What it changes in the sums of one item.
pub(super) struct ItemChange {
    met: u32,
    met_persons: u32,
    not_met: u32,
    not_met_persons: u32,
    censored: u32,
}

/// The lanes of the kinds of households.
mod kind {
    pub(super) const ALL: u8 = 0;
    pub(super) const INCOME_UNKNOWN: u8 = 1;
    pub(super) const POOR: u8 = 2;
    pub(super) const ALL_MET: u8 = 3;
    pub(super) const UNCLEAR: u8 = 4;
    pub(super) const DEPRIVED: u8 = 5;
}

#[inline]
fn lanes_of(byte: u8) -> Lanes<u16> {
    SPREAD.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Adds a number in the lanes of a mask.
#[inline]
fn add(sums: &mut Lanes<u16>, mask: Lanes<u16>, number: u16) {
    for (sum, mask) in zip(sums, mask) {
        *sum = sum.wrapping_add(mask & number);
    }
}

/// Adds one in the lanes of a mask.
#[inline]
fn count(sums: &mut Lanes<u16>, mask: Lanes<u16>) {
    for (sum, mask) in zip(sums, mask) {
        *sum = sum.wrapping_sub(mask);
    }
}

#[inline]
fn widen(sums: &mut Lanes<u32>, by: Lanes<u16>) {
    for (sum, by) in zip(sums, by) {
        *sum = sum.wrapping_add(by.into());
    }
}

#[inline]
fn lane_by_lane(a: Lanes<u32>, b: Lanes<u32>, of: impl Fn(u32, u32) -> u32) -> Lanes<u32> {
    let mut lanes = a;
    for (lane, b) in zip(&mut lanes, b) {
        *lane = of(*lane, b);
    }
    lanes
}

impl Mark {
    // INVARIANT: no product wraps: 50 persons times 10^9 fen, squared.
    #[inline]
    fn of<const BYTES: usize>(gauge: &Gauge, persons: u8, income: i32, verdicts: Verdicts) -> Self {
        let persons = u16::from(persons);
        let is_poor = income < gauge.poor_below;
        let below = if is_poor { gauge.line.wrapping_sub(income) } else { 0 };
        let below = u64::from(below.cast_unsigned());
        let gap = below.wrapping_mul(persons.into());

        let (met, not_met) = (verdicts.met() & gauge.items, verdicts.not_met() & gauge.items);
        let is_clear = (met | not_met) & gauge.weighty == gauge.weighty;
        let is_deprived = is_clear & (gauge.weight_of::<BYTES>(not_met) >= gauge.cutoff);
        let meets_all = BYTES > 0 && met == gauge.items;
        let kinds = 1 << kind::ALL
            | u8::from(income == UNKNOWN) << kind::INCOME_UNKNOWN
            | u8::from(is_poor) << kind::POOR
            | u8::from(meets_all) << kind::ALL_MET
            | u8::from(!is_clear) << kind::UNCLEAR
            | u8::from(is_deprived) << kind::DEPRIVED;
        Self {
            kinds,
            persons,
            censored: if is_deprived { persons } else { 0 },
            gap,
            squared_gap: u128::from(gap).wrapping_mul(below.into()),
            met,
            not_met,
        }
    }
}

impl Change {
    /// What it changes that a household is so now, and was so before.
    #[inline]
    pub(super) fn of<const BYTES: usize>(
        gauge: &Gauge,
        before: Circumstances,
        now: Circumstances,
    ) -> Self {
        let mark = |household: Circumstances| {
            let (persons, income, verdicts) = household.columns();
            Mark::of::<BYTES>(gauge, persons, income, verdicts)
        };
        let (before, now) = (mark(before), mark(now));
        let (was, is) = (lanes_of(before.kinds), lanes_of(now.kinds));
        Self {
            households: lanes_less(is, 1, was, 1),
            persons: lanes_less(is, now.persons, was, before.persons),
            gap: now.gap.wrapping_sub(before.gap),
            squared_gap: now.squared_gap.wrapping_sub(before.squared_gap),
            before,
            now,
        }
    }

    /// The items of which a sum changes, each with its byte and its lane.
    #[inline]
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, usize, ItemChange)> {
        let (before, now) = (&self.before, &self.now);
        let is_recounted = before.persons != now.persons;
        let is_censored = before.censored != now.censored;
        let mut left = (before.met ^ now.met) | (before.not_met ^ now.not_met);
        if is_censored {
            left |= before.not_met | now.not_met;
        }
        if is_recounted {
            left |= before.met | now.met | before.not_met | now.not_met;
        }
        std::iter::from_fn(move || {
            let item = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            // The number of a mark in a sum, if the bit of the item is set in its verdicts.
            let counted = |bits: u16, number: u16| if bits >> item & 1 == 1 { number } else { 0 };
            let met = |was: u16, is: u16| less(counted(now.met, is), counted(before.met, was));
            let not_met =
                |was: u16, is: u16| less(counted(now.not_met, is), counted(before.not_met, was));
            let change = ItemChange {
                met: met(1, 1),
                met_persons: met(before.persons, now.persons),
                not_met: not_met(1, 1),
                not_met_persons: not_met(before.persons, now.persons),
                censored: not_met(before.censored, now.censored),
            };
            let item = usize::try_from(item).ok()?;
            Some((item / ITEMS_A_BYTE, item % ITEMS_A_BYTE, change))
        })
    }
}

/// The difference of two small numbers, wrapped around if it is below 0.
#[inline]
fn less(number: u16, by: u16) -> u32 {
    u32::from(number).wrapping_sub(by.into())
}

/// A number in the lanes of a mask, less another one in those of another.
#[inline]
fn lanes_less(mask: Lanes<u16>, number: u16, less_mask: Lanes<u16>, by: u16) -> Lanes<u32> {
    let mut lanes = [0; 8];
    for (lane, (mask, less_mask)) in zip(&mut lanes, zip(mask, less_mask)) {
        let less = (mask & number).wrapping_sub(less_mask & by).cast_signed();
        *lane = i32::from(less).cast_unsigned();
    }
    lanes
}

impl<T: Copy> ItemLanes<T> {
    #[inline]
    fn zip<U: Copy>(&mut self, other: &ItemLanes<U>, each: impl Fn(&mut Lanes<T>, Lanes<U>)) {
        each(&mut self.met, other.met);
        each(&mut self.met_persons, other.met_persons);
        each(&mut self.not_met, other.not_met);
        each(&mut self.not_met_persons, other.not_met_persons);
        each(&mut self.censored, other.censored);
    }
}

impl<const BYTES: usize> Cell<BYTES> {
    pub(super) const EMPTY: Self = Self {
        households: [0; 8],
        persons: [0; 8],
        gap: 0,
        squared_gap: 0,
        items: [const {
            ItemLanes {
                met: [0; 8],
                met_persons: [0; 8],
                not_met: [0; 8],
                not_met_persons: [0; 8],
                censored: [0; 8],
            }
        }; BYTES],
    };

    /// The sums of some households.
    #[inline]
    pub(super) fn of(gauge: &Gauge, mut rows: Rows<'_>) -> Self {
        let mut cell = Self::EMPTY;
        while !rows.persons.is_empty() {
            cell.add_block(gauge, rows.take(BLOCK));
        }
        cell
    }

    /// Adds the sums of at most [`BLOCK`] households.
    // INVARIANT: no sum wraps: the lanes of 16 bits hold a block, those of 32 bits all persons of a
    // hierarchy, and 4·10^9 persons times 10^9 fen are less than 2^62.
    #[inline]
    fn add_block(&mut self, gauge: &Gauge, rows: Rows<'_>) {
        let (mut households, mut persons) = ([0; 8], [0; 8]);
        let mut items = [ItemLanes::<u16>::default(); BYTES];
        for ((size, income), verdicts) in zip(zip(rows.persons, rows.incomes), rows.verdicts) {
            let mark = Mark::of::<BYTES>(gauge, *size, *income, *verdicts);
            self.gap = self.gap.wrapping_add(mark.gap);
            self.squared_gap = self.squared_gap.wrapping_add(mark.squared_gap);
            let kinds = lanes_of(mark.kinds);
            count(&mut households, kinds);
            add(&mut persons, kinds, mark.persons);
            let bytes = zip(mark.met.to_le_bytes(), mark.not_met.to_le_bytes());
            for (sums, (met, not_met)) in zip(&mut items, bytes) {
                let (met, not_met) = (lanes_of(met), lanes_of(not_met));
                count(&mut sums.met, met);
                add(&mut sums.met_persons, met, mark.persons);
                count(&mut sums.not_met, not_met);
                add(&mut sums.not_met_persons, not_met, mark.persons);
                add(&mut sums.censored, not_met, mark.censored);
            }
        }
        widen(&mut self.households, households);
        widen(&mut self.persons, persons);
        for (sums, items) in zip(&mut self.items, &items) {
            sums.zip(items, widen);
        }
    }

    /// Adds the sums of other households.
    // INVARIANT: together they are households of one hierarchy: see `add_block`.
    #[inline]
    pub(super) fn plus(&mut self, other: &Self) {
        let each = |sums: &mut Lanes<u32>, by| *sums = lane_by_lane(*sums, by, u32::wrapping_add);
        self.gap = self.gap.wrapping_add(other.gap);
        self.squared_gap = self.squared_gap.wrapping_add(other.squared_gap);
        each(&mut self.households, other.households);
        each(&mut self.persons, other.persons);
        for (sums, others) in zip(&mut self.items, &other.items) {
            sums.zip(others, each);
        }
    }

    /// Adds what a change of one household makes of the sums that are not of items.
    // INVARIANT: the household was among them as it was before, so no sum falls below 0.
    #[inline]
    pub(super) fn change(&mut self, change: &Change) {
        self.gap = self.gap.wrapping_add(change.gap);
        self.squared_gap = self.squared_gap.wrapping_add(change.squared_gap);
        self.households = lane_by_lane(self.households, change.households, u32::wrapping_add);
        self.persons = lane_by_lane(self.persons, change.persons, u32::wrapping_add);
    }

    /// Adds what it makes of the sums of one item.
    #[inline]
    pub(super) fn change_item(&mut self, byte: usize, lane: usize, change: &ItemChange) {
        let Some(items) = self.items.get_mut(byte) else { return };
        let each = |lanes: &mut Lanes<u32>, by| {
            if let Some(sum) = lanes.get_mut(lane) {
                *sum = sum.wrapping_add(by);
            }
        };
        each(&mut items.met, change.met);
        each(&mut items.met_persons, change.met_persons);
        each(&mut items.not_met, change.not_met);
        each(&mut items.not_met_persons, change.not_met_persons);
        each(&mut items.censored, change.censored);
    }

    /// The sums by their names.
    pub(super) fn sums(&self) -> Sums {
        let of_kind = |kind: u8| headcount(self.households, self.persons, usize::from(kind));
        let mut items = [ItemTally::default(); Verdicts::MOST_ITEMS];
        for (slots, lanes) in zip(items.chunks_mut(ITEMS_A_BYTE), &self.items) {
            for (lane, item) in slots.iter_mut().enumerate() {
                *item = ItemTally {
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

impl Gauge {
    /// What the items of these bits weigh together.
    #[inline]
    fn weight_of<const BYTES: usize>(&self, bits: u16) -> u16 {
        let bytes = zip(bits.to_le_bytes(), &self.weights).take(BYTES);
        // INVARIANT: at most 16,000.
        bytes.fold(0, |sum, (byte, weights)| {
            sum.wrapping_add(weights.get(usize::from(byte)).copied().unwrap_or_default())
        })
    }
}

fn at(lanes: Lanes<u32>, lane: usize) -> u64 {
    lanes.get(lane).copied().unwrap_or_default().into()
}

fn headcount(households: Lanes<u32>, persons: Lanes<u32>, lane: usize) -> Headcount {
    Headcount { households: at(households, lane), persons: at(persons, lane) }
}
