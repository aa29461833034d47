//! What only follows from a reported fault is not reported: a case for every sentence.

use bangfu::document::read;
use bangfu::roster::Roster;
use serde_json::{Value, json};

use crate::findings;

/// A sound roster: one zone of three villages, a community, a group and a household in the first
/// village, and people of every rank.
fn base() -> Value {
    json!({
        "format": 1,
        "town": {"id": "t", "population": 1000},
        "zones": [{"id": "z"}],
        "villages": [
            {"id": "v0", "zone": "z"},
            {"id": "v1", "zone": "z"},
            {"id": "v2", "zone": "z"},
            {"id": "c", "zone": null, "community": true},
        ],
        "groups": [{"id": "g", "village": "v0"}],
        "households": [{"id": "h", "group": "g", "persons": 4}],
        "people": [
            {"id": "town0", "rank": "town"},
            {"id": "town1", "rank": "town"},
            {"id": "town2", "rank": "town"},
            {"id": "county", "rank": "county"},
            {"id": "village", "rank": "village", "village": "v0"},
            {"id": "group", "rank": "group", "village": "v0"},
        ],
        "tenures": [],
        "pairings": [],
    })
}

/// The base with records added to its lists, and values put in place of others.
fn with(edits: &[(&str, Value)]) -> Value {
    let mut document = base();
    for (path, value) in edits {
        let place = document.pointer_mut(path);
        match place {
            Some(Value::Array(list)) if !value.is_array() => list.push(value.clone()),
            Some(place) => *place = value.clone(),
            None => {
                let (record, field) = path.rsplit_once('/').expect("a pointer");
                document.pointer_mut(record).expect("a record")[field] = value.clone();
            }
        }
    }
    document
}

/// What is found, a line each: `overlap tenures[1] tenures[0]`.
fn found(edits: &[(&str, Value)]) -> Vec<String> {
    let text = with(edits).to_string();
    let roster: Roster<'_> = read(text.as_bytes()).expect("the document can be read");
    let line = |(code, path, related): (String, String, Vec<String>)| {
        [vec![code, path], related].concat().join(" ")
    };
    findings(&roster).into_iter().map(line).collect()
}

#[track_caller]
fn assert_found(edits: &[(&str, Value)], expected: &[&str]) {
    assert_eq!(found(edits), expected);
}

fn tenure(person: &str, post: &str, unit: &str, from: &str, until: Option<&str>) -> Value {
    json!({"person": person, "post": post, "unit": unit, "from": from, "until": until})
}

fn pairing(helper: &str, from: &str, until: Option<&str>) -> Value {
    json!({"household": "h", "helper": helper, "from": from, "until": until})
}

#[test]
fn base_is_sound() {
    assert_found(&[], &[]);
}

#[test]
fn every_independent_fault_of_a_record_is_reported() {
    let mut bad = tenure("nobody", "zone_leader", "v0", "2018-09-10", Some("2018-09-10"));
    bad["recorded"] = json!("2200-01-01");
    assert_found(
        &[("/tenures", bad)],
        &[
            "unknown_reference tenures[0].person",
            "wrong_unit tenures[0].unit",
            "bad_span tenures[0].until",
            "out_of_range tenures[0].recorded",
        ],
    );
    assert_found(
        &[("/tenures", tenure("village", "commander", "v0", "1948-12-31", Some("2200-01-01")))],
        &[
            "wrong_rank tenures[0].person",
            "wrong_unit tenures[0].unit",
            "out_of_range tenures[0].from",
            "out_of_range tenures[0].until",
        ],
    );
    assert_found(
        &[
            ("/town/population", json!(0)),
            ("/households/0/persons", json!(51)),
            ("/pairings", json!({"household": "x", "helper": "y", "from": "2018-01-01"})),
        ],
        &[
            "out_of_range town.population",
            "out_of_range households[0].persons",
            "unknown_reference pairings[0].household",
            "unknown_reference pairings[0].helper",
        ],
    );
}

