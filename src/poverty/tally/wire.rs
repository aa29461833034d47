use std::iter::zip;

use serde::{Deserialize, Serialize};

use super::{ItemTally, Sums, Tally};
use crate::poverty::{Headcount, PoorAt, Verdicts, Yardstick};
use crate::quantity::Fraction;
use crate::township::Household;

/// The state of a [`Tally`], field by field, as documents hold it and an engine's aggregate function
/// carries it.
///
/// ```text
/// { "yardstick": {"line": "125.00", "poor": "below", "weights": [2, 1], "cutoff": 2},
///   "all": {"households": 4, "persons": 9}, "income_unknown": {"households": 0, "persons": 0},
///   "poor": {"households": 2, "persons": 5}, "gap": "11000", "squared_gap": "25500000",
///   "all_met": {"households": 1, "persons": 2}, "unclear": {"households": 1, "persons": 1},
///   "deprived": {"households": 1, "persons": 4},
///   "items": [ {"met": {"households": 2, "persons": 4}, "not_met": {"households": 1, "persons": 4}, "censored": 4},
///              {"met": {"households": 3, "persons": 8}, "not_met": {"households": 0, "persons": 0}, "censored": 0} ] }
/// ```
///
/// To put two states of the same yardstick together, add number by number. Every number is less than
/// 2^53, so that any reader of JSON keeps it exactly, but for the two sums of gaps, which are text:
/// whole numbers below 2^128.
///
/// All fields are public, and any values may stand in them; they make a tally only if some households
/// can have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the state of a tally")]
pub struct TallyRecords {
    /// What it is measured by.
    pub yardstick: Yardstick,
    /// All households.
    pub all: Headcount,
    /// Those whose income is not known.
    pub income_unknown: Headcount,
    /// Those that are poor by their income.
    pub poor: Headcount,
    /// The sum of how far they are below the line, person by person, in fen.
    #[serde(with = "wide")]
    pub gap: u128,
    /// The sum of the squares of that, in square fen.
    #[serde(with = "wide")]
    pub squared_gap: u128,
    /// Those that meet every item.
    pub all_met: Headcount,
    /// Those of which an item is unknown that weighs something.
    pub unclear: Headcount,
    /// Those that are deprived.
    pub deprived: Headcount,
    /// How they stand with each item, in the order of the standard.
    pub items: Vec<ItemTally>,
}

/// Whole numbers that may exceed 2^53, as text.
mod wide {
    use std::fmt;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::quantity::serde_as_text;

    struct Wide(u128);

    impl fmt::Display for Wide {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    impl FromStr for Wide {
        type Err = &'static str;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            let has_leading_zero = text.len() > 1 && text.starts_with('0');
            let is_number = text.bytes().all(|b| b.is_ascii_digit()) && !has_leading_zero;
            let number = if is_number { text.parse().ok() } else { None };
            number.map(Self).ok_or("a sum is a whole number below 2^128, as `25500000`")
        }
    }

    serde_as_text!(Wide, "a sum, as text like `25500000`");

    pub(super) fn serialize<S: Serializer>(sum: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        Wide(*sum).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<u128, D::Error> {
        Wide::deserialize(deserializer).map(|sum| sum.0)
    }
}

impl From<Tally> for TallyRecords {
    fn from(tally: Tally) -> Self {
        let items = tally.items().to_vec();
        let Tally { yardstick, sums } = tally;
        Self {
            yardstick,
            all: sums.all,
            income_unknown: sums.income_unknown,
            poor: sums.poor,
            gap: sums.gap,
            squared_gap: sums.squared_gap,
            all_met: sums.all_met,
            unclear: sums.unclear,
            deprived: sums.deprived,
            items,
        }
    }
}

impl TryFrom<TallyRecords> for Tally {
    type Error = TallyFault;

    /// Checks that some households can have these sums, as far as the sums tell.
    fn try_from(records: TallyRecords) -> Result<Self, TallyFault> {
        let yardstick = records.yardstick;
        let (found, expected) = (records.items.len(), yardstick.weights().len());
        if found != expected {
            return Err(TallyFault::Items { found, expected });
        }
        let mut items = [ItemTally::default(); Verdicts::MOST_ITEMS];
        for (slot, item) in zip(&mut items, records.items) {
            *slot = item;
        }
        let sums = Sums {
            all: records.all,
            income_unknown: records.income_unknown,
            poor: records.poor,
            gap: records.gap,
            squared_gap: records.squared_gap,
            all_met: records.all_met,
            unclear: records.unclear,
            deprived: records.deprived,
            items,
        };
        match fault(&yardstick, &sums) {
            Some(fault) => Err(fault),
            None => Ok(Self { yardstick, sums }),
        }
    }
}

/// Why no households have the sums of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TallyFault {
    /// There are more households than sums are kept for.
    #[error("`{found}` households are more than {}", Tally::MOST_HOUSEHOLDS)]
    TooMany {
        /// How many there are.
        found: u64,
    },
    /// The items are not those of the yardstick.
    #[error("`{found}` items are not the {expected} of the yardstick")]
    Items {
        /// How many there are.
        found: usize,
        /// How many the yardstick has.
        expected: usize,
    },
    /// A figure does not go with the others.
    #[error("no households have this `{figure}`")]
    Figure {
        /// The field.
        figure: &'static str,
    },
    /// A figure of an item does not go with the others.
    #[error("no households have this `{figure}` of the item at `{item}`")]
    Item {
        /// The position of the item.
        item: usize,
        /// The field.
        figure: &'static str,
    },
}

