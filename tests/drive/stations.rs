//! Where people are stationed.

use bangfu::assign::{Scope, Station, StationRule};
use bangfu::calendar::Day;
use bangfu::roster::Roster;
use bangfu::testing;
use proptest::prelude::*;

use crate::terms;
use crate::township;

const RULES: [StationRule; 2] = [StationRule::HomeThenPost, StationRule::HomeThenPostThenHelped];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_station_is_found_as_the_records_say(roster in testing::roster(), on in testing::day()) {
        let township = township(&roster);
        for person in township.people() {
            for rule in RULES {
                let found = rule.station(person, on);
                prop_assert_eq!(found, terms::station(&township, person, on, rule));
                let inside = |village: bangfu::township::Village<'_>| {
                    found.zone().is_some_and(|zone| zone.villages().any(|other| other == village))
                };
                for village in township.villages() {
                    let is_own = found == Station::Village(village);
                    prop_assert_eq!(found.village() == Some(village), is_own);
                    prop_assert_eq!(found.reaches(village, Scope::Village), is_own);
                    let is_near = is_own || inside(village);
                    prop_assert_eq!(found.reaches(village, Scope::Zone), is_near);
                    prop_assert!(found.reaches(village, Scope::Town));
                }
            }
        }
    }
}

/// One zone of three villages, one community, and a person without a home village for each kind of
/// post and none.
const TOWN: &str = r#"{"format": 1, "town": {"id": "t", "population": 1000},
    "zones": [{"id": "z1"}],
    "villages": [{"id": "a", "zone": "z1"}, {"id": "b", "zone": "z1"}, {"id": "c", "zone": "z1"},
        {"id": "s", "zone": null, "community": true}],
    "groups": [{"id": "a1", "village": "a"}, {"id": "s1", "village": "s"}],
    "households": [
        {"id": "h1", "group": "a1", "persons": 2, "poor": [{"from": "2014-01-01"}]},
        {"id": "h2", "group": "s1", "persons": 2, "poor": [{"from": "2014-01-01"}]}],
    "people": [
        {"id": "dispatched", "rank": "town"}, {"id": "first", "rank": "county"},
        {"id": "leader", "rank": "town"}, {"id": "commander", "rank": "town"},
        {"id": "group", "rank": "county"}, {"id": "helper", "rank": "county"},
        {"id": "nobody", "rank": "city"}, {"id": "resident", "rank": "town", "village": "c"},
        {"id": "neighbour", "rank": "county"}],
    "tenures": [
        {"person": "dispatched", "post": "dispatched_cadre", "unit": "b", "from": "2018-09-10"},
        {"person": "dispatched", "post": "dispatched_cadre", "unit": "a", "from": "2018-09-01",
            "until": "2018-09-20"},
        {"person": "first", "post": "first_secretary", "unit": "a", "from": "2018-09-10"},
        {"person": "leader", "post": "zone_leader", "unit": "z1", "from": "2018-09-10"},
        {"person": "commander", "post": "commander", "unit": "t", "from": "2018-09-10"},
        {"person": "group", "post": "group_lead", "unit": "a1", "from": "2018-09-10"},
        {"person": "resident", "post": "dispatched_cadre", "unit": "a", "from": "2018-09-10"}],
    "pairings": [
        {"household": "h1", "helper": "helper", "from": "2018-09-10", "until": "2018-12-01"},
        {"household": "h2", "helper": "neighbour", "from": "2018-09-10"}]}"#;

#[test]
fn home_then_post_then_who_is_helped() {
    let roster: Roster<'_> = bangfu::document::read(TOWN.as_bytes()).unwrap();
    let township = township(&roster);
    let on = |day: &str| day.parse::<Day>().unwrap();
    let at = |person, day, rule: StationRule| {
        serde_json::to_string(&rule.station(township.person(person).unwrap(), on(day))).unwrap()
    };
    let [by_post, by_helped] = RULES;
    // Of two posts the one taken up first, as long as it is held.
    assert_eq!(at("dispatched", "2018-09-15", by_post), r#"{"village":"a"}"#);
    assert_eq!(at("dispatched", "2018-10-08", by_post), r#"{"village":"b"}"#);
    assert_eq!(at("dispatched", "2018-08-01", by_post), r#""town""#);
    assert_eq!(at("first", "2018-10-08", by_post), r#"{"village":"a"}"#);
    assert_eq!(at("group", "2018-10-08", by_post), r#"{"village":"a"}"#);
    assert_eq!(at("leader", "2018-10-08", by_post), r#"{"zone":"z1"}"#);
    assert_eq!(at("commander", "2018-10-08", by_post), r#""town""#);
    assert_eq!(at("resident", "2018-10-08", by_post), r#"{"village":"c"}"#);
    assert_eq!(at("helper", "2018-10-08", by_post), r#""town""#);
    assert_eq!(at("helper", "2018-10-08", by_helped), r#"{"zone":"z1"}"#);
    assert_eq!(at("helper", "2018-12-01", by_helped), r#""town""#);
    assert_eq!(at("neighbour", "2018-10-08", by_helped), r#"{"village":"s"}"#);
    assert_eq!(at("nobody", "2018-10-08", by_helped), r#""town""#);
}
