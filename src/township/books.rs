//! The books: what is dated in a township, how it is found, and what stood in them on a day.

use std::ops::Range;

use super::Township;
use super::arranged::order_by;
use super::tree::parts;
use crate::calendar::{Day, Span};

/// Where tenures and pairings are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indices {
    /// Where the tenures of each person stand.
    pub(super) tenures_of_person: Places,
    /// The tenures by place and post, then span and person.
    pub(super) tenures_by_place: Vec<usize>,
    /// Where the pairings of each person stand among all.
    pub(super) pairings_of_person: Places,
    /// When somebody helped which household: by helper, then in order.
    pub(super) pairings: Vec<(Span, usize)>,
}

/// Where the items of each owner stand in a list that has those of one owner behind those of the
/// other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    // INVARIANT: where the items of each begin, and behind the last one their number; ascending.
    starts: Vec<usize>,
}

impl Places {
    /// The places of the items of so many owners, by the owner of each item.
    pub(super) fn new(owners: usize, of: impl Iterator<Item = usize>) -> Self {
        let mut starts = vec![0_usize; owners.saturating_add(1)];
        for owner in of {
            if let Some(count) = starts.get_mut(owner.saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_usize;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        Self { starts }
    }

    #[inline]
    pub(super) fn of(&self, owner: usize) -> Range<usize> {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        start(owner)..start(owner.saturating_add(1))
    }
}

impl Indices {
    /// The indices of so many people, and of their tenures in order, and of the households that
    /// they help.
    pub(super) fn of(
        people: usize,
        tenures: &[parts::Tenure],
        households: &[parts::Household],
    ) -> Self {
        let all = || {
            households.iter().enumerate().flat_map(|(at, household)| {
                let helpers = household.helpers.iter();
                helpers.map(move |(span, helper)| (helper.person, (span, at)))
            })
        };
        let pairings_of_person = Places::new(people, all().map(|(helper, _)| helper));
        // Every pairing goes right among those of its helper, who has few.
        let pairing_count = pairings_of_person.starts.last().copied().unwrap_or_default();
        let mut pairings = vec![(Span::ALL, 0); pairing_count];
        let mut free = pairings_of_person.starts.clone();
        for (helper, pairing) in all() {
            if let Some(free) = free.get_mut(helper)
                && let Some(slot) = pairings.get_mut(*free)
            {
                *slot = pairing;
                *free = free.saturating_add(1);
            }
        }
        for person in 0..people {
            pairings.get_mut(pairings_of_person.of(person)).unwrap_or_default().sort_unstable();
        }
        Self {
            tenures_of_person: Places::new(people, tenures.iter().map(|tenure| tenure.person)),
            tenures_by_place: order_by(tenures, |tenure| {
                (tenure.place, tenure.post, tenure.span, tenure.person)
            }),
            pairings_of_person,
            pairings,
        }
    }
}

impl Township {
    /// The township as it stood in the books (账面) on a day: without the tenures and pairings that
    /// became known after it. What says no day on which it became known, always was.
    ///
    /// It is the township of the roster [as known on that day](crate::roster::Roster::as_known_on),
    /// whose documentation says what the books cannot give. There is nothing to check anew: no rule
    /// asks for a tenure or a pairing, and fewer of them can only clash less.
    ///
    /// The work is that of copying the township, and of sorting its tenures and pairings.
    #[must_use]
    pub fn as_known_on(&self, on: Day) -> Self {
        let is_known = |recorded: Option<Day>| recorded.is_none_or(|recorded| recorded <= on);
        let mut township = self.clone();
        township.tenures.retain(|tenure| is_known(tenure.recorded));
        for household in &mut township.households {
            household.helpers.retain(|helper| is_known(helper.recorded));
        }
        township.indices =
            Indices::of(township.people.len(), &township.tenures, &township.households);
        township
    }
}
