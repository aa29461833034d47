//! A problem as integers and indices: all that the solver sees of it.
#![expect(clippy::arithmetic_side_effects, reason = "the sums are bounded below")]
// INVARIANT (sums): minutes, `keep` and `balance` are at most 10,000, capacities at most 1,000, and
// there are fewer than 2^32 helpers and households. So a pairing costs less than 2^15 minutes, and
// what `Objective` makes of that is bounded where it is made: below 2^60.

use super::Fairness;

/// The place of a record among those of its kind.
pub(in crate::assign) type Place = u32;

/// A place as an index.
#[expect(clippy::as_conversions, reason = "an index of 32 bits: no platform of this crate is less")]
pub(in crate::assign) const fn at(place: Place) -> usize {
    place as usize
}

/// An index as a place; the lists of a problem are never longer than a place can say.
pub(in crate::assign) fn place(at: usize) -> Place {
    Place::try_from(at).unwrap_or(Place::MAX)
}

/// Many lists of which none is long, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assign) struct Lists<T> {
    /// Where each list ends.
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Lists<T> {
    pub(in crate::assign) fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, list: Place) -> usize {
        at(list)
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or_default()
    }

    pub(in crate::assign) fn of(&self, list: Place) -> &[T] {
        let end = self.ends.get(at(list)).copied().unwrap_or_default();
        self.items.get(self.start(list)..end).unwrap_or_default()
    }

    pub(in crate::assign) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..place(self.len())).map(|list| self.of(list))
    }

    pub(in crate::assign) fn items(&self) -> &[T] {
        &self.items
    }

    /// Adds a list.
    pub(in crate::assign) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
        self.ends.push(self.items.len());
    }
}

impl<T: Copy> Lists<T> {
    /// Puts an item into a list, before the one of that number.
    pub(in crate::assign) fn insert(&mut self, list: Place, number: usize, item: T) {
        self.items.insert(self.start(list) + number, item);
        self.ends.iter_mut().skip(at(list)).for_each(|end| *end += 1);
    }

    /// Puts a list in before another.
    pub(in crate::assign) fn insert_list(&mut self, list: Place, items: &[T]) {
        let start = self.start(list);
        self.items.splice(start..start, items.iter().copied());
        self.ends.insert(at(list), start);
        self.ends.iter_mut().skip(at(list)).for_each(|end| *end += items.len());
    }

    /// Takes a list out.
    pub(in crate::assign) fn remove_list(&mut self, list: Place) {
        let (start, length) = (self.start(list), self.of(list).len());
        self.items.drain(start..start + length);
        self.ends.remove(at(list));
        self.ends.iter_mut().skip(at(list)).for_each(|end| *end -= length);
    }

    /// Makes another item of each, or takes it out.
    pub(in crate::assign) fn retain(&mut self, change: impl Fn(T) -> Option<T>) {
        let (mut read, mut kept) = (0, 0);
        for end in &mut self.ends {
            while read < *end {
                if let Some(item) = self.items.get(read).copied().and_then(&change) {
                    if let Some(place) = self.items.get_mut(kept) {
                        *place = item;
                    }
                    kept += 1;
                }
                read += 1;
            }
            *end = kept;
        }
        self.items.truncate(kept);
    }
}

/// What the solver knows of a helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assign) struct HelperRow {
    pub(in crate::assign) class: Place,
    pub(in crate::assign) capacity: u32,
    /// How many households the helper should have at least.
    pub(in crate::assign) least: u32,
}

/// What the solver knows of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assign) struct HouseholdRow {
    /// `None` if no class lists the site.
    pub(in crate::assign) site: Option<Place>,
    // INVARIANT: who may serve the household.
    pub(in crate::assign) incumbent: Option<Place>,
    /// The only helper who may serve it, if one is given.
    pub(in crate::assign) pinned: Option<Place>,
}

/// That a class lists a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::assign) struct Listing {
    pub(in crate::assign) class: Place,
    pub(in crate::assign) minutes: u32,
}

/// A problem as integers and indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::assign) struct Instance {
    pub(in crate::assign) helpers: Vec<HelperRow>,
    pub(in crate::assign) households: Vec<HouseholdRow>,
    /// For every household, who must not serve it though their class lists its site; ascending.
    pub(in crate::assign) barred: Lists<Place>,
    /// For every class its helpers, ascending.
    pub(in crate::assign) members: Lists<Place>,
    /// For every site the classes that list it, ascending.
    pub(in crate::assign) listings: Lists<Listing>,
    pub(in crate::assign) objective: Objective,
}

/// How minutes, loads and coverage are weighed against one another, as one number to be made least.
///
/// A pairing costs `scale` times its minutes, less `scale * keep` if it is the incumbent's; the n-th
/// household of a helper `slope * n`, less `least` for each of the first ones that the helper should
/// have; a household left over `uncovered`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::assign) struct Objective {
    pub(in crate::assign) scale: i64,
    pub(in crate::assign) keep: i64,
    pub(in crate::assign) slope: i64,
    pub(in crate::assign) least: i64,
    pub(in crate::assign) uncovered: i64,
}

