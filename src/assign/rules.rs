use serde::{Deserialize, Serialize};

use super::Fairness;
use crate::basis::{Basis, Sourced};
use crate::calendar::Day;
use crate::township::{Person, Rank, Tenure, Unit, Village, Zone};

/// The rules by which households and helpers are paired (结对规则): who may help whom, how many
/// households a helper has, and which of the possible plans is the best.
///
/// Maoxi's own is [`Charter::maoxi`](crate::charter::Charter::maoxi)`().pairing`.
/// [`Charter::check`](crate::charter::Charter::check) checks the bounds. What holds for single people
/// and households, and how long the ways are, is said with [`Terms`](super::Terms).
///
/// In documents: see the fields; the value of `fairness` is null, or absent, if there is none.
///
/// ```
/// use bangfu::{assign::Scope, charter::Charter, township::Rank};
/// let rules = Charter::maoxi().pairing;
/// assert_eq!(*rules.caps.value.of(Rank::Village), 8);
/// let scope = rules.scope.of(Rank::Village);
/// assert_eq!((scope.value, scope.basis.to_string().as_str()), (Scope::Zone, "F33"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rules of pairing")]
pub struct PairingRules {
    /// The ranks that a helper may have, each once.
    pub ranks: Sourced<Vec<Rank>>,
    /// The most households that one helper may have, by rank, within
    /// [`Problem::CAPACITY`](super::Problem::CAPACITY); real counties use such ladders.
    pub caps: Sourced<ByRank<u16>>,
    /// How many households a helper should have at least, by rank, the cap at most.
    pub least: Sourced<ByRank<u16>>,
    /// Where a helper is stationed.
    pub station: Sourced<StationRule>,
    /// How far from their station a helper may be given households, by rank.
    pub scope: ByRank<Sourced<Scope>>,
    /// By how many minutes the present helper is preferred, within
    /// [`Problem::MINUTES`](super::Problem::MINUTES).
    pub keep: Sourced<u32>,
    /// How many minutes a household counts more if its helper is stationed in another village,
    /// within [`Problem::MINUTES`](super::Problem::MINUTES); whoever is stationed in no village
    /// serves in no other.
    pub cross_village: Sourced<u32>,
    /// By how many minutes each further household of a helper counts more, within
    /// [`Problem::MINUTES`](super::Problem::MINUTES): loads grow dearer the greater they are.
    pub balance: Sourced<u32>,
    /// Whether loads are to be as even as they can be, and what goes first.
    pub fairness: Sourced<Option<Fairness>>,
}

impl PairingRules {
    /// What the rules rest on, rule by rule.
    pub(crate) fn bases(&self) -> impl Iterator<Item = &Basis> {
        let whom = [&self.ranks.basis, &self.caps.basis, &self.least.basis, &self.station.basis];
        let where_to = self.scope.iter().map(|(_, scope)| &scope.basis);
        let how = [&self.keep.basis, &self.cross_village.basis, &self.balance.basis];
        whom.into_iter().chain(where_to).chain(how).chain([&self.fairness.basis])
    }
}

/// One value for each rank.
///
/// In documents `{"city": 2, "county": 3, "town": 5, "village": 8, "group": 8}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a value for each rank")]
pub struct ByRank<T> {
    /// For city cadres.
    pub city: T,
    /// For county cadres.
    pub county: T,
    /// For town cadres.
    pub town: T,
    /// For village cadres.
    pub village: T,
    /// For group cadres.
    pub group: T,
}

impl<T> ByRank<T> {
    /// The value for a rank.
    #[must_use]
    pub const fn of(&self, rank: Rank) -> &T {
        match rank {
            Rank::City => &self.city,
            Rank::County => &self.county,
            Rank::Town => &self.town,
            Rank::Village => &self.village,
            Rank::Group => &self.group,
        }
    }

    /// The values with their ranks, from the city down.
    pub fn iter(&self) -> impl Iterator<Item = (Rank, &T)> {
        Rank::ALL.iter().map(|rank| (*rank, self.of(*rank)))
    }
}

/// How far from their station a helper may be given households (帮扶范围), from the narrowest to the
/// widest.
///
/// In documents `village`, `zone`, `town`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// In the village where they are stationed; nowhere for whoever is stationed in none.
    Village,
    /// There, and in every village of the zone, across which its leader may dispatch them `[F33]`. A
    /// community lies in no zone (A11).
    Zone,
    /// In the whole town, its communities too.
    Town,
}

/// How it is found where a helper is stationed.
///
/// In documents `home_then_post`, `home_then_post_then_helped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StationRule {
    /// In the home village. Whoever has none: in the village in which they hold a post that day, of
    /// the village or one of its groups, otherwise in the zone of which they hold a post. Of several
    /// such posts it is the first in the order of the person's tenures. All others: in the town.
    HomeThenPost,
    /// The same; but whoever has neither home village nor such a post is stationed in the zone of the
    /// household they help that day, or in its village if that lies in no zone. Of several such
    /// households it is the first in the order of the person's pairings.
    HomeThenPostThenHelped,
}

/// Where a person is stationed on a day (驻地): there they belong, and from there they set out.
///
/// Stations are ordered from the village up, within a level as the township orders its units. In
/// documents `{"village": "201"}`, `{"zone": "z1"}`, or `"town"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Station<'t> {
    /// In a village or community.
    Village(Village<'t>),
    /// In a zone, in no village of it rather than in another.
    Zone(Zone<'t>),
    /// In the town, in no zone of it.
    Town,
}

impl StationRule {
    /// Where a person is stationed on a day.
    #[must_use]
    pub fn station(self, person: Person<'_>, on: Day) -> Station<'_> {
        let posts = || {
            let in_post = person.tenures().filter(move |tenure| tenure.span().contains(on));
            in_post.map(Tenure::unit)
        };
        let village = || posts().find_map(Unit::village).map(Station::Village);
        let zone = || {
            posts().find_map(|unit| match unit {
                Unit::Zone(zone) => Some(Station::Zone(zone)),
                _ => None,
            })
        };
        let helped = || {
            let village = person.households_on(on).next()?.group().village();
            Some(village.zone().map_or(Station::Village(village), Station::Zone))
        };
        let home = person.home_village().map(Station::Village);
        let held = home.or_else(village).or_else(zone);
        let found = match self {
            Self::HomeThenPost => held,
            Self::HomeThenPostThenHelped => held.or_else(helped),
        };
        found.unwrap_or(Station::Town)
    }
}

impl<'t> Station<'t> {
    /// The village or community, if it is one.
    #[must_use]
    pub const fn village(self) -> Option<Village<'t>> {
        match self {
            Self::Village(village) => Some(village),
            Self::Zone(_) | Self::Town => None,
        }
    }

    /// The zone in which it lies, or which it is; none for the town or a community.
    #[must_use]
    pub fn zone(self) -> Option<Zone<'t>> {
        match self {
            Self::Village(village) => village.zone(),
            Self::Zone(zone) => Some(zone),
            Self::Town => None,
        }
    }

    /// Whether a village lies within a scope of it.
    #[must_use]
    pub fn reaches(self, village: Village<'t>, scope: Scope) -> bool {
        self.village() == Some(village)
            || match scope {
                Scope::Village => false,
                Scope::Zone => village.zone().is_some() && village.zone() == self.zone(),
                Scope::Town => true,
            }
    }
}
