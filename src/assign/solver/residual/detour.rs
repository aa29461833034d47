//! What it costs in all to have a household served by somebody else.
//!
//! The household goes to the other helper, who has one too many then; its own helper has one too
//! few, or one household less is left over. So one goes from the other helper along the shortest way
//! to where the household was. With the price that the household pays more there, the length of the
//! way is what the best plan with this pairing costs more: nothing else would make that plan cheaper,
//! as nothing makes this one cheaper.

use super::Residual;
use super::search::Step;
use crate::assign::problem::instance::{Place, at, place};

/// What it costs in all that somebody else serves a household.
#[derive(Debug)]
pub(in crate::assign) struct Detour {
    pub(in crate::assign) cost: i64,
    /// Who goes to whom then, the household first.
    pub(in crate::assign) moves: Vec<(Place, Option<Place>)>,
}

impl Residual<'_> {
    /// By how much a settled household would pay more to another helper than it pays: the least that
    /// it costs in all. `None` if that helper may not serve it.
    pub(in crate::assign) fn dearer(&self, household: Place, helper: Place) -> Option<i64> {
        let cost = self.instance.cost(household, helper)?;
        let helper_of = self.state.helper_of[at(household)];
        let pays = helper_of.map_or(self.weight(household), |_| self.pays(household));
        Some(cost + self.state.prices[at(helper)] - pays)
    }

    /// What it costs in all that one of these helpers serves a household, whoever is the best. All must
    /// be settled, and the helpers be others than its own who may serve it, with a capacity of one at
    /// least. `None` without helpers.
    pub(in crate::assign) fn detour(
        &mut self,
        household: Place,
        helpers: impl IntoIterator<Item = Place>,
    ) -> Option<Detour> {
        let end = self.state.helper_of[at(household)].map_or(self.sink(), at);
        self.state.search.clear();
        for helper in helpers {
            let dearer = self.dearer(household, helper)?;
            self.state.search.see(at(helper), dearer, Step::Start);
        }
        self.state.search.held = Some(household);
        let mut cost = None;
        while let Some((distance, node)) = self.state.search.nearest() {
            if node == end {
                cost = Some(distance);
                break;
            }
            self.go_on(node, distance);
        }
        self.state.search.held = None;
        let (cost, mut node, mut moves) = (cost?, end, Vec::new());
        loop {
            match self.state.search.steps[node] {
                Step::Start => break,
                Step::Free(helper) => node = helper.map_or(self.sink(), at),
                Step::Household(household) => {
                    moves.push((household, (node != self.sink()).then(|| place(node))));
                    node = self.state.helper_of[at(household)].map_or(self.sink(), at);
                }
            }
        }
        moves.push((household, Some(place(node))));
        moves.reverse();
        Some(Detour { cost, moves })
    }
}
