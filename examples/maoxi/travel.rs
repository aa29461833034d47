//! The travel times between bases and groups, which only the caller knows.

use std::collections::BTreeMap;

use bangfu::assign::Station;
use bangfu::document::Format;
use bangfu::quantity::Id;
use bangfu::township::{Group, Township};
use serde::Deserialize;

/// The document `maoxi-travel.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelRecords<'a> {
    #[expect(dead_code, reason = "it is only checked")]
    format: Format,
    #[serde(borrow)]
    minutes: Vec<TravelRecord<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TravelRecord<'a> {
    #[serde(borrow)]
    base: Id<'a>,
    #[serde(borrow)]
    group: Id<'a>,
    minutes: u32,
}

pub struct Travel<'a> {
    minutes: BTreeMap<(Id<'a>, Id<'a>), u32>,
    town: &'a Id<'static>,
}

impl<'a> Travel<'a> {
    pub fn new(records: TravelRecords<'a>, township: &'a Township) -> Self {
        let entry = |record: TravelRecord<'a>| ((record.base, record.group), record.minutes);
        let minutes = records.minutes.into_iter().map(entry).collect();
        Self { minutes, town: township.town().id() }
    }

    /// The minutes from a station to a group: from the village, or from the town for who is in none.
    pub fn minutes(&self, station: Station<'_>, group: Group<'_>) -> Option<u32> {
        let base = station.village().map_or(self.town, |village| village.id());
        self.minutes.get(&(base.as_borrowed(), group.id().as_borrowed())).copied()
    }
}
