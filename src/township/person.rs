use super::tree::parts;
use super::view::{known_by_id, view};
use super::{Household, Rank, Tenure, Township, Village};
use crate::calendar::{Day, Span};
use crate::quantity::Id;

view! {
    /// A person of the drive (干部): a cadre of some rank, who may hold posts and help households.
    Person: parts::Person = people
}
known_by_id!(Person);

impl<'t> Person<'t> {
    /// The id.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        &self.data().id
    }

    /// The name, if the roster gave one.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        self.data().name.as_deref()
    }

    /// The standing.
    #[must_use]
    pub fn rank(self) -> Rank {
        self.data().rank
    }

    /// The village where the person ordinarily serves; every village and group cadre has one.
    #[must_use]
    #[inline]
    pub fn home_village(self) -> Option<Village<'t>> {
        self.data().village.map(|at| Village::new(self.township(), at))
    }

    /// The person's tenures, by their first day.
    #[inline]
    pub fn tenures(self) -> impl Iterator<Item = Tenure<'t>> {
        let places = self.township().indices.tenures_of_person.of(self.at);
        places.map(move |at| Tenure::new(self.township(), at))
    }

    /// The person's pairings as a helper, by their first day.
    pub fn pairings(self) -> impl Iterator<Item = Pairing<'t>> {
        let indices = &self.township().indices;
        let own = indices.pairings.get(indices.pairings_of_person.of(self.at)).unwrap_or_default();
        own.iter().filter_map(move |(span, household)| {
            Household::new(self.township(), *household).pairing_on(span.from())
        })
    }

    /// The households that the person helps on a day.
    pub fn households_on(self, on: Day) -> impl Iterator<Item = Household<'t>> {
        let in_force = self.pairings().filter(move |pairing| pairing.span.contains(on));
        in_force.map(|pairing| pairing.household)
    }
}

/// That a person helps a household (结对帮扶) during a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing<'t> {
    /// The household.
    pub household: Household<'t>,
    /// The person who helps it.
    pub helper: Person<'t>,
    /// When.
    pub span: Span,
    /// The day on which this became known, if the roster says; see [`Township::as_known_on`].
    pub recorded: Option<Day>,
}
