use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::SpanRecords;
use crate::calendar::Date;
use crate::document::{Format, name, nullable, or_default, whole, whole_or_null};
use crate::quantity::Id;
use crate::township::{Post, Rank};

/// Everything that is known of a township, as plain records in any order.
///
/// Ids and names borrow from the document where they can. Numbers and days are as the document gave
/// them, within their bounds or not; see [`Roster::check`]. A field of a record that is an `Option`,
/// a list of spans or `community` may be absent or null; only `zone` must be there. In documents:
///
/// ```json
/// { "format": 1,
///   "town": {"id": "510525108", "name": "茅溪镇", "population": 45000},
///   "zones": [{"id": "z1", "name": "第一战区"}],
///   "villages": [{"id": "510525108205", "name": "怀场村", "zone": "z1", "population": 3012,
///                 "community": false, "listed": [{"from": "2014-01-01", "until": "2018-12-20"}]}],
///   "groups": [{"id": "205-1", "name": "1组", "village": "510525108205"}],
///   "households": [{"id": "h0001", "group": "205-1", "persons": 4,
///                   "poor": [{"from": "2014-01-01", "until": null}]}],
///   "people": [{"id": "p001", "name": "许学清", "rank": "town", "village": null}],
///   "tenures": [{"person": "p001", "post": "commander", "unit": "510525108",
///                "from": "2018-09-10", "until": null}],
///   "pairings": [{"household": "h0001", "helper": "p042", "from": "2018-09-10", "until": null}] }
/// ```
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::roster::Roster;
/// let text = br#"{"format": 1, "town": {"id": "t", "population": 900}, "zones": [], "villages": [],
///     "groups": [], "households": [], "people": [], "tenures": [], "pairings": []}"#;
/// let roster: Roster<'_> = bangfu::document::read(text)?;
/// let charter = bangfu::charter::Charter::maoxi();
/// let township = roster.check(&charter.organisation)?;
/// assert_eq!(township.town().population(), 900);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a roster")]
pub struct Roster<'a> {
    /// The format of the document.
    pub format: Format,
    /// The town.
    #[serde(borrow)]
    pub town: TownRecord<'a>,
    /// The zones.
    #[serde(borrow)]
    pub zones: Vec<ZoneRecord<'a>>,
    /// The villages and communities.
    #[serde(borrow)]
    pub villages: Vec<VillageRecord<'a>>,
    /// The villager groups.
    #[serde(borrow)]
    pub groups: Vec<GroupRecord<'a>>,
    /// The households.
    #[serde(borrow)]
    pub households: Vec<HouseholdRecord<'a>>,
    /// The people.
    #[serde(borrow)]
    pub people: Vec<PersonRecord<'a>>,
    /// Who holds which post when.
    #[serde(borrow)]
    pub tenures: Vec<TenureRecord<'a>>,
    /// Who helps which household when.
    #[serde(borrow)]
    pub pairings: Vec<PairingRecord<'a>>,
}

/// The town.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a town")]
pub struct TownRecord<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Its name.
    #[serde(borrow, default, deserialize_with = "name")]
    pub name: Option<Cow<'a, str>>,
    /// Its population, in persons.
    #[serde(deserialize_with = "whole")]
    pub population: i64,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a zone")]
pub struct ZoneRecord<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Its name.
    #[serde(borrow, default, deserialize_with = "name")]
    pub name: Option<Cow<'a, str>>,
}

/// A village or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a village")]
pub struct VillageRecord<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Its name.
    #[serde(borrow, default, deserialize_with = "name")]
    pub name: Option<Cow<'a, str>>,
    /// The id of its zone; null exactly for a community.
    #[serde(borrow, deserialize_with = "nullable")]
    pub zone: Option<Id<'a>>,
    /// Its population, in persons, if known.
    #[serde(default, deserialize_with = "whole_or_null")]
    pub population: Option<i64>,
    /// Whether it is a community.
    #[serde(default, deserialize_with = "or_default")]
    pub community: bool,
    /// When it stood on the list of poor villages.
    #[serde(default, deserialize_with = "or_default")]
    pub listed: SpanRecords,
}

/// A villager group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a group")]
pub struct GroupRecord<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Its name.
    #[serde(borrow, default, deserialize_with = "name")]
    pub name: Option<Cow<'a, str>>,
    /// The id of its village.
    #[serde(borrow)]
    pub village: Id<'a>,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a household")]
pub struct HouseholdRecord<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// The id of its group.
    #[serde(borrow)]
    pub group: Id<'a>,
    /// How many persons it has.
    #[serde(deserialize_with = "whole")]
    pub persons: i64,
    /// When it was poor.
    #[serde(default, deserialize_with = "or_default")]
    pub poor: SpanRecords,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a person")]
pub struct PersonRecord<'a> {
    /// Their id.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Their name.
    #[serde(borrow, default, deserialize_with = "name")]
    pub name: Option<Cow<'a, str>>,
    /// Their standing.
    pub rank: Rank,
    /// The id of the village where they ordinarily serve.
    #[serde(borrow, default)]
    pub village: Option<Id<'a>>,
}

/// That a person holds a post at a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a tenure")]
pub struct TenureRecord<'a> {
    /// The person's id.
    #[serde(borrow)]
    pub person: Id<'a>,
    /// The post.
    pub post: Post,
    /// The unit's id.
    #[serde(borrow)]
    pub unit: Id<'a>,
    /// The first day.
    pub from: Date,
    /// The first day no longer; open if none.
    #[serde(default)]
    pub until: Option<Date>,
    /// The day on which this became known; if none, it always was. See [`Roster::as_known_on`].
    #[serde(default)]
    pub recorded: Option<Date>,
}

/// That a person helps a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a pairing")]
pub struct PairingRecord<'a> {
    /// The household's id.
    #[serde(borrow)]
    pub household: Id<'a>,
    /// The helper's id, a person's.
    #[serde(borrow)]
    pub helper: Id<'a>,
    /// The first day.
    pub from: Date,
    /// The first day no longer; open if none.
    #[serde(default)]
    pub until: Option<Date>,
    /// The day on which this became known; if none, it always was. See [`Roster::as_known_on`].
    #[serde(default)]
    pub recorded: Option<Date>,
}
