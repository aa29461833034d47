//! Townships of any number of people in paid posts, and a schedule with amendments; always the same
//! ones.

use bangfu::basis::{Basis, Decision};
use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::document::Format;
use bangfu::quantity::{Id, Yuan};
use bangfu::roster::{
    GroupRecord, PersonRecord, Roster, SpanRecords, TenureRecord, TownRecord, VillageRecord,
    ZoneRecord,
};
use bangfu::stipend::{Rate, Schedule};
use bangfu::township::{Post, Rank, Township};

use crate::common::Numbers;

/// The people of a village, one to a slot: five who alone hold their post, deputies, group cadres.
const SLOTS: usize = 50;
const DEPUTIES: std::ops::Range<usize> = 5..20;
const GROUPS: usize = 6;
const ZONE_SIZE: usize = 3;

/// What is amended in 2019: post, first day, yuan a month.
const AMENDMENTS: &[(Post, &str, i64)] = &[
    (Post::VillageSecretary, "2019-04-01", 1_300),
    (Post::VillageSecretary, "2019-10-16", 1_450),
    (Post::VillageDirector, "2019-04-01", 1_100),
    (Post::VillageDirector, "2019-09-09", 1_150),
    (Post::DeputySecretary, "2019-03-11", 835),
    (Post::DeputySecretary, "2019-08-01", 860),
    (Post::DeputyDirector, "2019-05-15", 845),
    (Post::DeputyDirector, "2019-08-01", 850),
    (Post::MilitiaCommander, "2019-06-01", 640),
    (Post::WomensDirector, "2019-02-01", 620),
    (Post::WomensDirector, "2019-06-20", 650),
    (Post::WomensDirector, "2019-11-01", 700),
    (Post::GroupCadre, "2019-03-01", 430),
    (Post::GroupCadre, "2019-07-16", 455),
];

/// The schedule of Maoxi, with [`AMENDMENTS`] and more for travel from within a month on.
pub fn schedule() -> Schedule {
    let rate = |from: &str, yuan: i64| Rate {
        monthly: Yuan::from_fen(yuan * 100),
        from: day(from),
        until: None,
        basis: Basis::Decision("2019-1".parse::<Decision>().unwrap()),
    };
    let maoxi = Charter::maoxi().stipend;
    let amend = |schedule: Schedule, (post, from, yuan): &(Post, &str, i64)| {
        schedule.amended(*post, rate(from, *yuan)).unwrap()
    };
    let mut records = AMENDMENTS.iter().fold(maoxi, amend).records().clone();
    let travel = &mut records.allowances[0].rates;
    let more = rate("2019-07-16", 340);
    travel[0].until = Some(more.from);
    travel.push(more);
    Schedule::new(records).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id(text: String) -> Id<'static> {
    Id::new(text).unwrap()
}

impl Numbers {
    /// A day of 2019, but not the first.
    fn day(&mut self) -> Day {
        let (month, day) = (self.below(12) + 1, self.below(28) + 1);
        let day = Day::new(2019, u8::try_from(month).unwrap(), u8::try_from(day).unwrap()).unwrap();
        day.max(Day::new(2019, 1, 2).unwrap())
    }
}

/// A township of so many people.
pub fn township(people: usize) -> Township {
    let mut numbers = Numbers(people.try_into().unwrap());
    let villages = people.div_ceil(SLOTS).next_multiple_of(ZONE_SIZE);
    let mut roster = units(villages);
    for at in 0..people {
        let (village, slot) = (at / SLOTS, at % SLOTS);
        let person = PersonRecord {
            id: id(format!("p{at:07}")),
            name: None,
            rank: Rank::Village,
            village: Some(roster.villages[village].id.clone()),
        };
        career(&mut numbers, &mut roster, &person, village, slot);
        roster.people.push(person);
    }
    roster.check(&Charter::maoxi().organisation).unwrap()
}

