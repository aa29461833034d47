//! Sheets of answers as documents: what is read, and every finding at its place.

use bangfu::charter::Charter;
use bangfu::poverty::{AnswerSheet, Subject};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(document: &Value) -> Result<AnswerSheet, String> {
    let text = serde_json::to_vec(document).unwrap();
    bangfu::document::read(&text).map_err(|error| error.to_string())
}

/// What a sheet of answers is refused with, under Maoxi's rules.
fn findings(subject: &str, answers: &Value) -> Vec<String> {
    let sheet = read(&json!({"format": 1, subject: "x", "region": "510525", "on": "2018-11-20",
        "answers": answers}));
    match sheet.unwrap().appraise(&Charter::maoxi().poverty) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn assert_found(answers: &Value, expected: &[&str]) {
    assert_eq!(findings("household", answers), expected);
}

#[test]
fn a_second_answer_is_a_finding() {
    let answer = |item: &str| json!({"item": item, "holds": true, "on": "2018-10-02"});
    assert_found(
        &json!([answer("water"), answer("housing"), answer("water"), answer("water")]),
        &[
            "answers[2].item: the id `water` stands twice in its list [duplicate_id], see answers[0].item",
            "answers[3].item: the id `water` stands twice in its list [duplicate_id], see answers[0].item",
        ],
    );
}

#[test]
fn an_unknown_item_is_a_finding() {
    let answer = |item: &str| json!({"item": item, "holds": true, "on": "2018-10-02"});
    assert_found(
        &json!([answer("gold"), answer("gold")]),
        &[
            "answers[0].item: there is no item `gold` [unknown_reference]",
            "answers[1].item: the id `gold` stands twice in its list [duplicate_id], see answers[0].item",
        ],
    );
    // What a village is asked, no household is.
    let road = json!([answer("road")]);
    assert_eq!(findings("village", &road), Vec::<String>::new());
    assert_found(&road, &["answers[0].item: there is no item `road` [unknown_reference]"]);
}

#[test]
fn an_answer_of_another_kind_is_a_finding() {
    assert_found(
        &json!([
            {"item": "income", "holds": true, "on": "2018-10-02"},
            {"item": "water", "amount": "1.00", "share": "1/2", "on": "2018-10-02"},
            {"item": "housing", "holds": true, "share": "1/2", "on": "2018-10-02"},
        ]),
        &[
            "answers[0].holds: `income` is answered by `amount` [wrong_kind]",
            "answers[1].amount: `water` is answered by `holds` [wrong_kind]",
            "answers[1].share: `water` is answered by `holds` [wrong_kind]",
            "answers[2].share: `housing` is answered by `holds` [wrong_kind]",
        ],
    );
    assert_eq!(
        findings("village", &json!([{"item": "incidence", "amount": "1.00", "on": "2018-10-02"}])),
        ["answers[0].amount: `incidence` is answered by `share` [wrong_kind]"]
    );
}

#[test]
fn amounts_shares_and_days_lie_within_bounds() {
    for (amount, is_found) in [
        ("-10000000.00", false),
        ("-10000000.01", true),
        ("10000000.00", false),
        ("10000000.01", true),
        ("-92233720368547758.08", true),
        ("92233720368547758.07", true),
    ] {
        let answers = json!([{"item": "income", "amount": amount, "on": "2018-10-02"}]);
        let message = format!(
            "answers[0].amount: `{amount}` is not from -10000000.00 to 10000000.00 [out_of_range]"
        );
        let expected = if is_found { vec![message] } else { vec![] };
        assert_eq!(findings("household", &answers), expected);
    }
    for (share, is_found) in [
        ("0/1", false),
        ("1/1", false),
        ("18446744073709551615/18446744073709551615", false),
        ("2/1", true),
    ] {
        let answers = json!([{"item": "incidence", "share": share, "on": "2018-10-02"}]);
        let message = format!("answers[0].share: `{share}` is more than 1 [out_of_range]");
        let expected = if is_found { vec![message] } else { vec![] };
        assert_eq!(findings("village", &answers), expected);
    }
    assert_found(
        &json!([{"item": "water", "holds": true, "on": "1948-12-31"},
                {"item": "housing", "on": "2200-01-01"}]),
        &[
            "answers[0].on: `1948-12-31` is not from 1949-01-01 to 2199-12-31 [out_of_range]",
            "answers[1].on: `2200-01-01` is not from 1949-01-01 to 2199-12-31 [out_of_range]",
        ],
    );
}

#[test]
fn every_finding_comes_in_one_go_and_in_order() {
    let sheet =
        read(&json!({"format": 1, "household": "x", "region": "510525", "on": "9999-12-31",
        "answers": [
            {"item": "income", "amount": "10000000.01", "share": "2/1", "on": "0000-01-01"},
            {"item": "gold", "share": "3/2", "on": "2018-10-02"},
        ]}));
    let found = sheet.unwrap().appraise(&Charter::maoxi().poverty).unwrap_err();
    let found: Vec<String> =
        found.iter().map(|one| format!("{} {}", one.path, one.fault.code())).collect();
    assert_eq!(
        found,
        [
            "on out_of_range",
            "answers[0].amount out_of_range",
            "answers[0].share out_of_range",
            "answers[0].share wrong_kind",
            "answers[0].on out_of_range",
            "answers[1].item unknown_reference",
            "answers[1].share out_of_range",
        ]
    );
}

#[test]
fn a_sheet_is_of_one_household_or_of_one_village() {
    let sheet = |subject: &Value| {
        let mut sheet = json!({"format": 1, "region": "510525", "on": "2018-11-20", "answers": []});
        sheet.as_object_mut().unwrap().extend(subject.as_object().unwrap().clone());
        read(&sheet)
    };
    let id = |text: &str| text.parse().unwrap();
    assert_eq!(sheet(&json!({"household": "h1"})).unwrap().subject, Subject::Household(id("h1")));
    let village = sheet(&json!({"village": "v1", "household": null})).unwrap();
    assert_eq!(village.subject, Subject::Village(id("v1")));
    for neither in
        [json!({}), json!({"household": "h1", "village": "v1"}), json!({"village": null})]
    {
        let refusal =
            "at `.`, line 1, column 1: a sheet is either of a `household` or of a `village`";
        assert_eq!(sheet(&neither).unwrap_err(), refusal);
    }
}

#[test]
fn what_is_not_of_the_form_is_refused_at_its_place() {
    let good = json!({"format": 1, "household": "h1", "region": "510525", "on": "2018-11-20",
        "answers": [{"item": "income", "amount": "1.00", "on": "2018-10-02"}]});
    for (pointer, value, place) in [
        ("/format", json!(2), "at `format`"),
        ("/region", json!(510_525), "at `region`"),
        ("/region", Value::Null, "at `region`"),
        ("/region", json!("x"), "at `region`"),
        ("/region", json!("5l0525"), "at `region`"),
        ("/region", json!("5105250"), "at `region`"),
        ("/region", json!("510000"), "at `region`"),
        ("/household", json!("two words"), "at `household`"),
        ("/on", json!("2018-11-31"), "at `on`"),
        ("/answers", json!({}), "at `answers`"),
        ("/answers/0", json!([]), "at `answers[0]`"),
        ("/answers/0/amount", json!(1.5), "at `answers[0].amount`"),
        ("/answers/0/amount", json!("1e3"), "at `answers[0].amount`"),
        ("/answers/0/on", Value::Null, "at `answers[0].on`"),
        ("/answers/0/item", json!(""), "at `answers[0].item`"),
    ] {
        let mut sheet = good.clone();
        *sheet.pointer_mut(pointer).unwrap() = value;
        let refusal = read(&sheet).unwrap_err();
        assert!(refusal.starts_with(place), "{refusal}");
    }
    for (pointer, field) in [("", "more"), ("/answers/0", "found")] {
        let mut sheet = good.clone();
        sheet.pointer_mut(pointer).unwrap()[field] = json!(1);
        assert!(read(&sheet).unwrap_err().contains(&format!("unknown field `{field}`")));
    }
}

proptest! {
    #[test]
    fn sheets_come_back_as_they_were((_, sheet) in testing::answer_sheet(), is_village: bool) {
        let mut sheet = sheet;
        if is_village {
            sheet.subject = Subject::Village("v1".parse().unwrap());
        }
        let text = serde_json::to_vec(&sheet).unwrap();
        prop_assert_eq!(bangfu::document::read::<AnswerSheet>(&text), Ok(sheet));
    }
}
