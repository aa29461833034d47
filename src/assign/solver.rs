//! The solver: sees integers and indices, knows no domain.
//!
//! 1. [`parts`]: what has nothing to do with the rest is solved apart.
//! 2. [`network`]: sites and classes of helpers make a small graph; whom a household bars is left
//!    out.
//! 3. [`flow`]: the cheapest flow through it, with its prices.
//! 4. [`network`] again: the flow is followed down to who serves whom. A household that finds
//!    nobody whom it does not bar waits.
//! 5. [`residual`]: each that waits is placed by one shortest way through the plan, household by
//!    household, which keeps the prices right. So the plan is the best of all, bars and all.
//! 6. [`shortage`]: why households are left over.

mod change;
mod flow;
mod network;
mod parts;
mod residual;
mod shortage;

pub(super) use residual::{Residual, Source, State};
pub(super) use shortage::lacks;

use super::plan::Solution;
use super::problem::instance::{Instance, Place, at};
use network::Placed;

/// The best plan for an instance.
pub(super) fn solve(instance: &Instance) -> Solution {
    let weight = instance.objective.uncovered;
    let State { helper_of, prices, .. } = settled(instance, weight).into_state();
    solution(instance, weight, helper_of, prices)
}

/// A settled plan, with why households are left over.
pub(super) fn solution(
    instance: &Instance,
    uncovered_weight: i64,
    helper_of: Vec<Option<Place>>,
    prices: Vec<i64>,
) -> Solution {
    let shortages = lacks(instance, &helper_of);
    Solution { helper_of, prices, uncovered_weight, shortages }
}

/// The best plan for an instance, so that it can be gone on with. `weight` is what a household left
/// over weighs: as the objective says, or more.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "places of the instance index lists made with one entry for each"
)]
pub(super) fn settled(instance: &Instance, weight: i64) -> Residual<'_> {
    let mut helper_of: Vec<Option<Place>> = vec![None; instance.households.len()];
    let (mut left_over, mut waiting) = (Vec::new(), Vec::new());
    let mut pinned = vec![0_u32; instance.helpers.len()];
    for (household, row) in (0..).zip(&instance.households) {
        let Some(helper) = row.pinned else {
            if row.site.is_none() {
                left_over.push(household);
            }
            continue;
        };
        if instance.eligible(household, helper).is_none() {
            left_over.push(household);
        } else if pinned[at(helper)] < instance.helpers[at(helper)].capacity {
            pinned[at(helper)] += 1;
            helper_of[at(household)] = Some(helper);
        } else {
            waiting.push(household);
        }
    }
    // Nobody is paid less than the last household costs who is pinned to them, nor less than nothing;
    // but a place that is to be filled asks for less than nothing.
    let least = instance.helpers.iter().zip(&pinned);
    let least = least.map(|(row, pins)| instance.objective.place(row, (*pins).max(1)));
    let mut prices: Vec<i64> = least
        .zip(&pinned)
        .map(|(least, pins)| if *pins > 0 { least } else { least.min(0) })
        .collect();
    let parts = parts::parts(instance);
    let placed = each(&parts.list, |part| network::solve(instance, &parts, part, &pinned, weight));
    for Placed { pairs, left_over: more, waiting: others, prices: of_part } in placed {
        for (household, helper) in pairs {
            helper_of[at(household)] = Some(helper);
        }
        for (helper, price) in of_part {
            prices[at(helper)] = prices[at(helper)].max(price);
        }
        left_over.extend(more);
        waiting.extend(others);
    }
    // The parts know nothing of the pinned: whoever would rather be left over by now waits.
    for (household, row) in (0..).zip(&instance.households) {
        if let Some(helper) = row.pinned.and(helper_of[at(household)]) {
            let pays = instance.cost(household, helper).unwrap_or_default() + prices[at(helper)];
            if pays > instance.weight(household, weight) {
                helper_of[at(household)] = None;
                waiting.push(household);
            }
        }
    }
    waiting.sort_unstable();
    let waiting: Vec<Source> = waiting.into_iter().map(Source::Household).collect();
    let mut residual = Residual::new(instance, weight, helper_of, prices, left_over);
    residual.settle(&waiting);
    residual
}

/// What comes of every part, in their order.
#[cfg(not(feature = "rayon"))]
fn each<T, P>(parts: &[P], solve: impl Fn(&P) -> T) -> Vec<T> {
    parts.iter().map(solve).collect()
}

/// What comes of every part, in their order, on as many threads as there are.
#[cfg(feature = "rayon")]
fn each<T: Send, P: Sync>(parts: &[P], solve: impl Fn(&P) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
    parts.par_iter().map(solve).collect()
}
