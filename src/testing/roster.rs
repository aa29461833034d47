use std::borrow::Cow;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::choices::Choices;
use crate::calendar::{Date, Day, Span};
use crate::charter::Charter;
use crate::document::Format;
use crate::quantity::Id;
use crate::roster::{
    GroupRecord, HouseholdRecord, PairingRecord, PersonRecord, Roster, SpanRecord, SpanRecords,
    TenureRecord, TownRecord, VillageRecord, ZoneRecord,
};
use crate::township::{Level, Organisation, Post, PostRule, Rank, Township};

/// Made once: a charter takes longer than a small roster.
static MAOXI: LazyLock<Organisation> = LazyLock::new(|| Charter::maoxi().organisation);

/// Rosters without a fault under [`Charter::maoxi`], of up to two zones and two communities, with
/// histories of all kinds: posts left and taken up the same day or later, several posts at once,
/// posts in other villages, households that fell back, gaps and vacancies; some of it became known
/// before it began, while it lasted, or long after. The records stand in no particular order.
pub fn roster() -> impl Strategy<Value = Roster<'static>> {
    vec(any::<u32>(), 0..1_500)
        .prop_map(|numbers| Builder::new(Choices::new(numbers)).build(&MAOXI))
}

/// The townships of [`roster`].
pub fn township() -> impl Strategy<Value = Township> {
    roster().prop_filter_map("a roster with findings", |roster| roster.check(&MAOXI).ok())
}

struct Builder {
    choices: Choices,
    roster: Roster<'static>,
}

