//! Bands, at their edges.

use bangfu::stipend::SubsidyMethod;
use serde_json::json;

use crate::{amounts, band, bands, known, paid, rules, yuan};

#[test]
fn a_band_reaches_up_to_its_end_and_no_further() {
    let township = known(&[0, 1_999, 2_000, 2_001, 2_999, 3_000, 3_001, 4_000, 1_000_000]);
    let paid = paid(&township, &bands(), "2019-01-01..2020-01-01");
    let (low, middle, high) = (Some("60000.00"), Some("70000.00"), Some("80000.00"));
    assert_eq!(amounts(&paid), [low, low, low, middle, middle, middle, high, high, high]);
    assert_eq!((&paid["total"], &paid["assumptions"]), (&json!("630000.00"), &json!(["A8"])));
}

#[test]
fn one_open_band_is_for_all() {
    let one = SubsidyMethod::Bands(vec![band(None, 65_000)]);
    let paid = paid(
        &known(&[0, 2_000, 5_000]),
        &rules(yuan(60_000), yuan(80_000), one),
        "2019-01-01..2020-01-01",
    );
    assert_eq!(amounts(&paid), [Some("65000.00"); 3]);
}

/// Bands are amounts to the fen, rounded nowhere.
#[test]
fn bands_are_paid_to_the_fen() {
    let mut open = band(None, 65_000);
    open.yearly = "65000.01".parse().unwrap();
    let rules = rules(yuan(60_000), yuan(80_000), SubsidyMethod::Bands(vec![open]));
    let paid = paid(&known(&[1, 2, 3]), &rules, "2019-01-01..2020-01-01");
    assert_eq!(amounts(&paid), [Some("65000.01"); 3]);
}
