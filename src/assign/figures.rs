use std::collections::BTreeMap;

use super::{Helper, Household, Plan, Problem};

/// What some pairings come to, so that they can be set beside others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many households have a helper.
    pub covered: u64,
    /// How many of them keep the helper whom they have.
    pub kept: u64,
    /// The minutes of all pairings.
    pub minutes: i64,
    /// The cost: the minutes, less `keep` for each helper kept, and the balance.
    pub cost: i64,
    /// How many households the helper with the most has.
    pub greatest_load: u64,
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
        let mut loads: BTreeMap<&str, u64> = BTreeMap::new();
        for (household, helper) in pairs {
            let Some(cost) = household.cost(helper) else { continue };
            let is_kept = household.incumbent() == Some(helper);
            let keep = if is_kept { problem.keep() } else { 0 };
            let load = loads.entry(helper.id().as_str()).or_default();
            // A plan's loads are 1,000 at most, so that its sums stay far below 2^63. Incumbents may
            // be over capacity: it takes 40 million households with one of them to saturate.
            *load = load.saturating_add(1);
            let balance = i64::from(problem.balance()).saturating_mul(load.cast_signed());
            figures.covered = figures.covered.saturating_add(1);
            figures.kept = figures.kept.saturating_add(is_kept.into());
            figures.minutes =
                figures.minutes.saturating_add(cost.into()).saturating_add(keep.into());
            figures.cost = figures.cost.saturating_add(cost.into()).saturating_add(balance);
            figures.greatest_load = figures.greatest_load.max(*load);
        }
        figures
    }
}
