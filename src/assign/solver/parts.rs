//! The parts of an instance that have nothing to do with one another.
#![expect(clippy::indexing_slicing, reason = "places of the instance index lists of that length")]

use crate::assign::problem::instance::{Instance, Place, at, place};

/// Sites and classes none of which is listed with any other.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The sites, each with its households that are not pinned; never none.
    pub(super) sites: Vec<(Place, Vec<Place>)>,
    /// The classes that list them and have helpers, ascending.
    pub(super) classes: Vec<Place>,
}

/// Takes an instance apart, by the first sites.
pub(super) fn parts(instance: &Instance) -> Vec<Part> {
    let mut households: Vec<Vec<Place>> = vec![Vec::new(); instance.listings.len()];
    for (household, row) in (0..).zip(&instance.households) {
        if let (Some(site), None) = (row.site, row.pinned) {
            households[at(site)].push(household);
        }
    }
    let mut sets = Sets { above: (0..place(instance.members.len())).collect() };
    let classes = |site: Place| {
        let listings = instance.listings.of(site).iter().map(|listing| listing.class);
        listings.filter(|class| !instance.members.of(*class).is_empty())
    };
    for (site, _) in (0..).zip(&households).filter(|(_, households)| !households.is_empty()) {
        let mut classes = classes(site);
        if let Some(first) = classes.next() {
            classes.for_each(|other| sets.join(first, other));
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: Vec<Option<usize>> = vec![None; instance.members.len()];
    for (site, households) in (0..).zip(households) {
        if households.is_empty() {
            continue;
        }
        let set = classes(site).next().map(|class| at(sets.find(class)));
        let known = set.and_then(|set| part_of[set]);
        let part = known.unwrap_or(parts.len());
        if known.is_none() {
            parts.push(Part::default());
        }
        if let Some(set) = set {
            part_of[set] = Some(part);
        }
        parts[part].sites.push((site, households));
    }
    for class in 0..place(instance.members.len()) {
        if let Some(part) = part_of[at(sets.find(class))] {
            parts[part].classes.push(class);
        }
    }
    parts
}

/// Disjoint sets.
struct Sets {
    /// For each member one that it is together with; the first of a set, for itself.
    above: Vec<Place>,
}

impl Sets {
    fn find(&mut self, member: Place) -> Place {
        let mut first = member;
        while self.above[at(first)] != first {
            let above = self.above[at(first)];
            // Halves the way for whoever asks next.
            self.above[at(first)] = self.above[at(above)];
            first = above;
        }
        first
    }

    fn join(&mut self, one: Place, other: Place) {
        let (one, other) = (self.find(one), self.find(other));
        self.above[at(one.max(other))] = one.min(other);
    }
}
