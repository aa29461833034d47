use serde::Serialize;

use super::problem::instance::at;
use super::{Helper, Household, Plan, Problem};

/// What some pairings come to, so that they can be set beside others.
///
/// The cost is the minutes, less `keep`, plus the balance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// How many households have a helper.
    pub covered: u64,
    /// How many have none.
    pub uncovered: u64,
    /// How many households keep the helper whom they have.
    pub kept: u64,
    /// The minutes of all pairings.
    pub minutes: i64,
    /// The minutes that are taken off for the helpers kept.
    pub keep: i64,
    /// The minutes that are added for the loads of the helpers.
    pub balance: i64,
    /// The cost: the minutes, less `keep` for each helper kept, and the balance.
    pub cost: i64,
    /// How many households the helper with the most has.
    pub greatest_load: u64,
    /// How many households the helpers have too few, who should have more than they have.
    pub short_of_least: u64,
}

impl Figures {
    /// What the pairings in force come to: every household with its incumbent, within their
    /// capacity or not.
    #[must_use]
    pub fn of_incumbents(problem: &Problem) -> Self {
        let households = problem.households();
        let pairs = households.filter_map(|household| Some((household, household.incumbent()?)));
        Self::of(problem, pairs)
    }

    /// What a plan for the problem comes to. Whether it is one, [`verify`](super::verify) says;
    /// pairings that the problem does not allow are passed over.
    #[must_use]
    pub fn of_plan(plan: &Plan<'_>) -> Self {
        let pairs = plan.pairings().map(|pairing| (pairing.household, pairing.helper));
        Self::of(plan.problem(), pairs)
    }

    fn of<'p>(
        problem: &'p Problem,
        pairs: impl Iterator<Item = (Household<'p>, Helper<'p>)>,
    ) -> Self {
        let mut figures = Self::default();
        let mut loads = vec![0_u64; problem.helpers().len()];
        for (household, helper) in pairs {
            let Some(minutes) = household.minutes(helper) else { continue };
            let Some(load) = loads.get_mut(at(helper.place())) else { continue };
            let is_kept = household.incumbent() == Some(helper);
            let keep = if is_kept { problem.keep() } else { 0 };
            // A plan's loads are 1,000 at most, so that its sums stay far below 2^63. Incumbents may
            // be over capacity: it takes 40 million households with one of them to saturate.
            *load = load.saturating_add(1);
            let balance = i64::from(problem.balance()).saturating_mul(load.cast_signed());
            figures.covered = figures.covered.saturating_add(1);
            figures.kept = figures.kept.saturating_add(is_kept.into());
            figures.minutes = figures.minutes.saturating_add(minutes.into());
            figures.keep = figures.keep.saturating_add(keep.into());
            figures.balance = figures.balance.saturating_add(balance);
            figures.greatest_load = figures.greatest_load.max(*load);
        }
        for (helper, load) in problem.helpers().zip(loads) {
            let short = u64::from(helper.least()).saturating_sub(load);
            figures.short_of_least = figures.short_of_least.saturating_add(short);
        }
        let households = u64::try_from(problem.households().len()).unwrap_or(u64::MAX);
        figures.uncovered = households.saturating_sub(figures.covered);
        figures.cost = figures.minutes.saturating_sub(figures.keep).saturating_add(figures.balance);
        figures
    }
}