impl Instance {
    /// The minutes of a class to a site, if the class lists it.
    pub(in crate::assign) fn minutes(&self, site: Place, class: Place) -> Option<u32> {
        let listings = self.listings.of(site);
        let found = listings.binary_search_by_key(&class, |listing| listing.class).ok()?;
        listings.get(found).map(|listing| listing.minutes)
    }

    /// The minutes of a helper to a household whom the helper may serve.
    pub(in crate::assign) fn eligible(&self, household: Place, helper: Place) -> Option<u32> {
        let row = self.households.get(at(household))?;
        let is_free = row.pinned.is_none_or(|pinned| pinned == helper)
            && self.barred.of(household).binary_search(&helper).is_err();
        if !is_free {
            return None;
        }
        self.minutes(row.site?, self.helpers.get(at(helper))?.class)
    }

    /// What it weighs that a household is left over, by what it weighs of one that is not pinned. A
    /// pinned one weighs more than any other: it is the last to be left over.
    pub(in crate::assign) fn weight(&self, household: Place, weight: i64) -> i64 {
        let row = self.households.get(at(household));
        let is_pinned = row.is_some_and(|row| row.pinned.is_some());
        if is_pinned { weight.saturating_mul(2) } else { weight }
    }

    /// What it costs, loads apart, that a helper serves a household whom the helper may serve.
    pub(in crate::assign) fn cost(&self, household: Place, helper: Place) -> Option<i64> {
        let minutes = self.eligible(household, helper)?;
        let is_incumbent = self.households.get(at(household))?.incumbent == Some(helper);
        Some(self.objective.pairing(minutes, is_incumbent))
    }

    /// Settles the weights, which depend on all the rest.
    ///
    /// All of them rest on this: where two plans differ, the difference falls into paths and circles
    /// on which pairings of the one and of the other take turns, which pass no helper twice. Along
    /// each of them at most `moves` pairings come and go, so that the pairings cost at most
    /// `spread * moves` more; and at most two helpers' loads change, each by one household.
    pub(in crate::assign) fn settle(
        &mut self,
        keep: u32,
        balance: u32,
        fairness: Option<Fairness>,
    ) {
        let (mut most, mut least) = (0, i64::MAX);
        for listing in self.listings.items() {
            most = most.max(i64::from(listing.minutes));
            least = least.min(i64::from(listing.minutes));
        }
        let (keep, balance) = (i64::from(keep), i64::from(balance));
        let has_incumbent = self.households.iter().any(|household| household.incumbent.is_some());
        let least = least.min(most) - if has_incumbent { keep } else { 0 };
        let households = i64::from(place(self.households.len()));
        let (mut moves, mut load, mut should) = (0, 0, false);
        for helper in &self.helpers {
            moves += i64::from(helper.capacity > 0);
            load = load.max(i64::from(helper.capacity));
            should |= helper.least > 0;
        }
        let (moves, load) = (moves.min(households), load.min(households));
        // At most 2^45: 20,000 * 2^30.
        let spread = (most - least) * moves;
        // Rounded up, so that one helper more or less seldom changes all weights.
        let room = moves.unsigned_abs().next_power_of_two().cast_signed() * (most - least);
        let (scale, slope) = match fairness {
            None => (1, balance),
            // A path changes the loads' part by `load` at most: less than one minute more.
            Some(Fairness::AfterCost) => (load + 1, (load + 1) * balance + 1),
            // A path that makes the loads fairer by 1 costs less than that in minutes.
            Some(Fairness::BeforeCost) => (1, room + balance * load + 1 + balance),
        };
        // At most 2^56: 2^45 * 1,001 and 2^46 * 1,000.
        let along = scale * spread + slope * load;
        let room = scale * room + slope * load;
        self.objective = Objective {
            scale,
            keep,
            slope,
            // A path by which one helper more has what they should costs less than that.
            least: if should { room + 1 } else { 0 },
            // A path that covers one household more adds one pairing more than it removes, and one
            // household to the load of its last helper. One by which a pinned household is covered
            // for one that is not costs `along` at most, so that it takes that too.
            uncovered: along + (scale * least).max(0) + 1,
        };
    }
}

impl Objective {
    /// What a pairing costs.
    pub(in crate::assign) fn pairing(&self, minutes: u32, is_incumbent: bool) -> i64 {
        let keep = if is_incumbent { self.keep } else { 0 };
        self.scale * (i64::from(minutes) - keep)
    }

    /// What the n-th household of a helper costs for being the n-th.
    pub(in crate::assign) fn place(&self, helper: &HelperRow, n: u32) -> i64 {
        self.slope * i64::from(n) - if n <= helper.least { self.least } else { 0 }
    }

    /// What the first n households of a helper cost for being so many.
    pub(in crate::assign) fn load(&self, helper: &HelperRow, n: u64) -> i128 {
        let (slope, least) = (i128::from(self.slope), i128::from(self.least));
        let n = i128::from(n);
        slope * (n * (n + 1) / 2) - least * n.min(helper.least.into())
    }
}
