use std::ops::Range;

use crate::calendar::{Day, Span, Timeline};
use crate::quantity::Id;

use super::arranged::{Arranged, follow};
use super::books::{Indices, Places};
use super::{
    Group, Household, Level, Organisation, Person, Post, Rank, Tenure, Town, Unit, Village, Zone,
};

/// A township (乡镇), checked as a whole: five levels of units, the people, who held which post and
/// who helped which household when.
///
/// Every unit stands in one array per level, in the order of a walk through the tree, so that
/// whatever lies below a unit is a slice of the array of its level, and a unit above is one
/// look-up. Children are in the order of their ids, communities behind the zones' villages; so the
/// same roster in any order of its records makes the same township.
///
/// A township is made by [`Roster::check`](crate::roster::Roster::check).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Township {
    pub(super) organisation: Organisation,
    pub(super) town: parts::Town,
    pub(super) zones: Vec<Node<parts::Zone>>,
    pub(super) villages: Vec<Node<parts::Village>>,
    pub(super) groups: Vec<Node<parts::Group>>,
    pub(super) households: Vec<parts::Household>,
    pub(super) people: Vec<parts::Person>,
    /// By person, then span, post and place.
    pub(super) tenures: Vec<parts::Tenure>,
    pub(super) indices: Indices,
    zones_by_id: Vec<usize>,
    villages_by_id: Vec<usize>,
    groups_by_id: Vec<usize>,
    households_by_id: Vec<usize>,
}

/// A unit with where its parts lie in the arrays of the levels below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node<T> {
    pub(super) data: T,
    pub(super) villages: Slice,
    pub(super) groups: Slice,
    pub(super) households: Slice,
}

/// A slice of the array of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl From<Range<usize>> for Slice {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// The sound parts of which a [`Township`] is put together; a reference is a position in the list
/// of the level that it names.
pub(crate) mod parts {
    use super::{Day, Id, Post, Rank, Span, Timeline};

