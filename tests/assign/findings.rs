use std::collections::BTreeSet;

use bangfu::assign::{HouseholdRecord, ProblemRecords};
use bangfu::document::{Format, UniqueMap, read};
use proptest::prelude::*;

use crate::generator::id;
use crate::model::{MEDIUM, problem};

/// The findings as text, one line each.
fn findings(records: &ProblemRecords<'_>) -> Vec<String> {
    records.check().unwrap_err().iter().map(ToString::to_string).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn seeded_defects_are_found_each_once_where_they_are(
        mut records in problem(MEDIUM),
        seeds in proptest::collection::btree_set((0..7_usize, 0..8_usize), 1..12),
    ) {
        let mut expected = BTreeSet::new();
        let (classes, helpers, households) =
            (records.classes.len(), records.helpers.len(), records.households.len());
        for (kind, at) in seeds {
            let number = [i64::MIN, -1, 10_001, i64::MAX][at % 4];
            let path = match kind {
                0 if at < classes => {
                    records.classes[at].minutes.0.insert(id('g', "bad"), number);
                    format!("classes[{at}].minutes.gbad: out_of_range")
                }
                1 if at < helpers => {
                    records.helpers[at].class = id('c', "none");
                    format!("helpers[{at}].class: unknown_reference")
                }
                2 if at < helpers => {
                    records.helpers[at].capacity = if at % 2 == 0 { -1 } else { 1001 };
                    format!("helpers[{at}].capacity: out_of_range")
                }
                3 if at < households => {
                    let twin = records.households[at].clone();
                    records.households.push(twin);
                    format!("households[{}].id: duplicate_id", records.households.len() - 1)
                }
                4 if at < classes => {
                    let twin = records.classes[at].id.clone();
                    let minutes = UniqueMap::default();
                    records.classes.push(bangfu::assign::ClassRecord { id: twin, minutes });
                    format!("classes[{}].id: duplicate_id", records.classes.len() - 1)
                }
                5 => {
                    records.keep = number;
                    "keep: out_of_range".to_owned()
                }
                6 => {
                    records.balance = number;
                    "balance: out_of_range".to_owned()
                }
                _ => continue,
            };
            expected.insert(path);
        }
        prop_assume!(!expected.is_empty());
        let found = records.check().unwrap_err();
        let found: Vec<_> =
            found.iter().map(|one| format!("{}: {}", one.path, one.fault.code())).collect();
        prop_assert_eq!(found.len(), expected.len());
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn findings_stand_in_the_order_of_the_document_and_say_what_is_wrong() {
    let document = br#"{"format": 1, "keep": 10001, "balance": -1,
        "classes": [{"id": "c0", "minutes": {"g0": 99999999999999999999}}, {"id": "c0", "minutes": {}}],
        "helpers": [{"id": "p0", "class": "c0", "capacity": 1},
                    {"id": "p0", "class": "c7", "capacity": 1001}],
        "households": [{"id": "h0", "site": "g0"}, {"id": "h0", "site": "g9", "barred": null, "incumbent": null}]}"#;
    let records: ProblemRecords<'_> = read(document).unwrap();
    assert_eq!(
        findings(&records),
        [
            "classes[0].minutes.g0: a number beyond 64 bits is not from 0 to 10000 [out_of_range]",
            "classes[1].id: the id `c0` stands twice in its list [duplicate_id], see classes[0].id",
            "helpers[1].id: the id `p0` stands twice in its list [duplicate_id], see helpers[0].id",
            "helpers[1].class: there is no class `c7` [unknown_reference]",
            "helpers[1].capacity: `1001` is not from 0 to 1000 [out_of_range]",
            "households[1].id: the id `h0` stands twice in its list [duplicate_id], see households[0].id",
            "keep: `10001` is not from 0 to 10000 [out_of_range]",
            "balance: `-1` is not from 0 to 10000 [out_of_range]",
        ]
    );
}

#[test]
fn what_is_no_problem_is_not_read() {
    let record = |change: &str| {
        format!(
            r#"{{"format": 1, "classes": [], "helpers": [], "households": [], "keep": 0{change}}}"#
        )
    };
    let refusal = |change: &str| {
        let document = record(change);
        read::<ProblemRecords<'_>>(document.as_bytes()).unwrap_err().message
    };
    assert!(read::<ProblemRecords<'_>>(record(r#", "balance": 0"#).as_bytes()).is_ok());
    assert_eq!(refusal(""), "missing field `balance`");
    assert_eq!(
        refusal(r#", "balance": 0.5"#),
        "invalid type: floating point `0.5`, expected a whole number"
    );
    assert!(refusal(r#", "balance": 0, "more": 1"#).starts_with("unknown field `more`"));
    let document = record(r#", "balance": 0"#)
        .replace(r#""classes": []"#, r#""classes": [{"id": "c", "minutes": {"g": 1, "g": 2}}]"#);
    let refusal = read::<ProblemRecords<'_>>(document.as_bytes()).unwrap_err();
    assert_eq!(refusal.path, "classes[0].minutes");
    assert_eq!(refusal.message, "the key `g` stands twice");
}

#[test]
fn fairness_is_a_word_and_what_may_be_absent_may_be_null() {
    let document = |fairness: &str| {
        format!(
            r#"{{"format": 1, "classes": [], "helpers": [{{"id": "p", "class": "c", "capacity": 1,
                "least": null}}], "households": [{{"id": "h", "site": "g", "incumbent": null,
                "barred": null, "pinned": null}}], "keep": 0, "balance": 0, "fairness": {fairness}}}"#
        )
    };
    let message = |fairness: &str| {
        read::<ProblemRecords<'_>>(document(fairness).as_bytes()).map(drop).map_err(|e| e.message)
    };
    for good in ["null", r#""before_cost""#, r#""after_cost""#] {
        assert_eq!(message(good), Ok(()));
    }
    let refused = |text: &str| Err(text.to_owned());
    assert_eq!(message(r#""never""#), refused("`never` is not a fairness"));
    assert_eq!(message("1"), refused("invalid type: integer `1`, expected a fairness"));
    assert_eq!(
        message(r#"{"before_cost": null}"#),
        refused("invalid type: map, expected a fairness")
    );
}

#[test]
fn ids_of_nobody_and_places_where_nobody_goes_are_no_findings() {
    let records = ProblemRecords {
        format: Format,
        classes: Vec::new(),
        helpers: Vec::new(),
        households: vec![HouseholdRecord {
            id: id('h', 0),
            site: id('g', 0),
            incumbent: Some(id('p', 0)),
            barred: vec![id('p', 1)],
            pinned: None,
        }],
        keep: 0,
        balance: 0,
        fairness: None,
    };
    assert!(records.check().is_ok());
}
