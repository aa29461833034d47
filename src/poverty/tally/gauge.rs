//! A yardstick as the pass reads it, and what it says of each household.

use std::array;
use std::iter::{self, zip};

use super::lanes::LANES;
use super::register::Rows;
use crate::poverty::circumstances::UNKNOWN;
use crate::poverty::{Circumstances, PoorAt, Yardstick};

/// What a household may be: a bit each, which is a lane of the sums.
pub(super) mod kind {
    pub(in super::super) const ALL: u16 = 0;
    pub(in super::super) const INCOME_UNKNOWN: u16 = 1;
    pub(in super::super) const POOR: u16 = 2;
    pub(in super::super) const ALL_MET: u16 = 3;
    pub(in super::super) const UNCLEAR: u16 = 4;
    pub(in super::super) const DEPRIVED: u16 = 5;
}

/// A yardstick as the pass reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gauge {
    rule: Rule,
    bytes: [OfByte; 2],
}

/// What a yardstick says of eight items, for every byte of verdicts on them.
///
/// Of one household alone the kinds are sooner looked up, too, than worked out; of many at once not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OfByte {
    /// What the items of these bits weigh together.
    weights: [u16; 256],
    /// The bit of those that meet all, if these are met and one is missing.
    lacking: [u8; 256],
    /// The bit of those that are unclear, if these are known and one is missing that weighs something.
    unclear: [u8; 256],
}

/// What decides of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    line: i32,
    /// Poor is who has less.
    poor_below: i32,
    items: u16,
    weighty: u16,
    // INVARIANT: at most 16,000 if there are items; else more than anything weighs.
    cutoff: i16,
}

impl Rule {
    /// How far below the line, in fen.
    #[inline]
    fn gap(self, income: i32) -> u32 {
        // INVARIANT: an income is not below 0, a line at most 10^9 fen.
        let gap = if income < self.poor_below { self.line.wrapping_sub(income) } else { 0 };
        gap.cast_unsigned()
    }

    #[inline]
    fn kinds_by_income(self, income: i32) -> u16 {
        1 << kind::ALL
            | u16::from(income == UNKNOWN) << kind::INCOME_UNKNOWN
            | u16::from(income < self.poor_below) << kind::POOR
    }

    #[inline]
    fn kinds_by_items(self, met: u16, not_met: u16) -> u16 {
        let meets_all = met & self.items == self.items;
        let is_unclear = (met | not_met) & self.weighty != self.weighty;
        u16::from(meets_all) << kind::ALL_MET | u16::from(is_unclear) << kind::UNCLEAR
    }

    /// 1 if it is deprived, of whose items those not met weigh so much; else 0.
    #[inline]
    fn deprived(self, kinds: u16, weight: u16) -> u16 {
        u16::from(weight.cast_signed() >= self.cutoff) & !(kinds >> kind::UNCLEAR)
    }
}

impl OfByte {
    /// Of the eight items from this position on.
    fn new(rule: Rule, yardstick: &Yardstick, first: u32) -> Self {
        let skipped = usize::try_from(first).unwrap_or_default();
        let bits = |byte: usize| u16::try_from(byte).unwrap_or_default() << first;
        if rule.items & bits(0xff) == 0 {
            return Self { weights: [0; 256], lacking: [0; 256], unclear: [0; 256] };
        }
        let mut weights = [0_u16; 256];
        // An item that there is not weighs nothing.
        let items = yardstick.weights().iter().chain(iter::repeat(&0)).skip(skipped).take(LANES);
        for (bit, weight) in items.enumerate() {
            // Those with this bit weigh so much more than those before them, which have none above.
            let (without, with) = weights.split_at_mut(1 << bit);
            // INVARIANT: at most 8,000.
            zip(with, without).for_each(|(with, without)| *with = without.wrapping_add(*weight));
        }
        // The other items are met, so that only these decide.
        let others = !bits(0xff);
        let kinds = |byte: usize, kind: u16| {
            let [kinds, _] = rule.kinds_by_items(bits(byte) | others, 0).to_le_bytes();
            kinds & 1 << kind
        };
        Self {
            weights,
            lacking: array::from_fn(|byte| kinds(byte, kind::ALL_MET) ^ 1 << kind::ALL_MET),
            unclear: array::from_fn(|byte| kinds(byte, kind::UNCLEAR)),
        }
    }
}

impl Gauge {
    pub(super) fn new(yardstick: &Yardstick) -> Self {
        // INVARIANT: a line has at most 10^9 fen.
        let line = i32::try_from(yardstick.line_fen()).unwrap_or(i32::MAX);
        let poor_below = match yardstick.poor() {
            PoorAt::Below => line,
            PoorAt::BelowOrAt => line.saturating_add(1),
        };
        let has_items = yardstick.items() != 0;
        let cutoff = if has_items { i16::try_from(yardstick.cutoff()).ok() } else { None };
        let rule = Rule {
            line,
            poor_below,
            items: yardstick.items(),
            weighty: yardstick.weighty(),
            cutoff: cutoff.unwrap_or(i16::MAX),
        };
        let bytes = [0, 8].map(|first| OfByte::new(rule, yardstick, first));
        Self { rule, bytes }
    }