#[test]
fn references_to_a_faulty_record_are_sound() {
    let edits = [
        ("/villages/0/population", json!(-1)),
        ("/groups/0/village", json!("nowhere")),
        ("/households/0/persons", json!(0)),
        ("/people/4/village", json!("nowhere")),
        ("/tenures", tenure("village", "group_lead", "g", "2018-01-01", None)),
        ("/pairings", pairing("village", "2018-01-01", None)),
    ];
    assert_found(
        &edits,
        &[
            "out_of_range villages[0].population",
            "unknown_reference groups[0].village",
            "out_of_range households[0].persons",
            "unknown_reference people[4].village",
        ],
    );
}

#[test]
fn order_of_days_is_judged_if_both_are_days_of_the_calendar() {
    let spans = json!([{"from": "2200-01-01", "until": "1948-12-31"}]);
    assert_found(
        &[("/households/0/poor", spans)],
        &["out_of_range households[0].poor[0].from", "out_of_range households[0].poor[0].until"],
    );
    let spans = json!([{"from": "2018-01-01", "until": "1948-12-31"}]);
    assert_found(&[("/villages/0/listed", spans)], &["out_of_range villages[0].listed[0].until"]);
}

#[test]
fn faulty_tenure_takes_no_seat() {
    let sound = tenure("town0", "first_secretary", "v0", "2018-01-01", None);
    let clash = tenure("county", "first_secretary", "v0", "2017-01-01", None);
    assert_found(
        &[("/tenures", sound.clone()), ("/tenures", clash.clone())],
        &["overlap tenures[0] tenures[1]"],
    );
    let faults = [
        ("person", json!("nobody"), "unknown_reference tenures[1].person"),
        ("person", json!("group"), "wrong_rank tenures[1].person"),
        ("unit", json!("g"), "wrong_unit tenures[1].unit"),
        ("until", json!("2016-01-01"), "bad_span tenures[1].until"),
        ("until", json!("2200-01-01"), "out_of_range tenures[1].until"),
        ("from", json!("1948-12-31"), "out_of_range tenures[1].from"),
        ("recorded", json!("2200-01-01"), "out_of_range tenures[1].recorded"),
    ];
    for (field, value, expected) in faults {
        let mut spoilt = clash.clone();
        spoilt[field] = value;
        assert_found(&[("/tenures", sound.clone()), ("/tenures", spoilt)], &[expected]);
    }
}

#[test]
fn faulty_tenure_excludes_nothing() {
    let front = tenure("town0", "dispatched_cadre", "v0", "2018-01-01", None);
    let mut behind = tenure("town0", "stay_behind", "t", "2017-01-01", None);
    assert_found(
        &[("/tenures", front.clone()), ("/tenures", behind.clone())],
        &["stay_behind_at_front tenures[0] tenures[1]"],
    );
    behind["recorded"] = json!("1900-01-01");
    assert_found(
        &[("/tenures", front), ("/tenures", behind)],
        &["out_of_range tenures[1].recorded"],
    );
}

#[test]
fn of_two_exclusive_posts_from_one_day_the_later_record_is_at_fault() {
    let front = || ("/tenures", tenure("town0", "zone_leader", "z", "2018-01-01", None));
    let behind = || ("/tenures", tenure("town0", "stay_behind", "t", "2018-01-01", None));
    let expected = ["stay_behind_at_front tenures[1] tenures[0]"];
    assert_found(&[front(), behind()], &expected);
    assert_found(&[behind(), front()], &expected);
}

#[test]
fn faulty_pairing_is_in_nobodys_way() {
    let first = pairing("town0", "2018-01-01", None);
    let second = pairing("town1", "2018-06-01", None);
    assert_found(
        &[("/pairings", second.clone()), ("/pairings", first)],
        &["overlap pairings[0] pairings[1]"],
    );
    assert_found(
        &[("/pairings", second), ("/pairings", pairing("nobody", "2018-01-01", None))],
        &["unknown_reference pairings[1].helper"],
    );
}

