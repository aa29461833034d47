//! The town of the source: `[F10]` to `[F13]`.

use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::{self, Figure};
use bangfu::roster::Roster;
use bangfu::township::Township;
use serde_json::{Value, json};

use crate::{oracle, standing, township};

const BYTES: &[u8] = include_bytes!("../../examples/data/maoxi.json");

pub fn roster() -> Roster<'static> {
    bangfu::document::read(BYTES).unwrap()
}

fn maoxi() -> Township {
    township(&roster())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_targets_of_2018_are_met_with_the_figures_of_the_source() {
    let found = standing(&maoxi(), day("2018-12-31"));
    let met = |measure, figure, direction, before, source| {
        let assumptions = if measure == "incidence" { vec!["A7"] } else { vec![] };
        json!({"year": 2018, "unit": "510525108", "level": "town", "measure": measure,
            "direction": direction, "goal": figure, "actual": figure, "met": true, "remaining": 0,
            "baseline": {"figure": before, "on": "2017-12-31"},
            "outlook": {"outlook": "closed", "ended": "2018-12-31"}, "source": source,
            "assumptions": assumptions})
    };
    assert_eq!(
        found["targets"],
        json!([
            met("exited_households", "507", "at_least", 739, "F10"),
            met("exited_persons", "2307", "at_least", 3_328, "F10"),
            met("incidence", "2.27%", "at_most", 3_328, "F11"),
            met("delisted_villages", "3", "at_least", 4, "F12"),
        ])
    );
    assert_eq!(found["population"], 45_000);
    assert_eq!(found["incidence"], "2.27%");
    assert_eq!(found["poor"]["persons"], 1_021);
    assert_eq!(found["assumptions"], json!(["A7"]));
}

#[test]
fn the_whole_agrees_with_the_records_around_every_turn_of_the_year() {
    let (roster, township) = (roster(), maoxi());
    for on in ["2014-01-01", "2017-12-31", "2018-10-08", "2018-12-31", "2019-01-01", "2019-12-31"] {
        let mut found = standing(&township, day(on));
        found.as_object_mut().unwrap().remove("assumptions");
        found["targets"].as_array_mut().unwrap().iter_mut().for_each(oracle::without_extras);
        assert_eq!(found, oracle::progress(&roster, day(on)), "{on}");
    }
}

#[test]
fn all_who_are_poor_at_the_end_of_2018_remain_for_2019() {
    let (township, rules) = (maoxi(), Charter::maoxi().poverty);
    let of_2019: Vec<_> = rules.targets.iter().filter(|target| target.year == 2019).collect();
    let standing = poverty::standing(&township, day("2018-12-31"), &rules, of_2019[0]);
    assert_eq!(of_2019.len(), 1);
    assert_eq!(standing.actual, Some(Figure::Count(1_021)));
    assert_eq!((standing.met, standing.remaining), (Some(false), Some(1_021)));
}

#[test]
fn every_unit_of_the_town_is_listed_once_by_id() {
    let found = standing(&maoxi(), day("2018-12-31"));
    let units = found["units"].as_array().unwrap();
    let of = |level: &str| units.iter().filter(|unit| unit["level"] == level).collect::<Vec<_>>();
    assert_eq!((of("zone").len(), of("village").len(), of("community").len()), (5, 15, 1));
    let sum = |units: Vec<&Value>, field: &str| -> u64 {
        units.iter().map(|unit| unit[field].as_u64().unwrap()).sum()
    };
    for field in ["population", "poor_households", "poor_persons"] {
        assert_eq!(sum(of("zone"), field), sum(of("village"), field), "{field}");
    }
    let villages = [of("village"), of("community")].concat();
    assert_eq!(sum(villages, "population"), 45_000);
    let ids: Vec<&str> = units.iter().map(|unit| unit["unit"].as_str().unwrap()).collect();
    assert!(ids.is_sorted());
}
