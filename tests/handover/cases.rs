//! Who leaves when, and what the plain records say of it.

use std::collections::BTreeSet;

use bangfu::calendar::{Date, Day};
use bangfu::document::Format;
use bangfu::quantity::Id;
use bangfu::roster::{PersonRecord, Roster};
use bangfu::testing;
use bangfu::township::{Post, Rank, Role};
use proptest::prelude::*;
use proptest::sample::Index;

use bangfu::coverage::{HandoverRecords, TransferRecord};

use crate::{MAOXI, covers, day, overlap};

/// The posts that the mechanism needs, and how many in each.
const NEEDED: &[(Post, usize)] = &[
    (Post::Commander, 2),
    (Post::ZoneLeader, 1),
    (Post::DispatchedCadre, 1),
    (Post::FirstSecretary, 1),
    (Post::VillageSecretary, 1),
    (Post::GroupLead, 1),
];
const FRONT: &[Post] = &[Post::ZoneLeader, Post::DispatchedCadre];

#[derive(Clone, Debug)]
pub struct Case {
    pub roster: Roster<'static>,
    pub person: Id<'static>,
    pub from: Day,
    /// What the choices of a test are made by.
    pub seeds: Vec<u32>,
}

/// A duty by the records alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scanned {
    pub unit: Id<'static>,
    pub role: Role,
    pub from: Date,
    pub until: Option<Date>,
}

/// Somebody of the roster, most of them with records, on a day near one on which a record changes.
///
/// Of each rank there is somebody with nothing to do, so that every duty can pass to somebody.
pub fn case() -> impl Strategy<Value = Case> {
    let seeds = proptest::collection::vec(any::<u32>(), 12);
    let input = (testing::roster(), any::<Index>(), 0..6_u8, 0..200_u64, testing::day(), seeds);
    input.prop_map(|(mut roster, record, kind, later, other, seeds)| {
        let tenures = roster.tenures.iter().map(|one| (one.person.clone(), one.from, one.until));
        let pairings = roster.pairings.iter().map(|one| (one.helper.clone(), one.from, one.until));
        let mut records: Vec<_> = tenures.chain(pairings).collect();
        if records.is_empty() {
            records.push((roster.people[0].id.clone(), other.into(), None));
        }
        let (person, from, until) = record.get(&records).clone();
        let days = bangfu::chrono::Days::new(later);
        let later = from.to_date().checked_add_days(days).and_then(|date| Day::try_from(date).ok());
        let from = match kind {
            0 => day(from),
            1 => until.map_or(other, day),
            2 => other,
            3 => day(from).previous().unwrap_or(other),
            _ => later.unwrap_or(other),
        };
        for rank in Rank::ALL {
            let village = roster.villages.first().map(|village| village.id.clone());
            if village.is_some() || !matches!(rank, Rank::Village | Rank::Group) {
                let id = reserve(*rank);
                roster.people.push(PersonRecord { id, name: None, rank: *rank, village });
            }
        }
        Case { roster, person, from, seeds }
    })
}

/// The id of the one of a rank who has nothing to do.
pub fn reserve(rank: Rank) -> Id<'static> {
    Id::new(format!("reserve-{rank}")).expect("an id")
}

impl Scanned {
    pub fn is_open_to(&self, rank: Rank) -> bool {
        match self.role {
            Role::Helper => true,
            Role::Post(post) => {
                MAOXI.organisation.rule(post).expect("a rule").ranks.contains(&rank)
            }
        }
    }
}

impl Case {
    pub fn seed(&self, at: usize) -> usize {
        usize::try_from(self.seeds[at % self.seeds.len()]).unwrap_or_default() / (at + 1)
    }

    /// Everything that the person answers for from the day on, by unit, role and first day.
    pub fn scan(&self) -> Vec<Scanned> {
        let is_left = |until: Option<Date>| until.is_none_or(|until| until > self.from.into());
        let pairings = self.roster.pairings.iter().filter(|one| one.helper == self.person);
        let tenures = self.roster.tenures.iter().filter(|one| one.person == self.person);
        let mut found: Vec<Scanned> = pairings
            .map(|one| (one.household.clone(), Role::Helper, one.from, one.until))
            .chain(tenures.map(|one| (one.unit.clone(), Role::Post(one.post), one.from, one.until)))
            .filter(|(_, _, _, until)| is_left(*until))
            .map(|(unit, role, from, until)| Scanned { unit, role, from, until })
            .collect();
        found.sort();
        found
    }

    /// The days of a duty that pass.
    pub fn passed(&self, duty: &Scanned) -> (Date, Option<Date>) {
        (duty.from.max(self.from.into()), duty.until)
    }

