//! Figures, each by hand.

use bangfu::document::read;
use bangfu::quantity::Yuan;
use bangfu::stipend::SubsidyMethod;
use serde_json::json;

use crate::{amounts, document, known, line, maoxi, paid, rules, township, yuan};

/// The smallest village has 1,601 persons, the largest 3,884: a range of 2,283.
///
/// - 怀场村 (205), 2,483: 60,000 + 20,000 × 882 / 2,283 = 60,000 + 7,726.67… → 67,727
/// - 水口村 (201), 3,127: 60,000 + 20,000 × 1,526 / 2,283 = 60,000 + 13,368.37… → 73,368
/// - 台沙村 (214), 2,212: 60,000 + 20,000 × 611 / 2,283 = 60,000 + 5,352.60… → 65,353
#[test]
fn maoxi_in_a_year() {
    let paid = paid(&township(&maoxi()), &line(), "2018-01-01..2019-01-01");
    let by_village = paid["by_village"].as_object().unwrap();
    assert_eq!(by_village.len(), 15);
    assert_eq!(by_village["510525108203"], "60000.00");
    assert_eq!(by_village["510525108204"], "80000.00");
    assert_eq!(by_village["510525108205"], "67727.00");
    assert_eq!(by_village["510525108201"], "73368.00");
    assert_eq!(by_village["510525108214"], "65353.00");
    for (village, amount) in by_village {
        let amount: Yuan = amount.as_str().unwrap().parse().unwrap();
        let is_end = ["510525108203", "510525108204"].contains(&village.as_str());
        assert!(is_end || (yuan(60_000) < amount && amount < yuan(80_000)), "{village}: {amount}");
        assert_eq!(amount.fen() % 100, 0, "{village}: {amount}");
    }
    // The community gets none, though it is the most populous.
    assert!(!by_village.contains_key("510525108001"));
    assert_eq!((&paid["unknown"], &paid["assumptions"]), (&json!([]), &json!(["A8"])));
    let first = json!({"village": "510525108201", "year": 2018, "population": 3127,
        "from": "2018-01-01", "until": "2019-01-01", "days": 365, "of": 365,
        "yearly": "73368.00", "amount": "73368.00"});
    assert_eq!(paid["lines"][0], first);
    assert_eq!(paid["lines"].as_array().unwrap().len(), 15);
}

/// 73,368 × 113 / 365 = 22,713.928… is the rest of the year: the whole less 73,368 × 252 / 365 =
/// 50,654.071… → 50,654.07.
#[test]
fn the_rest_of_the_year_from_the_start_of_the_drive() {
    let paid = paid(&township(&maoxi()), &line(), "2018-09-10..2019-01-01");
    let first = &paid["lines"][0];
    assert_eq!((&first["days"], &first["of"]), (&json!(113), &json!(365)));
    assert_eq!((&first["yearly"], &first["amount"]), (&json!("73368.00"), &json!("22713.93")));
}

/// Due until 1 March are 67,727 × 60 / 366 = 11,102.786… → 11,102.79, until 1 February 67,727 × 31 /
/// 366 = 5,736.439… → 5,736.44.
#[test]
fn a_leap_year_has_366_days() {
    let township = township(&maoxi());
    let february = paid(&township, &line(), "2020-02-01..2020-03-01");
    let huaichang = &february["lines"][4];
    assert_eq!((&huaichang["village"], &huaichang["days"]), (&json!("510525108205"), &json!(29)));
    assert_eq!((&huaichang["of"], &huaichang["amount"]), (&json!(366), &json!("5366.35")));
    let year = paid(&township, &line(), "2020-01-01..2021-01-01");
    assert_eq!(year["lines"][4]["days"], 366);
    assert_eq!(year["lines"][4]["amount"], "67727.00");
}

