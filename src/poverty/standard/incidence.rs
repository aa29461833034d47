use serde::Serialize;

use super::{Comparison, Extent, InForce, Item, Standard, Threshold, Unknown};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::poverty::Region;
use crate::quantity::Ratio;

/// How low the incidence of a village must be for it to leave the list of poor villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncidenceLimit<'s> {
    /// The item that asks for it.
    pub item: &'s Item,
    /// How the incidence must stand against the limit: a ceiling.
    pub passes: Comparison,
    /// The limit.
    pub limit: &'s Threshold<Ratio>,
}

/// Why nobody knows how low the incidence must be.
///
/// In documents `incidence_not_named`, `no_region`, `region_not_covered`, `region_too_wide` or
/// `no_line`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoIncidenceLimit {
    /// The standard does not say which item [limits it](super::StandardRecords::incidence).
    #[error("the standard names no item as its `incidence`")]
    IncidenceNotNamed,
    /// The standard names regions, and no region is given.
    #[error("the standard names regions, and no region is given")]
    NoRegion,
    /// The standard names regions, and this one does not lie in any of them.
    #[error("the standard is not made for the region")]
    RegionNotCovered,
    /// The item, or another limit, holds in a part of the region.
    #[error("a part of the region differs")]
    RegionTooWide,
    /// The item or no limit of it is in force in the region on the day; none is guessed.
    #[error("no limit in force")]
    NoLine,
}

impl Standard {
    /// The limit of the incidence in all of a region on a day, or of everywhere if none is named.
    ///
    /// # Errors
    /// [`NoIncidenceLimit`], the first of its reasons that is so.
    pub fn incidence_limit(
        &self,
        region: Option<&Region>,
        on: Day,
    ) -> Result<IncidenceLimit<'_>, NoIncidenceLimit> {
        let named = self.records.incidence.as_ref();
        // INVARIANT: it is one of the items, see `Standard::new`.
        let item = named.and_then(|named| self.items().iter().find(|item| item.id == *named));
        let item = item.ok_or(NoIncidenceLimit::IncidenceNotNamed)?;
        if !self.covers(region) {
            return Err(match region {
                Some(_) => NoIncidenceLimit::RegionNotCovered,
                None => NoIncidenceLimit::NoRegion,
            });
        }
        match (item.valid.extent(region, on), item.in_force(region, on)) {
            (Extent::Whole, Ok(Some(InForce::Limit(passes, limit)))) => {
                Ok(IncidenceLimit { item, passes, limit })
            }
            (Extent::Part, _) | (Extent::Whole, Err(Unknown::RegionTooWide)) => {
                Err(NoIncidenceLimit::RegionTooWide)
            }
            (Extent::Whole | Extent::None, _) => Err(NoIncidenceLimit::NoLine),
        }
    }
}

impl IncidenceLimit<'_> {
    /// Notes everything that it rests on.
    pub(in crate::poverty) fn note(&self, assumptions: &mut Assumptions) {
        let bases = [Some(&self.item.basis), self.item.test.passes_basis()];
        let bases = bases.into_iter().flatten().chain([&self.limit.basis]);
        bases.for_each(|basis| assumptions.rest_on(basis));
    }
}
