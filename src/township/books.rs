//! The books: what is dated in a township, how it is found, and what stood in them on a day.

use super::Township;
use super::tree::{order_by, parts};
use crate::calendar::{Day, Span};

/// Where tenures and pairings are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indices {
    /// Where the tenures of a person begin, and behind the last one their number.
    pub(super) tenures_of_person: Vec<usize>,
    /// The tenures by place and post, then span and person.
    pub(super) tenures_by_place: Vec<usize>,
    /// Who helped when whom: `(helper, span, household)`, in order.
    pub(super) pairings_by_helper: Vec<(usize, Span, usize)>,
}

impl Indices {
    /// The indices of so many people, and of their tenures in order, and of the households that
    /// they help.
    pub(super) fn of(
        people: usize,
        tenures: &[parts::Tenure],
        households: &[parts::Household],
    ) -> Self {
        let starts = 0..=people;
        let mut pairings_by_helper: Vec<(usize, Span, usize)> = households
            .iter()
            .enumerate()
            .flat_map(|(at, household)| {
                let helpers = household.helpers.iter();
                helpers.map(move |(span, helper)| (helper.person, span, at))
            })
            .collect();
        pairings_by_helper.sort_unstable();
        Self {
            tenures_of_person: starts
                .map(|person| tenures.partition_point(|tenure| tenure.person < person))
                .collect(),
            tenures_by_place: order_by(tenures, |tenure| {
                (tenure.place, tenure.post, tenure.span, tenure.person)
            }),
            pairings_by_helper,
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
