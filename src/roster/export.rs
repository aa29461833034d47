use std::borrow::Cow;

use super::{
    GroupRecord, HouseholdRecord, PairingRecord, PersonRecord, Roster, SpanRecord, SpanRecords,
    TenureRecord, TownRecord, VillageRecord, ZoneRecord,
};
use crate::calendar::{Date, Day, Span, Timeline};
use crate::document::Format;
use crate::quantity::Id;
use crate::township::{Household, Township};

/// The roster of a township, every list sorted: by id; tenures by person, first day, post and unit;
/// pairings by household and first day. Checked again, it makes an equal township.
impl<'t> From<&'t Township> for Roster<'t> {
    fn from(township: &'t Township) -> Self {
        let town = township.town();
        let mut roster = Self {
            format: Format,
            town: TownRecord {
                id: town.id().as_borrowed(),
                name: town.name().map(Cow::Borrowed),
                population: town.population().into(),
            },
            zones: township
                .zones()
                .map(|zone| ZoneRecord {
                    id: zone.id().as_borrowed(),
                    name: zone.name().map(Cow::Borrowed),
                })
                .collect(),
            villages: township
                .villages()
                .map(|village| VillageRecord {
                    id: village.id().as_borrowed(),
                    name: village.name().map(Cow::Borrowed),
                    zone: village.zone().map(|zone| zone.id().as_borrowed()),
                    population: village.population().map(i64::from),
                    community: village.is_community(),
                    listed: spans(village.listed()),
                })
                .collect(),
            groups: township
                .groups()
                .map(|group| GroupRecord {
                    id: group.id().as_borrowed(),
                    name: group.name().map(Cow::Borrowed),
                    village: group.village().id().as_borrowed(),
                })
                .collect(),
            households: township
                .households()
                .map(|household| HouseholdRecord {
                    id: household.id().as_borrowed(),
                    group: household.group().id().as_borrowed(),
                    persons: household.persons().into(),
                    poor: spans(household.poor()),
                })
                .collect(),
            people: township
                .people()
                .map(|person| PersonRecord {
                    id: person.id().as_borrowed(),
                    name: person.name().map(Cow::Borrowed),
                    rank: person.rank(),
                    village: person.home_village().map(|village| village.id().as_borrowed()),
                })
                .collect(),
            tenures: township
                .tenures()
                .map(|tenure| {
                    let SpanRecord { from, until } = ends(tenure.span());
                    TenureRecord {
                        person: tenure.person().id().as_borrowed(),
                        post: tenure.post(),
                        unit: tenure.unit().id().as_borrowed(),
                        from,
                        until,
                        recorded: tenure.recorded().map(Date::from),
                    }
                })
                .collect(),
            pairings: township
                .households()
                .flat_map(Household::pairings)
                .map(|pairing| {
                    let SpanRecord { from, until } = ends(pairing.span);
                    PairingRecord {
                        household: pairing.household.id().as_borrowed(),
                        helper: pairing.helper.id().as_borrowed(),
                        from,
                        until,
                        recorded: pairing.recorded.map(Date::from),
                    }
                })
                .collect(),
        };
        roster.sort();
        roster
    }
}

impl Roster<'_> {
    /// Sorts every list: by id; tenures by person, first day, post and unit; pairings by household
    /// and first day.
    pub fn sort(&mut self) {
        fn by_id<'r, T>(records: &mut [T], id: impl Fn(&T) -> &Id<'r>) {
            records.sort_by(|a, b| id(a).cmp(id(b)));
        }
        by_id(&mut self.zones, |zone| &zone.id);
        by_id(&mut self.villages, |village| &village.id);
        by_id(&mut self.groups, |group| &group.id);
        by_id(&mut self.households, |household| &household.id);
        by_id(&mut self.people, |person| &person.id);
        self.tenures.sort_by(|a, b| {
            (&a.person, a.from, a.post, &a.unit).cmp(&(&b.person, b.from, b.post, &b.unit))
        });
        self.pairings.sort_by(|a, b| (&a.household, a.from).cmp(&(&b.household, b.from)));
    }
}

fn spans(timeline: &Timeline<()>) -> SpanRecords {
    timeline.iter().map(|(span, ())| ends(span)).collect()
}

fn ends(span: Span) -> SpanRecord {
    SpanRecord { from: span.from().into(), until: span.until().map(|until: Day| until.into()) }
}
