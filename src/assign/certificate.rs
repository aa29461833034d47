//! The proof that a plan is the best: it knows the problem and the plan, and no solver.
//!
//! Why the figures prove it. Give every helper k any price `p(k) >= 0`. A household served by k pays
//! `cost + p(k)`, an uncovered one pays W, so whatever the plan, the households together pay at
//! least the sum of `min(W, least cost + price)`. Of that, k takes the price once for each of k's
//! households and lays out `balance * n` for the n-th, so k keeps at most the sum over all places
//! n of `max(0, p(k) - balance * n)`. Hence no plan's `cost + W * uncovered` is below the first sum
//! less the second: the bound. A plan that meets it is the best of those that leave over as many
//! households; and that none leaves over fewer, the shortage proves by counting.

mod refutation;

use std::cmp::Ordering;

use super::problem::{Helper, Household, Problem};
use super::{Plan, Shortage};
use crate::quantity::Id;

pub use refutation::Refutation;

/// A proof (最优性证明) that a plan is valid, that its figures are right, and that no plan covers more
/// households, or as many at a lower cost.
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

    /// The cost; no plan that covers as many households costs less.
    #[must_use]
    pub const fn cost(&self) -> i64 {
        self.cost
    }
}

/// Checks a plan against its problem, and proves that it is the best.
///
/// The plan may come from anywhere. Everything is checked: every household has at most one helper
/// who may serve it, no helper is over capacity, every figure is right, the prices prove the cost,
/// and the shortage that no plan covers more.
///
/// # Errors
/// [`Refutation`] with the first thing that is wrong: a valid plan that is not the best is
/// [`NotProved`](Refutation::NotProved), or leaves its shortage
/// [`Unexplained`](Refutation::Unexplained).
///
/// # Complexity
/// Linear in the size of the problem and the plan, but for a logarithm. No household is compared
/// with every helper: the helpers of a class are looked at by price, past those who are barred.
pub fn verify(problem: &Problem, plan: &Plan<'_>) -> Result<Certificate, Refutation> {
    let loads = validity(problem, plan)?;
    let cost = cost(problem, plan, &loads);
    if cost != i128::from(plan.cost) {
        return Err(Refutation::Cost { stated: plan.cost, actual: cost });
    }
    let prices = prices(problem, plan)?;
    let uncovered = count(&plan.uncovered);
    let weight = i128::from(plan.uncovered_weight);
    let objective = cost.saturating_add(weight.saturating_mul(i128::from(uncovered)));
    let bound = bound(problem, &prices, weight);
    if objective != bound {
        return Err(Refutation::NotProved { objective, bound });
    }
    match &plan.shortage {
        Some(shortage) if uncovered > 0 => explained(problem, shortage, uncovered)?,
        Some(_) => return Err(Refutation::ShortageUnexpected),
        None if uncovered > 0 => return Err(Refutation::ShortageMissing { uncovered }),
        None => {}
    }
    Ok(Certificate { covered: plan.covered, uncovered, cost: plan.cost })
}

/// Checks who serves whom, and returns how many households every helper has.
fn validity(problem: &Problem, plan: &Plan<'_>) -> Result<Vec<u32>, Refutation> {
    ascending("pairings", plan.pairings.iter().map(|pairing| &pairing.household))?;
    ascending("uncovered", plan.uncovered.iter())?;
    let mut loads = vec![0_u32; problem.helpers().len()];
    for pairing in &plan.pairings {
        let household = known_household(problem, &pairing.household)?;
        let helper = known_helper(problem, &pairing.helper)?;
        let (names, stated) = ((household.id().clone(), helper.id().clone()), pairing.cost);
        match problem.cost(household, helper) {
            Some(actual) if actual == stated => {}
            Some(actual) => {
                let (household, helper) = names;
                return Err(Refutation::PairingCost { household, helper, stated, actual });
            }
            None => {
                let (household, helper) = names;
                return Err(Refutation::NotEligible { household, helper });
            }
        }
        if let Some(load) = loads.get_mut(helper.at()) {
            *load = load.saturating_add(1);
        }
    }
    for (helper, &load) in problem.helpers().iter().zip(&loads) {
        if load > helper.capacity() {
            let (load, capacity) = (u64::from(load), helper.capacity());
            return Err(Refutation::OverCapacity { helper: helper.id().clone(), load, capacity });
        }
    }
    for household in &plan.uncovered {
        known_household(problem, household)?;
    }
    // Both lists and the households of the problem ascend: one walk through all three.
    let mut covered = plan.pairings.iter().map(|pairing| &pairing.household).peekable();
    let mut uncovered = plan.uncovered.iter().peekable();
    for household in problem.households() {
        let id = household.id();
        let has_helper = covered.next_if(|covered| *covered == id).is_some();
        let is_listed = uncovered.next_if(|uncovered| *uncovered == id).is_some();
        match (has_helper, is_listed) {
            (true, true) => return Err(Refutation::NotUncovered { household: id.clone() }),
            (false, false) => return Err(Refutation::Unlisted { household: id.clone() }),
            _ => {}
        }
    }
    let (stated, actual) = (plan.covered, count(&plan.pairings));
    if stated != actual {
        return Err(Refutation::Covered { stated, actual });
    }
    Ok(loads)
}

