use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::words::UnknownWord;
use super::{Household, Level, Person, Post, Unit};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::quantity::serde_as_text;

/// Who answers for one household on one day (包保链): its helper, and every post above it that the
/// organisation makes responsible, up to the commanders.
///
/// A vacant place stands in the chain without holders; it is never left out. In a community only
/// those posts stand in the chain that answer for communities too.
///
/// In documents `{"household": "h0001", "on": "2018-10-08", "chain": [{"level": "household",
/// "unit": "h0001", "post": "helper", "holders": ["p042"]}, …], "assumptions": ["A13"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chain<'t> {
    /// The household.
    pub household: Household<'t>,
    /// The day.
    pub on: Day,
    /// The places, from the household upwards.
    #[serde(rename = "chain")]
    pub places: Vec<ChainPlace<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// One place of a [`Chain`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainPlace<'t> {
    /// The level of the unit.
    pub level: Level,
    /// The unit at which the post is held.
    pub unit: Unit<'t>,
    /// As what they answer for the household.
    #[serde(rename = "post")]
    pub role: Role,
    /// Who does so on the day, by id; nobody if the place is vacant.
    pub holders: Vec<Person<'t>>,
}

/// As what somebody answers for a household: as its helper, or in a post.
///
/// In documents it is one word: `helper`, or the post's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 帮扶责任人: the household's own helper `[F61]`.
    Helper,
    /// The holder of a post.
    Post(Post),
}

impl<'t> Chain<'t> {
    pub(super) fn of(household: Household<'t>, on: Day) -> Self {
        let village = household.group().village();
        let organisation = village.organisation();
        let mut assumptions = Assumptions::default();
        if village.is_community() {
            assumptions.rest_on(&organisation.records().community);
        }
        let mut places = vec![ChainPlace {
            level: Level::Household,
            unit: household.into(),
            role: Role::Helper,
            holders: household.helper_on(on).into_iter().collect(),
        }];
        for (responsibility, rule) in organisation.chain() {
            if village.is_community() && !responsibility.in_community {
                continue;
            }
            let mut above = Unit::from(household).ancestors();
            let Some(unit) = above.find(|unit| unit.level() == rule.level) else {
                continue;
            };
            assumptions.rest_on(&responsibility.basis);
            places.push(ChainPlace {
                level: rule.level,
                unit,
                role: Role::Post(rule.post),
                holders: unit.holders_on(rule.post, on),
            });
        }
        Self { household, on, places, assumptions }
    }

    /// The places that nobody fills.
    pub fn vacant(&self) -> impl Iterator<Item = &ChainPlace<'t>> {
        self.places.iter().filter(|place| place.holders.is_empty())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Helper => f.pad("helper"),
            Self::Post(post) => post.fmt(f),
        }
    }
}

impl FromStr for Role {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        if text == "helper" { Ok(Self::Helper) } else { text.parse().map(Self::Post) }
    }
}

serde_as_text!(Role, "`helper` or a post");
