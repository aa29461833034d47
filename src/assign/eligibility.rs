//! Who may serve whom: the one place where the rules and the terms decide it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::{PairingRules, Scope, Station};
use crate::basis::Basis;
use crate::calendar::Day;
use crate::township::{Group, Household, Person, Rank, Village};

/// What a township and its charter do not know, and whoever asks for a plan must add: who is asked
/// to help, the roads, and what was decided for single people and households.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{assign::{self, Station, Terms}, charter::Charter, roster::Roster};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let charter = Charter::maoxi();
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&charter.organisation)?;
/// let on = "2018-10-08".parse()?;
/// let household = township.household("h0001").unwrap();
/// let helper = household.helper_on(on).unwrap();
/// let mut terms = Terms::new(township.helpers_on(on), |station, group| {
///     Some(if station == Station::Village(group.village()) { 20 } else { 40 })
/// });
/// terms.barred.insert((household, helper));
/// let obstacles = assign::obstacles(helper, household, on, &charter.pairing, &terms);
/// assert_eq!(obstacles, [assign::Obstacle::Barred]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Terms<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> {
    /// Who is asked to help.
    pub helpers: BTreeSet<Person<'t>>,
    /// The roads: the minutes from a station to the households of a group, within
    /// [`Problem::MINUTES`](super::Problem::MINUTES); `None` if no way is known. Who may go there is
    /// no matter of the roads.
    pub minutes: M,
    /// Who must not serve which household.
    pub barred: BTreeSet<(Household<'t>, Person<'t>)>,
    /// Which household is served by whom or by nobody, before all that are not pinned. That the rules
    /// allow it is not thereby said.
    pub pinned: BTreeMap<Household<'t>, Person<'t>>,
    /// Who may also be given households in which villages, whatever the scope of their rank.
    pub sent: BTreeMap<Person<'t>, BTreeSet<Village<'t>>>,
    /// The most households of single helpers, in place of the cap of their rank.
    pub caps: BTreeMap<Person<'t>, u16>,
    /// How many households single helpers should have at least, in place of the number for their
    /// rank. What is beyond their cap asks for nothing.
    pub least: BTreeMap<Person<'t>, u16>,
}

impl<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> Terms<'t, M> {
    /// The terms under which these are asked, on these roads, and nothing else was decided.
    pub fn new(helpers: impl IntoIterator<Item = Person<'t>>, minutes: M) -> Self {
        Self {
            helpers: helpers.into_iter().collect(),
            minutes,
            barred: BTreeSet::new(),
            pinned: BTreeMap::new(),
            sent: BTreeMap::new(),
            caps: BTreeMap::new(),
            least: BTreeMap::new(),
        }
    }
}

/// Why a person may not serve a household (不能结对的原因).
///
/// In documents `{"rule": "scope", "rank": "town", "scope": "zone", "station": {"village": "201"},
/// "basis": {"clause": "F33"}}`; the words of the rules are `unsupported`, `not_asked`, `rank`,
/// `no_place`, `scope`, `no_way`, `barred`, `pinned`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Obstacle<'r, 't> {
    /// The drive does not answer for the household by the day: it was never poor.
    Unsupported,
    /// The person is not asked to help.
    NotAsked,
    /// No helper is of the person's rank.
    Rank {
        /// The rank.
        rank: Rank,
        /// Where the rule comes from.
        basis: &'r Basis,
    },
    /// The person may have no household at all: their cap is 0.
    NoPlace {
        /// Where the rule comes from; none if the cap is the person's own.
        basis: Option<&'r Basis>,
    },
    /// The village lies beyond the scope of the person's rank, and they are not sent there.
    Scope {
        /// The rank.
        rank: Rank,
        /// Its scope.
        scope: Scope,
        /// Where the person is stationed.
        station: Station<'t>,
        /// Where the rule comes from.
        basis: &'r Basis,
    },
    /// No way is known from where the person is stationed.
    NoWay {
        /// Where the person is stationed.
        station: Station<'t>,
    },
    /// The person must not serve this household.
    Barred,
    /// The household is pinned to somebody else.
    Pinned {
        /// To whom.
        to: Person<'t>,
    },
}