    /// What the items of these bits weigh together.
    #[inline]
    fn weight_of<const BYTES: usize>(&self, bits: u16) -> u16 {
        let bytes = zip(bits.to_le_bytes(), &self.bytes).take(BYTES);
        // INVARIANT: at most 16,000.
        bytes.fold(0, |sum, (byte, table)| sum.wrapping_add(entry(&table.weights, byte)))
    }

    /// What the rule says by the items.
    #[inline]
    fn kinds_by_items<const BYTES: usize>(&self, met: u16, not_met: u16) -> u16 {
        let known = met | not_met;
        let bytes = zip(zip(met.to_le_bytes(), known.to_le_bytes()), &self.bytes).take(BYTES);
        let kinds = bytes.fold(0, |kinds, ((met, known), table)| {
            kinds | entry(&table.lacking, met) | entry(&table.unclear, known)
        });
        u16::from(kinds) ^ 1 << kind::ALL_MET
    }

    /// What it says of one household.
    #[inline]
    pub(super) fn mark<const BYTES: usize>(&self, household: Circumstances) -> Mark {
        let (persons, income, verdicts) = household.columns();
        let (met, not_met) = (verdicts.met(), verdicts.not_met());
        let persons = u16::from(persons);
        let mut kinds = self.rule.kinds_by_income(income);
        if BYTES > 0 {
            kinds |= self.kinds_by_items::<BYTES>(met, not_met);
            kinds |= self.rule.deprived(kinds, self.weight_of::<BYTES>(not_met)) << kind::DEPRIVED;
        }
        Mark { kinds, persons, gap: self.rule.gap(income), met, not_met }
    }

    /// The most that a household is below the line, in fen.
    pub(super) fn line(&self) -> u32 {
        self.rule.line.cast_unsigned()
    }
}

#[inline]
fn entry<T: Copy + Default>(table: &[T; 256], byte: u8) -> T {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

/// What a yardstick says of one household.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// A bit for each kind.
    pub(super) kinds: u16,
    pub(super) persons: u16,
    /// How far each is below the line, in fen.
    pub(super) gap: u32,
    pub(super) met: u16,
    pub(super) not_met: u16,
}

/// What a yardstick says of some households, column by column.
///
/// Column by column it is said of many at once: each loop is one that the compiler turns into vectors.
#[derive(Debug, Default)]
pub(super) struct Marks<'r> {
    rows: Rows<'r>,
    gaps: Vec<u32>,
    kinds: Vec<u16>,
    weights: Vec<u16>,
    /// How many are taken.
    taken: usize,
}

impl<'r> Marks<'r> {
    /// Says it of these households, in the place of those before.
    pub(super) fn fill<const BYTES: usize>(&mut self, gauge: &Gauge, rows: Rows<'r>) {
        let count = rows.persons.len();
        self.gaps.resize(count, 0);
        self.kinds.resize(count, 0);
        let rule = gauge.rule;
        for ((gap, kinds), income) in zip(zip(&mut self.gaps, &mut self.kinds), rows.incomes) {
            *gap = rule.gap(*income);
            *kinds = rule.kinds_by_income(*income);
        }
        if BYTES > 0 {
            self.weights.resize(count, 0);
            for (weight, not_met) in zip(&mut self.weights, rows.not_met) {
                *weight = gauge.weight_of::<BYTES>(*not_met);
            }
            for (kinds, (met, not_met)) in zip(&mut self.kinds, zip(rows.met, rows.not_met)) {
                *kinds |= rule.kinds_by_items(*met, *not_met);
            }
            for (kinds, weight) in zip(&mut self.kinds, &self.weights) {
                *kinds |= rule.deprived(*kinds, *weight) << kind::DEPRIVED;
            }
        }
        self.rows = rows;
        self.taken = 0;
    }

    /// Whether all are taken.
    #[inline]
    pub(super) fn is_spent(&self) -> bool {
        self.taken == self.kinds.len()
    }

    /// The next households, as many as there are up to so many.
    #[inline]
    pub(super) fn take(&mut self, count: usize) -> impl ExactSizeIterator<Item = Mark> {
        let start = self.taken;
        let end = start.saturating_add(count).min(self.kinds.len());
        self.taken = end;
        let rows = zip(part(self.rows.persons, start, end), part(&self.gaps, start, end));
        let verdicts = zip(part(self.rows.met, start, end), part(self.rows.not_met, start, end));
        zip(zip(rows, part(&self.kinds, start, end)), verdicts).map(
            |(((persons, gap), kinds), (met, not_met))| Mark {
                kinds: *kinds,
                persons: u16::from(*persons),
                gap: *gap,
                met: *met,
                not_met: *not_met,
            },
        )
    }
}

#[inline]
fn part<T>(column: &[T], start: usize, end: usize) -> &[T] {
    column.get(start..end).unwrap_or_default()
}
