use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::problem::instance::{Place, at, place};
use super::problem::{Helper, Household, Problem};
use crate::document::{UniqueMap, nullable, whole, whole_map};
use crate::quantity::Id;

/// A plan (帮扶方案): who serves which household, and figures that prove that nothing is better.
///
/// A plan is a claim, wherever it comes from: [`verify`](super::verify) judges it. That every
/// household has one helper at most, it cannot but keep.
///
/// In documents: [`PlanRecords`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<'p> {
    problem: &'p Problem,
    solution: Solution,
}

/// A plan as integers and indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Solution {
    /// The helper of every household.
    pub(super) helper_of: Vec<Option<Place>>,
    /// The price of every helper.
    pub(super) prices: Vec<i64>,
    pub(super) uncovered_weight: i64,
    /// Why households are left over.
    pub(super) shortages: Vec<Lack>,
}

/// A shortage as integers and indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lack {
    pub(super) households: Vec<Place>,
    pub(super) helpers: Vec<Place>,
    pub(super) capacity: u64,
    pub(super) short: u64,
}

/// That a helper serves a household, in a [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedPairing<'p> {
    /// The household.
    pub household: Household<'p>,
    /// The helper.
    pub helper: Helper<'p>,
}

/// A shortage (缺口): households whose helpers, all together, have too few places for them.
///
/// It proves that no plan covers more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage<'p> {
    problem: &'p Problem,
    lack: &'p Lack,
}

impl<'p> Plan<'p> {
    pub(super) const fn new(problem: &'p Problem, solution: Solution) -> Self {
        Self { problem, solution }
    }

    pub(super) const fn solution(&self) -> &Solution {
        &self.solution
    }

    /// The problem that it is a plan for.
    #[must_use]
    pub const fn problem(&self) -> &'p Problem {
        self.problem
    }

    /// Who serves whom, by the household's id.
    pub fn pairings(&self) -> impl Iterator<Item = PlannedPairing<'p>> {
        let problem = self.problem;
        (0..).zip(&self.solution.helper_of).filter_map(move |(household, helper)| {
            Some(PlannedPairing {
                household: problem.household_at(household),
                helper: problem.helper_at((*helper)?),
            })
        })
    }

    /// Who serves a household; `None` if nobody does, or it is of another problem.
    #[must_use]
    pub fn helper(&self, household: Household<'_>) -> Option<Helper<'p>> {
        let helper = *self.solution.helper_of.get(at(household.place()))?;
        let is_of_here = std::ptr::eq(self.problem, household.problem());
        is_of_here.then_some(self.problem.helper_at(helper?))
    }

    /// The households that have no helper, by their ids.
    pub fn uncovered(&self) -> impl Iterator<Item = Household<'p>> {
        let problem = self.problem;
        let all = (0..).zip(&self.solution.helper_of);
        all.filter(|(_, helper)| helper.is_none()).map(move |(at, _)| problem.household_at(at))
    }

    /// How many households have a helper.
    #[must_use]
    pub fn covered(&self) -> u64 {
        count(self.solution.helper_of.iter().flatten())
    }

    /// The costs of the pairings and the balance together, in minutes.
    #[must_use]
    pub fn cost(&self) -> i64 {
        i64::try_from(self.exact_cost()).unwrap_or(i64::MAX)
    }

    /// The cost, which is below 2^56 in a plan that is valid.
    pub(super) fn exact_cost(&self) -> i128 {
        let pairs = self.pairings();
        let costs = pairs.filter_map(|pairing| pairing.household.cost(pairing.helper));
        let balance = self.loads().map(|(_, load)| Self::balance(self.problem, load));
        costs.map(i128::from).chain(balance).fold(0, i128::saturating_add)
    }

    /// The balance of a helper with so many households.
    pub(super) fn balance(problem: &Problem, load: u64) -> i128 {
        let n = i128::from(load);
        let twice = n.saturating_mul(n.saturating_add(1));
        i128::from(problem.balance()).saturating_mul(twice) >> 1
    }

    /// How many households every helper has, 0 too, by the helper's id.
    #[must_use]
    pub fn loads(&self) -> impl ExactSizeIterator<Item = (Helper<'p>, u64)> {
        self.problem.helpers().zip(self.solution.loads(self.problem.helpers().len()))
    }

    /// What one more place with a helper would be worth, by the helper's id. In minutes, or in what
    /// [`Fairness`](super::Fairness) makes of them; below 0 only for who has fewer households than
    /// they should.
    #[must_use]
    pub fn prices(&self) -> impl ExactSizeIterator<Item = (Helper<'p>, i64)> {
        self.problem.helpers().zip(self.solution.prices.iter().copied())
    }

    /// What one uncovered household weighs against the cost: more than any change of the pairings
    /// that covers one household more can cost.
    #[must_use]
    pub const fn uncovered_weight(&self) -> i64 {
        self.solution.uncovered_weight
    }

    /// Why some households have no helper: shortages that have nothing to do with one another.
    #[must_use]
    pub fn shortages(&self) -> impl ExactSizeIterator<Item = Shortage<'_>> {
        self.solution.shortages.iter().map(|lack| Shortage { problem: self.problem, lack })
    }

    /// The plan as a document holds it.
    #[must_use]
    pub fn records(&self) -> PlanRecords<'p> {
        let pairing = |pairing: PlannedPairing<'p>| PairingRecord {
            household: pairing.household.id().as_borrowed(),
            helper: pairing.helper.id().as_borrowed(),
            cost: pairing.household.cost(pairing.helper).unwrap_or_default(),
        };
        PlanRecords {
            covered: self.covered(),
            uncovered: self.uncovered().map(|household| household.id().as_borrowed()).collect(),
            cost: self.cost(),
            pairings: self.pairings().map(pairing).collect(),
            prices: self
                .prices()
                .map(|(helper, price)| (helper.id().as_borrowed(), price))
                .collect(),
            uncovered_weight: self.uncovered_weight(),
            shortage: self.shortage_record(),
        }
    }

    /// All shortages as one: they share no household and no helper.
    fn shortage_record(&self) -> Option<ShortageRecord<'p>> {
        let lacks = &self.solution.shortages;
        if lacks.is_empty() {
            return None;
        }
        let mut households: Vec<Place> =
            lacks.iter().flat_map(|lack| &lack.households).copied().collect();
        let mut helpers: Vec<Place> =
            lacks.iter().flat_map(|lack| &lack.helpers).copied().collect();
        households.sort_unstable();
        helpers.sort_unstable();
        let problem = self.problem;
        let household = |at: &Place| problem.household_at(*at).id().as_borrowed();
        let helper = |at: &Place| problem.helper_at(*at).id().as_borrowed();
        Some(ShortageRecord {
            households: households.iter().map(household).collect(),
            helpers: helpers.iter().map(helper).collect(),
            capacity: lacks.iter().map(|lack| lack.capacity).fold(0, u64::saturating_add),
            short: lacks.iter().map(|lack| lack.short).fold(0, u64::saturating_add),
        })
    }
}