    pub(crate) type Name = Option<Box<str>>;

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Town {
        pub(crate) id: Id<'static>,
        pub(crate) name: Name,
        pub(crate) population: u32,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Zone {
        pub(crate) id: Id<'static>,
        pub(crate) name: Name,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Village {
        pub(crate) id: Id<'static>,
        pub(crate) name: Name,
        /// Null for a community.
        pub(crate) zone: Option<usize>,
        pub(crate) population: Option<u32>,
        pub(crate) listed: Timeline<()>,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Group {
        pub(crate) id: Id<'static>,
        pub(crate) name: Name,
        pub(crate) village: usize,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Household {
        pub(crate) id: Id<'static>,
        pub(crate) group: usize,
        pub(crate) persons: u32,
        pub(crate) poor: Timeline<()>,
        pub(crate) helpers: Timeline<Helper>,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Helper {
        pub(crate) person: usize,
        pub(crate) recorded: Option<Day>,
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Person {
        pub(crate) id: Id<'static>,
        pub(crate) name: Name,
        pub(crate) rank: Rank,
        pub(crate) village: Option<usize>,
    }

    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Tenure {
        pub(crate) person: usize,
        pub(crate) span: Span,
        pub(crate) post: Post,
        pub(crate) place: Place,
        pub(crate) recorded: Option<Day>,
    }

    /// A unit as a position in the array of its level; units are ordered from the town down.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) enum Place {
        Town,
        Zone(usize),
        Village(usize),
        Group(usize),
        Household(usize),
    }

    /// All parts, in any order.
    #[derive(Debug)]
    pub(crate) struct Parts {
        pub(crate) town: Town,
        pub(crate) zones: Vec<Zone>,
        pub(crate) villages: Vec<Village>,
        pub(crate) groups: Vec<Group>,
        pub(crate) households: Vec<Household>,
        pub(crate) people: Vec<Person>,
        pub(crate) tenures: Vec<Tenure>,
        pub(crate) by_id: Orders,
    }

    /// The positions of the parts of each list, in the order of their ids.
    #[derive(Debug)]
    pub(crate) struct Orders {
        pub(crate) zones: Vec<usize>,
        pub(crate) villages: Vec<usize>,
        pub(crate) groups: Vec<usize>,
        pub(crate) households: Vec<usize>,
        pub(crate) people: Vec<usize>,
    }
}

impl Township {
    /// Puts the parts of a checked roster together.
    // INVARIANT: every reference of the parts is a position in the list of its level, and each order
    // has every position of its list.
    pub(crate) fn assemble(organisation: Organisation, parts: parts::Parts) -> Self {
        let by_id = parts.by_id;
        let zones = Arranged::new(parts.zones, by_id.zones, |_| None);
        let mut villages = parts.villages;
        for village in &mut villages {
            village.zone = village.zone.map(|zone| follow(&zones.moved, zone));
        }
        // A community has the zone behind all zones.
        let zone_of = |village: &parts::Village| village.zone.unwrap_or(usize::MAX);
        let villages = Arranged::new(villages, by_id.villages, |village| Some(zone_of(village)));
        let mut groups = parts.groups;
        for group in &mut groups {
            group.village = follow(&villages.moved, group.village);
        }
        let groups = Arranged::new(groups, by_id.groups, |group| Some(group.village));
        let mut people = parts.people;
        for person in &mut people {
            person.village = person.village.map(|village| follow(&villages.moved, village));
        }
        let people = Arranged::new(people, by_id.people, |_| None);
        let mut households = parts.households;
        for household in &mut households {
            household.group = follow(&groups.moved, household.group);
            household.helpers.for_each_mut(|helper| {
                helper.person = follow(&people.moved, helper.person);
            });
        }
        let households =
            Arranged::new(households, by_id.households, |household| Some(household.group));

        let mut tenures = parts.tenures;
        for tenure in &mut tenures {
            tenure.person = follow(&people.moved, tenure.person);
            tenure.place = match tenure.place {
                parts::Place::Town => parts::Place::Town,
                parts::Place::Zone(at) => parts::Place::Zone(follow(&zones.moved, at)),
                parts::Place::Village(at) => parts::Place::Village(follow(&villages.moved, at)),
                parts::Place::Group(at) => parts::Place::Group(follow(&groups.moved, at)),
                parts::Place::Household(at) => {
                    parts::Place::Household(follow(&households.moved, at))
                }
            };
        }
        tenures.sort();

        let of_groups =
            Places::new(groups.items.len(), households.items.iter().map(|one| one.group));
        let of_villages = Places::new(villages.items.len(), groups.items.iter().map(|g| g.village));
        // A community is in no zone's place.
        let of_zones = Places::new(zones.items.len(), villages.items.iter().map(zone_of));
        let nodes_of_groups = nodes(groups.items, |at, node| {
            node.households = of_groups.of(at).into();
        });
        let nodes_of_villages = nodes(villages.items, |at, node| {
            node.groups = of_villages.of(at).into();
            node.households = join(&nodes_of_groups, node.groups, |group| group.households);
        });
        let nodes_of_zones = nodes(zones.items, |at, node| {
            node.villages = of_zones.of(at).into();
            node.groups = join(&nodes_of_villages, node.villages, |village| village.groups);
            node.households = join(&nodes_of_villages, node.villages, |village| village.households);
        });

        Self {
            organisation,
            indices: Indices::of(people.items.len(), &tenures, &households.items),
            zones_by_id: zones.by_id,
            villages_by_id: villages.by_id,
            groups_by_id: groups.by_id,
            households_by_id: households.by_id,
            town: parts.town,
            zones: nodes_of_zones,
            villages: nodes_of_villages,
            groups: nodes_of_groups,
            households: households.items,
            people: people.items,
            tenures,
        }
    }

    /// What posts the township has; it was checked against this.
    #[must_use]
    pub const fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// The town, the whole tree.
    #[must_use]
    pub const fn town(&self) -> Town<'_> {
        Town::new(self)
    }

    /// The zones, by id.
    #[must_use]
    pub fn zones(&self) -> impl ExactSizeIterator<Item = Zone<'_>> {
        (0..self.zones.len()).map(|at| Zone::new(self, at))
    }

    /// The villages, zone by zone and by id, and after them the communities.
    #[must_use]
    pub fn villages(&self) -> impl ExactSizeIterator<Item = Village<'_>> {
        (0..self.villages.len()).map(|at| Village::new(self, at))
    }

    /// The groups, village by village and by id.
    #[must_use]
    pub fn groups(&self) -> impl ExactSizeIterator<Item = Group<'_>> {
        (0..self.groups.len()).map(|at| Group::new(self, at))
    }

    /// The households, group by group and by id.
    #[must_use]
    pub fn households(&self) -> impl ExactSizeIterator<Item = Household<'_>> {
        (0..self.households.len()).map(|at| Household::new(self, at))
    }

