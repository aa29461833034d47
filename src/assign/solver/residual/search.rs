//! The search for the shortest way, from one household, helper or free place to another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Residual, Source};
use crate::assign::problem::instance::{Instance, Place, at, place};

const FAR: i64 = i64::MAX;

/// How a node was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The way starts here.
    Start,
    /// A household would come here; to the sink: be left over.
    Household(Place),
    /// To the sink: this helper would take one more. To a helper: they would give one up.
    Free(Option<Place>),
}

/// What a search notes down.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    /// How far the helpers are, the sink last.
    pub(super) distances: Vec<i64>,
    pub(super) steps: Vec<Step>,
    /// The nodes that have a distance.
    pub(super) seen: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    /// The least at which a class or site was reached by a household that bars nobody there.
    classes: Vec<i64>,
    sites: Vec<i64>,
    seen_classes: Vec<Place>,
    seen_sites: Vec<Place>,
    /// Where a way may end, and the nearest of these that was seen.
    is_end: Vec<bool>,
    end: Option<(i64, usize)>,
    /// A household that stays where it is.
    pub(super) held: Option<Place>,
}

impl Residual<'_> {
    /// Finds the cheapest way to the nearest wanting helper, or to the sink if that may take one
    /// more, and returns where it ends.
    pub(super) fn search(&mut self, source: Source, is_sink_open: bool) -> usize {
        let sink = self.sink();
        self.state.search.mark(sink, is_sink_open);
        self.begin(source);
        while let Some((distance, node)) = self.state.search.nearest() {
            if let Some((nearest, end)) = self.state.search.end
                && nearest <= distance
            {
                return end;
            }
            self.go_on(node, distance);
        }
        // Always some end is seen: see `settle`.
        self.state.search.end.map_or(sink, |(_, end)| end)
    }

    /// Begins a search.
    fn begin(&mut self, source: Source) {
        self.state.search.clear();
        match source {
            Source::Household(household) => self.leave(household, -self.pays(household)),
            Source::Helper(helper) => self.state.search.see(at(helper), 0, Step::Start),
            Source::Sink => self.state.search.see(self.sink(), 0, Step::Start),
        }
    }

    /// Goes on from a node to all that are next to it.
    pub(super) fn go_on(&mut self, node: usize, distance: i64) {
        if node == self.sink() {
            self.leave_sink(distance);
        } else {
            self.leave_helper(place(node), distance);
        }
    }

    /// Goes on from a helper: to the sink if they may take one more, and with each household.
    fn leave_helper(&mut self, helper: Place, distance: i64) {
        self.see_free(helper, distance);
        let mut next = self.state.served.first[at(helper)];
        while let Some(household) = next {
            if self.state.search.held != Some(household) {
                self.leave(household, distance - self.pays(household));
            }
            next = self.state.served.next[at(household)];
        }
    }

    /// Sees the sink from a helper who may take one more.
    fn see_free(&mut self, helper: Place, distance: i64) {
        let load = self.state.loads[at(helper)];
        if load < self.instance.helpers[at(helper)].capacity {
            let more = self.place_cost(helper, load + 1) - self.state.prices[at(helper)];
            self.state.search.see(self.sink(), distance + more, Step::Free(Some(helper)));
        }
    }

    /// Goes on from the sink: every helper might give a place up, every household left over be
    /// served after all.
    fn leave_sink(&mut self, distance: i64) {
        for helper in 0..place(self.state.prices.len()) {
            let paid = self.paid_places(helper);
            if paid > 0 {
                let less = self.state.prices[at(helper)] - self.place_cost(helper, paid);
                self.state.search.see(at(helper), distance + less, Step::Free(None));
            }
        }
        for at in 0..self.state.left_over.len() {
            let household = self.state.left_over[at];
            if self.state.search.held != Some(household) {
                self.leave(household, distance - self.weight(household));
            }
        }
    }

    /// Goes on with a household to everybody who may serve it; `base` is how far it is, less what it
    /// pays.
    fn leave(&mut self, household: Place, base: i64) {
        let (instance, sink) = (self.instance, self.sink());
        let step = Step::Household(household);
        let weight = self.weight(household);
        self.state.search.see(sink, base + weight, step);
        let row = instance.households[at(household)];
        for helper in [row.incumbent, row.pinned].into_iter().flatten() {
            if let Some(cost) = instance.cost(household, helper) {
                self.state.search.see(
                    at(helper),
                    base + cost + self.state.prices[at(helper)],
                    step,
                );
            }
        }
        let (Some(site), None) = (row.site, row.pinned) else { return };
        if self.state.search.sites[at(site)] <= base {
            return;
        }
        let barred = instance.barred.of(household);
        if barred.is_empty() {
            Search::note(
                &mut self.state.search.sites,
                &mut self.state.search.seen_sites,
                site,
                base,
            );
        }
        for listing in instance.listings.of(site) {
            let base = base + instance.objective.pairing(listing.minutes, false);
            if self.state.search.classes[at(listing.class)] <= base {
                continue;
            }
            let mut is_whole = true;
            for &helper in instance.members.of(listing.class) {
                if barred.binary_search(&helper).is_ok() {
                    is_whole = false;
                } else {
                    let distance = base + self.state.prices[at(helper)];
                    self.state.search.see(at(helper), distance, step);
                    // An end behind a free place is seen from here, before everybody who is no
                    // farther than the helper is gone on from.
                    if self.state.search.is_nearer_end(sink, distance) {
                        self.see_free(helper, distance);
                    }
                }
            }
            if is_whole {
                let Search { classes, seen_classes, .. } = &mut self.state.search;
                Search::note(classes, seen_classes, listing.class, base);
            }
        }
    }
}