/// The cost of the pairings, which are checked, and of the balance.
fn cost(problem: &Problem, plan: &Plan<'_>, loads: &[u32]) -> i128 {
    let pairings = plan.pairings.iter().map(|pairing| i128::from(pairing.cost));
    let balance = loads.iter().map(|&load| balance_of_first(problem, u64::from(load)));
    pairings.chain(balance).fold(0, i128::saturating_add)
}

/// The price of every helper.
fn prices(problem: &Problem, plan: &Plan<'_>) -> Result<Vec<i64>, Refutation> {
    for helper in plan.prices.0.keys() {
        known_helper(problem, helper)?;
    }
    let helpers = problem.helpers().iter();
    let price_of = |helper: &Helper| match plan.prices.0.get(helper.id().as_str()) {
        Some(&price) if price >= 0 => Ok(price),
        Some(&price) => Err(Refutation::PriceNegative { helper: helper.id().clone(), price }),
        None => Err(Refutation::PriceMissing { helper: helper.id().clone() }),
    };
    helpers.map(price_of).collect()
}

/// What every plan comes to at least, by these prices.
fn bound(problem: &Problem, prices: &[i64], weight: i128) -> i128 {
    let offers = Offers::new(problem, prices);
    let pay = problem.households().iter().map(|household| {
        offers.least(household).map_or(weight, |offer| weight.min(i128::from(offer)))
    });
    let keep = problem.helpers().iter().zip(prices).map(|(helper, &price)| {
        let (price, capacity) = (u64::try_from(price).unwrap_or_default(), helper.capacity());
        // The places n with balance * n < price: beyond them the price pays for nothing.
        let balance = u64::from(problem.balance());
        let worth = price.saturating_sub(1).checked_div(balance);
        let places = worth.unwrap_or(u64::MAX).min(u64::from(capacity));
        let taken = i128::from(places).saturating_mul(i128::from(price));
        taken.saturating_sub(balance_of_first(problem, places))
    });
    let pay = pay.fold(0, i128::saturating_add);
    keep.fold(pay, i128::saturating_sub)
}

/// What the first n households of a helper cost by the balance: balance * (1 + 2 + ... + n).
fn balance_of_first(problem: &Problem, households: u64) -> i128 {
    let n = i128::from(households);
    let twice = n.saturating_mul(n.saturating_add(1));
    i128::from(problem.balance()).saturating_mul(twice) >> 1
}

/// What the households are asked for, by class and price.
struct Offers<'p> {
    problem: &'p Problem,
    prices: &'p [i64],
    /// The helpers of every class, by price.
    by_price: Vec<Vec<usize>>,
    /// For every site the classes that list it, by their cheapest offer: minutes and least price.
    sites: Vec<Vec<Offer>>,
}

struct Offer {
    least: i64,
    minutes: i64,
    class: usize,
}

impl<'p> Offers<'p> {
    fn new(problem: &'p Problem, prices: &'p [i64]) -> Self {
        let price = |helper: &usize| prices.get(*helper).copied().unwrap_or_default();
        let by_price = problem.classes().iter().map(|helpers| {
            let mut helpers = helpers.clone();
            helpers.sort_by_key(price);
            helpers
        });
        let by_price: Vec<_> = by_price.collect();
        let sites = problem.sites().iter().map(|listings| {
            let offers = listings.iter().filter_map(|listing| {
                let cheapest = by_price.get(listing.class)?.first()?;
                let minutes = i64::from(listing.minutes);
                let least = minutes.saturating_add(price(cheapest));
                Some(Offer { least, minutes, class: listing.class })
            });
            let mut offers: Vec<_> = offers.collect();
            offers.sort_by_key(|offer| offer.least);
            offers
        });
        let sites = sites.collect();
        Self { problem, prices, by_price, sites }
    }

