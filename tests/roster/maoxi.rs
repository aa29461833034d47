//! The roster of Maoxi has no finding, and meets every total of its source.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::calendar::Date;
use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::{Roster, SpanRecord};
use bangfu::township::{Post, Rank};

use crate::planting::date;
use crate::{MAOXI, charters, findings, generate, maoxi};

const TRAVEL: &str = include_str!("../../examples/data/maoxi-travel.json");
const DECIDED: &str = include_str!("../../examples/data/charter-decided.json");

fn covers(from: Date, until: Option<Date>, on: Date) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}

fn is_poor(spans: &[SpanRecord], on: Date) -> bool {
    spans.iter().any(|span| covers(span.from, span.until, on))
}

/// How many hold a post at a unit on a day.
fn holders(roster: &Roster<'_>, post: Post, unit: &str, on: Date) -> usize {
    let at = |tenure: &&bangfu::roster::TenureRecord<'_>| {
        tenure.post == post && tenure.unit == *unit && covers(tenure.from, tenure.until, on)
    };
    roster.tenures.iter().filter(at).count()
}

fn every_day(from: &str, until: &str) -> impl Iterator<Item = Date> {
    let until = date(until);
    date(from)
        .to_date()
        .iter_days()
        .filter_map(|day| Date::new(day).ok())
        .take_while(move |day| *day < until)
}

#[test]
fn documents_are_what_the_generator_writes() {
    assert!(generate::roster() == MAOXI, "examples/data/maoxi.json");
    assert!(generate::travel() == TRAVEL, "examples/data/maoxi-travel.json");
    let decided = charters::decided().expect("a charter");
    assert!(decided == DECIDED, "examples/data/charter-decided.json");
    let own: Charter = read(charters::own().expect("a charter").as_bytes()).expect("a charter");
    assert_eq!(own, Charter::maoxi());
}

/// What was entered late was not yet in the books when October was paid.
#[test]
fn some_of_the_roster_was_entered_late() {
    let roster = maoxi();
    let tenures = roster.tenures.iter().filter_map(|tenure| Some((tenure.from, tenure.recorded?)));
    let pairings = roster.pairings.iter().filter_map(|one| Some((one.from, one.recorded?)));
    let days = [("2018-10-16", "2018-11-08"), ("2018-10-16", "2018-11-08")];
    let later = [("2018-11-12", "2018-11-15"), ("2018-12-01", "2018-12-03")];
    let of_days = |(from, recorded): (&str, &str)| (date(from), date(recorded));
    assert!(tenures.eq(days.into_iter().chain(later).map(of_days)));
    let days = [("2018-10-24", "2018-10-26"), ("2018-11-01", "2018-11-08")];
    assert!(pairings.eq(days.map(of_days)));
    let books = roster.as_known_on("2018-10-31".parse().unwrap());
    assert_eq!(roster.tenures.len() - books.tenures.len(), 4);
    assert_eq!(roster.pairings.len() - books.pairings.len(), 1);
    assert_eq!(findings(&books), []);
}

#[test]
fn roster_has_no_finding() {
    assert_eq!(findings(&maoxi()), []);
}

