//! The parts of an instance that have nothing to do with one another.
#![expect(clippy::indexing_slicing, reason = "places of the instance index lists of that length")]

use crate::assign::problem::instance::{Instance, Place, at, place};

/// An instance taken apart.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    /// The number of every class among those of its part.
    pub(super) number_of_class: Vec<usize>,
    /// The number of every helper among those of the class.
    pub(super) number_of_helper: Vec<usize>,
}

/// Sites and classes none of which is listed with any other.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The sites, each with its households that are not pinned; never none.
    pub(super) sites: Vec<(Place, Vec<Place>)>,
    /// The classes that list them and have helpers, ascending.
    pub(super) classes: Vec<Place>,
}

/// Takes an instance apart, by the first sites.
pub(super) fn parts(instance: &Instance) -> Parts {
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
    let mut number_of_class = vec![0; instance.members.len()];
    let mut number_of_helper = vec![0; instance.helpers.len()];
    for (class, members) in (0..).zip(instance.members.iter()) {
        for (number, helper) in members.iter().enumerate() {
            number_of_helper[at(*helper)] = number;
        }
        if let Some(part) = part_of[at(sets.find(class))] {
            number_of_class[at(class)] = parts[part].classes.len();
            parts[part].classes.push(class);
        }
    }
    Parts { parts, number_of_class, number_of_helper }
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
