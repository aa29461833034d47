//! What poverty is measured by, and what is known of a household.

use bangfu::poverty::{Circumstances, PoorAt, Verdicts, Yardstick, YardstickRecords};
use bangfu::quantity::Yuan;
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

fn records(line: i64, weights: &[u16], cutoff: u16) -> YardstickRecords {
    let line = Yuan::from_fen(line);
    YardstickRecords { line, poor: PoorAt::Below, weights: weights.to_vec(), cutoff }
}

fn refusal(line: i64, weights: &[u16], cutoff: u16) -> String {
    Yardstick::new(records(line, weights, cutoff)).unwrap_err().to_string()
}

#[test]
fn what_makes_no_yardstick_is_refused() {
    let line = "is not from 0.01 to 10000000.00";
    assert_eq!(refusal(0, &[], 0), format!("a line of `0.00` {line}"));
    assert_eq!(refusal(-1, &[], 0), format!("a line of `-0.01` {line}"));
    assert_eq!(refusal(1_000_000_001, &[], 0), format!("a line of `10000000.01` {line}"));
    let most = format!("a line of `{}` {line}", Yuan::from_fen(i64::MAX));
    assert_eq!(refusal(i64::MAX, &[], 0), most);
    assert_eq!(refusal(1, &[1; 17], 1), "`17` items are more than 16");
    let weight = "the weight of the item at `1`: `1001` is not from 0 to 1000";
    assert_eq!(refusal(1, &[1, 1_001], 1), weight);
    assert_eq!(refusal(1, &[0, 0], 0), "no item has a weight");
    let sum =
        |found, bounds| format!("a cut-off of `{found}` is not {bounds}, the sum of the weights");
    assert_eq!(refusal(1, &[2, 1], 0), sum(0, "from 1 to 3"));
    assert_eq!(refusal(1, &[2, 1], 4), sum(4, "from 1 to 3"));
    assert_eq!(refusal(1, &[], 1), sum(1, "from 0 to 0"));
    assert!(Yardstick::new(records(1_000_000_000, &[1_000; 16], 16_000)).is_ok());
}

#[test]
fn a_document_is_checked_as_it_is_read() {
    let document =
        json!({"line": "2952.00", "poor": "below_or_at", "weights": [2, 1], "cutoff": 2});
    let yardstick: Yardstick = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(yardstick.poor(), PoorAt::BelowOrAt);
    assert_eq!(serde_json::to_value(yardstick).unwrap(), document);
    let document = json!({"line": "2952.00", "poor": "below", "weights": [], "cutoff": 2});
    let error = serde_json::from_value::<Yardstick>(document).unwrap_err().to_string();
    assert_eq!(error, "a cut-off of `2` is not from 0 to 0, the sum of the weights");
}

#[test]
fn figures_out_of_bounds_are_no_circumstances() {
    let of = |persons, income: Option<i64>| {
        let income = income.map(Yuan::from_fen);
        Circumstances::new(persons, income, Verdicts::default())
    };
    let refusal = |persons, income| of(persons, income).unwrap_err().to_string();
    assert_eq!(refusal(0, None), "the number of persons: `0` is not from 1 to 50");
    assert_eq!(refusal(51, None), "the number of persons: `51` is not from 1 to 50");
    let income = "is not from 0.00 to 20000000.00";
    assert_eq!(refusal(1, Some(-1)), format!("an income of `-0.01` {income}"));
    assert_eq!(refusal(1, Some(2_000_000_001)), format!("an income of `20000000.01` {income}"));
    assert!(refusal(1, Some(i64::from(i32::MAX))).ends_with(income));
    assert_eq!(of(50, Some(2_000_000_000)).unwrap().income(), Some(Yuan::from_fen(2_000_000_000)));
    assert_eq!(of(1, None).unwrap().income(), None);
    assert!(size_of::<Circumstances>() <= 12);
}

proptest! {
    #[test]
    fn a_yardstick_is_read_as_it_is_written(yardstick in testing::yardstick()) {
        let text = serde_json::to_string(&yardstick).unwrap();
        prop_assert_eq!(serde_json::from_str::<Yardstick>(&text).unwrap(), yardstick);
        prop_assert_eq!(Yardstick::new(yardstick.into()), Ok(yardstick));
    }
}
