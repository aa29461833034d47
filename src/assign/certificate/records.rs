//! Whether what a document says of a plan is so.

use super::Refutation;
use crate::assign::plan::{Lack, Solution};
use crate::assign::problem::instance::{Place, at};
use crate::assign::problem::{Helper, Household, Problem};
use crate::assign::{Plan, PlanRecords, ShortageRecord};
use crate::quantity::Id;

impl PlanRecords<'_> {
    /// Reads the plan against its problem.
    ///
    /// Checks what a [`Plan`] cannot say or works out itself: the order of the lists, the ids, that
    /// every household stands in one of the lists, the number covered, every cost. Whether the plan
    /// is valid and the best, [`verify`](crate::assign::verify) says.
    ///
    /// # Errors
    /// [`Refutation`] with the first thing that is wrong.
    pub fn check<'p>(&self, problem: &'p Problem) -> Result<Plan<'p>, Refutation> {
        ascending("pairings", self.pairings.iter().map(|pairing| &pairing.household))?;
        ascending("uncovered", self.uncovered.iter())?;
        let mut helper_of = vec![None; problem.households().len()];
        for pairing in &self.pairings {
            let household = known_household(problem, &pairing.household)?;
            let helper = known_helper(problem, &pairing.helper)?;
            let (names, stated) = ((household.id().clone(), helper.id().clone()), pairing.cost);
            match household.cost(helper) {
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
            if let Some(entry) = helper_of.get_mut(at(household.place())) {
                *entry = Some(helper.place());
            }
        }
        for household in &self.uncovered {
            known_household(problem, household)?;
        }
        // Both lists and the households of the problem ascend: one walk through all three.
        let mut uncovered = self.uncovered.iter().peekable();
        for (household, helper) in problem.households().zip(&helper_of) {
            let id = household.id();
            let is_listed = uncovered.next_if(|uncovered| *uncovered == id).is_some();
            match (helper.is_some(), is_listed) {
                (true, true) => return Err(Refutation::NotUncovered { household: id.clone() }),
                (false, false) => return Err(Refutation::Unlisted { household: id.clone() }),
                _ => {}
            }
        }
        let mut shortages = Vec::new();
        if let Some(shortage) = &self.shortage {
            shortages.push(lack(problem, shortage)?);
        }
        let prices = self.prices(problem)?;
        let uncovered_weight = self.uncovered_weight;
        let plan = Plan::new(problem, Solution { helper_of, prices, uncovered_weight, shortages });
        let (stated, actual) = (self.covered, plan.covered());
        if stated != actual {
            return Err(Refutation::Covered { stated, actual });
        }
        let actual = plan.exact_cost();
        if i128::from(self.cost) != actual {
            return Err(Refutation::Cost { stated: self.cost, actual });
        }
        Ok(plan)
    }

    /// The price of every helper.
    fn prices(&self, problem: &Problem) -> Result<Vec<i64>, Refutation> {
        for helper in self.prices.0.keys() {
            known_helper(problem, helper)?;
        }
        let price_of = |helper: Helper<'_>| {
            let missing = || Refutation::PriceMissing { helper: helper.id().clone() };
            self.prices.0.get(helper.id().as_str()).copied().ok_or_else(missing)
        };
        problem.helpers().map(price_of).collect()
    }
}

fn lack(problem: &Problem, shortage: &ShortageRecord<'_>) -> Result<Lack, Refutation> {
    ascending("shortage.households", shortage.households.iter())?;
    ascending("shortage.helpers", shortage.helpers.iter())?;
    let households = shortage.households.iter();
    let households = households.map(|id| Ok(known_household(problem, id)?.place()));
    let helpers = shortage.helpers.iter().map(|id| Ok(known_helper(problem, id)?.place()));
    Ok(Lack {
        households: households.collect::<Result<Vec<Place>, Refutation>>()?,
        helpers: helpers.collect::<Result<Vec<Place>, Refutation>>()?,
        capacity: shortage.capacity,
        short: shortage.short,
    })
}

/// Checks that the ids of a list are in order, none of them twice.
fn ascending<'a, 'i: 'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a Id<'i>>,
) -> Result<(), Refutation> {
    let mut before: Option<&Id<'_>> = None;
    for id in ids {
        if before.is_some_and(|before| before >= id) {
            return Err(Refutation::Unsorted { list, id: id.clone().into_owned() });
        }
        before = Some(id);
    }
    Ok(())
}

fn known_household<'p>(problem: &'p Problem, id: &Id<'_>) -> Result<Household<'p>, Refutation> {
    let unknown = || Refutation::UnknownHousehold { household: id.clone().into_owned() };
    problem.household(id.as_str()).ok_or_else(unknown)
}

fn known_helper<'p>(problem: &'p Problem, id: &Id<'_>) -> Result<Helper<'p>, Refutation> {
    let unknown = || Refutation::UnknownHelper { helper: id.clone().into_owned() };
    problem.helper(id.as_str()).ok_or_else(unknown)
}
