use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::{UniqueMap, nullable, whole, whole_map};
use crate::quantity::Id;

/// A plan (帮扶方案): who serves which household, and figures that prove that nothing is better.
///
/// A plan is a claim, wherever it comes from: [`verify`](super::verify) judges it. One made by
/// [`solve`](super::solve) holds the ids of its problem; one read from a document, those of the
/// document.
///
/// In documents: its fields, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a plan")]
pub struct Plan<'a> {
    /// How many households have a helper.
    pub covered: u64,
    /// The households that have none, sorted.
    #[serde(borrow)]
    pub uncovered: Vec<Id<'a>>,
    /// The costs of the pairings and the balance together, in minutes.
    #[serde(deserialize_with = "whole")]
    pub cost: i64,
    /// Who serves whom, sorted by household.
    #[serde(borrow)]
    pub pairings: Vec<PlannedPairing<'a>>,
    /// What one more place with a helper would be worth, in minutes, for every helper; never
    /// negative.
    #[serde(borrow, deserialize_with = "whole_map")]
    pub prices: UniqueMap<'a, i64>,
    /// What one uncovered household weighs against the cost: more than any change of the pairings
    /// that covers one household more can cost.
    #[serde(deserialize_with = "whole")]
    pub uncovered_weight: i64,
    /// Why some households have no helper; `None` if all have.
    #[serde(borrow, deserialize_with = "nullable")]
    pub shortage: Option<Shortage<'a>>,
}

/// That a helper serves a household, in a [`Plan`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a pairing")]
pub struct PlannedPairing<'a> {
    /// The household.
    #[serde(borrow)]
    pub household: Id<'a>,
    /// The helper.
    #[serde(borrow)]
    pub helper: Id<'a>,
    /// The minutes, less `keep` if the helper is the incumbent.
    pub cost: i32,
}

/// A shortage (缺口): households whose helpers, all together, have too few places for them.
///
/// It proves that no plan covers more households.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a shortage")]
pub struct Shortage<'a> {
    /// The households, sorted.
    #[serde(borrow)]
    pub households: Vec<Id<'a>>,
    /// All the helpers who may serve any of them, those of capacity 0 too, sorted.
    #[serde(borrow)]
    pub helpers: Vec<Id<'a>>,
    /// The capacity of these helpers together.
    pub capacity: u64,
    /// How many of the households must be left over: their number less the capacity.
    pub short: u64,
}

impl Plan<'_> {
    /// The same plan with ids of its own, so that it can outlive its problem or document.
    #[must_use]
    pub fn into_owned(self) -> Plan<'static> {
        fn owned(ids: Vec<Id<'_>>) -> Vec<Id<'static>> {
            ids.into_iter().map(Id::into_owned).collect()
        }
        Plan {
            covered: self.covered,
            uncovered: owned(self.uncovered),
            cost: self.cost,
            pairings: (self.pairings.into_iter())
                .map(|pairing| PlannedPairing {
                    household: pairing.household.into_owned(),
                    helper: pairing.helper.into_owned(),
                    cost: pairing.cost,
                })
                .collect(),
            prices: (self.prices.0.into_iter())
                .map(|(helper, price)| (helper.into_owned(), price))
                .collect(),
            uncovered_weight: self.uncovered_weight,
            shortage: self.shortage.map(|shortage| Shortage {
                households: owned(shortage.households),
                helpers: owned(shortage.helpers),
                capacity: shortage.capacity,
                short: shortage.short,
            }),
        }
    }

    /// How many households every helper has, 0 too.
    #[must_use]
    pub fn loads(&self) -> BTreeMap<&str, u64> {
        let mut loads: BTreeMap<&str, u64> =
            self.prices.0.keys().map(|helper| (helper.as_str(), 0)).collect();
        for pairing in &self.pairings {
            let load = loads.entry(pairing.helper.as_str()).or_default();
            *load = load.saturating_add(1);
        }
        loads
    }
}
