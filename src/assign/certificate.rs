//! The proof that a plan is the best: it knows the problem and the plan, and no solver.
//!
//! Why the figures prove it. Give every helper k any price `p(k) >= 0`. A household served by k pays
//! `cost + p(k)`, an uncovered one pays W (2 W if it is pinned to one helper), so whatever the plan, the households together pay at
//! least the sum of `min(W, least cost + price)`. Of that, k takes the price once for each of k's
//! households and lays out `place(n)` for the n-th, so k keeps at most the sum over all places
//! n of `max(0, p(k) - place(n))`. Here `place(n)` is `balance * n`, or what the rules of fairness
//! and of the least load make of it. Hence no plan's `cost + W * uncovered` is below the first sum
//! less the second: the bound. A plan that meets it is the best of those that leave over as many
//! households; and that none leaves over fewer, the shortage proves by counting.

mod records;
mod refutation;

use super::Plan;
use super::plan::Lack;
use super::problem::Problem;
use super::problem::instance::{HelperRow, Instance, Place, at, place};

pub use refutation::Refutation;

/// A proof (最优性证明) that a plan is valid, and that no plan covers more households, or as many at a
/// lower cost. With [`Fairness`](super::Fairness) or a least load: nor with loads that are better.
///
/// It is made by [`verify`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate {
    covered: u64,
    uncovered: u64,
    cost: i64,
}

impl Certificate {
    /// How many households have a helper; no plan covers more.
    #[must_use]
    pub const fn covered(&self) -> u64 {
        self.covered
    }

    /// How many households have none; no plan leaves over fewer.
    #[must_use]
    pub const fn uncovered(&self) -> u64 {
        self.uncovered
    }

    /// The cost; no plan that covers as many households, with loads as good where that goes first,
    /// costs less.
    #[must_use]
    pub const fn cost(&self) -> i64 {
        self.cost
    }
}

/// Checks a plan, and proves that it is the best.
///
/// The plan may come from anywhere; one in a document is read against its problem by
/// [`PlanRecords::check`](super::PlanRecords::check) first. Everything is checked: every helper may
/// serve their households, no helper is over capacity, the prices prove the cost, and the shortages
/// that no plan covers more.
///
/// # Errors
/// [`Refutation`] with the first thing that is wrong: a valid plan that is not the best is
/// [`NotProved`](Refutation::NotProved), or leaves its shortage
/// [`Unexplained`](Refutation::Unexplained).
///
/// # Complexity
/// Linear in the size of the problem and the plan, but for a logarithm. No household is compared
/// with every helper: the helpers of a class are looked at by price, past those who are barred.
pub fn verify(plan: &Plan<'_>) -> Result<Certificate, Refutation> {
    let (problem, instance) = (plan.problem(), plan.problem().instance());
    let (of_pairings, minutes) = pairings(plan)?;
    let (of_loads, balance) = loads(plan)?;
    let mut objective = of_pairings.saturating_add(of_loads);
    let covered = plan.covered();
    let uncovered = count(instance.households.len()).saturating_sub(covered);
    let weight = plan.uncovered_weight();
    let left_over = (0..).zip(&plan.solution().helper_of).filter(|(_, helper)| helper.is_none());
    let weights = left_over.map(|(household, _)| i128::from(instance.weight(household, weight)));
    objective = weights.fold(objective, i128::saturating_add);
    let bound = bound(instance, prices(plan)?, weight);
    if objective != bound {
        return Err(Refutation::NotProved { objective, bound });
    }
    explained(problem, &plan.solution().shortages, uncovered)?;
    // Below 2^56, as all is valid.
    let cost = i64::try_from(minutes.saturating_add(balance)).unwrap_or(i64::MAX);
    Ok(Certificate { covered, uncovered, cost })
}

/// Checks that every helper may serve their households, and returns what the pairings cost, weighed
/// and in minutes.
fn pairings(plan: &Plan<'_>) -> Result<(i128, i128), Refutation> {
    let (problem, instance) = (plan.problem(), plan.problem().instance());
    let mut sum = 0_i128;
    for (household, helper) in (0..).zip(&plan.solution().helper_of) {
        let Some(helper) = *helper else { continue };
        let Some(cost) = instance.cost(household, helper) else {
            return Err(Refutation::NotEligible {
                household: problem.household_at(household).id().clone(),
                helper: problem.helper_at(helper).id().clone(),
            });
        };
        sum = sum.saturating_add(cost.into());
    }
    let minutes = sum.checked_div(instance.objective.scale.into()).unwrap_or(sum);
    Ok((sum, minutes))
}

