//! What it costs in all to have a household served by somebody else.
//!
//! The household goes to the other helper, who has one too many then; its own helper has one too
//! few, or one household less is left over. So one goes from the other helper along the shortest way
//! to where the household was. With the price that the household pays more there, the length of the
//! way is what the best plan with this pairing costs more: nothing else would make that plan cheaper,
//! as nothing makes this one cheaper.

use super::search::Step;
use super::{Residual, Source};
use crate::assign::problem::instance::{Place, at, place};

/// What it costs in all that another helper serves a household.
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

    /// What it costs in all that another helper serves a household. All must be settled, and the
    /// helper be able to serve the household, with a capacity of one at least. `None` if it costs
    /// more than `most`.
    pub(in crate::assign) fn detour(
        &mut self,
        household: Place,
        helper: Place,
        most: i64,
    ) -> Option<Detour> {
        let dearer = self.dearer(household, helper)?;
        let end = self.state.helper_of[at(household)].map_or(self.sink(), at);
        self.state.search.held = Some(household);
        self.begin(Source::Helper(helper));
        let mut length = None;
        while let Some((distance, node)) = self.state.search.nearest() {
            if distance > most - dearer {
                break;
            }
            if node == end {
                length = Some(distance);
                break;
            }
            self.go_on(node, distance);
        }
        self.state.search.held = None;
        let mut moves = Vec::new();
        let mut node = end;
        let length = length?;
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
        moves.push((household, Some(helper)));
        moves.reverse();
        Some(Detour { cost: dearer + length, moves })
    }
}
