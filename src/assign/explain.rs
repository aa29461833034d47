//! Why a household has the helper whom it has: what that costs, and what anybody else would.
//!
//! The rest of the explanation: [`remedies`], what would close a shortage, and [`wording`], how all
//! of it is said.

pub(super) mod remedies;
pub(super) mod sentences;
pub(super) mod wording;

use std::collections::BTreeMap;

use serde::Serialize;

use super::certificate::{Refutation, verify};
use super::comparison::Move;
use super::plan::Plan;
use super::problem::instance::{Place, at};
use super::problem::{Fairness, Helper, Household, Problem};
use super::solver::{self, Residual};

/// Explains the pairings of a plan that is the best, household by household.
///
/// It is made by [`explain`].
#[derive(Clone, Debug)]
pub struct Explainer<'p> {
    problem: &'p Problem,
    residual: Residual<'p>,
}

/// Why a household has the helper whom it has, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation<'p> {
    /// The household.
    pub household: Household<'p>,
    /// Who serves it; `None` if it is left over.
    pub chosen: Option<Chosen<'p>>,
    /// Everybody else who could serve it, from who would cost the least in all; ties by id.
    pub candidates: Vec<Candidate<'p>>,
    /// Everybody who could not, by id.
    pub excluded: Vec<Excluded<'p>>,
}

/// Who serves a household, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Chosen<'p> {
    /// The helper.
    pub helper: Helper<'p>,
    /// What the plan would cost less, did it not have this household.
    pub parts: Parts,
    /// How many of the candidates would cost less for this household alone, loads apart: one less
    /// than the rank of the helper by [`Household::cost`].
    pub cheaper: u64,
}

/// What a pairing costs, by part, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// The minutes of the helper to the household.
    pub minutes: u32,
    /// What is taken off: [`keep`](Problem::keep) if the helper is the incumbent.
    pub keep: u32,
    /// How many households the helper has, this one too.
    pub load: u64,
    /// What is added for being the last of them: [`balance`](Problem::balance) times as many.
    pub balance: u64,
}

/// Somebody else who could serve a household, and what that would cost in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate<'p> {
    /// The helper.
    pub helper: Helper<'p>,
    /// What the pairing itself would cost.
    pub parts: Parts,
    /// What the best plan with this pairing comes to, less what the plan comes to.
    pub extra: Extra,
    /// The same as one number, as [`Plan::prices`] weigh it: minutes and
    /// [`uncovered_weight`](Plan::uncovered_weight) where the problem has neither fairness nor least
    /// loads. Never below 0; of two candidates the one with the lower number is better.
    pub weighed: i64,
    /// What the prices alone say of it: by how much the household would pay more, weighed the same
    /// way. It never exceeds `weighed`.
    pub at_least: i64,
    /// Who would go where: the household first, and then whoever makes room.
    pub moves: Vec<Move<'p>>,
}

/// By how much one plan is worse than another.
///
/// What counts first stands first, but that the cost goes before the unevenness with
/// [`Fairness::AfterCost`]. What stands behind may be below 0 where something before it is above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Extra {
    /// How many households more are left over.
    pub uncovered: i64,
    /// How many more of them are pinned to a helper, which makes leaving one over as bad as leaving
    /// over two that are not.
    pub uncovered_pinned: i64,
    /// How many places more are empty that should be filled, as [`Helper::least`] asks.
    pub short_of_least: i64,
    /// How much less even the loads are: a helper's n-th household counts n. Always 0 without
    /// [`Fairness`], when only the cost counts.
    pub unevenness: i64,
    /// The minutes more that it costs.
    pub cost: i64,
}

/// Somebody who could not serve a household, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excluded<'p> {
    /// The helper.
    pub helper: Helper<'p>,
    /// Every rule that stands against it, in the order of [`Rule`]; never none.
    pub rules: Vec<Rule<'p>>,
}