#[test]
fn faulty_span_is_in_nobodys_way() {
    let spans = json!([
        {"from": "2018-01-01", "until": "2018-01-01"},
        {"from": "2017-01-01", "until": null},
        {"from": "2018-06-01", "until": "2200-01-01"},
    ]);
    assert_found(
        &[("/households/0/poor", spans)],
        &["bad_span households[0].poor[0].until", "out_of_range households[0].poor[2].until"],
    );
}

#[test]
fn population_is_judged_by_what_is_sound() {
    let few = ("/villages/0/population", json!(3));
    let exceeded = "population_exceeded villages[0].population";
    let overlapping = json!([{"from": "2014-01-01"}, {"from": "2015-01-01"}]);
    assert_found(std::slice::from_ref(&few), &[exceeded]);
    assert_found(&[("/villages/0/population", json!(4))], &[]);
    assert_found(
        &[few.clone(), ("/households/0/persons", json!(51))],
        &["out_of_range households[0].persons"],
    );
    assert_found(
        &[few.clone(), ("/households/0/poor", overlapping.clone())],
        &["overlap households[0].poor[1] households[0].poor[0]"],
    );
    assert_found(
        &[few.clone(), ("/groups/0/village", json!("nowhere"))],
        &["unknown_reference groups[0].village"],
    );
    assert_found(
        &[few.clone(), ("/villages/0/listed", overlapping)],
        &["overlap villages[0].listed[1] villages[0].listed[0]"],
    );
    assert_found(
        &[few.clone(), ("/villages/0/zone", Value::Null)],
        &["zone_missing villages[0].zone"],
    );
    // A copy of the household counts once.
    assert_found(
        &[
            ("/villages/0/population", json!(4)),
            ("/households", json!({"id": "h", "group": "g", "persons": 4})),
        ],
        &["duplicate_id households[1].id households[0].id"],
    );
    // A person's fault is none of the village's.
    assert_found(
        &[few, ("/people/5/village", Value::Null)],
        &[exceeded, "home_missing people[5].village"],
    );
}

#[test]
fn of_equal_ids_the_first_is_meant() {
    let commander = tenure("town0", "commander", "t", "2018-01-01", None);
    let later = json!({"id": "town0", "rank": "group", "village": "v0"});
    let duplicate = "duplicate_id people[6].id people[0].id";
    assert_found(&[("/people", later.clone()), ("/tenures", commander.clone())], &[duplicate]);
    let cadre = tenure("town0", "group_cadre", "g", "2018-01-01", None);
    assert_found(
        &[("/people", later), ("/tenures", cadre)],
        &[duplicate, "wrong_rank tenures[0].person"],
    );
}

#[test]
fn fields_of_a_later_equal_id_are_checked() {
    assert_found(
        &[("/people", json!({"id": "town0", "rank": "village"}))],
        &["duplicate_id people[6].id people[0].id", "home_missing people[6].village"],
    );
    assert_found(
        &[("/villages", json!({"id": "v2", "zone": null, "population": -1}))],
        &[
            "duplicate_id villages[4].id villages[2].id",
            "zone_missing villages[4].zone",
            "out_of_range villages[4].population",
        ],
    );
    assert_found(
        &[("/groups", json!({"id": "g", "village": "nowhere"}))],
        &["duplicate_id groups[1].id groups[0].id", "unknown_reference groups[1].village"],
    );
}

#[test]
fn of_three_equal_ids_both_later_ones_name_the_first() {
    let copy = || ("/zones", json!({"id": "z"}));
    assert_found(
        &[copy(), copy()],
        &["duplicate_id zones[1].id zones[0].id", "duplicate_id zones[2].id zones[0].id"],
    );
}

#[test]
fn copies_change_no_zone_size() {
    assert_found(
        &[("/villages", json!({"id": "v2", "zone": "z"}))],
        &["duplicate_id villages[4].id villages[2].id"],
    );
}

