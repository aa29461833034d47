//! Households of any number in five levels; always the same ones. `tally.py` makes them too, by the
//! same formulas.

use bangfu::poverty::{
    Circumstances, Hierarchy, PoorAt, Verdict, Verdicts, Yardstick, YardstickRecords,
};
use bangfu::quantity::Yuan;

pub const ITEMS: usize = 8;
/// The fen of the income line.
pub const LINE: i64 = 295_200;
/// What each item weighs, and from which weight of items not met on a household is deprived.
pub const WEIGHTS: [u16; ITEMS] = [3, 2, 2, 2, 1, 1, 1, 1];
pub const CUTOFF: u16 = 3;
const GROUPS_OF_A_VILLAGE: u32 = 8;
const VILLAGES_OF_A_ZONE: u32 = 3;

pub fn yardstick() -> Yardstick {
    let line = Yuan::from_fen(LINE);
    let (poor, weights, cutoff) = (PoorAt::Below, WEIGHTS.to_vec(), CUTOFF);
    Yardstick::new(YardstickRecords { line, poor, weights, cutoff }).unwrap()
}

/// The same without items.
pub fn of_income() -> Yardstick {
    let line = Yuan::from_fen(LINE);
    let (poor, weights, cutoff) = (PoorAt::Below, Vec::new(), 0);
    Yardstick::new(YardstickRecords { line, poor, weights, cutoff }).unwrap()
}

/// A number that looks random: the one of a position in the sequence of `splitmix64`.
pub fn number(at: u64) -> u64 {
    let mut mixed = (at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A household, as a table of a database has it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub group: u32,
    pub village: u32,
    pub zone: u32,
    pub persons: u32,
    pub income: Option<i64>,
    /// Whether each item is met, where that is known.
    pub items: [Option<bool>; ITEMS],
}

/// What is known of a household; about a fifth of all have an item that is not known.
pub fn facts(seed: u64) -> (u32, Option<i64>, [Option<bool>; ITEMS]) {
    let persons = 1 + u32::try_from(number(3 * seed) % 7).unwrap();
    let income = number(3 * seed + 1);
    let income =
        (!income.is_multiple_of(20)).then_some(i64::try_from((income >> 20) % 1_000_000).unwrap());
    let bits = number(3 * seed + 2);
    let met = bits | bits >> 8 | bits >> 16;
    let unknown = bits >> 24 & bits >> 32 & bits >> 40 & bits >> 48 & bits >> 56;
    let is_set = |bits: u64, item: usize| bits >> item & 1 == 1;
    let item = |item| (!is_set(unknown, item)).then_some(is_set(met, item));
    (persons, income, std::array::from_fn(item))
}

/// The rows, group by group: 8 to 18 households each.
pub fn rows(households: usize) -> Vec<Row> {
    let (mut group, mut left) = (0, size(0));
    let mut rows = Vec::with_capacity(households);
    for at in 0..u64::try_from(households).unwrap() {
        if left == 0 {
            group += 1;
            left = size(group);
        }
        left -= 1;
        let (persons, income, items) = facts(at);
        let village = group / GROUPS_OF_A_VILLAGE;
        let zone = village / VILLAGES_OF_A_ZONE;
        rows.push(Row { group, village, zone, persons, income, items });
    }
    rows
}

fn size(group: u32) -> u64 {
    8 + number(u64::MAX / 2 + u64::from(group)) % 11
}

pub fn circumstances(
    (persons, income, items): (u32, Option<i64>, [Option<bool>; ITEMS]),
) -> Circumstances {
    let verdict = |item: Option<bool>| match item {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::NotMet,
        None => Verdict::Unknown,
    };
    let verdicts: Verdicts = items.into_iter().map(verdict).collect();
    Circumstances::new(persons, income.map(Yuan::from_fen), verdicts).unwrap()
}

pub fn hierarchy(rows: &[Row]) -> Hierarchy {
    let groups = rows.last().map_or(0, |row| row.group + 1);
    let villages = groups.div_ceil(GROUPS_OF_A_VILLAGE);
    let zones = villages.div_ceil(VILLAGES_OF_A_ZONE);
    Hierarchy::new(
        rows.iter().map(|row| row.group).collect(),
        &(0..groups).map(|group| group / GROUPS_OF_A_VILLAGE).collect::<Vec<_>>(),
        (0..villages).map(|village| Some(village / VILLAGES_OF_A_ZONE)),
        usize::try_from(zones).unwrap(),
    )
    .unwrap()
}