impl<'r> Obstacle<'r, '_> {
    /// The clause or assumption of the rule that stands in the way; none if it is no rule of the
    /// charter, but the roster or the [`Terms`].
    #[must_use]
    pub const fn basis(self) -> Option<&'r Basis> {
        match self {
            Self::Rank { basis, .. } | Self::Scope { basis, .. } => Some(basis),
            Self::NoPlace { basis } => basis,
            Self::Unsupported
            | Self::NotAsked
            | Self::NoWay { .. }
            | Self::Barred
            | Self::Pinned { .. } => None,
        }
    }
}

impl fmt::Display for Obstacle<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported => f.write_str("the household was not poor by that day"),
            Self::NotAsked => f.write_str("the person is not asked to help"),
            Self::Rank { rank, .. } => write!(f, "no helper is of the rank `{rank}`"),
            Self::NoPlace { .. } => f.write_str("the person may have no household"),
            Self::Scope { rank, scope, .. } => {
                let within = match scope {
                    Scope::Village => "village",
                    Scope::Zone => "zone",
                    Scope::Town => "town",
                };
                write!(f, "helpers of the rank `{rank}` serve within their {within}")
            }
            Self::NoWay { station: Station::Village(village) } => {
                write!(f, "no way is known from `{}`", village.id())
            }
            Self::NoWay { station: Station::Zone(zone) } => {
                write!(f, "no way is known from `{}`", zone.id())
            }
            Self::NoWay { station: Station::Town } => f.write_str("no way is known from the town"),
            Self::Barred => f.write_str("the person must not serve the household"),
            Self::Pinned { to } => write!(f, "the household is pinned to `{}`", to.id()),
        }?;
        self.basis().map_or(Ok(()), |basis| write!(f, " [{basis}]"))
    }
}

/// Says why a person may not serve a household on a day: everything that stands in the way, nothing
/// if they may. [`draft`](super::draft) follows the same rules.
pub fn obstacles<'r, 't, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    person: Person<'t>,
    household: Household<'t>,
    on: Day,
    rules: &'r PairingRules,
    terms: &Terms<'t, M>,
) -> Vec<Obstacle<'r, 't>> {
    let judge = Judge { on, rules, terms };
    let supported = if is_supported(household, on) { None } else { Some(Obstacle::Unsupported) };
    let here = judge.of_person(person).chain(judge.of_site(person, household.group()));
    supported.into_iter().chain(here).chain(judge.of_household(person, household)).collect()
}

/// Says why a person may serve no household of a group on a day: everything that stands in the way,
/// nothing if they may, but for what concerns single households.
pub fn obstacles_at<'r, 't, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    person: Person<'t>,
    group: Group<'t>,
    on: Day,
    rules: &'r PairingRules,
    terms: &Terms<'t, M>,
) -> Vec<Obstacle<'r, 't>> {
    let judge = Judge { on, rules, terms };
    judge.of_person(person).chain(judge.of_site(person, group)).collect()
}

/// Whether the drive answers for a household by a day.
pub(super) fn is_supported(household: Household<'_>, on: Day) -> bool {
    household.supported_from().is_some_and(|from| from <= on)
}

/// The rules and the terms on a day.
pub(super) struct Judge<'a, 'r, 't, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> {
    pub(super) on: Day,
    pub(super) rules: &'r PairingRules,
    pub(super) terms: &'a Terms<'t, M>,
}

/// On what it depends where a person may go, and how long the ways are: for all with the same, they
/// are the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reach<'t> {
    pub(super) station: Station<'t>,
    pub(super) scope: Scope,
    pub(super) rank: Rank,
    sent: BTreeSet<Village<'t>>,
}