/// Checks that no helper is over capacity, and returns what the loads cost, weighed and in minutes.
fn loads(plan: &Plan<'_>) -> Result<(i128, i128), Refutation> {
    let instance = plan.problem().instance();
    let (mut sum, mut balance) = (0_i128, 0_i128);
    for ((helper, load), row) in plan.loads().zip(&instance.helpers) {
        let capacity = helper.capacity();
        if load > capacity.into() {
            return Err(Refutation::OverCapacity { helper: helper.id().clone(), load, capacity });
        }
        sum = sum.saturating_add(instance.objective.load(row, load));
        balance = balance.saturating_add(Plan::balance(plan.problem(), load));
    }
    Ok((sum, balance))
}

/// The prices; none may be below 0, but of helpers who should have more households than they have.
fn prices<'p>(plan: &'p Plan<'_>) -> Result<&'p [i64], Refutation> {
    for (helper, price) in plan.prices() {
        if price < 0 && helper.least() == 0 {
            return Err(Refutation::PriceNegative { helper: helper.id().clone(), price });
        }
    }
    Ok(&plan.solution().prices)
}

/// What every plan comes to at least, by these prices.
fn bound(instance: &Instance, prices: &[i64], weight: i64) -> i128 {
    let offers = Offers::new(instance, prices);
    let pay = (0..).zip(&instance.households).map(|(household, _)| {
        let weight = instance.weight(household, weight);
        let least = offers.least(household);
        i128::from(least.map_or(weight, |least| least.min(weight)))
    });
    let keep = instance.helpers.iter().zip(prices).map(|(row, price)| kept(instance, row, *price));
    keep.fold(pay.fold(0, i128::saturating_add), i128::saturating_sub)
}

/// What a helper keeps at most of a price: the sum of what it exceeds each place's cost by.
fn kept(instance: &Instance, row: &HelperRow, price: i64) -> i128 {
    let objective = &instance.objective;
    let least = row.least.min(row.capacity);
    let bonus = price.saturating_add(objective.least);
    let beyond = surplus(price, objective.slope, row.capacity);
    let beyond = beyond.saturating_sub(surplus(price, objective.slope, least));
    surplus(bonus, objective.slope, least).saturating_add(beyond)
}

/// The sum of `max(0, price - slope * n)` for n from 1 to `last`.
fn surplus(price: i64, slope: i64, last: u32) -> i128 {
    if price <= 0 {
        return 0;
    }
    // The n with slope * n < price.
    let worth = price.saturating_sub(1).checked_div(slope).unwrap_or(i64::MAX);
    let n = i128::from(worth.min(last.into()));
    let twice = n.saturating_mul(n.saturating_add(1));
    n.saturating_mul(price.into()).saturating_sub(i128::from(slope).saturating_mul(twice) >> 1)
}

/// What the households are asked for.
struct Offers<'i> {
    instance: &'i Instance,
    prices: &'i [i64],
    /// The helpers of every class, by price.
    by_price: Vec<Vec<Place>>,
    /// For every site the least cost and price of all, and whose it is.
    cheapest: Vec<Option<(i64, Place)>>,
}

impl<'i> Offers<'i> {
    fn new(instance: &'i Instance, prices: &'i [i64]) -> Self {
        let by_price = instance.members.iter().map(|members| {
            let mut members = members.to_vec();
            members.sort_by_key(|helper| prices.get(at(*helper)));
            members
        });
        let by_price = by_price.collect();
        let mut offers = Self { instance, prices, by_price, cheapest: Vec::new() };
        let sites = 0..place(instance.listings.len());
        offers.cheapest = sites.map(|site| offers.at_site(site, &[])).collect();
        offers
    }

    /// The least cost and price over the helpers who may serve the household.
    fn least(&self, household: Place) -> Option<i64> {
        let row = self.instance.households.get(at(household))?;
        if let Some(pinned) = row.pinned {
            return self.asked(household, pinned);
        }
        let incumbent = row.incumbent.and_then(|helper| self.asked(household, helper));
        let barred = self.instance.barred.of(household);
        let mut offer = *self.cheapest.get(at(row.site?))?;
        if offer.is_some_and(|(_, helper)| barred.contains(&helper)) {
            offer = self.at_site(row.site?, barred);
        }
        incumbent.into_iter().chain(offer.map(|(asked, _)| asked)).min()
    }

    /// The least cost and price at a site of all but the barred: of every class the first by price
    /// who is not.
    fn at_site(&self, site: Place, barred: &[Place]) -> Option<(i64, Place)> {
        let offers = self.instance.listings.of(site).iter().filter_map(|listing| {
            let mut helpers = self.by_price.get(at(listing.class))?.iter();
            let helper = *helpers.find(|helper| barred.binary_search(helper).is_err())?;
            let cost = self.instance.objective.pairing(listing.minutes, false);
            Some((cost.saturating_add(*self.prices.get(at(helper))?), helper))
        });
        offers.min()
    }

    fn asked(&self, household: Place, helper: Place) -> Option<i64> {
        let cost = self.instance.cost(household, helper)?;
        Some(cost.saturating_add(*self.prices.get(at(helper))?))
    }
}