#[test]
fn one_id_may_stand_in_several_lists() {
    let edits = [
        ("/zones/0/id", json!("t")),
        ("/villages/0", json!({"id": "t", "zone": "t"})),
        ("/villages/1/zone", json!("t")),
        ("/villages/2/zone", json!("t")),
        ("/groups/0", json!({"id": "t", "village": "t"})),
        ("/households/0/group", json!("t")),
        ("/people/4/village", json!("t")),
        ("/people/5/village", json!("t")),
        ("/tenures", tenure("town0", "commander", "t", "2018-01-01", None)),
        ("/tenures", tenure("town1", "zone_leader", "t", "2018-01-01", None)),
        ("/tenures", tenure("village", "village_secretary", "t", "2018-01-01", None)),
        ("/tenures", tenure("group", "group_cadre", "t", "2018-01-01", None)),
    ];
    assert_found(&edits, &[]);
}

#[test]
fn no_zone_is_judged_while_some_village_has_a_faulty_zone() {
    let empty = || ("/zones", json!({"id": "empty"}));
    assert_found(&[empty()], &["zone_size zones[1]"]);
    let faults = [
        (json!({"id": "v3", "zone": null}), "zone_missing villages[4].zone"),
        (json!({"id": "v3", "zone": "x"}), "unknown_reference villages[4].zone"),
        (json!({"id": "v3", "zone": "z", "community": true}), "zone_unexpected villages[4].zone"),
    ];
    for (village, expected) in faults {
        assert_found(&[empty(), ("/villages", village)], &[expected]);
    }
    // Other faults of a village silence nothing.
    assert_found(
        &[empty(), ("/villages/1/population", json!(-1))],
        &["zone_size zones[1]", "out_of_range villages[1].population"],
    );
}

#[test]
fn zone_of_two_or_four_villages_is_reported() {
    let four = json!({"id": "v3", "zone": "z"});
    assert_found(&[("/villages", four)], &["zone_size zones[0]"]);
    let two = json!({"id": "v2", "zone": null, "community": true});
    assert_found(&[("/villages/2", two)], &["zone_size zones[0]"]);
}

#[test]
fn community_with_an_unknown_zone_has_one_fault() {
    assert_found(&[("/villages/3/zone", json!("x"))], &["zone_unexpected villages[3].zone"]);
}

#[test]
fn reported_tenure_takes_no_seat() {
    let director =
        |person, from, until| ("/tenures", tenure(person, "first_secretary", "v0", from, until));
    assert_found(
        &[
            director("town0", "2015-01-01", Some("2016-01-01")),
            director("town1", "2015-06-01", None),
            director("town2", "2016-01-01", None),
        ],
        &["overlap tenures[1] tenures[0]"],
    );
}

#[test]
fn seats_are_judged_by_first_day_and_then_index() {
    let secretary =
        |person, from| ("/tenures", tenure(person, "first_secretary", "v0", from, None));
    assert_found(
        &[secretary("town0", "2018-01-02"), secretary("town1", "2018-01-01")],
        &["overlap tenures[0] tenures[1]"],
    );
    assert_found(
        &[secretary("town1", "2018-01-01"), secretary("town0", "2018-01-01")],
        &["overlap tenures[1] tenures[0]"],
    );
    let pair = |helper, from| ("/pairings", pairing(helper, from, None));
    assert_found(
        &[pair("town0", "2018-01-01"), pair("town1", "2018-01-02"), pair("town2", "2018-01-01")],
        &["overlap pairings[1] pairings[0]", "overlap pairings[2] pairings[0]"],
    );
}

#[test]
fn third_commander_clashes_with_both() {
    let commander =
        |person, from, until| ("/tenures", tenure(person, "commander", "t", from, until));
    assert_found(
        &[
            commander("town0", "2018-01-01", Some("2018-07-01")),
            commander("town1", "2018-03-01", None),
            commander("town2", "2018-06-30", None),
        ],
        &["overlap tenures[2] tenures[0] tenures[1]"],
    );
    assert_found(
        &[
            commander("town0", "2018-01-01", Some("2018-07-01")),
            commander("town1", "2018-03-01", None),
            commander("town2", "2018-07-01", None),
        ],
        &[],
    );
}

