use std::fmt;

use serde::{Serialize, Serializer};

use super::tree::{Node, Slice, parts};
use super::{Chain, Level, Organisation, Pairing, Person, Post, Tenure, Township};
use crate::calendar::{Day, Timeline};
use crate::quantity::{Bounds, Id};

/// Defines the view of one kind of record: a position in the township's array of that kind.
///
/// A view carries its township, so that it cannot be asked of another; two views are equal if
/// they show the same record of the same township, and are ordered as the township orders them.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident: $data:ty = $list:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'t> {
            township: &'t Township,
            // INVARIANT: a position in the township's list.
            at: usize,
        }

        impl<'t> $name<'t> {
            pub(super) const fn new(township: &'t Township, at: usize) -> Self {
                Self { township, at }
            }

            #[expect(clippy::indexing_slicing, reason = "a view is made of a position in the list")]
            fn data(self) -> &'t $data {
                &self.township.$list[self.at]
            }

            /// Its position among those of its kind, in the order of the township; for arrays
            /// beside it.
            #[must_use]
            pub const fn index(self) -> usize {
                self.at
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                std::ptr::eq(self.township, other.township) && self.at == other.at
            }
        }

        impl Eq for $name<'_> {}

        impl PartialOrd for $name<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name<'_> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                let key = |view: &Self| (std::ptr::from_ref(view.township), view.at);
                key(self).cmp(&key(other))
            }
        }

        impl std::hash::Hash for $name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.at.hash(state);
            }
        }
    };
}

/// Gives a view the id of its record, which stands for it on the screen and in documents.
macro_rules! known_by_id {
    ($name:ident) => {
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id().as_str()).finish()
            }
        }

        impl serde::Serialize for $name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.id().serialize(serializer)
            }
        }
    };
}

pub(super) use {known_by_id, view};

/// The town (镇), the root of the tree: the one centre `[F21]`.
#[derive(Clone, Copy)]
pub struct Town<'t> {
    township: &'t Township,
}

view! {
    /// A zone (战区): the villages under one zone leader `[F31]`.
    Zone: Node<parts::Zone> = zones
}
view! {
    /// An administrative village (村), each a battlefield (战场) `[F41]`; or a community (社区), which
    /// lies in no zone (A11).
    Village: Node<parts::Village> = villages
}
view! {
    /// A villager group (村民小组), each a unit of the drive (作战单元) with one responsible cadre
    /// `[F51]`.
    Group: Node<parts::Group> = groups
}
view! {
    /// A poor household (贫困户), each a fortress (战斗堡垒) with one helper `[F61]`.
    Household: Node<parts::Household> = households
}
known_by_id!(Town);
known_by_id!(Zone);
known_by_id!(Village);
known_by_id!(Group);
known_by_id!(Household);

impl<'t> Town<'t> {
    /// The bounds of a town's population, in persons.
    pub const POPULATION: Bounds = Bounds::new(1, 10_000_000);

    pub(super) const fn new(township: &'t Township) -> Self {
        Self { township }
    }

    /// The id.
    #[must_use]
    pub const fn id(self) -> &'t Id<'static> {
        &self.township.town.id
    }

    /// The name, if the roster gave one.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        self.township.town.name.as_deref()
    }

    /// The whole population, in persons.
    #[must_use]
    pub const fn population(self) -> u32 {
        self.township.town.population
    }
}

impl PartialEq for Town<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.township, other.township)
    }
}

impl Eq for Town<'_> {}

impl<'t> Zone<'t> {
    /// The id.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        &self.data().data.id
    }

    /// The name, if the roster gave one.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        self.data().data.name.as_deref()
    }

    /// Its villages, by id.
    #[must_use]
    pub fn villages(self) -> impl ExactSizeIterator<Item = Village<'t>> {
        views(self.township, self.data().villages, Village::new)
    }

    /// Its groups, village by village.
    #[must_use]
    pub fn groups(self) -> impl ExactSizeIterator<Item = Group<'t>> {
        views(self.township, self.data().groups, Group::new)
    }

    /// Its households, group by group.
    #[must_use]
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'t>> {
        views(self.township, self.data().households, Household::new)
    }

    /// The population of its villages, in persons; unknown if one of theirs is.
    #[must_use]
    pub fn population(self) -> Option<u64> {
        self.villages()
            .try_fold(0_u64, |sum, village| sum.checked_add(village.population()?.into()))
    }
}

impl<'t> Village<'t> {
    /// The bounds of a village's population, in persons.
    pub const POPULATION: Bounds = Bounds::new(0, 10_000_000);

