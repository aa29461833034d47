use std::collections::BTreeSet;
use std::fmt;

use super::answers::LEAST;
use super::{Comparison, Item, Standard, StandardRecords, Test, Threshold};
use crate::calendar::{EmptySpan, Overlap, Span, Timeline};
use crate::document::TableFaults;
use crate::poverty::Region;
use crate::quantity::{Id, Ratio, Yuan};

/// Everything that is wrong with some [`StandardRecords`], item by item.
pub type StandardFaults = TableFaults<StandardFault>;

/// What may be wrong with some [`StandardRecords`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StandardFault {
    /// There is no item.
    #[error("there is no item")]
    NoItem,
    /// There are more items than a standard may have.
    #[error("there are {found} items, more than {}", Standard::MOST_ITEMS)]
    TooManyItems {
        /// How many there are.
        found: usize,
    },
    /// No item is mandatory, so that nobody could ever get out: nothing would be asked.
    #[error("no item is mandatory")]
    NoneMandatory,
    /// An item stands again.
    #[error("the item `{item}` stands twice")]
    ItemTwice {
        /// The item.
        item: Id<'static>,
    },
    /// An item ends before it begins.
    #[error("the item `{item}` never holds: {empty}")]
    ItemNeverHolds {
        /// The item.
        item: Id<'static>,
        /// Its ends.
        empty: EmptySpan,
    },
    /// An item has no line or limit, so that nobody could ever meet it.
    #[error("the item `{item}` has nothing to be held against")]
    NoThreshold {
        /// The item.
        item: Id<'static>,
    },
    /// A line is not an amount that can be one.
    #[error("the item `{item}` has the line `{line}`, which is not from 0.01 to {}", Test::MOST)]
    LineOutOfRange {
        /// The item.
        item: Id<'static>,
        /// The line.
        line: Yuan,
    },
    /// A limit is more than the whole.
    #[error("the item `{item}` has the limit `{limit}`, which is more than 1")]
    LimitOutOfRange {
        /// The item.
        item: Id<'static>,
        /// The limit.
        limit: Ratio,
    },
    /// No answer that may be given meets the item: nothing is below a limit of 0, nothing over one of
    /// 1, no amount over the greatest line.
    #[error("the item `{item}` has the {bound}, and no {} is {passes} it", .bound.answers())]
    NothingPasses {
        /// The item.
        item: Id<'static>,
        /// How an answer must stand against the line or limit.
        passes: Comparison,
        /// The line or limit.
        bound: Bound,
    },
    /// Every answer that may be given meets the item: everything is at least a limit of 0, everything
    /// at most one of 1, every amount at most the greatest line. An item that asks whether anything
    /// was found at all is a [fact](Test::Fact).
    #[error("the item `{item}` has the {bound}, and every {} is {passes} it", .bound.answers())]
    EverythingPasses {
        /// The item.
        item: Id<'static>,
        /// How an answer must stand against the line or limit.
        passes: Comparison,
        /// The line or limit.
        bound: Bound,
    },
    /// A line or a limit ends before it begins.
    #[error("the item `{item}` has a line or limit that never holds: {empty}")]
    ThresholdNeverHolds {
        /// The item.
        item: Id<'static>,
        /// Its ends.
        empty: EmptySpan,
    },
    /// Two lines or limits hold on one day.
    #[error(
        "the item `{item}` has two lines or limits {} on one day: {overlap}",
        place(.region.as_ref())
    )]
    Overlap {
        /// The item.
        item: Id<'static>,
        /// The region in which both hold; everywhere if none.
        region: Option<Region>,
        /// The first two.
        overlap: Overlap,
    },
    /// The incidence is limited by no item that could do so.
    #[error("the incidence `{item}` is no mandatory item with a share below, or at most, a limit")]
    NotAnIncidence {
        /// The item that should limit it.
        item: Id<'static>,
    },
    /// A region stands again among [those](StandardRecords::regions) for which the standard is made.
    #[error("`regions[{at}]` names `{region}` again")]
    RegionTwice {
        /// Where it stands again, counted from 0.
        at: usize,
        /// The region.
        region: Region,
    },
}

/// The value of a line or a limit. Its text form says which: ``line `3218.00` ``.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A line, in yuan a year and head.
    Line(Yuan),
    /// A limit.
    Limit(Ratio),
}

impl Bound {
    /// The answers that may be given.
    fn answers(self) -> String {
        match self {
            Self::Line(_) => format!("amount from {LEAST} to {}", Test::MOST),
            Self::Limit(_) => "share from 0 to 1".to_owned(),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line `{line}`"),
            Self::Limit(limit) => write!(f, "limit `{limit}`"),
        }
    }
}