    /// The people, by id.
    #[must_use]
    #[inline]
    pub fn people(&self) -> impl ExactSizeIterator<Item = Person<'_>> {
        (0..self.people.len()).map(|at| Person::new(self, at))
    }

    /// All tenures, person by person and by their first day.
    #[must_use]
    pub fn tenures(&self) -> impl ExactSizeIterator<Item = Tenure<'_>> {
        (0..self.tenures.len()).map(|at| Tenure::new(self, at))
    }

    /// The unit of an id, among those of a level.
    #[must_use]
    pub fn unit(&self, level: Level, id: &str) -> Option<Unit<'_>> {
        match level {
            Level::Town => Some(self.town()).filter(|town| town.id() == id).map(Unit::Town),
            Level::Zone => self.zone(id).map(Unit::Zone),
            Level::Village => self.village(id).map(Unit::Village),
            Level::Group => self.group(id).map(Unit::Group),
            Level::Household => self.household(id).map(Unit::Household),
        }
    }

    /// The zone of an id.
    #[must_use]
    pub fn zone(&self, id: &str) -> Option<Zone<'_>> {
        let found = search(&self.zones_by_id, &self.zones, id, |zone| &zone.data.id);
        found.map(|at| Zone::new(self, at))
    }

    /// The village or community of an id.
    #[must_use]
    pub fn village(&self, id: &str) -> Option<Village<'_>> {
        let found = search(&self.villages_by_id, &self.villages, id, |village| &village.data.id);
        found.map(|at| Village::new(self, at))
    }

    /// The group of an id.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<Group<'_>> {
        let found = search(&self.groups_by_id, &self.groups, id, |group| &group.data.id);
        found.map(|at| Group::new(self, at))
    }

    /// The household of an id.
    #[must_use]
    pub fn household(&self, id: &str) -> Option<Household<'_>> {
        let found = search(&self.households_by_id, &self.households, id, |household| &household.id);
        found.map(|at| Household::new(self, at))
    }

    /// The person of an id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<Person<'_>> {
        let found = self.people.binary_search_by(|person| person.id.as_str().cmp(id));
        found.ok().map(|at| Person::new(self, at))
    }

    /// The people who help some household on a day, by id.
    pub fn helpers_on(&self, on: Day) -> impl Iterator<Item = Person<'_>> {
        self.people().filter(move |person| person.households_on(on).next().is_some())
    }

    #[inline]
    pub(super) fn unit_at(&self, place: parts::Place) -> Unit<'_> {
        match place {
            parts::Place::Town => Unit::Town(Town::new(self)),
            parts::Place::Zone(at) => Unit::Zone(Zone::new(self, at)),
            parts::Place::Village(at) => Unit::Village(Village::new(self, at)),
            parts::Place::Group(at) => Unit::Group(Group::new(self, at)),
            parts::Place::Household(at) => Unit::Household(Household::new(self, at)),
        }
    }

    /// The tenures of a post at a unit, by their first day.
    pub(super) fn tenures_at(
        &self,
        place: parts::Place,
        post: Post,
    ) -> impl Iterator<Item = Tenure<'_>> {
        let key = |at: &usize| self.tenures.get(*at).map(|tenure| (tenure.place, tenure.post));
        let all = &self.indices.tenures_by_place;
        let first = all.partition_point(|at| key(at) < Some((place, post)));
        let from_first = all.get(first..).unwrap_or_default().iter();
        from_first
            .take_while(move |at| key(at) == Some((place, post)))
            .map(|at| Tenure::new(self, *at))
    }
}

fn leaf<T>(data: T) -> Node<T> {
    Node {
        data,
        villages: Slice::default(),
        groups: Slice::default(),
        households: Slice::default(),
    }
}

fn nodes<T>(items: Vec<T>, fill: impl Fn(usize, &mut Node<T>)) -> Vec<Node<T>> {
    let numbered = items.into_iter().enumerate();
    numbered
        .map(|(at, data)| {
            let mut node = leaf(data);
            fill(at, &mut node);
            node
        })
        .collect()
}

/// From the first part's first to the last part's last: what lies two levels below.
fn join<T>(nodes: &[Node<T>], parts: Slice, below: impl Fn(&Node<T>) -> Slice) -> Slice {
    let parts = nodes.get(parts.start..parts.end).unwrap_or_default();
    let filled = || parts.iter().map(&below).filter(|slice| slice.start < slice.end);
    match (filled().next(), filled().next_back()) {
        (Some(first), Some(last)) => Slice { start: first.start, end: last.end },
        _ => Slice::default(),
    }
}

fn search<T>(
    order: &[usize],
    items: &[T],
    id: &str,
    of: impl Fn(&T) -> &Id<'static>,
) -> Option<usize> {
    let id_at = |at: usize| items.get(at).map(|item| of(item).as_str());
    let found = order.binary_search_by(|at| id_at(*at).cmp(&Some(id))).ok()?;
    order.get(found).copied()
}
