//! The parts of an instance that have nothing to do with one another.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "places of the instance index lists of that length; counts are of its households"
)]

use std::ops::Range;

use crate::assign::problem::instance::{HouseholdRow, Instance, Place, at, place};

/// An instance taken apart.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) list: Vec<Part>,
    /// The households that are not pinned and have a site, site by site.
    households: Vec<Place>,
    /// The number of every class among those of its part.
    pub(super) number_of_class: Vec<usize>,
    /// The number of every helper among those of the class.
    pub(super) number_of_helper: Vec<usize>,
}

/// Sites and classes none of which is listed with any other.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The sites that have households which are not pinned, and where those stand.
    sites: Vec<(Place, Range<usize>)>,
    /// The classes that list them and have helpers, ascending.
    pub(super) classes: Vec<Place>,
}

impl Parts {
    /// The sites of a part, each with its households that are not pinned; never none.
    pub(super) fn sites<'p>(
        &'p self,
        part: &'p Part,
    ) -> impl ExactSizeIterator<Item = (Place, &'p [Place])> {
        part.sites.iter().map(|(site, range)| (*site, &self.households[range.clone()]))
    }
}

/// Takes an instance apart, by the first sites.
pub(super) fn parts(instance: &Instance) -> Parts {
    let sites = |row: &HouseholdRow| row.site.filter(|_| row.pinned.is_none());
    // Where the households of each site begin, and, once they are filled in, end.
    let mut ends = vec![0; instance.listings.len() + 1];
    for site in instance.households.iter().filter_map(sites) {
        ends[at(site) + 1] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut households = vec![0; sum];
    for (household, row) in (0..).zip(&instance.households) {
        if let Some(site) = sites(row) {
            households[ends[at(site)]] = household;
            ends[at(site)] += 1;
        }
    }
    let range =
        |site: Place| at(site).checked_sub(1).map_or(0, |before| ends[before])..ends[at(site)];
    let inhabited = || (0..place(instance.listings.len())).filter(|site| !range(*site).is_empty());
    let mut sets = Sets { above: (0..place(instance.members.len())).collect() };
    let classes = |site: Place| {
        let listings = instance.listings.of(site).iter().map(|listing| listing.class);
        listings.filter(|class| !instance.members.of(*class).is_empty())
    };
    for site in inhabited() {
        let mut classes = classes(site);
        if let Some(first) = classes.next() {
            classes.for_each(|other| sets.join(first, other));
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: Vec<Option<usize>> = vec![None; instance.members.len()];
    for site in inhabited() {
        let set = classes(site).next().map(|class| at(sets.find(class)));
        let known = set.and_then(|set| part_of[set]);
        let part = known.unwrap_or(parts.len());
        if known.is_none() {
            parts.push(Part::default());
        }
        if let Some(set) = set {
            part_of[set] = Some(part);
        }
        parts[part].sites.push((site, range(site)));
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
    Parts { list: parts, households, number_of_class, number_of_helper }
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
