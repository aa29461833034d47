//! Faulty rules are refused with every fault, word for word; so are documents.

use bangfu::quantity::Yuan;
use bangfu::stipend::SubsidyMethod::{Bands, StraightLine};
use bangfu::stipend::{Band, SubsidyFault, SubsidyFaults, SubsidyMethod, SubsidyRules};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{band, bands, line, records_of, yuan};

/// What faulty rules are refused with, made or read.
fn refused(least: Yuan, most: Yuan, method: SubsidyMethod) -> SubsidyFaults {
    let records = records_of(least, most, method);
    let document = serde_json::to_value(&records).unwrap();
    let through_serde = serde_json::from_value::<SubsidyRules>(document).unwrap_err();
    let faults = SubsidyRules::new(records).unwrap_err();
    assert_eq!(through_serde.to_string(), faults.to_string());
    faults
}

#[track_caller]
fn assert_faults(least: i64, most: i64, method: SubsidyMethod, expected: &[&str]) {
    let faults = refused(yuan(least), yuan(most), method);
    let found: Vec<String> = faults.as_slice().iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
    assert_eq!(faults.to_string(), expected.join("; "));
}

#[test]
fn the_least_is_from_nothing_to_the_most() {
    assert_faults(-1, 2, StraightLine, &["the least subsidy is negative: `-1.00`"]);
    assert_faults(3, 2, StraightLine, &["the least subsidy, `3.00`, is above the most, `2.00`"]);
    assert_faults(
        -1,
        -2,
        StraightLine,
        &[
            "the least subsidy is negative: `-1.00`",
            "the least subsidy, `-1.00`, is above the most, `-2.00`",
        ],
    );
    for (least, most) in [(0, 0), (0, 1), (7, 7)] {
        assert!(SubsidyRules::new(records_of(yuan(least), yuan(most), StraightLine)).is_ok());
    }
}

#[test]
fn a_straight_line_ends_at_whole_yuan() {
    let [least, most] = [6_000_001, 8_000_050].map(Yuan::from_fen);
    let faults = refused(least, most, StraightLine);
    let expected = [
        SubsidyFault::BrokenYuan { bound: "least", amount: least },
        SubsidyFault::BrokenYuan { bound: "most", amount: most },
    ];
    assert_eq!(faults.as_slice(), expected);
    assert_eq!(
        faults.to_string(),
        "the straight line is rounded to the yuan, and `least` is `60000.01`; \
         the straight line is rounded to the yuan, and `most` is `80000.50`"
    );
    // Bands are rounded nowhere.
    let open = Band { up_to: None, yearly: least };
    assert!(SubsidyRules::new(records_of(least, most, Bands(vec![open]))).is_ok());
}

#[test]
fn there_is_a_band() {
    assert_faults(1, 2, Bands(Vec::new()), &["there is no band"]);
}

#[test]
fn bands_ascend_strictly() {
    let method = |ends: &[u32]| {
        let closed = ends.iter().map(|end| band(Some(*end), 1));
        Bands(closed.chain([band(None, 1)]).collect())
    };
    assert_faults(
        1,
        2,
        method(&[3_000, 2_000]),
        &["band 2 goes up to 2000 persons, and one before it to 3000"],
    );
    assert_faults(
        1,
        2,
        method(&[5, 5, 4, 6, 6]),
        &[
            "band 2 goes up to 5 persons, and one before it to 5",
            "band 3 goes up to 4 persons, and one before it to 5",
            "band 5 goes up to 6 persons, and one before it to 6",
        ],
    );
    assert!(SubsidyRules::new(records_of(yuan(1), yuan(2), method(&[0, 1, u32::MAX]))).is_ok());
}

#[test]
fn the_last_band_and_only_it_is_open() {
    assert_faults(
        1,
        2,
        Bands(vec![band(Some(2_000), 1)]),
        &["the last band goes up to 2000 persons, and is not open"],
    );
    assert_faults(
        1,
        2,
        Bands(vec![band(None, 1), band(Some(9), 1), band(None, 1), band(Some(9), 2)]),
        &[
            "band 1 is open, and not the last",
            "band 3 is open, and not the last",
            "band 4 goes up to 9 persons, and one before it to 9",
            "the last band goes up to 9 persons, and is not open",
        ],
    );
}