    /// The id.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        &self.data().data.id
    }

    /// The name, if the roster gave one.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        self.data().data.name.as_deref()
    }

    /// The zone; none exactly for a community.
    #[must_use]
    pub fn zone(self) -> Option<Zone<'t>> {
        self.data().data.zone.map(|at| Zone::new(self.township, at))
    }

    pub(super) const fn organisation(self) -> &'t Organisation {
        &self.township.organisation
    }

    /// Whether it is a community (社区), which lies in no zone.
    #[must_use]
    pub fn is_community(self) -> bool {
        self.data().data.zone.is_none()
    }

    /// The population, in persons, if it is known.
    #[must_use]
    pub fn population(self) -> Option<u32> {
        self.data().data.population
    }

    /// When the village stood on the list of poor villages; the end of a span is a delisting (摘帽).
    #[must_use]
    pub fn listed(self) -> &'t Timeline<()> {
        &self.data().data.listed
    }

    /// Its groups, by id.
    #[must_use]
    pub fn groups(self) -> impl ExactSizeIterator<Item = Group<'t>> {
        views(self.township, self.data().groups, Group::new)
    }

    /// Its households, group by group.
    #[must_use]
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'t>> {
        views(self.township, self.data().households, Household::new)
    }
}

impl<'t> Group<'t> {
    /// The id.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        &self.data().data.id
    }

    /// The name, if the roster gave one.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        self.data().data.name.as_deref()
    }

    /// The village.
    #[must_use]
    pub fn village(self) -> Village<'t> {
        Village::new(self.township, self.data().data.village)
    }

    /// Its households, by id.
    #[must_use]
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'t>> {
        views(self.township, self.data().households, Household::new)
    }
}

impl<'t> Household<'t> {
    /// The bounds of the number of persons of a household.
    pub const PERSONS: Bounds = Bounds::new(1, 50);

    /// The id.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        &self.data().data.id
    }

    /// The group.
    #[must_use]
    pub fn group(self) -> Group<'t> {
        Group::new(self.township, self.data().data.group)
    }

    /// The number of persons.
    #[must_use]
    pub fn persons(self) -> u32 {
        self.data().data.persons
    }

    /// When the household was poor; the end of a span is an exit (脱贫), a later span a relapse
    /// (返贫).
    #[must_use]
    pub fn poor(self) -> &'t Timeline<()> {
        &self.data().data.poor
    }

    /// The day from which the drive answers for the household, and goes on after its exit: the
    /// first on which it was poor. None if it never was.
    #[must_use]
    pub fn supported_from(self) -> Option<Day> {
        self.poor().first_day()
    }

    /// Its pairings with helpers, by their first day.
    #[must_use]
    pub fn pairings(self) -> impl DoubleEndedIterator<Item = Pairing<'t>> + ExactSizeIterator {
        let pairings = self.data().data.helpers.iter();
        pairings.map(move |(span, helper)| Pairing {
            household: self,
            helper: Person::new(self.township, helper.person),
            span,
            recorded: helper.recorded,
        })
    }

    /// The helper (帮扶责任人) on a day `[F61]`.
    #[must_use]
    pub fn helper_on(self, on: Day) -> Option<Person<'t>> {
        let helper = self.data().data.helpers.at(on)?;
        Some(Person::new(self.township, helper.person))
    }

    /// Who answers for the household on a day, from its helper up to the commanders.
    #[must_use]
    pub fn chain(self, on: Day) -> Chain<'t> {
        Chain::of(self, on)
    }
}

fn views<'t, V>(
    township: &'t Township,
    slice: Slice,
    view: impl Fn(&'t Township, usize) -> V,
) -> impl ExactSizeIterator<Item = V> {
    (slice.start..slice.end).map(move |at| view(township, at))
}