/// Checks that the shortages say why so many households are left over.
fn explained(problem: &Problem, lacks: &[Lack], uncovered: u64) -> Result<(), Refutation> {
    let instance = problem.instance();
    match (lacks.is_empty(), uncovered) {
        (false, 0) => return Err(Refutation::ShortageUnexpected),
        (true, 1..) => return Err(Refutation::ShortageMissing { uncovered }),
        _ => {}
    }
    // What two shortages shared would be counted twice.
    let mut is_seen = vec![false; instance.households.len()];
    let mut is_counted = vec![false; instance.helpers.len()];
    let (mut households, mut capacity, mut short) = (0_u64, 0_u64, 0_u64);
    for lack in lacks {
        for household in &lack.households {
            if is_seen.get_mut(at(*household)).is_none_or(|seen| std::mem::replace(seen, true)) {
                let household = problem.household_at(*household).id().clone();
                return Err(Refutation::ShortageTwice { id: household });
            }
        }
        for helper in &lack.helpers {
            if is_counted.get_mut(at(*helper)).is_none_or(|seen| std::mem::replace(seen, true)) {
                let helper = problem.helper_at(*helper).id().clone();
                return Err(Refutation::ShortageTwice { id: helper });
            }
        }
        let stated = lack.capacity;
        let actual = capacity_of(problem, lack)?;
        if stated != actual {
            return Err(Refutation::ShortageCapacity { stated, actual });
        }
        let own = count(lack.households.len());
        if own.checked_sub(actual) != Some(lack.short) {
            let (households, capacity, short) = (own, actual, lack.short);
            return Err(Refutation::Unexplained { households, capacity, short, uncovered });
        }
        households = households.saturating_add(own);
        capacity = capacity.saturating_add(actual);
        short = short.saturating_add(lack.short);
    }
    if short != uncovered {
        return Err(Refutation::Unexplained { households, capacity, short, uncovered });
    }
    Ok(())
}

/// The capacity of the helpers of a shortage, who must be all who may serve any of its households.
fn capacity_of(problem: &Problem, lack: &Lack) -> Result<u64, Refutation> {
    let instance = problem.instance();
    let mut is_listed = vec![false; instance.helpers.len()];
    for helper in &lack.helpers {
        if let Some(is_listed) = is_listed.get_mut(at(*helper)) {
            *is_listed = true;
        }
    }
    let mut capacity = 0_u64;
    let may_serve = may_serve_any(instance, &lack.households);
    for ((helper, is_listed), may_serve) in problem.helpers().zip(is_listed).zip(may_serve) {
        match (is_listed, may_serve) {
            (true, true) => capacity = capacity.saturating_add(helper.capacity().into()),
            (true, false) => return Err(Refutation::ShortageAdds { helper: helper.id().clone() }),
            (false, true) => return Err(Refutation::ShortageOmits { helper: helper.id().clone() }),
            (false, false) => {}
        }
    }
    Ok(capacity)
}

/// Which helpers may serve any of the households.
///
/// At a site, a helper of a class that lists it may not exactly if every household there bars the
/// helper; so households are counted against bars, and none is compared with every helper.
fn may_serve_any(instance: &Instance, households: &[Place]) -> Vec<bool> {
    let mut may_serve = vec![false; instance.helpers.len()];
    let mut allow = |helper: Place| {
        if let Some(may_serve) = may_serve.get_mut(at(helper)) {
            *may_serve = true;
        }
    };
    let mut by_site: Vec<(Place, Place)> = Vec::new();
    for &household in households {
        let Some(row) = instance.households.get(at(household)) else { continue };
        if let Some(pinned) = row.pinned {
            if instance.eligible(household, pinned).is_some() {
                allow(pinned);
            }
        } else if let Some(site) = row.site {
            by_site.push((site, household));
        }
    }
    by_site.sort_unstable();
    let mut is_open = vec![false; instance.members.len()];
    for here in by_site.chunk_by(|(one, _), (other, _)| one == other) {
        let Some(&(site, _)) = here.first() else { continue };
        let mut barred: Vec<Place> =
            here.iter().flat_map(|(_, one)| instance.barred.of(*one)).copied().collect();
        barred.sort_unstable();
        let by_all =
            barred.chunk_by(|one, other| one == other).filter(|bars| bars.len() == here.len());
        let by_all: Vec<Place> = by_all.filter_map(|bars| bars.first().copied()).collect();
        for listing in instance.listings.of(site) {
            let Some(is_open) = is_open.get_mut(at(listing.class)) else { continue };
            let members = instance.members.of(listing.class);
            let is_free = |helper: &&Place| by_all.binary_search(helper).is_err();
            // A class is gone through once, and again only where somebody is barred by all.
            if !*is_open {
                *is_open = members.iter().all(|helper| is_free(&helper));
                members.iter().filter(is_free).for_each(|helper| allow(*helper));
            }
        }
    }
    may_serve
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
