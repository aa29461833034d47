//! Why households are left over: for each of them everybody who could have been given it, directly or
//! by way of others, and everybody whom these serve.
//!
//! In the best plan all of these helpers have all places taken, or one household more could be
//! covered; and by these households alone. So the households less the places are those left over.
#![expect(clippy::indexing_slicing, reason = "places of the instance index lists of that length")]

use crate::assign::plan::Lack;
use crate::assign::problem::instance::{Instance, Place, at, place};

/// The shortages of a best plan: no two share a household or a helper, and none falls in two.
pub(in crate::assign) fn lacks(instance: &Instance, helper_of: &[Option<Place>]) -> Vec<Lack> {
    let left_over = (0..).zip(helper_of).filter(|(_, helper)| helper.is_none());
    let left_over: Vec<Place> = left_over.map(|(household, _)| household).collect();
    if left_over.is_empty() {
        return Vec::new();
    }
    let mut served: Vec<Vec<Place>> = vec![Vec::new(); instance.helpers.len()];
    for (household, helper) in (0..).zip(helper_of) {
        if let Some(helper) = *helper {
            served[at(helper)].push(household);
        }
    }
    let mut reach = Reach {
        instance,
        served,
        of_helper: vec![None; instance.helpers.len()],
        of_class: vec![None; instance.members.len()],
        of_site: vec![None; instance.listings.len()],
        same: Vec::new(),
        found: Vec::new(),
    };
    for household in left_over {
        reach.from(household);
    }
    reach.into_lacks()
}

/// What is reached from each household left over, by the number of that household; the lists of
/// those who meet are one.
struct Reach<'i> {
    instance: &'i Instance,
    served: Vec<Vec<Place>>,
    of_helper: Vec<Option<usize>>,
    /// By whom all of a class, or everybody at a site, was reached.
    of_class: Vec<Option<usize>>,
    of_site: Vec<Option<usize>>,
    /// For each number one that it has met before; itself for the first.
    same: Vec<usize>,
    found: Vec<Lack>,
}

impl Reach<'_> {
    fn from(&mut self, household: Place) {
        let own = self.same.len();
        self.same.push(own);
        self.found.push(Lack {
            households: vec![household],
            helpers: Vec::new(),
            capacity: 0,
            short: 0,
        });
        let mut next = 0;
        while let Some(&household) = self.found[own].households.get(next) {
            self.reach_from(household, own);
            next = next.saturating_add(1);
        }
    }

    /// Reaches everybody who may serve a household.
    fn reach_from(&mut self, household: Place, own: usize) {
        let (instance, row) = (self.instance, self.instance.households[at(household)]);
        if let Some(pinned) = row.pinned {
            if instance.eligible(household, pinned).is_some() {
                self.reach(pinned, own);
            }
            return;
        }
        let Some(site) = row.site else { return };
        if let Some(other) = self.of_site[at(site)] {
            // Whom the household bars does not matter, if it may have anybody there: those are met.
            let barred = instance.barred.of(household);
            let listings = instance.listings.of(site).iter();
            let mut helpers = listings.flat_map(|listing| instance.members.of(listing.class));
            if helpers.any(|helper| !barred.contains(helper)) {
                self.meet(own, other);
            }
            return;
        }
        let barred = instance.barred.of(household);
        if barred.is_empty() {
            self.of_site[at(site)] = Some(own);
        }
        for listing in instance.listings.of(site) {
            let members = instance.members.of(listing.class);
            if let Some(other) = self.of_class[at(listing.class)] {
                if members.iter().any(|helper| !barred.contains(helper)) {
                    self.meet(own, other);
                }
                continue;
            }
            let mut is_whole = true;
            for &helper in members {
                if barred.contains(&helper) {
                    is_whole = false;
                } else {
                    self.reach(helper, own);
                }
            }
            if is_whole && !members.is_empty() {
                self.of_class[at(listing.class)] = Some(own);
            }
        }
    }

    fn reach(&mut self, helper: Place, own: usize) {
        if let Some(other) = self.of_helper[at(helper)] {
            self.meet(own, other);
            return;
        }
        self.of_helper[at(helper)] = Some(own);
        let found = &mut self.found[own];
        found.helpers.push(helper);
        let capacity = self.instance.helpers[at(helper)].capacity;
        found.capacity = found.capacity.saturating_add(capacity.into());
        found.households.append(&mut self.served[at(helper)]);
    }

    fn first(&self, mut number: usize) -> usize {
        while self.same[number] != number {
            number = self.same[number];
        }
        number
    }

    fn meet(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.same[one.max(other)] = one.min(other);
    }

    fn into_lacks(mut self) -> Vec<Lack> {
        // From behind: whoever was met has a lower number.
        for number in (0..self.found.len()).rev() {
            let first = self.first(number);
            if first != number {
                let Lack { households, helpers, capacity, .. } = self.found.remove(number);
                let found = &mut self.found[first];
                found.households.extend(households);
                found.helpers.extend(helpers);
                found.capacity = found.capacity.saturating_add(capacity);
            }
        }
        for lack in &mut self.found {
            lack.households.sort_unstable();
            lack.helpers.sort_unstable();
            let households = u64::from(place(lack.households.len()));
            lack.short = households.saturating_sub(lack.capacity);
        }
        self.found
    }
}