/// What stands against a pairing.
///
/// In documents: `out_of_scope`, `barred`, `pinned` with the other helper, `no_capacity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule<'p> {
    /// The helper's class does not list the household's site.
    OutOfScope,
    /// The household bars the helper.
    Barred,
    /// The household is pinned to another helper, this one.
    Pinned(Helper<'p>),
    /// The helper may have no household at all.
    NoCapacity,
}

/// Prepares the explanation of a plan that is the best.
///
/// Only of such a plan it can be said what the next best choice would cost: of any other, some
/// change would cost less than nothing. So the plan is verified first.
///
/// # Errors
/// [`Refutation`] if the plan is not proved to be the best.
///
/// # Complexity
/// As [`verify`]; as [`solve`](super::solve) if the plan comes from elsewhere and weighs an
/// uncovered household otherwise than a plan of this library does.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::assign::{ProblemRecords, explain, solve};
/// let document = br#"{ "format": 1,
///     "classes": [{"id": "c0", "minutes": {"g0": 12}}, {"id": "c1", "minutes": {"g0": 35}}],
///     "helpers": [{"id": "p0", "class": "c0", "capacity": 1},
///                 {"id": "p1", "class": "c1", "capacity": 1}],
///     "households": [{"id": "h0", "site": "g0", "incumbent": "p0"}, {"id": "h1", "site": "g0"}],
///     "keep": 10, "balance": 0 }"#;
/// let problem = bangfu::document::read::<ProblemRecords>(document)?.check()?;
/// let plan = solve(&problem);
/// let mut explainer = explain(&plan)?;
///
/// let household = problem.household("h1").unwrap();
/// let explanation = explainer.household(household).unwrap();
/// let chosen = explanation.chosen.unwrap();
/// assert_eq!((chosen.helper.id().as_str(), chosen.parts.minutes), ("p1", 35));
/// // One candidate is nearer, but then h0 would lose its helper.
/// assert_eq!(chosen.cheaper, 1);
/// assert_eq!(explanation.candidates[0].extra.cost, 10);
/// assert_eq!(explanation.candidates[0].moves.len(), 2);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain<'p>(plan: &Plan<'p>) -> Result<Explainer<'p>, Refutation> {
    verify(plan)?;
    let (problem, instance) = (plan.problem(), plan.problem().instance());
    let solution = plan.solution();
    // Prices of one best plan fit all best plans, if a household left over weighs enough in them.
    let usual = instance.objective.uncovered;
    let (weight, mut prices) = if (usual..=HEAVIEST).contains(&solution.uncovered_weight) {
        (solution.uncovered_weight, solution.prices.clone())
    } else {
        (usual, solver::solve(instance).prices)
    };
    // The price of who could serve nobody may be anything. Nobody pays more than twice the weight,
    // which a pinned household weighs, and what is taken off for a helper kept; nor does an empty
    // place ask for more than it is to be filled for.
    let objective = &instance.objective;
    let most =
        weight.saturating_mul(2).saturating_add(objective.scale.saturating_mul(objective.keep));
    for price in &mut prices {
        *price = (*price).clamp(objective.least.saturating_neg(), most);
    }
    let left_over = (0..).zip(&solution.helper_of).filter(|(_, helper)| helper.is_none());
    let left_over = left_over.map(|(household, _)| household).collect();
    let helper_of = solution.helper_of.clone();
    Ok(Explainer {
        problem,
        residual: Residual::new(instance, weight, helper_of, prices, left_over),
    })
}

/// The greatest weight with which a search can do its sums.
const HEAVIEST: i64 = 1 << 59;

