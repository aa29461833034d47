//! How many households can be moved on at once: ways through a plan, one household after another.
//!
//! A helper from whom no way leads on is never looked at again: no way that is found later makes one
//! there. So all searches that fail together take no longer than one.
#![expect(clippy::indexing_slicing, reason = "places of the instance index lists of that length")]

use std::collections::BTreeSet;

use crate::assign::problem::instance::{HouseholdRow, Instance, Place, at, place};

/// Where households live: a site of the instance, or that of a household which nobody lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Site(Place),
    Of(Place),
}

impl Spot {
    pub(super) fn of(household: Place, row: HouseholdRow) -> Self {
        row.site.map_or(Self::Of(household), Self::Site)
    }
}

/// Who serves whom, while households are moved on.
#[derive(Clone, Debug)]
pub(super) struct Flow<'i> {
    instance: &'i Instance,
    helper_of: Vec<Option<Place>>,
    served: Vec<Vec<Place>>,
    /// How many more each helper may have.
    free: Vec<u32>,
    /// How each helper was reached.
    reached: Vec<Reached>,
    /// The helpers in the order in which they were reached.
    order: Vec<Place>,
    /// The sites at which everybody was reached, and those of them that this search was at.
    is_seen: Vec<bool>,
    seen: Vec<Place>,
    /// A class that may serve at one place more.
    wider: Option<(Spot, Place)>,
}

/// How a helper was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    Not,
    /// A way begins here.
    First,
    /// This household could come.
    By(Place),
}

impl<'i> Flow<'i> {
    pub(super) fn new(instance: &'i Instance, helper_of: &[Option<Place>]) -> Self {
        let mut served = vec![Vec::new(); instance.helpers.len()];
        for (household, helper) in (0..).zip(helper_of) {
            if let Some(helper) = *helper {
                served[at(helper)].push(household);
            }
        }
        let places = instance.helpers.iter().zip(&served);
        let free = places.map(|(row, own)| row.capacity.saturating_sub(place(own.len())));
        Self {
            instance,
            helper_of: helper_of.to_vec(),
            free: free.collect(),
            reached: vec![Reached::Not; instance.helpers.len()],
            order: Vec::new(),
            is_seen: vec![false; instance.listings.len()],
            seen: Vec::new(),
            wider: None,
            served,
        }
    }

    /// How many of those left over are covered at most if these households need no helper from
    /// among the present ones.
    pub(super) fn leave(mut self, targets: &BTreeSet<Place>) -> u64 {
        let left_over = (0..).zip(&self.helper_of).filter(|(_, helper)| helper.is_none());
        let left_over: Vec<Place> = left_over.map(|(household, _)| household).collect();
        let mut count = 0_u64;
        if targets.is_empty() {
            return count;
        }
        for household in left_over {
            if targets.contains(&household) {
                count = count.saturating_add(1);
                continue;
            }
            self.begin();
            self.reach_from(household);
            let end = self.walk(|flow, helper| {
                let own = &flow.served[at(helper)];
                own.iter().position(|one| targets.contains(one)).map(|found| own[found])
            });
            if let Some((helper, target)) = end {
                self.remove(helper, target);
                self.shift(helper);
                count = count.saturating_add(1);
            }
        }
        count
    }

    /// How many more any of these helpers can take in at most, up to `most`.
    pub(super) fn take(mut self, helpers: &[Place], most: u64) -> u64 {
        let mut count = 0_u64;
        while count < most {
            self.begin();
            for helper in helpers {
                self.reach(*helper, Reached::First);
            }
            if !self.fill() {
                break;
            }
            count = count.saturating_add(1);
        }
        count
    }

    /// How many of these households, who are left over, are covered at most if a class may serve at
    /// one place more.
    pub(super) fn cover(mut self, households: &[Place], spot: Spot, class: Place) -> u64 {
        self.wider = Some((spot, class));
        let mut count = 0_u64;
        for household in households {
            self.begin();
            self.reach_from(*household);
            count = count.saturating_add(self.fill().into());
        }
        count
    }

    /// Goes on until a helper has a free place, and moves everybody along the way.
    fn fill(&mut self) -> bool {
        let end = self.walk(|flow, helper| (flow.free[at(helper)] > 0).then_some(()));
        if let Some((helper, ())) = end {
            self.free[at(helper)] = self.free[at(helper)].saturating_sub(1);
            self.shift(helper);
        }
        end.is_some()
    }

    /// Begins a search; what the last one reached leads nowhere.
    fn begin(&mut self) {
        self.order.clear();
        self.seen.clear();
    }