#[expect(clippy::expect_used, reason = "the texts that are made here are ids")]
fn id(text: impl Into<Cow<'static, str>>) -> Id<'static> {
    Id::new(text).expect("the text is an id")
}

impl Builder {
    fn new(choices: Choices) -> Self {
        let town = TownRecord { id: id("t"), name: None, population: 45_000 };
        let roster = Roster {
            format: Format,
            town,
            zones: Vec::new(),
            villages: Vec::new(),
            groups: Vec::new(),
            households: Vec::new(),
            people: Vec::new(),
            tenures: Vec::new(),
            pairings: Vec::new(),
        };
        Self { choices, roster }
    }

    fn build(mut self, organisation: &Organisation) -> Roster<'static> {
        self.units(organisation.zone_size().get());
        self.people();
        self.pairings();
        for rule in &organisation.records().posts {
            for unit in self.units_of(rule.level) {
                self.holders(rule, &unit, organisation);
            }
        }
        self.shuffle();
        self.roster
    }

    fn name(&mut self, name: &'static str) -> Option<Cow<'static, str>> {
        self.choices.once_in(2).then_some(Cow::Borrowed(name))
    }

    fn units(&mut self, zone_size: u16) {
        for zone in 0..self.choices.below(3) {
            let zone = id(format!("z{zone}"));
            let name = self.name("战区");
            self.roster.zones.push(ZoneRecord { id: zone.clone(), name });
            for _ in 0..zone_size {
                self.village(Some(zone.clone()));
            }
        }
        for _ in 0..self.choices.below(3) {
            self.village(None);
        }
    }

    fn village(&mut self, zone: Option<Id<'static>>) {
        let village = id(format!("v{}", self.roster.villages.len()));
        let mut persons = 0;
        for _ in 0..self.choices.below(3) {
            let group = id(format!("{village}-{}", self.roster.groups.len()));
            let name = self.name("1组");
            self.roster.groups.push(GroupRecord {
                id: group.clone(),
                name,
                village: village.clone(),
            });
            for _ in 0..self.choices.below(4) {
                persons = self.household(&group).saturating_add(persons);
            }
        }
        // Unknown, just enough, or more.
        let population = match self.choices.below(4) {
            0 => None,
            more => {
                i64::try_from(more).ok().map(|more| more.saturating_sub(1).saturating_add(persons))
            }
        };
        let community = zone.is_none();
        let name = self.name("村");
        let listed = self.span_records(2);
        let record = VillageRecord { id: village, name, zone, population, community, listed };
        self.roster.villages.push(record);
    }

    fn household(&mut self, group: &Id<'static>) -> i64 {
        let household = id(format!("h{}", self.roster.households.len()));
        let persons = i64::try_from(self.choices.below(6)).unwrap_or_default().saturating_add(1);
        let poor = self.span_records(3);
        let group = group.clone();
        self.roster.households.push(HouseholdRecord { id: household, group, persons, poor });
        persons
    }

    fn span_records(&mut self, most: usize) -> SpanRecords {
        let spans = self.choices.spans(most).into_iter();
        let mut records: SpanRecords =
            spans.map(ends).map(|(from, until)| SpanRecord { from, until }).collect();
        if self.choices.once_in(2) {
            records.reverse();
        }
        records
    }

    fn people(&mut self) {
        let villages: Vec<Id<'static>> =
            self.roster.villages.iter().map(|village| village.id.clone()).collect();
        for rank in Rank::ALL.iter().copied() {
            let needs_home = matches!(rank, Rank::Village | Rank::Group);
            if needs_home && villages.is_empty() {
                continue;
            }
            // An even number, so that both halves of a rank have somebody; see `holders`.
            for _ in 0..self.choices.below(4).saturating_add(1).saturating_mul(2) {
                let has_home = needs_home || self.choices.once_in(2);
                let home = if has_home { self.choices.of(&villages).cloned() } else { None };
                let person = id(format!("p{}", self.roster.people.len()));
                let name = self.name("某某");
                self.roster.people.push(PersonRecord { id: person, name, rank, village: home });
            }
        }
    }

    fn units_of(&self, level: Level) -> Vec<Id<'static>> {
        match level {
            Level::Town => vec![self.roster.town.id.clone()],
            Level::Zone => self.roster.zones.iter().map(|zone| zone.id.clone()).collect(),
            Level::Village => self.roster.villages.iter().map(|v| v.id.clone()).collect(),
            Level::Group => self.roster.groups.iter().map(|group| group.id.clone()).collect(),
            Level::Household => Vec::new(),
        }
    }

    /// Gives each seat of a post holders one after the other. Posts that exclude each other draw
    /// from different halves of the people, seats of one post from different people.
    fn holders(&mut self, rule: &PostRule, unit: &Id<'static>, organisation: &Organisation) {
        let seats = rule.seats.map_or(2, |seats| usize::from(seats.get()));
        let exclusions = &organisation.records().exclusions;
        let half = exclusions.iter().find_map(|exclusion| {
            let is_front = exclusion.excludes.contains(&rule.post);
            (is_front || exclusion.post == rule.post).then_some(usize::from(is_front))
        });
        for seat in 0..seats {
            let people = self.roster.people.iter().enumerate();
            let eligible: Vec<Id<'static>> = people
                .filter(|(_, person)| rule.ranks.contains(&person.rank))
                .filter(|(at, _)| half.is_none_or(|half| at % 2 == half))
                .filter(|(at, _)| (at / 2).checked_rem(seats) == Some(seat))
                .map(|(_, person)| person.id.clone())
                .collect();
            for span in self.choices.spans(2) {
                if let Some(person) = self.choices.of(&eligible).cloned() {
                    self.tenure(person, rule.post, unit.clone(), span);
                }
            }
        }
    }

    fn tenure(&mut self, person: Id<'static>, post: Post, unit: Id<'static>, span: Span) {
        let (from, until) = ends(span);
        let recorded = self.recorded(span);
        self.roster.tenures.push(TenureRecord { person, post, unit, from, until, recorded });
    }

    fn recorded(&mut self, span: Span) -> Option<Date> {
        self.choices.once_in(3).then(|| self.choices.day_about(span).into())
    }

    fn pairings(&mut self) {
        let helpers: Vec<Id<'static>> =
            self.roster.people.iter().map(|person| person.id.clone()).collect();
        let households: Vec<Id<'static>> =
            self.roster.households.iter().map(|household| household.id.clone()).collect();
        for household in households {
            for span in self.choices.spans(3) {
                if let Some(helper) = self.choices.of(&helpers).cloned() {
                    let (from, until) = ends(span);
                    let (household, recorded) = (household.clone(), self.recorded(span));
                    let record = PairingRecord { household, helper, from, until, recorded };
                    self.roster.pairings.push(record);
                }
            }
        }
    }

    fn shuffle(&mut self) {
        fn shuffle<T>(choices: &mut Choices, items: &mut [T]) {
            for last in (1..items.len()).rev() {
                items.swap(last, last.saturating_sub(choices.below(last.saturating_add(1))));
            }
        }
        shuffle(&mut self.choices, &mut self.roster.tenures);
        shuffle(&mut self.choices, &mut self.roster.pairings);
        shuffle(&mut self.choices, &mut self.roster.villages);
        shuffle(&mut self.choices, &mut self.roster.households);
        shuffle(&mut self.choices, &mut self.roster.people);
    }
}

fn ends(span: Span) -> (Date, Option<Date>) {
    (span.from().into(), span.until().map(|until: Day| until.into()))
}
