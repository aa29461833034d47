//! The check of a roster as a whole.
//!
//! It goes through the records list by list, and then compares records with one another. Every
//! independent fault becomes one finding, at the place where a person would mend it. What only
//! follows from a reported fault is not reported: a record with a fault of its own takes no part in
//! comparisons, and of equal ids the first is meant.
//!
//! Alongside, the parts of the township are collected. They are sound exactly if nothing was found,
//! and are dropped otherwise; so a stand-in for what could not be found never gets out.

mod comparisons;
mod pairings;

use super::field;
use super::{Roster, SpanRecord};
use crate::calendar::{Date, Day, Span, Timeline};
use crate::document::{Clash, Fault, Findings, Index, Path, Report};
use crate::quantity::Id;
use crate::township::parts::{self, Parts, Place};
use crate::township::{Household, Level, Organisation, PostRule, Rank, Town, Township, Village};

impl Roster<'_> {
    /// Checks everything that the roster says, and makes a [`Township`] of it.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// # use bangfu::{charter::Charter, roster::Roster};
    /// let text = br#"{"format": 1, "town": {"id": "t", "population": 0}, "zones": [], "villages": [],
    ///     "groups": [{"id": "g", "village": "v"}], "households": [], "people": [], "tenures": [],
    ///     "pairings": []}"#;
    /// let roster: Roster<'_> = bangfu::document::read(text)?;
    /// let findings = roster.check(&Charter::maoxi().organisation).unwrap_err();
    /// let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    /// assert_eq!(lines, [
    ///     "town.population: `0` is not from 1 to 10000000 [out_of_range]",
    ///     "groups[0].village: there is no village `v` [unknown_reference]",
    /// ]);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong, if anything is.
    pub fn check(&self, organisation: &Organisation) -> Result<Township, Findings> {
        let mut check = Check { roster: self, organisation, report: Report::default() };
        let parts = check.run();
        check.report.end()?;
        Ok(Township::assemble(organisation.clone(), parts))
    }
}

struct Check<'r> {
    roster: &'r Roster<'r>,
    organisation: &'r Organisation,
    report: Report,
}

struct Indices<'r> {
    zones: Index<'r>,
    villages: Index<'r>,
    groups: Index<'r>,
    households: Index<'r>,
    people: Index<'r>,
}

impl Indices<'_> {
    fn into_orders(self) -> parts::Orders {
        parts::Orders {
            zones: self.zones.into_positions(),
            villages: self.villages.into_positions(),
            groups: self.groups.into_positions(),
            households: self.households.into_positions(),
            people: self.people.into_positions(),
        }
    }
}

/// What the comparisons need of a village.
struct VillageFacts {
    is_sound: bool,
    /// The population if there is one within its bounds.
    population: Option<u32>,
}

/// A tenure without a fault of its own.
struct SoundTenure {
    index: usize,
    part: parts::Tenure,
}