impl Search {
    pub(super) fn new(instance: &Instance) -> Self {
        let nodes = instance.helpers.len() + 1;
        Self {
            distances: vec![FAR; nodes],
            steps: vec![Step::Start; nodes],
            is_end: vec![false; nodes],
            classes: vec![FAR; instance.members.len()],
            sites: vec![FAR; instance.listings.len()],
            ..Self::default()
        }
    }

    /// The nearest node that was not gone on from, and how far it is.
    pub(super) fn nearest(&mut self) -> Option<(i64, usize)> {
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance == self.distances[node] {
                return Some((distance, node));
            }
        }
        None
    }

    /// Notes that a node can be reached.
    pub(super) fn see(&mut self, node: usize, distance: i64, step: Step) {
        if distance < self.distances[node] {
            if self.distances[node] == FAR {
                self.seen.push(node);
            }
            self.distances[node] = distance;
            self.steps[node] = step;
            if self.is_nearer_end(node, distance) {
                self.end = Some((distance, node));
            }
            self.heap.push(Reverse((distance, node)));
        }
    }

    /// Notes the least at which a class or site was reached.
    fn note(least: &mut [i64], seen: &mut Vec<Place>, here: Place, base: i64) {
        if least[at(here)] == FAR {
            seen.push(here);
        }
        least[at(here)] = base;
    }

    /// Whether a way may end at a node, and no end that was seen is as near as that.
    fn is_nearer_end(&self, node: usize, distance: i64) -> bool {
        self.is_end[node] && self.end.is_none_or(|(nearest, _)| distance < nearest)
    }

    /// Says whether a way may end at a node.
    pub(super) fn mark(&mut self, node: usize, is_end: bool) {
        self.is_end[node] = is_end;
    }

    pub(super) fn clear(&mut self) {
        self.end = None;
        self.heap.clear();
        self.seen.drain(..).for_each(|node| self.distances[node] = FAR);
        self.seen_classes.drain(..).for_each(|class| self.classes[at(class)] = FAR);
        self.seen_sites.drain(..).for_each(|site| self.sites[at(site)] = FAR);
    }
}