    /// Goes on until a helper is what is looked for.
    fn walk<T>(&mut self, find: impl Fn(&Self, Place) -> Option<T>) -> Option<(Place, T)> {
        let mut next = 0;
        while let Some(&helper) = self.order.get(next) {
            if let Some(found) = find(self, helper) {
                return Some((helper, found));
            }
            for index in 0..self.served[at(helper)].len() {
                self.reach_from(self.served[at(helper)][index]);
            }
            next = next.saturating_add(1);
        }
        None
    }

    fn reach(&mut self, helper: Place, by: Reached) {
        let reached = &mut self.reached[at(helper)];
        if *reached == Reached::Not {
            *reached = by;
            self.order.push(helper);
        }
    }

    /// Reaches everybody who may serve a household.
    fn reach_from(&mut self, household: Place) {
        let (instance, row) = (self.instance, self.instance.households[at(household)]);
        let wider = self.wider.filter(|(spot, _)| *spot == Spot::of(household, row));
        let wider = wider.map(|(_, class)| class);
        if let Some(pinned) = row.pinned {
            let is_wider = wider == Some(instance.helpers[at(pinned)].class);
            if is_wider || instance.eligible(household, pinned).is_some() {
                self.reach(pinned, Reached::By(household));
            }
            return;
        }
        if let Some(class) = wider {
            let members = instance.members.of(class).iter();
            members.for_each(|helper| self.reach(*helper, Reached::By(household)));
        }
        let Some(site) = row.site else { return };
        if self.is_seen[at(site)] {
            return;
        }
        let barred = instance.barred.of(household);
        if barred.is_empty() {
            self.is_seen[at(site)] = true;
            self.seen.push(site);
        }
        for listing in instance.listings.of(site) {
            for &helper in instance.members.of(listing.class) {
                if barred.binary_search(&helper).is_err() {
                    self.reach(helper, Reached::By(household));
                }
            }
        }
    }

    /// Moves everybody along the way that ends with a helper.
    fn shift(&mut self, end: Place) {
        let mut helper = end;
        while let Reached::By(household) = self.reached[at(helper)] {
            let before = self.helper_of[at(household)];
            if let Some(before) = before {
                self.remove(before, household);
            }
            self.helper_of[at(household)] = Some(helper);
            self.served[at(helper)].push(household);
            let Some(before) = before else { break };
            helper = before;
        }
        self.order.drain(..).for_each(|helper| self.reached[at(helper)] = Reached::Not);
        self.seen.drain(..).for_each(|site| self.is_seen[at(site)] = false);
    }

    fn remove(&mut self, helper: Place, household: Place) {
        self.served[at(helper)].retain(|one| *one != household);
    }
}

/// Which helpers have room: a free place, or one that they would have if they gave a household away
/// to somebody with room.
pub(super) fn with_room(instance: &Instance, helper_of: &[Option<Place>]) -> Vec<bool> {
    // The households at each site who may go to others there, and have not yet been seen to.
    let mut waiting: Vec<Vec<Place>> = vec![Vec::new(); instance.listings.len()];
    let mut loads = vec![0_u32; instance.helpers.len()];
    for ((household, row), helper) in (0..).zip(&instance.households).zip(helper_of) {
        let Some(helper) = *helper else { continue };
        loads[at(helper)] = loads[at(helper)].saturating_add(1);
        if let (Some(site), None) = (row.site, row.pinned) {
            waiting[at(site)].push(household);
        }
    }
    let mut sites: Vec<Vec<Place>> = vec![Vec::new(); instance.members.len()];
    for (site, listings) in (0..).zip(instance.listings.iter()) {
        for listing in listings {
            sites[at(listing.class)].push(site);
        }
    }
    let free = instance.helpers.iter().zip(loads).map(|(row, load)| load < row.capacity);
    let mut has_room: Vec<bool> = free.collect();
    let mut found: Vec<Place> =
        (0..).zip(&has_room).filter(|(_, has_room)| **has_room).map(|(helper, _)| helper).collect();
    while let Some(helper) = found.pop() {
        let sites = &mut sites[at(instance.helpers[at(helper)].class)];
        sites.retain(|site| {
            waiting[at(*site)].retain(|household| {
                let is_barred = instance.barred.of(*household).binary_search(&helper).is_ok();
                if let (Some(other), false) = (helper_of[at(*household)], is_barred)
                    && !std::mem::replace(&mut has_room[at(other)], true)
                {
                    found.push(other);
                }
                is_barred
            });
            !waiting[at(*site)].is_empty()
        });
    }
    has_room
}