#[test]
fn town_has_the_units_of_the_source() {
    let roster = maoxi();
    assert_eq!((roster.zones.len(), roster.groups.len(), roster.households.len()), (5, 125, 1_592));
    let (communities, villages): (Vec<_>, Vec<_>) =
        roster.villages.iter().partition(|village| village.community);
    assert_eq!((communities.len(), villages.len()), (1, 15));
    let mut in_zone: BTreeMap<String, usize> = BTreeMap::new();
    for village in &villages {
        *in_zone.entry(village.zone.as_ref().unwrap().to_string()).or_default() += 1;
    }
    assert_eq!(in_zone.into_values().collect::<Vec<_>>(), [3; 5]);
    assert_eq!(roster.town.population, 45_000);
    let people: i64 = roster.villages.iter().map(|village| village.population.unwrap()).sum();
    assert_eq!(people, 45_000);
    // Zones are made of consecutive codes (A9).
    let mut by_code: Vec<_> =
        villages.iter().map(|village| (village.id.to_string(), village.zone.clone())).collect();
    by_code.sort();
    assert!(by_code.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    // Every group has households.
    let groups: BTreeSet<_> = roster.households.iter().map(|one| one.group.to_string()).collect();
    assert_eq!(groups.len(), 125);
}

#[test]
fn targets_of_2018_are_met() {
    let roster = maoxi();
    let (before, after) = (date("2017-12-31"), date("2018-12-31"));
    let mut months = BTreeMap::new();
    let (mut households, mut persons) = (0, 0);
    for household in &roster.households {
        if is_poor(&household.poor, before) && !is_poor(&household.poor, after) {
            (households, persons) = (households + 1, persons + household.persons);
            let last = household.poor.iter().filter_map(|span| span.until).max().unwrap();
            *months.entry(last.to_string()[..7].to_owned()).or_insert(0) += 1;
        }
        assert!(!household.poor.is_empty(), "{}", household.id);
    }
    assert_eq!((households, persons), (507, 2_307));
    assert!(months.len() >= 10, "{months:?}");
    assert!(months.keys().all(|month| month.starts_with("2018-")), "{months:?}");

    let still = roster.households.iter().filter(|one| is_poor(&one.poor, after));
    let still: i64 = still.map(|household| household.persons).sum();
    // 2.27 % of 45,000, half up to two decimals (A7).
    assert_eq!((still * 20_000 + 45_000) / 90_000, 227);
    assert_eq!(still, 1_021);

    let delisted = roster
        .villages
        .iter()
        .filter(|village| is_poor(&village.listed, before) && !is_poor(&village.listed, after));
    assert_eq!(delisted.count(), 3);
}

#[test]
fn every_post_is_held_on_2018_10_08() {
    let (roster, on) = (maoxi(), date("2018-10-08"));
    let holders = |post, unit: &str| holders(&roster, post, unit, on);
    let town = roster.town.id.as_str();
    assert_eq!(holders(Post::Commander, town), 2);
    assert_eq!(holders(Post::StayBehind, town), 2);
    assert!(holders(Post::Supervisor, town) >= 1);
    for zone in &roster.zones {
        assert_eq!(holders(Post::ZoneLeader, zone.id.as_str()), 1, "{}", zone.id);
    }
    for village in roster.villages.iter().filter(|village| !village.community) {
        let unit = village.id.as_str();
        assert!(holders(Post::DispatchedCadre, unit) >= 1, "{unit}");
        for post in [
            Post::FirstSecretary,
            Post::VillageSecretary,
            Post::VillageDirector,
            Post::DeputySecretary,
            Post::DeputyDirector,
            Post::SupervisionChair,
            Post::MilitiaCommander,
            Post::WomensDirector,
        ] {
            assert_eq!(holders(post, unit), 1, "{post} of {unit}");
        }
    }
    for group in &roster.groups {
        assert_eq!(holders(Post::GroupLead, group.id.as_str()), 1, "{}", group.id);
        assert_eq!(holders(Post::GroupCadre, group.id.as_str()), 1, "{}", group.id);
    }
    // The five zone leaders and some twenty town cadres are at the front [F26].
    let dispatched = roster.tenures.iter().filter(|tenure| {
        tenure.post == Post::DispatchedCadre && covers(tenure.from, tenure.until, on)
    });
    assert!((15..=30).contains(&dispatched.count()));
}

#[test]
fn commanders_are_those_of_the_source() {
    let roster = maoxi();
    let commanders = roster.tenures.iter().filter(|tenure| tenure.post == Post::Commander);
    let mut names: Vec<_> = commanders
        .map(|tenure| {
            let person = roster.people.iter().find(|person| person.id == tenure.person);
            person.unwrap().name.as_deref().unwrap()
        })
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["胡江", "许学清"]);
}

#[test]
fn every_household_has_one_helper_on_2018_10_08() {
    let (roster, on) = (maoxi(), date("2018-10-08"));
    let mut helped: Vec<_> = roster
        .pairings
        .iter()
        .filter(|pairing| covers(pairing.from, pairing.until, on))
        .map(|pairing| pairing.household.to_string())
        .collect();
    helped.sort();
    let mut households: Vec<_> =
        roster.households.iter().map(|household| household.id.to_string()).collect();
    households.sort();
    assert_eq!(helped, households);
}

#[test]
fn no_helper_has_too_many_households_from_september_to_december() {
    let roster = maoxi();
    let rank: BTreeMap<&str, Rank> =
        roster.people.iter().map(|person| (person.id.as_str(), person.rank)).collect();
    let mut busiest = 0;
    for on in every_day("2018-09-01", "2019-01-01") {
        let mut households: BTreeMap<&str, usize> = BTreeMap::new();
        for pairing in &roster.pairings {
            if covers(pairing.from, pairing.until, on) {
                *households.entry(pairing.helper.as_str()).or_default() += 1;
            }
        }
        for (helper, found) in households {
            let most = match rank[helper] {
                Rank::City => 2,
                Rank::County => 3,
                Rank::Town => 5,
                Rank::Village | Rank::Group => 8,
            };
            assert!(found <= most, "{helper} has {found} on {on}");
            busiest = busiest.max(found);
        }
    }
    assert_eq!(busiest, 8, "the bound is reached");
}

#[test]
fn gaps_after_the_start_are_few_and_short() {
    let roster = maoxi();
    let mut days = BTreeMap::<&str, usize>::new();
    for on in every_day("2018-09-10", "2019-01-01") {
        let helped: BTreeSet<&str> = roster
            .pairings
            .iter()
            .filter(|pairing| covers(pairing.from, pairing.until, on))
            .map(|pairing| pairing.household.as_str())
            .collect();
        for household in &roster.households {
            if !helped.contains(household.id.as_str()) {
                *days.entry(household.id.as_str()).or_default() += 1;
            }
        }
    }
    assert_eq!(days.len(), 6, "one change of helper in ten leaves a gap");
    assert!(days.values().all(|days| (2..=9).contains(days)), "{days:?}");
}