fn units(villages: usize) -> Roster<'static> {
    let zone_of = |village: usize| id(format!("z{:06}", village / ZONE_SIZE));
    let village_id = |village: usize| id(format!("v{village:06}"));
    let village = |at| VillageRecord {
        id: village_id(at),
        name: None,
        zone: Some(zone_of(at)),
        population: None,
        community: false,
        listed: SpanRecords::default(),
    };
    let group = |at: usize| {
        let village = village_id(at / GROUPS);
        GroupRecord { id: id(format!("{village}-{}", at % GROUPS)), name: None, village }
    };
    let zones = (0..villages).step_by(ZONE_SIZE);
    Roster {
        format: Format,
        town: TownRecord { id: id("t".into()), name: None, population: 10_000_000 },
        zones: zones.map(|at| ZoneRecord { id: zone_of(at), name: None }).collect(),
        villages: (0..villages).map(village).collect(),
        groups: (0..villages * GROUPS).map(group).collect(),
        households: Vec::new(),
        people: Vec::new(),
        tenures: Vec::new(),
        pairings: Vec::new(),
    }
}

/// The tenures of a person. Of a hundred people about 12 start within the year, 12 leave, 10 change
/// to another post, the same day or later; 2 are confirmed in theirs; 6 hold a second post for a
/// time; of the deputies a third serve in another village.
fn career(
    numbers: &mut Numbers,
    roster: &mut Roster<'static>,
    person: &PersonRecord<'static>,
    village: usize,
    slot: usize,
) {
    let group = |roster: &Roster<'static>, numbers: &mut Numbers| {
        roster.groups[village * GROUPS + numbers.below(GROUPS)].id.clone()
    };
    let own = roster.villages[village].id.clone();
    let (post, unit) = match slot {
        0 => (Post::VillageSecretary, own.clone()),
        1 => (Post::VillageDirector, own.clone()),
        2 => (Post::SupervisionChair, own.clone()),
        3 => (Post::MilitiaCommander, own.clone()),
        4 => (Post::WomensDirector, own.clone()),
        slot if DEPUTIES.contains(&slot) => {
            let post = if slot % 2 == 0 { Post::DeputySecretary } else { Post::DeputyDirector };
            let other = village / ZONE_SIZE * ZONE_SIZE + (village + 1) % ZONE_SIZE;
            let serves = if numbers.percent(33) { other } else { village };
            (post, roster.villages[serves].id.clone())
        }
        _ => (Post::GroupCadre, group(roster, numbers)),
    };
    let mut hold = |post: Post, unit: &Id<'static>, from: Day, until: Option<Day>| {
        roster.tenures.push(TenureRecord {
            person: person.id.clone(),
            post,
            unit: unit.clone(),
            from: from.into(),
            until: until.map(Date::from),
            recorded: None,
        });
    };
    let since = day("2018-09-10");
    let (one, two) = (numbers.day(), numbers.day());
    match numbers.below(100) {
        0..12 => hold(post, &unit, one, None),
        12..24 => hold(post, &unit, since, Some(one)),
        24..34 => {
            hold(post, &unit, since, Some(one));
            let next = if post == Post::DeputyDirector {
                Post::DeputySecretary
            } else {
                Post::DeputyDirector
            };
            hold(next, &own, if numbers.percent(50) { one } else { one.max(two) }, None);
        }
        34..36 => {
            hold(post, &unit, since, Some(one));
            hold(post, &unit, one, None);
        }
        _ => hold(post, &unit, since, None),
    }
    if numbers.percent(6) {
        let from = if numbers.percent(50) { since } else { one.min(two) };
        let until = (one != two && numbers.percent(50)).then_some(one.max(two));
        let second =
            if post == Post::GroupCadre { Post::DeputySecretary } else { Post::GroupCadre };
        let unit = if post == Post::GroupCadre { own } else { group(roster, numbers) };
        // Whoever changed may hold that post there already.
        let twice = roster.tenures.iter().rev().take(2).any(|tenure| {
            tenure.person == person.id && tenure.post == second && tenure.unit == unit
        });
        if !twice {
            roster.tenures.push(TenureRecord {
                person: person.id.clone(),
                post: second,
                unit,
                from: from.into(),
                until: until.map(Date::from),
                recorded: None,
            });
        }
    }
}