    /// Every day on which some record begins or ends, and the day itself: between two of them
    /// nothing changes.
    pub fn turning_days(&self) -> BTreeSet<Date> {
        let tenures = self.roster.tenures.iter().map(|one| (one.from, one.until));
        let pairings = self.roster.pairings.iter().map(|one| (one.from, one.until));
        let poor = self.roster.households.iter().flat_map(|one| &one.poor);
        let poor = poor.map(|span| (span.from, span.until));
        let all = tenures.chain(pairings).chain(poor);
        let mut days: BTreeSet<Date> =
            all.flat_map(|(from, until)| [Some(from), until]).flatten().collect();
        days.insert(self.from.into());
        days
    }

    /// Whether somebody is missing on a day without the person.
    pub fn is_missing(&self, duty: &Scanned, on: Date) -> bool {
        let Role::Post(post) = duty.role else {
            let household = self.roster.households.iter().find(|one| one.id == duty.unit);
            return household.expect("a household").poor.iter().any(|span| span.from <= on);
        };
        let Some((_, needed)) = NEEDED.iter().find(|(needed, _)| *needed == post) else {
            return false;
        };
        let group = self.roster.groups.iter().find(|group| group.id == duty.unit);
        let is_of_group = post == Post::GroupLead;
        let village = group.filter(|_| is_of_group).map_or(&duty.unit, |group| &group.village);
        let is_in_village = !matches!(post, Post::Commander | Post::ZoneLeader);
        let mut villages = self.roster.villages.iter();
        if is_in_village && villages.any(|one| one.id == *village && one.community) {
            return false;
        }
        let others = self.roster.tenures.iter().filter(|tenure| {
            tenure.unit == duty.unit && tenure.post == post && tenure.person != self.person
        });
        others.filter(|tenure| covers(tenure.from, tenure.until, on)).count() < *needed
    }

    pub fn is_needed(&self, duty: &Scanned) -> bool {
        let (from, until) = self.passed(duty);
        let days = self.turning_days();
        days.range(from..)
            .chain([&from])
            .any(|on| covers(from, until, *on) && self.is_missing(duty, *on))
    }

    pub fn rank_of(&self, person: &Id<'_>) -> Rank {
        self.roster.people.iter().find(|one| one.id == *person).expect("a person").rank
    }

    /// The posts that somebody holds on some day that passes with a duty, each with the unit.
    fn held_meanwhile(&self, person: &Id<'_>, duty: &Scanned) -> Vec<(Post, &Id<'static>)> {
        let tenures = self.roster.tenures.iter().filter(|one| one.person == *person);
        let meanwhile = tenures.filter(|one| overlap((one.from, one.until), self.passed(duty)));
        meanwhile.map(|one| (one.post, &one.unit)).collect()
    }

    pub fn holds_already(&self, person: &Id<'_>, duty: &Scanned) -> bool {
        let held = self.held_meanwhile(person, duty).into_iter();
        held.into_iter().any(|(post, unit)| Role::Post(post) == duty.role && *unit == duty.unit)
    }

    pub fn is_excluded(&self, person: &Id<'_>, duty: &Scanned) -> bool {
        let Role::Post(duty_post) = duty.role else { return false };
        self.held_meanwhile(person, duty).into_iter().any(|(post, _)| {
            (post == Post::StayBehind && FRONT.contains(&duty_post))
                || (duty_post == Post::StayBehind && FRONT.contains(&post))
        })
    }

    /// Everybody who may have a duty, by id.
    pub fn fit(&self, duty: &Scanned) -> Vec<Id<'static>> {
        let people = self.roster.people.iter().map(|person| person.id.clone());
        let mut fit: Vec<Id<'static>> = people
            .filter(|person| *person != self.person)
            .filter(|person| duty.is_open_to(self.rank_of(person)))
            .filter(|person| !self.holds_already(person, duty) && !self.is_excluded(person, duty))
            .collect();
        fit.sort();
        fit
    }

    /// One of those, or nobody where the mechanism can spare the duty, as the seeds say.
    pub fn legal(&self, at: usize, duty: &Scanned) -> TransferRecord<'static> {
        let fit = self.fit(duty);
        let seed = self.seed(at);
        let may_lapse = seed.is_multiple_of(3) && !self.is_needed(duty);
        transfer(duty, if may_lapse { None } else { Some(fit[seed / 3 % fit.len()].clone()) })
    }

    /// A complete batch.
    pub fn legal_transfers(&self) -> Vec<TransferRecord<'static>> {
        self.scan().iter().enumerate().map(|(at, duty)| self.legal(at, duty)).collect()
    }

    pub fn batch(&self, transfers: Vec<TransferRecord<'static>>) -> HandoverRecords<'static> {
        HandoverRecords { format: Format, person: self.person.clone(), from: self.from, transfers }
    }
}

pub fn transfer(duty: &Scanned, to: Option<Id<'static>>) -> TransferRecord<'static> {
    TransferRecord { role: duty.role, unit: duty.unit.clone(), from: day(duty.from), to }
}
