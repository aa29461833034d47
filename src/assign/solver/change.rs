//! How a settled plan follows its instance through a change of helpers or households. What is
//! unsettled by it is for [`Residual::settle`](super::Residual::settle).
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "places of the instance index lists of that length; prices are below 2^60"
)]

use super::State;
use crate::assign::problem::instance::{Instance, Place, at};

impl State {
    /// Follows a helper out, whose households have been taken away.
    pub(in crate::assign) fn remove_helper(&mut self, helper: Place) {
        self.prices.remove(at(helper));
        for one in self.helper_of.iter_mut().flatten() {
            *one -= u32::from(*one > helper);
        }
    }

    /// Follows a new helper in, who has no household, at a price at which nobody is unsettled: as
    /// much as the most eager household would pay. For that price places may have to be filled.
    pub(in crate::assign) fn insert_helper(&mut self, instance: &Instance, helper: Place) {
        for one in self.helper_of.iter_mut().flatten() {
            *one += u32::from(*one >= helper);
        }
        self.prices.insert(at(helper), 0);
        let mut price = instance.objective.place(&instance.helpers[at(helper)], 1).min(0);
        for (household, served_by) in (0..).zip(&self.helper_of) {
            let Some(cost) = instance.cost(household, helper) else { continue };
            let pays = served_by.and_then(|served_by| {
                Some(instance.cost(household, served_by)? + self.prices[at(served_by)])
            });
            price = price.max(pays.unwrap_or(self.weight) - cost);
        }
        self.prices[at(helper)] = price;
    }

    /// Follows a household out.
    pub(in crate::assign) fn remove_household(&mut self, household: Place) {
        self.helper_of.remove(at(household));
        self.left_over.retain(|one| *one != household);
        for one in &mut self.left_over {
            *one -= u32::from(*one > household);
        }
    }

    /// Follows a new household in, which waits.
    pub(in crate::assign) fn insert_household(&mut self, household: Place) {
        self.helper_of.insert(at(household), None);
        for one in &mut self.left_over {
            *one += u32::from(*one >= household);
        }
    }
}