    /// The least cost and price over the helpers who may serve the household.
    ///
    /// A class is passed over only if the household bars its cheapest helper, so few are looked at.
    fn least(&self, household: &Household) -> Option<i64> {
        let incumbent = self.problem.incumbent(household).and_then(|helper| {
            let cost = self.problem.cost(household, helper)?;
            Some(self.prices.get(helper.at())?.saturating_add(i64::from(cost)))
        });
        let mut least = incumbent;
        for offer in self.sites.get(household.site()?)? {
            if least.is_some_and(|least| least <= offer.least) {
                break;
            }
            let mut helpers = self.by_price.get(offer.class)?.iter();
            let free = helpers.find(|helper| household.barred().binary_search(helper).is_err());
            if let Some(price) = free.and_then(|helper| self.prices.get(*helper)) {
                let asked = offer.minutes.saturating_add(*price);
                least = Some(least.map_or(asked, |least| least.min(asked)));
            }
        }
        least
    }
}

/// Checks that the shortage says why so many households are left over.
fn explained(problem: &Problem, shortage: &Shortage<'_>, uncovered: u64) -> Result<(), Refutation> {
    ascending("shortage.households", shortage.households.iter())?;
    ascending("shortage.helpers", shortage.helpers.iter())?;
    let households: Result<Vec<_>, _> =
        shortage.households.iter().map(|id| known_household(problem, id)).collect();
    let households = households?;
    let mut is_listed = vec![false; problem.helpers().len()];
    for id in &shortage.helpers {
        if let Some(is_listed) = is_listed.get_mut(known_helper(problem, id)?.at()) {
            *is_listed = true;
        }
    }
    let mut actual = 0_u64;
    let may_serve = may_serve_any(problem, &households);
    for ((helper, is_listed), may_serve) in problem.helpers().iter().zip(is_listed).zip(may_serve) {
        match (is_listed, may_serve) {
            (true, true) => actual = actual.saturating_add(u64::from(helper.capacity())),
            (true, false) => return Err(Refutation::ShortageAdds { helper: helper.id().clone() }),
            (false, true) => return Err(Refutation::ShortageOmits { helper: helper.id().clone() }),
            (false, false) => {}
        }
    }
    let stated = shortage.capacity;
    if stated != actual {
        return Err(Refutation::ShortageCapacity { stated, actual });
    }
    let (households, short) = (count(&households), shortage.short);
    if households.checked_sub(actual) != Some(short) || short != uncovered {
        return Err(Refutation::Unexplained { households, capacity: actual, short, uncovered });
    }
    Ok(())
}

/// Which helpers may serve any of the households.
///
/// A helper may not exactly if every household at every site that the helper's class lists bars the
/// helper; so sites are counted against bars, and no household is compared with every helper.
fn may_serve_any(problem: &Problem, households: &[&Household]) -> Vec<bool> {
    let mut sites_of_class = vec![0_u32; problem.classes().len()];
    let mut closed_sites = vec![0_u32; problem.helpers().len()];
    let mut by_site: Vec<_> = households.iter().filter(|one| one.site().is_some()).collect();
    by_site.sort_by_key(|household| household.site());
    for here in by_site.chunk_by(|one, other| one.site() == other.site()) {
        let site = here.first().and_then(|household| problem.sites().get(household.site()?));
        for listing in site.into_iter().flatten() {
            bump(&mut sites_of_class, listing.class);
        }
        let mut barred: Vec<usize> = here.iter().flat_map(|one| one.barred()).copied().collect();
        barred.sort_unstable();
        for bars in barred.chunk_by(|one, other| one == other) {
            if let [helper, ..] = bars
                && bars.len() == here.len()
            {
                bump(&mut closed_sites, *helper);
            }
        }
    }
    let open = |(helper, closed): (&Helper, u32)| {
        sites_of_class.get(helper.class()).is_some_and(|sites| *sites > closed)
    };
    problem.helpers().iter().zip(closed_sites).map(open).collect()
}

fn bump(counts: &mut [u32], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count = count.saturating_add(1);
    }
}

/// Checks that the ids of a list are in order, none of them twice.
fn ascending<'a, 'i: 'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a Id<'i>>,
) -> Result<(), Refutation> {
    let mut before: Option<&Id<'_>> = None;
    for id in ids {
        if before.is_some_and(|before| before.cmp(id) != Ordering::Less) {
            return Err(Refutation::Unsorted { list, id: id.clone().into_owned() });
        }
        before = Some(id);
    }
    Ok(())
}

fn known_household<'p>(problem: &'p Problem, id: &Id<'_>) -> Result<&'p Household, Refutation> {
    let unknown = || Refutation::UnknownHousehold { household: id.clone().into_owned() };
    problem.household(id.as_str()).ok_or_else(unknown)
}

fn known_helper<'p>(problem: &'p Problem, id: &Id<'_>) -> Result<&'p Helper, Refutation> {
    let unknown = || Refutation::UnknownHelper { helper: id.clone().into_owned() };
    problem.helper(id.as_str()).ok_or_else(unknown)
}

fn count<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