/// Any place of the tree (单位).
///
/// Units are ordered from the town down, within a level as the township orders them. In documents
/// a unit is its id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit<'t> {
    /// The town.
    Town(Town<'t>),
    /// A zone.
    Zone(Zone<'t>),
    /// A village or community.
    Village(Village<'t>),
    /// A group.
    Group(Group<'t>),
    /// A household.
    Household(Household<'t>),
}

impl<'t> Unit<'t> {
    /// The level.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Town(_) => Level::Town,
            Self::Zone(_) => Level::Zone,
            Self::Village(_) => Level::Village,
            Self::Group(_) => Level::Group,
            Self::Household(_) => Level::Household,
        }
    }

    /// The id, unique among the units of its level.
    #[must_use]
    pub fn id(self) -> &'t Id<'static> {
        match self {
            Self::Town(town) => town.id(),
            Self::Zone(zone) => zone.id(),
            Self::Village(village) => village.id(),
            Self::Group(group) => group.id(),
            Self::Household(household) => household.id(),
        }
    }

    /// The name, if the roster gave one; a household has none.
    #[must_use]
    pub fn name(self) -> Option<&'t str> {
        match self {
            Self::Town(town) => town.name(),
            Self::Zone(zone) => zone.name(),
            Self::Village(village) => village.name(),
            Self::Group(group) => group.name(),
            Self::Household(_) => None,
        }
    }

    /// The unit right above; none above the town. Above a community is the town.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Town(_) => None,
            Self::Zone(zone) => Some(Self::Town(zone.township.town())),
            Self::Village(village) => Some(match village.zone() {
                Some(zone) => Self::Zone(zone),
                None => Self::Town(village.township.town()),
            }),
            Self::Group(group) => Some(Self::Village(group.village())),
            Self::Household(household) => Some(Self::Group(household.group())),
        }
    }

    /// The units above, from the nearest up to the town.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |unit| unit.parent())
    }

    /// The village or community in which the unit lies, or which it is.
    #[must_use]
    pub fn village(self) -> Option<Village<'t>> {
        match self {
            Self::Town(_) | Self::Zone(_) => None,
            Self::Village(village) => Some(village),
            Self::Group(group) => Some(group.village()),
            Self::Household(household) => Some(household.group().village()),
        }
    }

    /// The units of a level that lie in this one, itself included, in the order of the township.
    #[must_use]
    pub fn members(self, level: Level) -> impl ExactSizeIterator<Item = Self> {
        let township = self.township();
        let slice = self.slice(level);
        (slice.start..slice.end).map(move |at| {
            township.unit_at(match level {
                Level::Town => parts::Place::Town,
                Level::Zone => parts::Place::Zone(at),
                Level::Village => parts::Place::Village(at),
                Level::Group => parts::Place::Group(at),
                Level::Household => parts::Place::Household(at),
            })
        })
    }

    /// The unit with all units below it, level by level.
    pub fn subtree(self) -> impl Iterator<Item = Self> {
        Level::ALL.iter().flat_map(move |level| self.members(*level))
    }

    /// The households that lie in the unit, or which it is.
    #[must_use]
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'t>> {
        views(self.township(), self.slice(Level::Household), Household::new)
    }

    /// The tenures of a post held at this very unit, by their first day.
    pub fn tenures(self, post: Post) -> impl Iterator<Item = Tenure<'t>> {
        self.township().tenures_at(self.place(), post)
    }

    /// Who holds a post at this very unit on a day, by id.
    #[must_use]
    pub fn holders(self, post: Post, on: Day) -> Vec<Person<'t>> {
        let in_post = self.tenures(post).filter(|tenure| tenure.span().contains(on));
        let mut holders: Vec<_> = in_post.map(Tenure::person).collect();
        holders.sort();
        holders
    }

    /// What posts the township has.
    #[must_use]
    pub fn organisation(self) -> &'t Organisation {
        self.township().organisation()
    }

    fn township(self) -> &'t Township {
        match self {
            Self::Town(town) => town.township,
            Self::Zone(zone) => zone.township,
            Self::Village(village) => village.township,
            Self::Group(group) => group.township,
            Self::Household(household) => household.township,
        }
    }

    fn place(self) -> parts::Place {
        match self {
            Self::Town(_) => parts::Place::Town,
            Self::Zone(zone) => parts::Place::Zone(zone.at),
            Self::Village(village) => parts::Place::Village(village.at),
            Self::Group(group) => parts::Place::Group(group.at),
            Self::Household(household) => parts::Place::Household(household.at),
        }
    }

    /// Where its units of a level lie in the township's array of that level.
    fn slice(self, level: Level) -> Slice {
        let township = self.township();
        let own = |at: usize| Slice { start: at, end: at.saturating_add(1) };
        let all = |len: usize| Slice { start: 0, end: len };
        match (self, level) {
            (Self::Town(_), Level::Town) => own(0),
            (Self::Town(_), Level::Zone) => all(township.zones.len()),
            (Self::Town(_), Level::Village) => all(township.villages.len()),
            (Self::Town(_), Level::Group) => all(township.groups.len()),
            (Self::Town(_), Level::Household) => all(township.households.len()),
            (Self::Zone(zone), Level::Zone) => own(zone.at),
            (Self::Zone(zone), Level::Village) => zone.data().villages,
            (Self::Zone(zone), Level::Group) => zone.data().groups,
            (Self::Zone(zone), Level::Household) => zone.data().households,
            (Self::Village(village), Level::Village) => own(village.at),
            (Self::Village(village), Level::Group) => village.data().groups,
            (Self::Village(village), Level::Household) => village.data().households,
            (Self::Group(group), Level::Group) => own(group.at),
            (Self::Group(group), Level::Household) => group.data().households,
            (Self::Household(household), Level::Household) => own(household.at),
            _ => Slice::default(),
        }
    }
}

impl fmt::Debug for Unit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Town(town) => town.fmt(f),
            Self::Zone(zone) => zone.fmt(f),
            Self::Village(village) => village.fmt(f),
            Self::Group(group) => group.fmt(f),
            Self::Household(household) => household.fmt(f),
        }
    }
}

impl Serialize for Unit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id().serialize(serializer)
    }
}

impl<'t> From<Town<'t>> for Unit<'t> {
    fn from(town: Town<'t>) -> Self {
        Self::Town(town)
    }
}

impl<'t> From<Zone<'t>> for Unit<'t> {
    fn from(zone: Zone<'t>) -> Self {
        Self::Zone(zone)
    }
}

impl<'t> From<Village<'t>> for Unit<'t> {
    fn from(village: Village<'t>) -> Self {
        Self::Village(village)
    }
}

impl<'t> From<Group<'t>> for Unit<'t> {
    fn from(group: Group<'t>) -> Self {
        Self::Group(group)
    }
}

impl<'t> From<Household<'t>> for Unit<'t> {
    fn from(household: Household<'t>) -> Self {
        Self::Household(household)
    }
}
