//! Who could serve whom instead, and what that would cost: shortest ways through a plan, household
//! by household.
//!
//! A way goes from helper to household to helper: the helper gives the household away, another takes
//! it, who gives one away in turn. It ends where a place is free. The sink stands for all free
//! places: a helper with one is next to it, and so is every household, which may be left over. Ways
//! are measured by the prices, so that no step costs less than 0.
//!
//! The household × helper graph is never built. Once a household that bars nobody was reached at a
//! site, no other that is as far or farther reaches anybody there sooner; the same holds of a class.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the inner loops; the bounds are proved below"
)]
// INVARIANT (indices): places of helpers, households, classes and sites are those of the instance,
// whose lists all have one entry for each; `helper_of` and the rest have as many.
//
// INVARIANT (sums): every weight of the objective is below 2^58, and so is every price, about: what a
// helper is paid is at most what a household left over weighs, twice the weight if it is pinned. A
// distance that is followed up is at most as much; one that is not is at most two more.

mod detour;
mod search;

use self::search::{Search, Step};
use crate::assign::problem::instance::{Instance, Place, at, place};

/// What a way starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assign) enum Source {
    /// A household that nobody serves yet.
    Household(Place),
    /// A helper with more households than the capacity.
    Helper(Place),
    /// The sink: somewhere a place is to be filled.
    Sink,
}

/// A plan in the making: who serves whom, and prices by which nothing that is settled can be better.
///
/// Settled means: who serves a household is as cheap for it, cost and price together, as anybody; a
/// household that is left over would pay its weight to anybody; and a helper is paid what the last
/// household costs them, or more, but no more than another one would. Not settled are households
/// that wait, helpers over capacity, and *wanting* helpers: paid for more places than they fill.
#[derive(Clone, Debug)]
pub(in crate::assign) struct Residual<'i> {
    instance: &'i Instance,
    state: State,
}

/// What a [`Residual`] knows beside its instance, so that the instance may change in between.
#[derive(Clone, Debug, Default)]
pub(in crate::assign) struct State {
    /// What a household left over weighs: as the objective says, or more.
    pub(in crate::assign) weight: i64,
    pub(in crate::assign) helper_of: Vec<Option<Place>>,
    pub(in crate::assign) prices: Vec<i64>,
    loads: Vec<u32>,
    served: Served,
    /// The households left over that are settled.
    pub(in crate::assign) left_over: Vec<Place>,
    search: Search,
}

/// The households of every helper, as chains: for each household the next one.
#[derive(Clone, Debug, Default)]
struct Served {
    first: Vec<Option<Place>>,
    next: Vec<Option<Place>>,
}

impl Served {
    fn of(&self, helper: Place) -> impl Iterator<Item = Place> {
        std::iter::successors(self.first[at(helper)], |household| self.next[at(*household)])
    }

    fn add(&mut self, helper: Place, household: Place) {
        self.next[at(household)] = self.first[at(helper)].replace(household);
    }

    fn remove(&mut self, helper: Place, household: Place) {
        let next = self.next[at(household)];
        if self.first[at(helper)] == Some(household) {
            self.first[at(helper)] = next;
            return;
        }
        let before = self.of(helper).find(|one| self.next[at(*one)] == Some(household));
        if let Some(before) = before {
            self.next[at(before)] = next;
        }
    }
}

impl<'i> Residual<'i> {
    /// Who serves whom by now, at prices by which those pairings are settled. Whoever has no helper
    /// and is not left over must be among those who wait.
    pub(in crate::assign) fn new(
        instance: &'i Instance,
        weight: i64,
        helper_of: Vec<Option<Place>>,
        prices: Vec<i64>,
        left_over: Vec<Place>,
    ) -> Self {
        Self::resume(instance, State { weight, helper_of, prices, left_over, ..State::default() })
    }

    /// Goes on with an instance that may have changed.
    pub(in crate::assign) fn resume(instance: &'i Instance, mut state: State) -> Self {
        let helpers = instance.helpers.len();
        state.loads = vec![0; helpers];
        state.served =
            Served { first: vec![None; helpers], next: vec![None; state.helper_of.len()] };
        for (household, helper) in (0..).zip(&state.helper_of) {
            if let Some(helper) = *helper {
                state.loads[at(helper)] += 1;
                state.served.add(helper, household);
            }
        }
        state.search = Search::new(instance);
        Self { instance, state }
    }

    pub(in crate::assign) fn into_state(self) -> State {
        self.state
    }

    /// What it weighs that a household is left over.
    fn weight(&self, household: Place) -> i64 {
        self.instance.weight(household, self.state.weight)
    }

    /// Who serves a household by now.
    pub(in crate::assign) fn helper(&self, household: Place) -> Option<Place> {
        self.state.helper_of[at(household)]
    }

    /// How many households a helper has by now.
    pub(in crate::assign) fn load(&self, helper: Place) -> u32 {
        self.state.loads[at(helper)]
    }

    /// What the n-th place of a helper costs for being the n-th.
    fn place_cost(&self, helper: Place, n: u32) -> i64 {
        self.instance.objective.place(&self.instance.helpers[at(helper)], n)
    }

    /// How many places of a helper the price pays for, or the helper fills.
    fn paid_places(&self, helper: Place) -> u32 {
        let (capacity, price) =
            (self.instance.helpers[at(helper)].capacity, self.state.prices[at(helper)]);
        let mut paid = self.state.loads[at(helper)];
        if paid >= capacity || self.place_cost(helper, paid + 1) >= price {
            return paid;
        }
        // Costs rise, so that the places that are paid for are the first ones.
        let mut beyond = capacity + 1;
        while paid + 1 < beyond {
            let middle = paid.midpoint(beyond);
            if self.place_cost(helper, middle) < price {
                paid = middle;
            } else {
                beyond = middle;
            }
        }
        paid
    }