/// What shows that no households have these sums, if anything does.
pub(super) fn fault(yardstick: &Yardstick, sums: &Sums) -> Option<TallyFault> {
    let Sums { all, income_unknown, poor, all_met, unclear, deprived, .. } = *sums;
    if all.households > Tally::MOST_HOUSEHOLDS {
        return Some(TallyFault::TooMany { found: all.households });
    }
    let table = [
        ("all", can_be(all)),
        ("income_unknown", are_parts(all, &[income_unknown])),
        ("poor", are_parts(all, &[income_unknown, poor])),
        ("gap", is_gap(yardstick, sums)),
        ("squared_gap", is_squared_gap(yardstick, sums)),
        ("all_met", are_parts(all, &[all_met])),
        ("unclear", are_parts(all, &[all_met, unclear])),
        ("deprived", are_parts(all, &[all_met, unclear, deprived]) && is_deprived(yardstick, sums)),
    ];
    let wrong = table.into_iter().find(|(_, is_possible)| !is_possible);
    if let Some((figure, _)) = wrong {
        return Some(TallyFault::Figure { figure });
    }
    let items = zip(yardstick.weights(), &sums.items).enumerate();
    let mut faults = items.filter_map(|(item, (weight, tally))| {
        let figure = item_fault(*weight, tally, sums)?;
        Some(TallyFault::Item { item, figure })
    });
    faults.next()
}

/// Whether so many households may have so many persons.
fn can_be(count: Headcount) -> bool {
    let times = |bound: u32| count.households.checked_mul(bound.into());
    let (least, most) = (times(Household::PERSONS.min()), times(Household::PERSONS.max()));
    least.is_some_and(|least| least <= count.persons)
        && most.is_some_and(|most| count.persons <= most)
}

/// Whether these may be different households of the whole.
fn are_parts(whole: Headcount, parts: &[Headcount]) -> bool {
    let rest = parts.iter().try_fold(whole, |rest, part| {
        Some(Headcount {
            households: rest.households.checked_sub(part.households)?,
            persons: rest.persons.checked_sub(part.persons)?,
        })
    });
    rest.is_some_and(can_be) && parts.iter().copied().all(can_be)
}

fn is_gap(yardstick: &Yardstick, sums: &Sums) -> bool {
    let persons = u128::from(sums.poor.persons);
    let least = match yardstick.poor() {
        PoorAt::Below => persons,
        PoorAt::BelowOrAt => 0,
    };
    let most = persons.checked_mul(yardstick.line_fen().into());
    least <= sums.gap && most.is_some_and(|most| sums.gap <= most)
}

fn is_squared_gap(yardstick: &Yardstick, sums: &Sums) -> bool {
    let Sums { gap, squared_gap, .. } = *sums;
    let most = gap.checked_mul(yardstick.line_fen().into());
    // The mean of squares is no less than the square of the mean.
    let mean = Fraction::new(gap, sums.poor.persons.into());
    let ratio = Fraction::new(squared_gap, gap);
    let is_spread = matches!((mean, ratio), (Ok(mean), Ok(ratio)) if mean <= ratio);
    gap <= squared_gap && most.is_some_and(|most| squared_gap <= most) && (gap == 0 || is_spread)
}

/// Whether the deprived lack no less than the cut-off, and no more than everything; without items
/// nobody is judged.
fn is_deprived(yardstick: &Yardstick, sums: &Sums) -> bool {
    if yardstick.weights().is_empty() {
        let judged = [sums.all_met, sums.unclear, sums.deprived];
        return judged == [Headcount::default(); 3];
    }
    let times = |weight: u16| u128::from(sums.deprived.persons).checked_mul(u128::from(weight));
    let lacking = lacking(yardstick, sums);
    let (least, most) = (times(yardstick.cutoff()), times(yardstick.total_weight()));
    least.is_some_and(|least| least <= lacking) && most.is_some_and(|most| lacking <= most)
}

/// What the items that the deprived do not meet weigh, person by person.
pub(super) fn lacking(yardstick: &Yardstick, sums: &Sums) -> u128 {
    zip(yardstick.weights(), &sums.items).fold(0_u128, |sum, (weight, item)| {
        // INVARIANT: 16 products of 16 and 64 bits.
        sum.saturating_add(u128::from(*weight).saturating_mul(item.censored.into()))
    })
}

/// The field of an item that does not go with the others.
fn item_fault(weight: u16, item: &ItemTally, sums: &Sums) -> Option<&'static str> {
    let ItemTally { met, not_met, censored } = *item;
    // Whoever is not known to meet it or not, though it weighs something, is unclear.
    let unknown = |count: Headcount| are_parts(sums.unclear, &[count]);
    let rest = Headcount {
        households: sums
            .all
            .households
            .saturating_sub(met.households.saturating_add(not_met.households)),
        persons: sums.all.persons.saturating_sub(met.persons.saturating_add(not_met.persons)),
    };
    let table = [
        ("met", are_parts(met, &[sums.all_met])),
        ("not_met", are_parts(sums.all, &[met, not_met]) && (weight == 0 || unknown(rest))),
        ("censored", censored <= not_met.persons && censored <= sums.deprived.persons),
    ];
    table.into_iter().find(|(_, is_possible)| !is_possible).map(|(figure, _)| figure)
}
