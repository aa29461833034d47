use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::tree::{Node, parts};
use super::view::{known_by_id, view, views};
use super::words::{UnknownWord, words};
use super::{Chain, Organisation, Pairing, Person, Township};
use crate::calendar::{Day, Span, Timeline};
use crate::quantity::{Bounds, Id, serde_as_text};

words! {
    /// The kind of a unit (层级), from the town down to the household.
    ///
    /// A community stands on the level of the villages. Levels are ordered from the whole to its
    /// parts: the town is the smallest value, the household the greatest.
    #[derive(PartialOrd, Ord)]
    Level, "a level (`town`, `zone`, `village`, `group`, `household`)":
    /// 镇, the centre (一个中心).
    Town = "town",
    /// 战区: some villages under one leader.
    Zone = "zone",
    /// 村 (战场), or a community (社区).
    Village = "village",
    /// 村民小组 (作战单元).
    Group = "group",
    /// 贫困户 (战斗堡垒).
    Household = "household",
}

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
    /// A household of the drive (贫困户), each a fortress (战斗堡垒) with one helper `[F61]`: one that
    /// was ever poor is answered for from then on, also after its exit.
    Household: parts::Household = households
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

    pub(super) const fn township(self) -> &'t Township {
        self.township
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

    /// Its zones, by id.
    #[must_use]
    pub fn zones(self) -> impl ExactSizeIterator<Item = Zone<'t>> {
        self.township.zones()
    }

    /// Its villages, zone by zone, and after them its communities.
    #[must_use]
    pub fn villages(self) -> impl ExactSizeIterator<Item = Village<'t>> {
        self.township.villages()
    }
}

impl PartialEq for Town<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.township, other.township)
    }
}

impl Eq for Town<'_> {}

impl PartialOrd for Town<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Town<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        std::ptr::from_ref(self.township).cmp(&std::ptr::from_ref(other.township))
    }
}

impl Hash for Town<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

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
        &self.data().id
    }

    /// The group.
    #[must_use]
    pub fn group(self) -> Group<'t> {
        Group::new(self.township, self.data().group)
    }

    /// The number of persons.
    #[must_use]
    pub fn persons(self) -> u32 {
        self.data().persons
    }

    /// When the household was poor; the end of a span is an exit (脱贫), a later span a relapse
    /// (返贫).
    #[must_use]
    pub fn poor(self) -> &'t Timeline<()> {
        &self.data().poor
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
        let pairings = self.data().helpers.iter();
        pairings.map(move |(span, helper)| self.pairing(span, helper))
    }

    /// Its pairing with a helper on a day.
    #[must_use]
    pub fn pairing_on(self, on: Day) -> Option<Pairing<'t>> {
        let (span, helper) = self.data().helpers.entry_at(on)?;
        Some(self.pairing(span, helper))
    }

    fn pairing(self, span: Span, helper: &parts::Helper) -> Pairing<'t> {
        Pairing {
            household: self,
            helper: Person::new(self.township, helper.person),
            span,
            recorded: helper.recorded,
        }
    }

    /// The helper (帮扶责任人) on a day `[F61]`.
    #[must_use]
    pub fn helper_on(self, on: Day) -> Option<Person<'t>> {
        self.pairing_on(on).map(|pairing| pairing.helper)
    }

    /// Who answers for the household on a day, from its helper up to the commanders.
    #[must_use]
    pub fn chain_on(self, on: Day) -> Chain<'t> {
        Chain::of(self, on)
    }
}
