//! Worked figures, each by hand.

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::stipend::payroll;
use serde_json::{Value, json};

use crate::{maoxi, paid};

/// A roster of two villages with a group each, and these people (at home in `v0`) and tenures.
pub fn roster(people: &[&str], tenures: &[(&str, &str, &str, &str, Option<&str>)]) -> Value {
    let people: Vec<Value> = people
        .iter()
        .map(|person| json!({"id": person, "rank": "village", "village": "v0"}))
        .collect();
    let tenures: Vec<Value> = tenures
        .iter()
        .map(|(person, post, unit, from, until)| {
            json!({"person": person, "post": post, "unit": unit, "from": from, "until": until})
        })
        .collect();
    json!({
        "format": 1,
        "town": {"id": "t", "population": 9000},
        "zones": [{"id": "z"}],
        "villages": [
            {"id": "v0", "zone": "z"}, {"id": "v1", "zone": "z"}, {"id": "v2", "zone": "z"},
            {"id": "c", "zone": null, "community": true},
        ],
        "groups": [{"id": "g0", "village": "v0"}, {"id": "g1", "village": "v1"}],
        "households": [], "people": people, "tenures": tenures, "pairings": [],
    })
}

pub fn pay(document: &Value, first: &str, last: &str) -> Value {
    let text = document.to_string();
    let roster: Roster<'_> = read(text.as_bytes()).expect("the document can be read");
    paid(&roster, first, last)
}

fn amounts(payroll: &Value) -> Vec<String> {
    let months = payroll["months"].as_array().expect("months").iter();
    let lines = months.flat_map(|month| month["lines"].as_array().expect("lines"));
    lines.map(|line| line["amount"].as_str().expect("an amount").to_owned()).collect()
}

#[test]
fn full_roster_costs_137_000_yuan_a_month() {
    let mut villages = Vec::new();
    let (mut groups, mut people, mut tenures) = (Vec::new(), Vec::new(), Vec::new());
    let zones: Vec<Value> = (0..5).map(|zone| json!({"id": format!("z{zone}")})).collect();
    let mut hire = |post: &str, unit: &str, home: &str| {
        let person = format!("{post}@{unit}");
        people.push(json!({"id": person, "rank": "village", "village": home}));
        tenures.push(json!({"person": person, "post": post, "unit": unit, "from": "2017-01-01"}));
    };
    for village in 0..15 {
        let id = format!("v{village}");
        villages.push(json!({"id": id, "zone": format!("z{}", village / 3)}));
        for post in [
            "village_secretary",
            "village_director",
            "deputy_secretary",
            "deputy_director",
            "supervision_chair",
            "militia_commander",
            "womens_director",
        ] {
            hire(post, &id, &id);
        }
    }
    for group in 0..125 {
        let (id, village) = (format!("g{group}"), format!("v{}", group % 15));
        groups.push(json!({"id": id, "village": village}));
        hire("group_cadre", &id, &village);
    }
    let document = json!({
        "format": 1, "town": {"id": "t", "population": 45_000}, "zones": zones,
        "villages": villages, "groups": groups, "households": [], "people": people,
        "tenures": tenures, "pairings": [],
    });
    // 15 × (1,200 + 1,000 + 3 × 800 + 2 × 600) + 125 × 400
    let found = pay(&document, "2018-09", "2019-02");
    for month in found["months"].as_array().unwrap() {
        assert_eq!(month["total"], "137000.00");
        assert_eq!(month["lines"].as_array().unwrap().len(), 15 * 7 + 125);
        assert_eq!(month["by_village"].as_object().unwrap().len(), 15);
    }
    assert_eq!((&found["total"], &found["assumptions"]), (&json!("822000.00"), &json!(["A1"])));
    // v0 has nine groups: 5,800 + 9 × 400.
    assert_eq!(found["months"][0]["by_village"]["v0"], "9400.00");
}

#[test]
fn secretary_from_the_tenth_gets_840_yuan() {
    let document = roster(&["p"], &[("p", "village_secretary", "v0", "2018-09-10", None)]);
    assert_eq!(
        pay(&document, "2018-09", "2018-09"),
        json!({
            "months": [{
                "month": "2018-09", "total": "840.00",
                "lines": [{
                    "person": "p", "post": "village_secretary", "unit": "v0", "kind": "stipend",
                    "from": "2018-09-10", "until": "2018-10-01", "days": 21, "of": 30,
                    "monthly": "1200.00", "amount": "840.00", "source": "F81",
                }],
                "by_village": {"v0": "840.00"},
            }],
            "total": "840.00", "assumptions": ["A1", "A2"],
        })
    );
}

#[test]
fn director_who_becomes_secretary_elsewhere_gets_1_258_06() {
    let document = roster(
        &["p"],
        &[
            ("p", "village_director", "v0", "2018-01-01", Some("2018-10-16")),
            ("p", "village_secretary", "v1", "2018-10-16", None),
        ],
    );
    let found = pay(&document, "2018-10", "2018-10");
    assert_eq!(amounts(&found), ["483.87", "619.35", "154.84"]);
    assert_eq!(found["total"], "1258.06");
    assert_eq!(found["months"][0]["by_village"], json!({"v0": "483.87", "v1": "774.19"}));
    assert_eq!(found["assumptions"], json!(["A2", "A4", "A5"]));
}

#[test]
fn months_before_the_schedule_are_refused() {
    let charter = Charter::maoxi();
    let township = maoxi().check(&charter.organisation).unwrap();
    let month = |text: &str| text.parse().unwrap();
    for first in ["2018-08", "2017-12", "1949-01"] {
        let error =
            payroll(&township, &charter.stipend, month(first), month("2018-12")).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "not_yet_effective: `{first}` lies before the first month of the schedule, `2018-09`"
            )
        );
    }
    assert!(payroll(&township, &charter.stipend, month("2018-09"), month("2018-09")).is_ok());
}