impl Serialize for Plan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.records().serialize(serializer)
    }
}

impl Solution {
    /// How many households each of so many helpers has.
    pub(super) fn loads(&self, helpers: usize) -> std::vec::IntoIter<u64> {
        let mut loads = vec![0_u64; helpers];
        for helper in self.helper_of.iter().flatten() {
            if let Some(load) = loads.get_mut(at(*helper)) {
                *load = load.saturating_add(1);
            }
        }
        loads.into_iter()
    }
}

impl PlannedPairing<'_> {
    /// The minutes, less `keep` if the helper is the incumbent; `None` if the helper may not serve
    /// the household.
    #[must_use]
    pub fn cost(self) -> Option<i32> {
        self.household.cost(self.helper)
    }

    /// Whether the household keeps the helper whom it has.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.household.incumbent() == Some(self.helper)
    }
}

impl<'p> Shortage<'p> {
    /// The households, by their ids.
    #[must_use]
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'p>> {
        self.lack.households.iter().map(move |at| self.problem.household_at(*at))
    }

    /// All the helpers who may serve any of them, those of capacity 0 too, by their ids.
    #[must_use]
    pub fn helpers(self) -> impl ExactSizeIterator<Item = Helper<'p>> {
        self.lack.helpers.iter().map(move |at| self.problem.helper_at(*at))
    }

    /// The capacity of these helpers together.
    #[must_use]
    pub const fn capacity(self) -> u64 {
        self.lack.capacity
    }

    /// How many of the households must be left over: their number less the capacity.
    #[must_use]
    pub const fn short(self) -> u64 {
        self.lack.short
    }
}

/// A plan as a document holds it; [`check`](PlanRecords::check) makes a [`Plan`] of it.
///
/// In documents: its fields, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a plan")]
pub struct PlanRecords<'a> {
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
    pub pairings: Vec<PairingRecord<'a>>,
    /// The price of every helper, see [`Plan::prices`].
    #[serde(borrow, deserialize_with = "whole_map")]
    pub prices: UniqueMap<'a, i64>,
    /// What one uncovered household weighs, see [`Plan::uncovered_weight`].
    #[serde(deserialize_with = "whole")]
    pub uncovered_weight: i64,
    /// Why some households have no helper; `None` if all have.
    #[serde(borrow, deserialize_with = "nullable")]
    pub shortage: Option<ShortageRecord<'a>>,
}

/// That a helper serves a household, as a document holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a pairing")]
pub struct PairingRecord<'a> {
    /// The household.
    #[serde(borrow)]
    pub household: Id<'a>,
    /// The helper.
    #[serde(borrow)]
    pub helper: Id<'a>,
    /// The minutes, less `keep` if the helper is the incumbent.
    pub cost: i32,
}

/// All shortages of a plan together, as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a shortage")]
pub struct ShortageRecord<'a> {
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

impl PlanRecords<'_> {
    /// How many households every helper has who has a price, 0 too.
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

fn count(items: impl Iterator) -> u64 {
    place(items.count()).into()
}
