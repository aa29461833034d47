//! The main figures of the roster of Maoxi, as the demos print them.

use serde_json::{Value, json};

use crate::{MAOXI, assert_holds, run, run_on};

fn demo(name: &str, arguments: &[&str]) -> Value {
    let run = run(name, &[&[MAOXI], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.json()
}

#[test]
fn check_finds_nothing() {
    assert_holds(&demo("check", &[]), &json!({"findings": []}));
}

#[test]
fn progress_meets_every_target_of_2018() {
    let progress = demo("progress", &["2018-12-31"]);
    assert_eq!(progress["on"], "2018-12-31");
    assert_eq!(progress["population"], 45_000);
    assert_holds(&progress["poor"], &json!({"households": 232, "persons": 1_021}));
    assert_eq!(progress["incidence"], "2.27%");
    assert_holds(
        &progress["year"],
        &json!({
            "exited": {"households": 507, "persons": 2_307},
            "relapsed": {"households": 0, "persons": 0},
            "delisted_villages": 3,
        }),
    );
    let target = |measure, goal, source| {
        json!({"year": 2018, "measure": measure, "goal": goal, "actual": goal, "met": true,
            "source": source})
    };
    assert_holds(
        &progress["targets"],
        &json!([
            target("exited_households", "507", "F10"),
            target("exited_persons", "2307", "F10"),
            target("incidence", "2.27%", "F11"),
            target("delisted_villages", "3", "F12"),
        ]),
    );
    let units = progress["units"].as_array().unwrap();
    assert_eq!(units.len(), 5 + 15 + 1);
    let sum = |level: &str, field: &str| -> u64 {
        let of_level = units.iter().filter(|unit| unit["level"] == level);
        of_level.map(|unit| unit[field].as_u64().unwrap()).sum()
    };
    for level in ["zone", "village"] {
        assert_eq!(sum(level, "population"), 45_000 - 5_230);
        assert_eq!((sum(level, "poor_households"), sum(level, "poor_persons")), (232, 1_021));
    }
    assert_holds(
        &units[0],
        &json!({"unit": "510525108001", "level": "community", "population": 5_230,
            "poor_households": 0, "poor_persons": 0, "incidence": "0.00%"}),
    );
}

#[test]
fn progress_knows_the_target_of_2019_and_none_of_2020() {
    let target = |actual: &str, met: bool| {
        json!([{"year": 2019, "measure": "poor_persons", "goal": "0", "actual": actual,
            "met": met, "source": "F13"}])
    };
    for (on, actual) in [("2019-01-01", "1021"), ("2019-06-30", "739"), ("2019-12-17", "245")] {
        assert_holds(&demo("progress", &[on])["targets"], &target(actual, false));
    }
    assert_holds(&demo("progress", &["2019-12-31"])["targets"], &target("0", true));
    // Who fell back in 2020 is out again.
    let during = demo("progress", &["2020-06-30"]);
    assert_holds(&during["year"], &json!({"relapsed": {"households": 3, "persons": 14}}));
    let after = demo("progress", &["2020-12-31"]);
    assert_holds(&after["year"], &json!({"exited": {"households": 3, "persons": 14}}));
    assert_eq!(after["targets"], json!([]));
}

#[test]
fn payroll_of_the_first_four_months() {
    let payroll = demo("payroll", &["2018-09", "2018-12"]);
    let months: Vec<_> = payroll["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| {
            let lines = month["lines"].as_array().unwrap().len();
            (month["month"].as_str().unwrap(), month["total"].as_str().unwrap(), lines)
        })
        .collect();
    assert_eq!(
        months,
        [
            ("2018-09", "137390.00", 234),
            ("2018-10", "137154.84", 237),
            ("2018-11", "137460.00", 234),
            ("2018-12", "137900.00", 234),
        ]
    );
    assert_eq!(payroll["total"], "549904.84");
    assert_eq!(payroll["assumptions"], json!(["A1", "A2", "A3", "A4", "A5"]));
    assert_eq!(payroll["months"][1]["by_village"]["510525108206"], "8754.84");
    // The last month may be left out.
    let october = demo("payroll", &["2018-10"]);
    assert_eq!(october["months"], json!([payroll["months"][1]]));
}

#[test]
fn coverage_of_the_drive() {
    let coverage = demo("coverage", &["2018-09-10", "2019-01-01"]);
    assert_eq!(coverage["household_days"], 179_896);
    assert_eq!(coverage["covered_days"], 179_859);
    let gaps = coverage["gaps"].as_array().unwrap();
    assert_eq!((gaps.len(), coverage["posts"].as_array().unwrap().len()), (6, 5));
    assert_holds(
        &gaps[0],
        &json!({"household": "h0312", "from": "2018-12-07", "until": "2018-12-14"}),
    );
}

#[test]
fn chain_of_one_household() {
    let place = |level, unit, post, holders: &[&str]| json!({"level": level, "unit": unit, "post": post, "holders": holders});
    let chain = demo("chain", &["h0001", "2018-10-08"]);
    assert_eq!((&chain["household"], &chain["on"]), (&json!("h0001"), &json!("2018-10-08")));
    assert_holds(
        &chain["chain"],
        &json!([
            place("household", "h0001", "helper", &["p018"]),
            place("group", "201-1", "group_lead", &["p030"]),
            place("village", "510525108201", "dispatched_cadre", &["p013", "p014"]),
            place("village", "510525108201", "first_secretary", &["p015"]),
            place("village", "510525108201", "village_secretary", &["p016"]),
            place("zone", "z1", "zone_leader", &["p008"]),
            place("town", "510525108", "commander", &["p001", "p002"]),
        ]),
    );
}

#[test]
fn plan_of_three_households_and_two_seats() {
    let problem = br#"{ "format": 1,
        "classes": [{"id": "near", "minutes": {"a": 5, "b": 30}}, {"id": "far", "minutes": {"a": 50}}],
        "helpers": [{"id": "p1", "class": "near", "capacity": 1}, {"id": "p2", "class": "far", "capacity": 1}],
        "households": [{"id": "h1", "site": "a", "incumbent": "p2"}, {"id": "h2", "site": "b"},
                       {"id": "h3", "site": "nowhere"}],
        "keep": 10, "balance": 0 }"#;
    let plan = run_on("assign", problem, &[]).json();
    // h2 can only have p1, so h1 keeps p2: 30 + (50 - 10).
    assert_eq!((&plan["covered"], &plan["cost"]), (&json!(2), &json!(70)));
    assert_eq!(plan["uncovered"], json!(["h3"]));
    assert_holds(
        &plan["pairings"],
        &json!([
            {"household": "h1", "helper": "p2", "cost": 40},
            {"household": "h2", "helper": "p1", "cost": 30},
        ]),
    );
    assert_eq!(plan["shortage"]["short"], 1);
    assert_eq!(plan["prices"].as_object().unwrap().len(), 2);
}