#[test]
fn days_of_every_february_are_counted() {
    for (month, of, expected) in [
        ("2019-02", 28, "642.86"),
        ("2020-02", 29, "662.07"),
        ("2100-02", 28, "642.86"),
        ("2196-02", 29, "662.07"),
    ] {
        let from = format!("{month}-14");
        let document = roster(&["p"], &[("p", "village_secretary", "v0", &from, None)]);
        let found = pay(&document, month, month);
        assert_eq!(found["months"][0]["lines"][0]["of"], of, "{month}");
        assert_eq!(amounts(&found), [expected], "{month}");
    }
}

#[test]
fn last_month_of_the_calendar_ends_behind_it() {
    let document = roster(&["p"], &[("p", "group_cadre", "g1", "2018-09-10", None)]);
    let found = pay(&document, "2199-12", "2199-12");
    assert_eq!(
        found["months"][0]["lines"],
        json!([{
            "person": "p", "post": "group_cadre", "unit": "g1", "kind": "stipend",
            "from": "2199-12-01", "until": "2200-01-01", "days": 31, "of": 31,
            "monthly": "400.00", "amount": "400.00", "source": "F85",
        }])
    );
    assert_eq!(found["months"][0]["by_village"], json!({"v1": "400.00"}));
}

#[test]
fn amounts_are_rounded_to_the_nearest_fen() {
    // 400.00 × 1 / 30 = 13.333…; 1,200.00 × 1 / 31 = 38.709…; 1,000.00 × 3 / 31 = 96.774…
    let one = |post, unit, from, until| {
        let document = roster(&["p"], &[("p", post, unit, from, Some(until))]);
        amounts(&pay(&document, &from[..7], &from[..7]))
    };
    assert_eq!(one("group_cadre", "g0", "2018-09-01", "2018-09-02"), ["13.33"]);
    assert_eq!(one("village_secretary", "v0", "2018-10-31", "2018-11-01"), ["38.71"]);
    assert_eq!(one("village_director", "v0", "2018-10-01", "2018-10-04"), ["96.77"]);
}

#[test]
fn of_equal_posts_the_smaller_first_day_unit_and_post_is_paid() {
    let since = |first: &'static str| move |post, unit| ("p", post, unit, first, None);
    let (older, newer) = (since("2017-01-01"), since("2018-01-01"));
    for (one, other, paid) in [
        (newer("deputy_director", "v0"), older("supervision_chair", "v2"), "v2 supervision_chair"),
        (newer("deputy_director", "v1"), newer("supervision_chair", "v0"), "v0 supervision_chair"),
        (newer("deputy_secretary", "v1"), newer("deputy_director", "v1"), "v1 deputy_director"),
        (newer("deputy_secretary", "v1"), newer("supervision_chair", "v1"), "v1 deputy_secretary"),
    ] {
        for tenures in [[one, other], [other, one]] {
            let found = pay(&roster(&["p"], &tenures), "2018-10", "2018-10");
            let lines = found["months"][0]["lines"].as_array().unwrap();
            let line = &lines[0];
            let (unit, post) = (line["unit"].as_str().unwrap(), line["post"].as_str().unwrap());
            assert_eq!(format!("{unit} {post}"), paid);
            assert_eq!((&line["kind"], &line["amount"]), (&json!("stipend"), &json!("800.00")));
            assert_eq!(found["assumptions"], json!(["A3", "A5"]));
            assert_eq!(lines.len(), 2, "one stipend, one allowance");
        }
    }
}

#[test]
fn lower_post_elsewhere_still_earns_travel() {
    let document = roster(
        &["p"],
        &[
            ("p", "village_secretary", "v0", "2018-01-01", None),
            ("p", "womens_director", "v1", "2018-01-01", None),
            ("p", "militia_commander", "c", "2018-11-11", None),
            ("p", "group_cadre", "g1", "2018-01-01", None),
        ],
    );
    let found = pay(&document, "2018-11", "2018-11");
    let lines = found["months"][0]["lines"].as_array().unwrap();
    let line = |at: usize| (&lines[at]["kind"], &lines[at]["unit"], &lines[at]["amount"]);
    assert_eq!(lines.len(), 2, "one allowance a day");
    assert_eq!(line(0), (&json!("stipend"), &json!("v0"), &json!("1200.00")));
    assert_eq!(line(1), (&json!("travel"), &json!("v1"), &json!("300.00")));
    assert_eq!(found["assumptions"], json!(["A3", "A5"]));
}

#[test]
fn tenures_that_meet_make_one_line() {
    let document = roster(
        &["p"],
        &[
            ("p", "deputy_director", "v0", "2018-01-01", Some("2018-09-20")),
            ("p", "deputy_director", "v0", "2018-09-20", Some("2018-09-25")),
            ("p", "deputy_director", "v0", "2018-09-26", None),
        ],
    );
    let found = pay(&document, "2018-09", "2018-09");
    let lines = found["months"][0]["lines"].as_array().unwrap();
    let days: Vec<_> = lines.iter().map(|line| line["days"].as_u64().unwrap()).collect();
    assert_eq!(days, [24, 5]);
}

#[test]
fn month_without_lines_stands_with_nothing() {
    let document =
        roster(&["p"], &[("p", "village_secretary", "v0", "2018-01-01", Some("2018-09-01"))]);
    assert_eq!(
        pay(&document, "2018-10", "2018-10"),
        json!({
            "months": [{"month": "2018-10", "total": "0.00", "lines": [], "by_village": {}}],
            "total": "0.00", "assumptions": [],
        })
    );
}
