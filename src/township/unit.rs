use std::fmt;

use serde::{Serialize, Serializer};

use super::tree::{Slice, parts};
use super::view::views;
use super::{
    Group, Household, Level, Organisation, Person, Post, Tenure, Town, Township, Village, Zone,
};
use crate::calendar::Day;
use crate::quantity::Id;

/// Any place of the tree (单位).
///
/// Units are ordered from the town down, within a level as the township orders them. In documents
/// a unit is its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    #[inline]
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
            Self::Zone(zone) => Some(Self::Town(zone.township().town())),
            Self::Village(village) => Some(match village.zone() {
                Some(zone) => Self::Zone(zone),
                None => Self::Town(village.township().town()),
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
    #[inline]
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
    pub fn holders_on(self, post: Post, on: Day) -> Vec<Person<'t>> {
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
            Self::Town(town) => town.township(),
            Self::Zone(zone) => zone.township(),
            Self::Village(village) => village.township(),
            Self::Group(group) => group.township(),
            Self::Household(household) => household.township(),
        }
    }

    fn place(self) -> parts::Place {
        match self {
            Self::Town(_) => parts::Place::Town,
            Self::Zone(zone) => parts::Place::Zone(zone.index()),
            Self::Village(village) => parts::Place::Village(village.index()),
            Self::Group(group) => parts::Place::Group(group.index()),
            Self::Household(household) => parts::Place::Household(household.index()),
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
            (Self::Zone(zone), Level::Zone) => own(zone.index()),
            (Self::Zone(zone), Level::Village) => zone.data().villages,
            (Self::Zone(zone), Level::Group) => zone.data().groups,
            (Self::Zone(zone), Level::Household) => zone.data().households,
            (Self::Village(village), Level::Village) => own(village.index()),
            (Self::Village(village), Level::Group) => village.data().groups,
            (Self::Village(village), Level::Household) => village.data().households,
            (Self::Group(group), Level::Group) => own(group.index()),
            (Self::Group(group), Level::Household) => group.data().households,
            (Self::Household(household), Level::Household) => own(household.index()),
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

macro_rules! is_a_unit {
    ($($level:ident)*) => {
        $(impl<'t> From<$level<'t>> for Unit<'t> {
            fn from(unit: $level<'t>) -> Self {
                Self::$level(unit)
            }
        }

        impl<'t> $level<'t> {
            /// Who holds a post at this very unit on a day, by id.
            #[must_use]
            pub fn holders_on(self, post: Post, on: Day) -> Vec<Person<'t>> {
                Unit::from(self).holders_on(post, on)
            }
        })*
    };
}

is_a_unit! { Town Zone Village Group Household }