fn place(region: Option<&Region>) -> String {
    region.map_or_else(|| "of everywhere".to_owned(), |region| format!("of `{region}`"))
}

/// Everything that is wrong.
pub(super) fn faults(records: &StandardRecords) -> Vec<StandardFault> {
    let items = &records.items;
    let mut faults = Vec::new();
    if items.is_empty() {
        faults.push(StandardFault::NoItem);
    } else if !items.iter().any(|item| item.mandatory) {
        faults.push(StandardFault::NoneMandatory);
    }
    if items.len() > Standard::MOST_ITEMS {
        faults.push(StandardFault::TooManyItems { found: items.len() });
    }
    let mut ids = BTreeSet::new();
    for item in items {
        if !ids.insert(&item.id) {
            faults.push(StandardFault::ItemTwice { item: item.id.clone() });
        }
        if let Err(empty) = item.valid.span() {
            faults.push(StandardFault::ItemNeverHolds { item: item.id.clone(), empty });
        }
        match &item.test {
            Test::Fact => {}
            Test::Amount { passes, lines } => {
                faults.extend(lines.iter().filter_map(|Threshold { value: line, .. }| {
                    if *line <= Yuan::ZERO || Test::MOST < *line {
                        let (item, line) = (item.id.clone(), *line);
                        return Some(StandardFault::LineOutOfRange { item, line });
                    }
                    let is_passed = [LEAST, Test::MOST].map(|end| passes.value.passes(end, *line));
                    decides_nothing(item, passes.value, Bound::Line(*line), is_passed)
                }));
                table_faults(item, lines, &mut faults);
            }
            Test::Share { passes, limits } => {
                faults.extend(limits.iter().filter_map(|Threshold { value: limit, .. }| {
                    let (part, whole) = (limit.part(), limit.whole());
                    if whole < part {
                        let (item, limit) = (item.id.clone(), *limit);
                        return Some(StandardFault::LimitOutOfRange { item, limit });
                    }
                    let is_passed = [0, whole].map(|end| passes.value.passes(end, part));
                    decides_nothing(item, passes.value, Bound::Limit(*limit), is_passed)
                }));
                table_faults(item, limits, &mut faults);
            }
        }
    }
    if let Some(incidence) = &records.incidence {
        let is_one = |item: &Item| {
            let ceiling =
                matches!(&item.test, Test::Share { passes, .. } if passes.value.is_ceiling());
            item.id == *incidence && item.mandatory && ceiling
        };
        if !items.iter().any(is_one) {
            faults.push(StandardFault::NotAnIncidence { item: incidence.clone() });
        }
    }
    let mut regions = BTreeSet::new();
    let again = records.regions.iter().enumerate().filter(|(_, region)| !regions.insert(*region));
    faults.extend(again.map(|(at, region)| {
        let region = region.clone();
        StandardFault::RegionTwice { at, region }
    }));
    faults
}

/// What is wrong with a line or limit that the least and the greatest answer both pass, or both do
/// not: so does every answer between them.
fn decides_nothing(
    item: &Item,
    passes: Comparison,
    bound: Bound,
    is_passed: [bool; 2],
) -> Option<StandardFault> {
    let item = item.id.clone();
    match is_passed {
        [false, false] => Some(StandardFault::NothingPasses { item, passes, bound }),
        [true, true] => Some(StandardFault::EverythingPasses { item, passes, bound }),
        [false, true] | [true, false] => None,
    }
}

/// What is wrong with when and where the lines or limits of an item hold.
fn table_faults<T>(item: &Item, table: &[Threshold<T>], faults: &mut Vec<StandardFault>) {
    if table.is_empty() {
        faults.push(StandardFault::NoThreshold { item: item.id.clone() });
    }
    for empty in table.iter().filter_map(|one| one.valid.span().err()) {
        faults.push(StandardFault::ThresholdNeverHolds { item: item.id.clone(), empty });
    }
    let places = table.iter().filter_map(|Threshold { valid, .. }| {
        let span = valid.span().ok()?;
        Some((valid.region.as_ref(), span))
    });
    let mut places: Vec<(Option<&Region>, Span)> = places.collect();
    places.sort_unstable();
    for of_region in places.chunk_by(|(one, _), (other, _)| one == other) {
        let spans = of_region.iter().map(|(_, span)| (*span, ()));
        let region = of_region.first().and_then(|(region, _)| *region);
        if let Err(overlap) = Timeline::new(spans) {
            let (item, region) = (item.id.clone(), region.cloned());
            faults.push(StandardFault::Overlap { item, region, overlap });
        }
    }
}
