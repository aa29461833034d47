use std::collections::BTreeSet;

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
    /// No item is mandatory, so that everyone would get out.
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
    /// Nothing is below a limit of 0, and nothing over one of 1.
    #[error("the item `{item}` has the limit `{limit}`, and nothing is {passes} it")]
    NothingPasses {
        /// The item.
        item: Id<'static>,
        /// How a share must stand against the limit.
        passes: Comparison,
        /// The limit.
        limit: Ratio,
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
            Test::Amount { lines, .. } => {
                let is_line = |line: Yuan| Yuan::ZERO < line && line <= Test::MOST;
                let bad = lines.iter().map(|line| line.value).filter(|line| !is_line(*line));
                faults.extend(bad.map(|line| {
                    let item = item.id.clone();
                    StandardFault::LineOutOfRange { item, line }
                }));
                table_faults(item, lines, &mut faults);
            }
            Test::Share { passes, limits } => {
                for limit in limits.iter().map(|limit| limit.value) {
                    let (item, passes) = (item.id.clone(), passes.value);
                    if limit.part() > limit.whole() {
                        faults.push(StandardFault::LimitOutOfRange { item, limit });
                    } else if nothing_passes(passes, limit) {
                        faults.push(StandardFault::NothingPasses { item, passes, limit });
                    }
                }
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
    faults
}

/// Whether no share from 0 to 1 passes a limit in these bounds.
const fn nothing_passes(passes: Comparison, limit: Ratio) -> bool {
    match passes {
        Comparison::Below => limit.part() == 0,
        Comparison::Over => limit.part() == limit.whole(),
        Comparison::AtLeast | Comparison::AtMost => false,
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