impl<'p> Explainer<'p> {
    /// Explains the helper of a household, or that it has none; `None` if the household is of
    /// another problem.
    ///
    /// # Complexity
    /// One shortest way through the plan for each candidate, most of them short.
    pub fn household(&mut self, household: Household<'_>) -> Option<Explanation<'p>> {
        let household = self.own(household)?;
        let chosen = self.residual.helper(household.place());
        let offers = self.offers(household.place());
        let mut candidates: Vec<Candidate<'p>> = offers
            .iter()
            .filter(|helper| Some(**helper) != chosen)
            .filter_map(|helper| self.candidate(household, [*helper]))
            .collect();
        candidates.sort_by_key(|candidate| (candidate.weighed, candidate.helper.place()));
        let chosen = chosen.and_then(|helper| {
            let load = self.residual.load(helper);
            let helper = self.problem.helper_at(helper);
            let own = household.cost(helper)?;
            let costs = candidates.iter().filter_map(|one| household.cost(one.helper));
            let cheaper = u64::try_from(costs.filter(|cost| *cost < own).count());
            let parts = self.parts(household, helper, load.into())?;
            Some(Chosen { helper, parts, cheaper: cheaper.unwrap_or(u64::MAX) })
        });
        let excluded = self.problem.helpers().filter_map(|helper| {
            let rules = rules(household, helper);
            (!rules.is_empty()).then_some(Excluded { helper, rules })
        });
        Some(Explanation { household, chosen, candidates, excluded: excluded.collect() })
    }

    /// The next best helper of a household, or for one left over, the best: one of the
    /// [`candidates`](Explanation::candidates) of whom none costs less in all.
    ///
    /// `None` if nobody else could serve it, or it is of another problem.
    ///
    /// # Complexity
    /// One shortest way, from all candidates at once.
    pub fn next_best(&mut self, household: Household<'_>) -> Option<Candidate<'p>> {
        let household = self.own(household)?;
        let chosen = self.residual.helper(household.place());
        let offers = self.offers(household.place());
        self.candidate(household, offers.into_iter().filter(|helper| Some(*helper) != chosen))
    }

    /// The household, if it is of this problem.
    fn own(&self, household: Household<'_>) -> Option<Household<'p>> {
        let is_own = std::ptr::eq(self.problem, household.problem());
        is_own.then(|| self.problem.household_at(household.place()))
    }

    /// Everybody who could serve a household.
    fn offers(&self, household: Place) -> Vec<Place> {
        let mut helpers = Vec::new();
        self.residual.for_candidates(household, |helper, _| helpers.push(helper));
        helpers.sort_unstable();
        helpers.dedup();
        let rows = &self.problem.instance().helpers;
        helpers.retain(|helper| rows.get(at(*helper)).is_some_and(|row| row.capacity > 0));
        helpers
    }

    /// What it would cost in all that somebody else serves the household: the best of these.
    fn candidate(
        &mut self,
        household: Household<'p>,
        helpers: impl IntoIterator<Item = Place>,
    ) -> Option<Candidate<'p>> {
        let detour = self.residual.detour(household.place(), helpers)?;
        let helper = detour.moves.first()?.1?;
        let at_least = self.residual.dearer(household.place(), helper)?;
        let helper_at = |helper: Place| self.problem.helper_at(helper);
        let moves = detour.moves.into_iter().map(|(household, to)| Move {
            household: self.problem.household_at(household),
            from: self.residual.helper(household).map(helper_at),
            to: to.map(helper_at),
        });
        let moves: Vec<Move<'p>> = moves.collect();
        let loads = self.loads(&moves);
        let load =
            loads.get(&helper).map_or(self.residual.load(helper).into(), |(_, after)| *after);
        let helper = self.problem.helper_at(helper);
        let extra = self.extra(&moves, &loads);
        let parts = self.parts(household, helper, load)?;
        Some(Candidate { helper, parts, extra, weighed: detour.cost, at_least, moves })
    }

    /// The loads before and after of everybody whom the moves touch.
    fn loads(&self, moves: &[Move<'p>]) -> BTreeMap<Place, (u64, u64)> {
        let mut loads: BTreeMap<Place, (u64, u64)> = BTreeMap::new();
        let both = |helper: Place| {
            let load = u64::from(self.residual.load(helper));
            (load, load)
        };
        for Move { from, to, .. } in moves {
            if let Some(helper) = to.map(Helper::place) {
                let (_, after) = loads.entry(helper).or_insert_with(|| both(helper));
                *after = after.saturating_add(1);
            }
            if let Some(helper) = from.map(Helper::place) {
                let (_, after) = loads.entry(helper).or_insert_with(|| both(helper));
                *after = after.saturating_sub(1);
            }
        }
        loads
    }

    /// By how much the moves make the plan worse.
    fn extra(&self, moves: &[Move<'p>], loads: &BTreeMap<Place, (u64, u64)>) -> Extra {
        let mut extra = Extra::default();
        for Move { household, from, to } in moves {
            let left = i64::from(to.is_none()).saturating_sub(from.is_none().into());
            extra.uncovered = extra.uncovered.saturating_add(left);
            if household.pinned().is_some() {
                extra.uncovered_pinned = extra.uncovered_pinned.saturating_add(left);
            }
            let cost = |helper: &Option<Helper<'p>>| helper.and_then(|one| household.cost(one));
            let more = i64::from(cost(to).unwrap_or_default());
            let less = i64::from(cost(from).unwrap_or_default());
            extra.cost = extra.cost.saturating_add(more).saturating_sub(less);
        }
        let mut uneven = 0_i64;
        for (helper, (before, after)) in loads {
            let least = self.problem.helper_at(*helper).least();
            let short = |load: &u64| u64::from(least).saturating_sub(*load).cast_signed();
            let short = short(after).saturating_sub(short(before));
            extra.short_of_least = extra.short_of_least.saturating_add(short);
            let places = |load: &u64| triangle(*load).cast_signed();
            uneven = uneven.saturating_add(places(after).saturating_sub(places(before)));
        }
        let balance = i64::from(self.problem.balance()).saturating_mul(uneven);
        extra.cost = extra.cost.saturating_add(balance);
        if self.problem.fairness().is_some() {
            extra.unevenness = uneven;
        }
        extra
    }

    fn parts(&self, household: Household<'p>, helper: Helper<'p>, load: u64) -> Option<Parts> {
        let is_kept = household.incumbent() == Some(helper);
        Some(Parts {
            minutes: household.minutes(helper)?,
            keep: if is_kept { self.problem.keep() } else { 0 },
            load,
            balance: u64::from(self.problem.balance()).saturating_mul(load),
        })
    }
}

impl Parts {
    /// All parts together, in minutes.
    #[must_use]
    pub fn cost(self) -> i64 {
        let added = self.balance.saturating_add(self.minutes.into());
        added.cast_signed().saturating_sub(self.keep.into())
    }
}

impl Extra {
    /// Whether the one plan is as good as the other.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// The parts in the order in which they count, the households left over as one: to compare two
    /// extras of a problem by.
    #[must_use]
    pub const fn by_weight(self, fairness: Option<Fairness>) -> [i64; 4] {
        let Self { uncovered, uncovered_pinned, short_of_least, unevenness, cost } = self;
        let uncovered = uncovered.saturating_add(uncovered_pinned);
        match fairness {
            Some(Fairness::BeforeCost) => [uncovered, short_of_least, unevenness, cost],
            Some(Fairness::AfterCost) | None => [uncovered, short_of_least, cost, unevenness],
        }
    }
}

/// The sum of the numbers from 1 to n.
const fn triangle(n: u64) -> u64 {
    n.saturating_mul(n.saturating_add(1)) >> 1
}

/// Every rule that stands against a pairing.
fn rules<'p>(household: Household<'p>, helper: Helper<'p>) -> Vec<Rule<'p>> {
    let instance = household.problem().instance();
    let is_listed = || {
        let site = instance.households.get(at(household.place()))?.site?;
        instance.minutes(site, instance.helpers.get(at(helper.place()))?.class)
    };
    let barred = instance.barred.of(household.place());
    let pinned = household.pinned().filter(|pinned| *pinned != helper);
    [
        is_listed().is_none().then_some(Rule::OutOfScope),
        barred.binary_search(&helper.place()).is_ok().then_some(Rule::Barred),
        pinned.map(Rule::Pinned),
        (helper.capacity() == 0).then_some(Rule::NoCapacity),
    ]
    .into_iter()
    .flatten()
    .collect()
}
