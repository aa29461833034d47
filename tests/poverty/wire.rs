//! The state of a tally as a document: read as written, added number by number, and refused where no
//! households can have it.

use bangfu::poverty::{Tally, TallyRecords};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Two poor and two others; of the two items the first is unknown of one.
fn state() -> Value {
    json!({
        "yardstick": {"line": "125.00", "poor": "below", "weights": [2, 1], "cutoff": 2},
        "all": {"households": 4, "persons": 9},
        "income_unknown": {"households": 0, "persons": 0},
        "poor": {"households": 2, "persons": 5},
        "gap": "11000", "squared_gap": "25500000",
        "all_met": {"households": 1, "persons": 2},
        "unclear": {"households": 1, "persons": 1},
        "deprived": {"households": 1, "persons": 4},
        "items": [
            {"met": {"households": 2, "persons": 4}, "not_met": {"households": 1, "persons": 4},
             "censored": 4},
            {"met": {"households": 3, "persons": 8}, "not_met": {"households": 0, "persons": 0},
             "censored": 0},
        ],
    })
}

fn read(state: &Value) -> Result<Tally, String> {
    serde_json::from_str(&state.to_string()).map_err(|error| {
        let text = error.to_string();
        text.split_once(" at line").map_or(text.clone(), |(what, _)| what.to_owned())
    })
}

/// Adds number by number, as an engine would.
fn add(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .map(|(key, a)| {
                let sum = if key == "yardstick" { a.clone() } else { add(a, &b[key]) };
                (key.clone(), sum)
            })
            .collect(),
        (Value::Array(a), Value::Array(b)) => a.iter().zip(b).map(|(a, b)| add(a, b)).collect(),
        (Value::Number(a), Value::Number(b)) => json!(a.as_u64().unwrap() + b.as_u64().unwrap()),
        (Value::String(a), Value::String(b)) => {
            json!((a.parse::<u128>().unwrap() + b.parse::<u128>().unwrap()).to_string())
        }
        _ => panic!("{a} and {b}"),
    }
}

#[test]
fn a_state_is_read_as_it_is_written() {
    let tally = read(&state()).unwrap();
    assert_eq!(serde_json::to_value(tally).unwrap(), state());
    let measures = tally.income_poverty().unwrap();
    assert_eq!(measures.headcount.to_string(), "5/9");
    assert_eq!(tally.multidimensional().unwrap().headcount.to_string(), "1/2");
}

/// A figure put in the place of another, and what is then said.
#[test]
fn states_that_no_households_have_are_refused() {
    let figure = |name: &str| format!("no households have this `{name}`");
    let item =
        |name: &str, at: usize| format!("no households have this `{name}` of the item at `{at}`");
    let count =
        |households: u64, persons: u64| json!({"households": households, "persons": persons});
    let table: Vec<(&str, Value, String)> = vec![
        (
            "/all",
            count(1_000_000_000_001, 1_000_000_000_001),
            "`1000000000001` households are more than 1000000000000".into(),
        ),
        ("/all", count(4, 3), figure("all")),
        ("/all", count(4, 201), figure("all")),
        ("/all", count(4, u64::MAX), figure("all")),
        ("/income_unknown", count(5, 5), figure("income_unknown")),
        ("/income_unknown", count(3, 4), figure("poor")),
        ("/poor", count(4, 8), figure("poor")),
        ("/poor", count(3, 9), figure("poor")),
        ("/gap", json!("4"), figure("gap")),
        ("/gap", json!("62501"), figure("gap")),
        ("/gap", json!(u128::MAX.to_string()), figure("gap")),
        // The square of the mean, 2,200 fen, times five persons.
        ("/squared_gap", json!("24199999"), figure("squared_gap")),
        ("/squared_gap", json!("137500001"), figure("squared_gap")),
        ("/squared_gap", json!(u128::MAX.to_string()), figure("squared_gap")),
        ("/all_met", count(4, 9), figure("unclear")),
        ("/unclear", count(3, 4), figure("unclear")),
        ("/deprived", count(2, 6), figure("deprived")),
        ("/deprived", count(1, 5), figure("deprived")),
        ("/deprived", count(1, 2), figure("deprived")),
        ("/deprived", count(1, 3), item("censored", 0)),
        ("/items/0/met", count(0, 0), item("met", 0)),
        ("/items/1/not_met", count(1, 2), item("not_met", 1)),
        ("/items/1/met", count(2, 6), item("not_met", 1)),
        ("/items/1/censored", json!(1), item("censored", 1)),
        ("/items", json!([]), "`0` items are not the 2 of the yardstick".into()),
        ("/gap", json!("-1"), "a sum is a whole number below 2^128, as `25500000`".into()),
        ("/gap", json!("011000"), "a sum is a whole number below 2^128, as `25500000`".into()),
        (
            "/gap",
            json!(11_000),
            "invalid type: integer `11000`, expected a sum, as text like `25500000`".into(),
        ),
        ("/poor", json!({"households": 2}), "missing field `persons`".into()),
        (
            "/yardstick/cutoff",
            json!(0),
            "a cut-off of `0` is not from 1 to 3, the sum of the weights".into(),
        ),
    ];
    for (path, value, message) in table {
        let mut state = state();
        *state.pointer_mut(path).unwrap() = value.clone();
        assert_eq!(read(&state), Err(message), "{path} {value}");
    }
    let mut more = state();
    more["more"] = json!(1);
    assert!(read(&more).unwrap_err().starts_with("unknown field `more`"));
}

#[test]
fn without_items_nobody_is_judged() {
    let mut state = serde_json::to_value(read(&state()).unwrap()).unwrap();
    state["yardstick"] = json!({"line": "125.00", "poor": "below", "weights": [], "cutoff": 0});
    state["items"] = json!([]);
    assert_eq!(read(&state), Err("no households have this `deprived`".into()));
    for field in ["all_met", "unclear", "deprived"] {
        state[field] = json!({"households": 0, "persons": 0});
    }
    assert!(read(&state).is_ok());
}

proptest! {
    #[test]
    fn every_tally_is_read_as_it_is_written(tally in testing::tally()) {
        let text = serde_json::to_string(&tally).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tally>(&text).unwrap(), tally);
        prop_assert_eq!(Tally::try_from(TallyRecords::from(tally)), Ok(tally));
    }

    #[test]
    fn states_are_put_together_number_by_number(
        tallies in testing::yardstick().prop_flat_map(|by| vec(testing::tally_by(by), 2)),
    ) {
        let state = |tally: &Tally| serde_json::to_value(tally).unwrap();
        let [a, b] = [&tallies[0], &tallies[1]];
        let sum = add(&state(a), &state(b));
        prop_assert_eq!(&sum, &state(&a.merge(b).unwrap()));
        prop_assert_eq!(read(&sum), a.merge(b).map_err(|error| error.to_string()));
    }
}