#[test]
fn nobody_takes_both_seats() {
    let commander = |from| ("/tenures", tenure("town0", "commander", "t", from, None));
    assert_found(
        &[commander("2018-01-01"), commander("2018-02-01")],
        &["overlap tenures[1] tenures[0]"],
    );
    let first = tenure("town0", "first_secretary", "v0", "2018-01-01", None);
    assert_found(
        &[("/tenures", first.clone()), ("/tenures", first)],
        &["overlap tenures[1] tenures[0]"],
    );
}

#[test]
fn spans_that_meet_do_not_overlap() {
    let meeting = json!([
        {"from": "2016-01-01", "until": null},
        {"from": "2014-01-01", "until": "2016-01-01"},
    ]);
    let edits = [
        ("/villages/0/listed", meeting.clone()),
        ("/households/0/poor", meeting),
        ("/pairings", pairing("town0", "2014-01-01", Some("2016-01-01"))),
        ("/pairings", pairing("town0", "2016-01-01", None)),
        ("/tenures", tenure("town0", "stay_behind", "t", "2014-01-01", Some("2016-01-01"))),
        ("/tenures", tenure("town0", "zone_leader", "z", "2016-01-01", Some("2017-01-01"))),
        ("/tenures", tenure("town0", "zone_leader", "z", "2017-01-01", None)),
    ];
    assert_found(&edits, &[]);
}

#[test]
fn one_person_may_hold_a_post_at_two_units_and_two_posts_at_one() {
    let cadre = |unit| ("/tenures", tenure("town0", "dispatched_cadre", unit, "2018-01-01", None));
    let edits = [
        cadre("v0"),
        cadre("v1"),
        ("/tenures", tenure("town0", "first_secretary", "v0", "2018-01-01", None)),
        ("/tenures", tenure("town1", "stay_behind", "t", "2018-01-01", None)),
        ("/tenures", tenure("town1", "commander", "t", "2018-01-01", None)),
    ];
    assert_found(&edits, &[]);
}

#[test]
fn unit_of_another_kind_is_wrong_and_of_none_unknown() {
    for unit in ["t", "v0", "c", "g", "h"] {
        assert_found(
            &[("/tenures", tenure("town0", "zone_leader", unit, "2018-01-01", None))],
            &["wrong_unit tenures[0].unit"],
        );
    }
    for unit in ["nowhere", "town0"] {
        assert_found(
            &[("/tenures", tenure("town0", "zone_leader", unit, "2018-01-01", None))],
            &["unknown_reference tenures[0].unit"],
        );
    }
}

#[test]
fn findings_follow_the_lists_and_then_the_indices() {
    let mut edits = vec![
        ("/pairings", pairing("nobody", "2018-01-01", None)),
        ("/tenures", tenure("nobody", "commander", "t", "2018-01-01", None)),
        ("/zones", json!({"id": "empty"})),
        ("/town/population", json!(0)),
    ];
    for at in 0..10 {
        let group = json!({"id": format!("g{at}"), "village": "nowhere"});
        edits.push(("/groups", group));
    }
    let mut expected =
        vec!["out_of_range town.population".to_owned(), "zone_size zones[1]".to_owned()];
    expected.extend((1..=10).map(|at| format!("unknown_reference groups[{at}].village")));
    expected.push("unknown_reference tenures[0].person".to_owned());
    expected.push("unknown_reference pairings[0].helper".to_owned());
    assert_eq!(found(&edits), expected);
}

#[test]
fn documents_carry_findings_with_all_their_fields() {
    let text = with(&[
        ("/people", json!({"id": "county", "rank": "city"})),
        ("/households/0/persons", json!(51)),
    ])
    .to_string();
    let roster: Roster<'_> = read(text.as_bytes()).unwrap();
    let findings = roster.check(&bangfu::charter::Charter::maoxi().organisation).unwrap_err();
    assert_eq!(
        serde_json::to_value(&findings).unwrap(),
        json!({"findings": [
            {"severity": "error", "code": "out_of_range", "path": "households[0].persons",
             "related": [], "message": "`51` is not from 1 to 50"},
            {"severity": "error", "code": "duplicate_id", "path": "people[6].id",
             "related": ["people[3].id"], "message": "the id `county` stands twice in its list"},
        ]})
    );
}