#[test]
fn a_span_over_years_has_a_line_for_each() {
    let paid = paid(&known(&[10, 20, 30]), &line(), "2018-12-31..2020-01-02");
    let lines = paid["lines"].as_array().unwrap().iter();
    let found: Vec<_> = lines
        .map(|line| json!([line["village"], line["year"], line["days"], line["amount"]]))
        .collect();
    // 60,000 × 364 / 365 = 59,835.616…; 60,000 / 366 = 163.934…; and so on.
    let expected = [
        json!(["v00", 2018, 1, "164.38"]),
        json!(["v00", 2019, 365, "60000.00"]),
        json!(["v00", 2020, 1, "163.93"]),
        json!(["v01", 2018, 1, "191.78"]),
        json!(["v01", 2019, 365, "70000.00"]),
        json!(["v01", 2020, 1, "191.26"]),
        json!(["v02", 2018, 1, "219.18"]),
        json!(["v02", 2019, 365, "80000.00"]),
        json!(["v02", 2020, 1, "218.58"]),
    ];
    assert_eq!(found, expected);
    let sums = json!({"v00": "60328.31", "v01": "70383.04", "v02": "80437.76"});
    assert_eq!((&paid["by_village"], &paid["total"]), (&sums, &json!("211149.11")));
}

/// A township goes zone by zone; the lines go by the villages' ids, `v10` before `v9`.
#[test]
fn lines_go_by_the_ids_of_the_villages_alone() {
    let mut document = document(&[10, 20, 30, 40, 50, 60].map(Some));
    for (at, id) in ["v9", "w", "v2", "v10", "a", "v"].into_iter().enumerate() {
        document["villages"][at]["id"] = json!(id);
    }
    let text = document.to_string();
    let paid = paid(&township(&read(text.as_bytes()).unwrap()), &line(), "2019-06-01..2019-06-02");
    let lines = paid["lines"].as_array().unwrap().iter();
    let found: Vec<_> = lines.map(|line| line["village"].as_str().unwrap()).collect();
    assert_eq!(found, ["a", "v", "v10", "v2", "v9", "w"]);
}

#[test]
fn an_open_span_runs_to_the_end_of_the_calendar() {
    let paid = paid(&known(&[10, 20, 30]), &line(), "2198-01-01..");
    let ends: Vec<_> =
        paid["lines"].as_array().unwrap().iter().map(|l| l["until"].clone()).collect();
    assert_eq!(ends[..2], [json!("2199-01-01"), json!("2200-01-01")]);
    assert_eq!(paid["by_village"]["v00"], "120000.00");
}

/// Of a range of 8, each person counts 2,500.50 yuan at a rise of 20,004: the odd ones lie on half a
/// yuan.
#[test]
fn half_a_yuan_is_rounded_up() {
    let rules = rules(yuan(60_000), yuan(80_004), SubsidyMethod::StraightLine);
    let paid = paid(&known(&[100, 101, 102, 103, 107, 108]), &rules, "2019-01-01..2020-01-01");
    let expected = ["60000.00", "62501.00", "65001.00", "67502.00", "77504.00", "80004.00"];
    assert_eq!(amounts(&paid), expected.map(Some));
}

#[test]
fn equal_villages_get_the_least() {
    for population in [0, 2_000] {
        let paid = paid(&known(&[population; 3]), &line(), "2019-01-01..2020-01-01");
        assert_eq!(amounts(&paid), [Some("60000.00"); 3]);
        assert_eq!((&paid["total"], &paid["assumptions"]), (&json!("180000.00"), &json!(["A8"])));
    }
}

#[test]
fn no_village_is_no_figure() {
    let paid = paid(&known(&[]), &line(), "2019-01-01..2020-01-01");
    let expected = json!({"lines": [], "by_village": {}, "total": "0.00", "unknown": [],
        "assumptions": []});
    assert_eq!(paid, expected);
}

/// If the least is the most, every method says the same.
#[test]
fn one_amount_for_all_rests_on_no_method() {
    let rules = rules(yuan(60_000), yuan(60_000), SubsidyMethod::StraightLine);
    let paid = paid(&known(&[10, 20, 30]), &rules, "2019-01-01..2020-01-01");
    assert_eq!(amounts(&paid), [Some("60000.00"); 3]);
    assert_eq!(paid["assumptions"], json!([]));
}