impl Check<'_> {
    fn run(&mut self) -> Parts {
        let roster = self.roster;
        let indices = Indices {
            zones: self.report.index(
                field::ZONES,
                field::ID,
                roster.zones.iter().map(|zone| &zone.id),
            ),
            villages: self.report.index(
                field::VILLAGES,
                field::ID,
                roster.villages.iter().map(|v| &v.id),
            ),
            groups: self.report.index(
                field::GROUPS,
                field::ID,
                roster.groups.iter().map(|group| &group.id),
            ),
            households: self.report.index(
                field::HOUSEHOLDS,
                field::ID,
                roster.households.iter().map(|h| &h.id),
            ),
            people: self.report.index(
                field::PEOPLE,
                field::ID,
                roster.people.iter().map(|person| &person.id),
            ),
        };
        let town = self.town();
        let zones = roster.zones.iter();
        let zones = zones
            .map(|zone| parts::Zone {
                id: zone.id.clone().into_owned(),
                name: owned(zone.name.as_ref()),
            })
            .collect();
        let (villages, village_facts) = self.villages(&indices);
        let groups = self.groups(&indices);
        let mut households = self.households(&indices, &groups, &village_facts);
        let people = self.people(&indices);
        let tenures = self.tenures(&indices);
        let overlapping = self.compare_seats(&tenures);
        self.compare_exclusions(&tenures, &overlapping);
        self.pairings(&indices, &mut households);
        Parts {
            town,
            zones,
            villages,
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            households,
            people,
            tenures: tenures.into_iter().map(|tenure| tenure.part).collect(),
            by_id: indices.into_orders(),
        }
    }

    fn day(&mut self, found: Date, path: impl FnOnce() -> Path) -> Option<Day> {
        let day = Day::try_from(found);
        day.map_err(|_| self.report.add(path(), Fault::DayOutOfRange { found })).ok()
    }

    /// Checks both days, and if both are in the calendar, their order.
    fn span(&mut self, record: SpanRecord, path: impl Fn() -> Path) -> Option<Span> {
        let from = self.day(record.from, || path().field(field::FROM));
        let until = record.until.map(|until| self.day(until, || path().field(field::UNTIL)));
        let span = match until {
            None => Span::new(from?, None),
            Some(until) => Span::new(from?, Some(until?)),
        };
        let empty =
            |_| Fault::BadSpan { from: record.from, until: record.until.unwrap_or(record.from) };
        span.map_err(|error| self.report.add(path().field(field::UNTIL), empty(error))).ok()
    }

    /// Checks spans of one record no two of which may share a day.
    fn timeline(
        &mut self,
        records: &[SpanRecord],
        clash: Clash,
        path: impl Fn() -> Path,
    ) -> Timeline<()> {
        // Most records have one span, which clashes with none.
        if let [only] = records {
            let span = self.span(*only, || path().index(0));
            return span.map_or(Timeline::EMPTY, |span| Timeline::from((span, ())));
        }
        let mut spans = Vec::new();
        for (at, record) in records.iter().enumerate() {
            spans.extend(self.span(*record, || path().index(at)).map(|span| (span, at)));
        }
        for (later, earlier) in comparisons::overlaps(&mut spans) {
            let related = vec![path().index(earlier)];
            self.report.add_related(path().index(later), Fault::Overlap(clash), related);
        }
        Timeline::new(spans.into_iter().map(|(span, _)| (span, ()))).unwrap_or_default()
    }

    fn town(&mut self) -> parts::Town {
        let town = &self.roster.town;
        let path = || field::TOWN.path().field(field::POPULATION);
        parts::Town {
            id: town.id.clone().into_owned(),
            name: owned(town.name.as_ref()),
            population: self
                .report
                .number(Town::POPULATION, town.population, path)
                .unwrap_or_default(),
        }
    }

    fn villages(&mut self, indices: &Indices<'_>) -> (Vec<parts::Village>, Vec<VillageFacts>) {
        let mut villages = Vec::with_capacity(self.roster.villages.len());
        let mut facts = Vec::new();
        let mut sizes = vec![0_usize; self.roster.zones.len()];
        let mut is_every_zone_sound = true;
        for (at, village) in self.roster.villages.iter().enumerate() {
            let faults_before = self.report.len();
            let path = || field::VILLAGES.at(at);
            let zone_path = || path().field(field::ZONE);
            let zone = match (&village.zone, village.community) {
                (Some(id), false) => self.report.refer(&indices.zones, "zone", id, zone_path),
                (None, false) => {
                    self.report.add(zone_path(), Fault::ZoneMissing);
                    None
                }
                (Some(_), true) => {
                    self.report.add(zone_path(), Fault::ZoneUnexpected);
                    None
                }
                (None, true) => None,
            };
            is_every_zone_sound &= self.report.len() == faults_before;
            let is_meant = indices.villages.is_meant(at);
            if is_meant && let Some(size) = zone.and_then(|zone| sizes.get_mut(zone)) {
                *size = size.saturating_add(1);
            }
            let population_path = || path().field(field::POPULATION);
            let population = village
                .population
                .and_then(|found| self.report.number(Village::POPULATION, found, population_path));
            let listed =
                self.timeline(&village.listed, Clash::Listed, || path().field(field::LISTED));
            let is_sound = is_meant && self.report.len() == faults_before;
            facts.push(VillageFacts { is_sound, population });
            villages.push(parts::Village {
                id: village.id.clone().into_owned(),
                name: owned(village.name.as_ref()),
                zone,
                population,
                listed,
            });
        }
        // A zone's size says nothing while it is open where some village belongs.
        if is_every_zone_sound {
            self.zone_sizes(indices, &sizes);
        }
        (villages, facts)
    }

    fn zone_sizes(&mut self, indices: &Indices<'_>, sizes: &[usize]) {
        let expected = self.organisation.zone_size().get();
        for (at, found) in sizes.iter().enumerate() {
            if indices.zones.is_meant(at) && *found != usize::from(expected) {
                self.report.add(field::ZONES.at(at), Fault::ZoneSize { found: *found, expected });
            }
        }
    }

    /// The groups, each with whether it has no fault of its own.
    fn groups(&mut self, indices: &Indices<'_>) -> Vec<(bool, parts::Group)> {
        let mut groups = Vec::with_capacity(self.roster.groups.len());
        for (at, group) in self.roster.groups.iter().enumerate() {
            let path = || field::GROUPS.at(at).field(field::VILLAGE);
            let village = self.report.refer(&indices.villages, "village", &group.village, path);
            let is_sound = village.is_some() && indices.groups.is_meant(at);
            let part = parts::Group {
                id: group.id.clone().into_owned(),
                name: owned(group.name.as_ref()),
                village: village.unwrap_or_default(),
            };
            groups.push((is_sound, part));
        }
        groups
    }

    fn households(
        &mut self,
        indices: &Indices<'_>,
        groups: &[(bool, parts::Group)],
        villages: &[VillageFacts],
    ) -> Vec<parts::Household> {
        let mut households = Vec::with_capacity(self.roster.households.len());
        let mut persons_of = vec![0_u64; villages.len()];
        for (at, household) in self.roster.households.iter().enumerate() {
            let faults_before = self.report.len();
            let path = || field::HOUSEHOLDS.at(at);
            let group_path = || path().field(field::GROUP);
            let group = self.report.refer(&indices.groups, "group", &household.group, group_path);
            let persons_path = || path().field(field::PERSONS);
            let persons = self.report.number(Household::PERSONS, household.persons, persons_path);
            let poor = self.timeline(&household.poor, Clash::Poor, || path().field(field::POOR));
            let is_sound = self.report.len() == faults_before && indices.households.is_meant(at);
            if is_sound
                && let (Some(persons), Some((true, group))) =
                    (persons, group.and_then(|group| groups.get(group)))
                && let Some(sum) = persons_of.get_mut(group.village)
            {
                *sum = sum.saturating_add(persons.into());
            }
            households.push(parts::Household {
                id: household.id.clone().into_owned(),
                group: group.unwrap_or_default(),
                persons: persons.unwrap_or_default(),
                poor,
                helpers: Timeline::EMPTY,
            });
        }
        for ((at, village), persons) in villages.iter().enumerate().zip(persons_of) {
            if let Some(population) = village.population
                && village.is_sound
                && persons > population.into()
            {
                let path = field::VILLAGES.at(at).field(field::POPULATION);
                self.report.add(path, Fault::PopulationExceeded { persons, population });
            }
        }
        households
    }

    fn people(&mut self, indices: &Indices<'_>) -> Vec<parts::Person> {
        let mut people = Vec::with_capacity(self.roster.people.len());
        for (at, person) in self.roster.people.iter().enumerate() {
            let path = || field::PEOPLE.at(at).field(field::VILLAGE);
            if person.village.is_none() && matches!(person.rank, Rank::Village | Rank::Group) {
                self.report.add(path(), Fault::HomeMissing { rank: person.rank });
            }
            let home = person.village.as_ref();
            let village =
                home.and_then(|id| self.report.refer(&indices.villages, "village", id, path));
            people.push(parts::Person {
                id: person.id.clone().into_owned(),
                name: owned(person.name.as_ref()),
                rank: person.rank,
                village,
            });
        }
        people
    }

    /// The tenures without a fault of their own.
    fn tenures(&mut self, indices: &Indices<'_>) -> Vec<SoundTenure> {
        let mut tenures = Vec::with_capacity(self.roster.tenures.len());
        for (index, tenure) in self.roster.tenures.iter().enumerate() {
            let path = || field::TENURES.at(index);
            let person_path = || path().field(field::PERSON);
            let person = self.report.refer(&indices.people, "person", &tenure.person, person_path);
            let rule = self.organisation.rule(tenure.post);
            if rule.is_none() {
                let fault = Fault::UnknownPost { post: tenure.post };
                self.report.add(path().field(field::POST), fault);
            }
            let mut is_sound = true;
            if let (Some(rule), Some(person)) = (rule, person)
                && let Some(holder) = self.roster.people.get(person)
                && !rule.ranks.contains(&holder.rank)
            {
                is_sound = false;
                let fault = Fault::WrongRank { post: tenure.post, rank: holder.rank };
                self.report.add(person_path(), fault);
            }
            let unit_path = || path().field(field::UNIT);
            let place = rule.and_then(|rule| self.place(indices, rule, &tenure.unit, unit_path));
            let span = self.span(SpanRecord { from: tenure.from, until: tenure.until }, path);
            let recorded_path = || path().field(field::RECORDED);
            let recorded = tenure.recorded.map(|day| self.day(day, recorded_path));
            if is_sound
                && recorded != Some(None)
                && let (Some(person), Some(place), Some(span)) = (person, place, span)
            {
                let post = tenure.post;
                let recorded = recorded.flatten();
                tenures.push(SoundTenure {
                    index,
                    part: parts::Tenure { person, span, post, place, recorded },
                });
            }
        }
        tenures
    }

    /// The unit at which a post is held: one of the level that the post's rule names.
    fn place(
        &mut self,
        indices: &Indices<'_>,
        rule: &PostRule,
        id: &Id<'_>,
        path: impl FnOnce() -> Path,
    ) -> Option<Place> {
        let find = |level: Level| match level {
            Level::Town => (self.roster.town.id == *id).then_some(Place::Town),
            Level::Zone => indices.zones.find(id).map(Place::Zone),
            Level::Village => indices.villages.find(id).map(Place::Village),
            Level::Group => indices.groups.find(id).map(Place::Group),
            Level::Household => indices.households.find(id).map(Place::Household),
        };
        let place = find(rule.level);
        if place.is_none() {
            let elsewhere = Level::ALL.iter().copied().find(|level| find(*level).is_some());
            let fault = match elsewhere {
                Some(found) => Fault::WrongUnit { post: rule.post, expected: rule.level, found },
                None => Fault::UnknownReference {
                    what: rule.level.as_str(),
                    id: id.clone().into_owned(),
                },
            };
            self.report.add(path(), fault);
        }
        place
    }
}

fn owned(name: Option<&std::borrow::Cow<'_, str>>) -> parts::Name {
    name.map(|name| Box::from(name.as_ref()))
}