/// What a site is to those of a reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The minutes, what crossing to another village adds included, if a way is known.
    pub(super) minutes: Option<u32>,
    /// Whether they may serve there.
    pub(super) is_open: bool,
    /// Whether that is for the scope to say.
    pub(super) is_of_scope: bool,
    /// Whether they are stationed in another village.
    pub(super) crosses: bool,
}

impl<'r, 't, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> Judge<'_, 'r, 't, M> {
    /// Why a person may serve nowhere.
    pub(super) fn of_person(&self, person: Person<'t>) -> impl Iterator<Item = Obstacle<'r, 't>> {
        let (rules, rank) = (self.rules, person.rank());
        let asked = self.terms.helpers.contains(&person);
        let not_asked = (!asked).then_some(Obstacle::NotAsked);
        let basis = &rules.ranks.basis;
        let of_rank =
            (!rules.ranks.value.contains(&rank)).then_some(Obstacle::Rank { rank, basis });
        let own = self.terms.caps.contains_key(&person);
        let basis = if own { None } else { Some(&rules.caps.basis) };
        let no_place = (self.cap(person) == 0).then_some(Obstacle::NoPlace { basis });
        [not_asked, of_rank, no_place].into_iter().flatten()
    }

    /// Why a person may not serve at a site.
    fn of_site(
        &self,
        person: Person<'t>,
        site: Group<'t>,
    ) -> impl Iterator<Item = Obstacle<'r, 't>> + use<'r, 't, M> {
        let reach = self.reach(person);
        let (way, station) = (self.way(&reach, site), reach.station);
        let rule = self.rules.scope.of(reach.rank);
        let beyond =
            Obstacle::Scope { rank: reach.rank, scope: rule.value, station, basis: &rule.basis };
        let beyond = (!way.is_open).then_some(beyond);
        let no_way = way.minutes.is_none().then_some(Obstacle::NoWay { station });
        [beyond, no_way].into_iter().flatten()
    }

    /// Why a person may not serve one household rather than its neighbours.
    pub(super) fn of_household(
        &self,
        person: Person<'t>,
        household: Household<'t>,
    ) -> impl Iterator<Item = Obstacle<'r, 't>> + use<'r, 't, M> {
        let is_barred = self.terms.barred.contains(&(household, person));
        let barred = is_barred.then_some(Obstacle::Barred);
        let pinned = self.terms.pinned.get(&household).filter(|to| **to != person);
        let pinned = pinned.map(|to| Obstacle::Pinned { to: *to });
        [barred, pinned].into_iter().flatten()
    }

    /// The most households of a person.
    pub(super) fn cap(&self, person: Person<'t>) -> u16 {
        let of_rank = *self.rules.caps.value.of(person.rank());
        self.terms.caps.get(&person).copied().unwrap_or(of_rank)
    }

    /// How many households a person should have at least.
    pub(super) fn least(&self, person: Person<'t>) -> u16 {
        let of_rank = *self.rules.least.value.of(person.rank());
        self.terms.least.get(&person).copied().unwrap_or(of_rank)
    }

    pub(super) fn reach(&self, person: Person<'t>) -> Reach<'t> {
        Reach {
            station: self.rules.station.value.station(person, self.on),
            scope: self.rules.scope.of(person.rank()).value,
            rank: person.rank(),
            sent: self.terms.sent.get(&person).cloned().unwrap_or_default(),
        }
    }

    /// Asks for the way to a site.
    pub(super) fn way(&self, reach: &Reach<'t>, site: Group<'t>) -> Way {
        let (village, station) = (site.village(), reach.station);
        let is_own = station.village() == Some(village);
        let is_sent = reach.sent.contains(&village);
        let crosses = station.village().is_some() && !is_own;
        let added = if crosses { self.rules.cross_village.value } else { 0 };
        let minutes = (self.terms.minutes)(station, site);
        Way {
            minutes: minutes.map(|minutes| minutes.saturating_add(added)),
            is_open: is_sent || station.reaches(village, reach.scope),
            is_of_scope: !is_own && !is_sent,
            crosses,
        }
    }
}