#[test]
fn a_band_lies_between_the_least_and_the_most() {
    let method =
        || Bands(vec![band(Some(5), 59), band(Some(6), 60), band(Some(7), 80), band(None, 81)]);
    assert_faults(
        60,
        80,
        method(),
        &[
            "band 1 gets `59.00`, not `60.00` to `80.00`",
            "band 4 gets `81.00`, not `60.00` to `80.00`",
        ],
    );
    // Where nothing lies between the two, that is told once, not of every band.
    assert_faults(80, 60, method(), &["the least subsidy, `80.00`, is above the most, `60.00`"]);
}

#[test]
fn all_kinds_of_faults_come_back_together() {
    assert_faults(
        -5,
        80,
        Bands(vec![band(Some(9), 90), band(None, 60), band(Some(8), -6)]),
        &[
            "the least subsidy is negative: `-5.00`",
            "band 2 is open, and not the last",
            "band 3 goes up to 8 persons, and one before it to 9",
            "the last band goes up to 8 persons, and is not open",
            "band 1 gets `90.00`, not `-5.00` to `80.00`",
            "band 3 gets `-6.00`, not `-5.00` to `80.00`",
        ],
    );
}

#[test]
fn rules_come_back_as_they_were() {
    for rules in [line(), bands()] {
        let text = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<SubsidyRules>(&text).unwrap(), rules);
    }
    let basis = json!({"assumption": "A8"});
    let expected = json!({"value": {"bands": [
        {"up_to": 2000, "yearly": "60000.00"},
        {"up_to": 3000, "yearly": "70000.00"},
        {"up_to": null, "yearly": "80000.00"},
    ]}, "basis": basis});
    assert_eq!(serde_json::to_value(bands()).unwrap()["method"], expected);
}

#[test]
fn nothing_unknown_slips_in() {
    let read = |change: &dyn Fn(&mut Value)| {
        let mut document = serde_json::to_value(bands()).unwrap();
        change(&mut document);
        serde_json::from_value::<SubsidyRules>(document).map_err(|error| error.to_string())
    };
    let pointer = "/method/value/bands/0";
    let refusals = [
        read(&|rules| rules["round"] = json!(1)),
        read(&|rules| rules["method"]["round"] = json!(1)),
        read(&|rules| rules["method"]["value"]["round"] = json!(1)),
        read(&|rules| rules.pointer_mut(pointer).unwrap()["from"] = json!(1)),
        read(&|rules| rules.pointer_mut(pointer).unwrap()["up_to"] = json!(-1)),
        read(&|rules| rules.pointer_mut(pointer).unwrap()["up_to"] = json!(2000.0)),
        read(&|rules| rules.pointer_mut(pointer).unwrap()["yearly"] = json!(60_000)),
        read(&|rules| rules["method"]["value"] = json!("bands")),
    ];
    for refusal in refusals {
        assert!(refusal.is_err(), "{refusal:?}");
    }
    // Absent is open, as null is.
    let open = read(&|rules| {
        let last = rules.pointer_mut("/method/value/bands/2").unwrap();
        last.as_object_mut().unwrap().remove("up_to").unwrap();
    });
    assert_eq!(open, Ok(bands()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Rules are sound exactly if a plain reading of the conditions says so.
    #[test]
    fn rules_without_a_fault_are_made(
        (least, most) in (-1..4_i64, -1..4_i64),
        bands in prop::collection::vec((prop::option::weighted(0.7, 0..4_u32), -1..4_i64), 0..5),
    ) {
        let closed: Vec<u32> = bands.iter().map_while(|(up_to, _)| *up_to).collect();
        let is_sound = 0 <= least && least <= most
            && closed.len() + 1 == bands.len()
            && closed.is_sorted_by(|one, other| one < other)
            && bands.iter().all(|(_, yearly)| (least..=most).contains(yearly));
        let bands = bands.iter().map(|(up_to, yearly)| band(*up_to, *yearly)).collect();
        let made = SubsidyRules::new(records_of(yuan(least), yuan(most), Bands(bands)));
        prop_assert_eq!(made.is_ok(), is_sound, "{:?}", made);
        prop_assert!(made.err().is_none_or(|faults| !faults.as_slice().is_empty()));
    }
}
