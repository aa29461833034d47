//! The books: what was known on a day, of the plain records and of the township.

use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::stipend::payroll;
use bangfu::testing;
use bangfu::township::{Post, Township};
use proptest::prelude::*;
use serde_json::{Value, json};

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).expect("a sound roster")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The days on which something of a roster became known.
fn recorded(roster: &Roster<'_>) -> Vec<Day> {
    let tenures = roster.tenures.iter().filter_map(|tenure| tenure.recorded);
    let pairings = roster.pairings.iter().filter_map(|pairing| pairing.recorded);
    tenures.chain(pairings).map(|date| date.try_into().expect("a day")).collect()
}

/// Some days, some of those on which something became known, and the days before them.
fn around(roster: &Roster<'_>, days: &[Day], at: usize) -> Vec<Day> {
    let known = recorded(roster);
    let some = known.iter().cycle().skip(at).take(known.len().min(4));
    let changes = some.flat_map(|day| [Some(*day), day.previous()]).flatten();
    days.iter().copied().chain(changes).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_township_is_that_of_the_roster_as_known(
        roster in testing::roster(),
        days in prop::collection::vec(testing::day(), 3), at in 0..50_usize,
    ) {
        let whole = township(&roster);
        for on in around(&roster, &days, at) {
            let known = roster.as_known_on(on);
            prop_assert_eq!(whole.as_known_on(on), township(&known), "{}", on);
        }
    }

    #[test]
    fn only_what_became_known_later_is_left_out(
        roster in testing::roster(),
        days in prop::collection::vec(testing::day(), 3), at in 0..50_usize,
    ) {
        for on in around(&roster, &days, at) {
            let mut expected = roster.clone();
            for at in (0..roster.tenures.len()).rev() {
                if roster.tenures[at].recorded.is_some_and(|date| date.to_date() > on.to_date()) {
                    expected.tenures.remove(at);
                }
            }
            for at in (0..roster.pairings.len()).rev() {
                if roster.pairings[at].recorded.is_some_and(|date| date.to_date() > on.to_date()) {
                    expected.pairings.remove(at);
                }
            }
            prop_assert_eq!(roster.as_known_on(on), expected, "{}", on);
        }
    }

    #[test]
    fn in_the_end_everything_is_known(roster in testing::roster()) {
        let whole = township(&roster);
        prop_assert_eq!(whole.as_known_on(Day::MAX), whole);
        prop_assert_eq!(roster.as_known_on(Day::MAX), roster);
    }

    #[test]
    fn the_earlier_of_two_days_counts(
        roster in testing::roster(),
        days in prop::collection::vec(testing::day(), 2), at in 0..50_usize,
    ) {
        let whole = township(&roster);
        let days = around(&roster, &days, at);
        for (one, other) in days.iter().zip(days.iter().rev()) {
            let earlier = *one.min(other);
            prop_assert_eq!(roster.as_known_on(*one).as_known_on(*other), roster.as_known_on(earlier));
            prop_assert_eq!(whole.as_known_on(*one).as_known_on(*other), whole.as_known_on(earlier));
        }
    }
}

#[test]
fn generated_records_become_known_before_within_and_after() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [[0; 4]; 2];
    for _ in 0..200 {
        let roster = testing::roster().new_tree(&mut runner).unwrap().current();
        let tenures = roster.tenures.iter().map(|one| (0, one.from, one.until, one.recorded));
        let pairings = roster.pairings.iter().map(|one| (1, one.from, one.until, one.recorded));
        for (list, from, until, recorded) in tenures.chain(pairings) {
            let case = match recorded {
                None => 0,
                Some(on) if on < from => 1,
                Some(on) if until.is_none_or(|until| on < until) => 2,
                Some(_) => 3,
            };
            seen[list][case] += 1;
        }
    }
    assert!(seen.iter().flatten().all(|count| *count >= 100), "{seen:?}");
}