    /// How many more households a helper is paid for than they have.
    fn wanting(&self, helper: Place) -> u32 {
        self.paid_places(helper) - self.state.loads[at(helper)]
    }

    const fn sink(&self) -> usize {
        self.state.prices.len()
    }

    /// What a household pays that is settled, or would pay whoever is the cheapest.
    fn pays(&self, household: Place) -> i64 {
        if let Some(helper) = self.state.helper_of[at(household)] {
            let cost = self.instance.cost(household, helper).unwrap_or(self.state.weight);
            return cost + self.state.prices[at(helper)];
        }
        let mut least = self.weight(household);
        self.for_candidates(household, |helper, cost| {
            least = least.min(cost + self.state.prices[at(helper)]);
        });
        least
    }

    /// Everybody who may serve a household, with the cost; the incumbent twice, the second time at
    /// the right cost.
    pub(in crate::assign) fn for_candidates(
        &self,
        household: Place,
        mut visit: impl FnMut(Place, i64),
    ) {
        let (instance, row) = (self.instance, self.instance.households[at(household)]);
        if let Some(pinned) = row.pinned {
            if let Some(cost) = instance.cost(household, pinned) {
                visit(pinned, cost);
            }
            return;
        }
        let Some(site) = row.site else { return };
        let barred = instance.barred.of(household);
        for listing in instance.listings.of(site) {
            let cost = instance.objective.pairing(listing.minutes, false);
            for &helper in instance.members.of(listing.class) {
                if barred.binary_search(&helper).is_err() {
                    visit(helper, cost);
                }
            }
        }
        if let Some(helper) = row.incumbent
            && let Some(cost) = instance.cost(household, helper)
        {
            visit(helper, cost);
        }
    }

    /// Settles everything: places the households that wait, and fills the places of wanting helpers.
    ///
    /// Every way settles one household or place and unsettles none, so there are as many as waiting
    /// households, households over capacity and wanted places together. There is always a way: to the
    /// sink, for any household may be left over; and from the sink to any place that is paid for.
    pub(in crate::assign) fn settle(&mut self, sources: &[Source]) {
        let mut wanting = self.mark_wanting();
        let mut left = u64::try_from(sources.len()).unwrap_or(u64::MAX);
        let mut sources = sources.iter();
        while left + wanting > 0 {
            let source = sources.next().copied().unwrap_or(Source::Sink);
            let end = self.search(source, left > wanting);
            left = left.saturating_sub(1);
            let has_fallen = self.send(end);
            if has_fallen {
                // Places may be paid for no more.
                wanting = self.mark_wanting();
            } else if end != self.sink() {
                wanting -= 1;
                self.state.search.mark(end, self.wanting(place(end)) > 0);
            }
        }
        // Who has no household may be paid more, as long as the first place is not worth it: so
        // nobody is paid less than nothing but to fill a place.
        for helper in 0..self.state.prices.len() {
            if self.state.loads[helper] == 0 {
                let least = self.place_cost(place(helper), 1).min(0);
                let price = &mut self.state.prices[helper];
                *price = least.max(*price);
            }
        }
    }

    /// Tells the search who is wanting, and counts their places.
    fn mark_wanting(&mut self) -> u64 {
        let mut sum = 0;
        for helper in 0..self.state.prices.len() {
            let wanting = self.wanting(place(helper));
            self.state.search.mark(helper, wanting > 0);
            sum += u64::from(wanting);
        }
        sum
    }

    /// Moves everybody along the way that the search found, and changes the prices so that all is
    /// settled again.
    ///
    /// Every node nearer than the end rises by as much as it is nearer. The sink is what prices are
    /// measured from, so that its rise is taken from all. Says whether there was one.
    fn send(&mut self, end: usize) -> bool {
        let (sink, length) = (self.sink(), self.state.search.distances[end]);
        let fall = (length - self.state.search.distances[sink]).max(0);
        for at in 0..self.state.search.seen.len() {
            let node = self.state.search.seen[at];
            let rise = length - self.state.search.distances[node];
            if rise > 0 && node != sink {
                self.state.prices[node] += rise;
            }
        }
        let mut node = end;
        loop {
            match self.state.search.steps[node] {
                Step::Start => break,
                Step::Free(helper) => node = helper.map_or(sink, at),
                Step::Household(household) => {
                    let before = self.state.helper_of[at(household)];
                    let was_left_over = before.is_none() && self.forget(household);
                    self.assign(household, (node != sink).then(|| place(node)));
                    match before {
                        Some(helper) => node = at(helper),
                        None if was_left_over => node = sink,
                        None => break,
                    }
                }
            }
        }
        if fall > 0 {
            self.state.prices.iter_mut().for_each(|price| *price -= fall);
        }
        fall > 0
    }

    /// Takes a household off those left over, and says whether it was.
    fn forget(&mut self, household: Place) -> bool {
        let found = self.state.left_over.iter().position(|one| *one == household);
        found.map(|at| self.state.left_over.swap_remove(at)).is_some()
    }

    /// Gives a household to a helper, or to nobody.
    fn assign(&mut self, household: Place, helper: Option<Place>) {
        if let Some(before) = self.state.helper_of[at(household)] {
            self.state.served.remove(before, household);
            self.state.loads[at(before)] -= 1;
        }
        self.state.helper_of[at(household)] = helper;
        match helper {
            Some(helper) => {
                self.state.served.add(helper, household);
                self.state.loads[at(helper)] += 1;
            }
            None => self.state.left_over.push(household),
        }
    }
}