/// A household that Li helps until October, and Wang from then on, which the town learns on
/// 2018-10-20; and a village secretary who took up the post on 2018-10-01, known from 2018-11-05 on.
fn autumn() -> Value {
    json!({
        "format": 1,
        "town": {"id": "t", "population": 900},
        "zones": [],
        "villages": [{"id": "c", "zone": null, "community": true}],
        "groups": [{"id": "g", "village": "c"}],
        "households": [{"id": "h", "group": "g", "persons": 3, "poor": [{"from": "2014-01-01"}]}],
        "people": [
            {"id": "li", "rank": "town"}, {"id": "wang", "rank": "town"},
            {"id": "zhao", "rank": "village", "village": "c"},
        ],
        "tenures": [
            {"person": "zhao", "post": "village_secretary", "unit": "c", "from": "2018-10-01",
             "recorded": "2018-11-05"},
            {"person": "li", "post": "commander", "unit": "t", "from": "2018-09-10"},
        ],
        "pairings": [
            {"household": "h", "helper": "wang", "from": "2018-10-01", "recorded": "2018-10-20"},
            {"household": "h", "helper": "li", "from": "2018-09-10", "until": "2018-10-01"},
        ],
    })
}

fn helper(township: &Township, on: &str) -> Option<String> {
    let household = township.household("h").expect("the household");
    household.helper_on(day(on)).map(|person| person.id().to_string())
}

#[test]
fn a_helper_is_known_from_the_day_of_the_record_on() {
    let text = autumn().to_string();
    let whole = township(&read(text.as_bytes()).expect("a roster"));
    let (before, after) =
        (whole.as_known_on(day("2018-10-19")), whole.as_known_on(day("2018-10-20")));
    assert_eq!(helper(&before, "2018-09-30").as_deref(), Some("li"));
    assert_eq!(helper(&before, "2018-10-19"), None);
    assert_eq!(helper(&after, "2018-10-19").as_deref(), Some("wang"));
    let pairings = |township: &Township, id: &str| {
        township.person(id).expect("a known person").pairings().count()
    };
    assert_eq!((pairings(&before, "li"), pairings(&before, "wang")), (1, 0));
    assert_eq!((pairings(&after, "li"), pairings(&after, "wang")), (1, 1));
    assert_ne!(after, whole, "the secretary is not known yet");
    assert_eq!(whole.as_known_on(day("2018-11-05")), whole);
}

#[test]
fn a_payroll_can_be_made_again_as_it_was() {
    let text = autumn().to_string();
    let whole = township(&read(text.as_bytes()).expect("a roster"));
    let october = "2018-10".parse().expect("a month");
    let total = |township: &Township| {
        let schedule = Charter::maoxi().stipend;
        payroll(township, &schedule, october, october).expect("a payroll").total.to_string()
    };
    let then = whole.as_known_on(day("2018-11-04"));
    assert_eq!((total(&then), total(&whole)), ("0.00".to_owned(), "1200.00".to_owned()));
    let secretaries = |township: &Township| {
        let community = township.village("c").expect("the community");
        bangfu::township::Unit::from(community)
            .holders_on(Post::VillageSecretary, day("2018-10-31"))
            .len()
    };
    assert_eq!((secretaries(&then), secretaries(&whole)), (0, 1));
    assert_eq!(then.tenures().len(), 1);
    assert_eq!(then.person("li").expect("a known person").tenures().count(), 1);
    assert_eq!(then.person("zhao").expect("a known person").tenures().count(), 0);
}

#[test]
fn a_day_outside_the_calendar_is_compared_as_a_date() {
    let mut document = autumn();
    document["tenures"][0]["recorded"] = json!("2200-01-01");
    document["pairings"][0]["recorded"] = json!("1948-12-31");
    let text = document.to_string();
    let roster: Roster<'_> = read(text.as_bytes()).expect("a roster");
    for on in [Day::MIN, Day::MAX] {
        let known = roster.as_known_on(on);
        assert_eq!(known.tenures, roster.tenures[1..]);
        assert_eq!(known.pairings, roster.pairings);
    }
}

#[test]
fn a_clash_is_there_once_both_records_are_known() {
    let mut document = autumn();
    document["pairings"][0]["from"] = json!("2018-09-30");
    let text = document.to_string();
    let roster: Roster<'_> = read(text.as_bytes()).expect("a roster");
    let clash = ("overlap".to_owned(), "pairings[0]".to_owned(), vec!["pairings[1]".to_owned()]);
    assert_eq!(crate::findings(&roster.as_known_on(day("2018-10-20"))), [clash]);
    assert_eq!(crate::findings(&roster.as_known_on(day("2018-10-19"))), []);
    assert_eq!(roster.pairings[0].recorded, Some(Date::from(day("2018-10-20"))));
}
