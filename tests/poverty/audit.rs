//! The audit of reported figures: true ones pass, whatever is kept back; false ones are found by
//! formulas of their own.

mod oracle;
mod sheets;

use std::collections::BTreeSet;

use bangfu::basis::Basis;
use bangfu::charter::Charter;
use bangfu::document::Format;
use bangfu::poverty::{
    Audit, CountRecord, DerivedValue, FigureName, Sheet, SheetRecords, Standard, Term, Test, audit,
};
use bangfu::quantity::{Percent, Ratio};
use bangfu::township::Level;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use self::oracle::Said;
use self::sheets::{Draw, anything, counts, drawn, empty, hide, of, truth};

/// Maoxi's: an incidence below 3 %.
fn standard() -> Standard {
    Charter::maoxi().poverty.village_standard
}

/// The same with another limit.
fn standard_with(limit: Ratio, basis: &Basis) -> Standard {
    let mut records = standard().records().clone();
    let item = &mut records.items[0];
    let Test::Share { passes, limits } = &mut item.test else { panic!() };
    limits[0].value = limit;
    for one in [&mut passes.basis, &mut limits[0].basis, &mut item.basis] {
        one.clone_from(basis);
    }
    Standard::new(records).unwrap()
}

fn checked(records: &SheetRecords<'_>) -> Sheet {
    records.check().unwrap_or_else(|findings| panic!("{findings}"))
}

fn document(audit: &Audit<'_>) -> Value {
    serde_json::to_value(audit).unwrap()
}

/// The code, unit and message of each finding.
fn messages(sheet: &str) -> Vec<String> {
    let records: SheetRecords<'_> = bangfu::document::read(sheet.as_bytes()).unwrap();
    let found = document(&audit(&checked(&records), &standard()));
    let findings = found["findings"].as_array().unwrap().iter();
    let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    findings
        .map(|one| [text(one, "unit"), text(one, "code"), text(one, "message")].join(": "))
        .collect()
}

/// What a sheet of one village says, with these fields of it.
fn of_village(fields: &str) -> Vec<String> {
    messages(&format!(
        r#"{{"format": 1, "year": 2018, "units": [{{"id": "v", "level": "village", {fields}}}]}}"#
    ))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    /// Nothing is found where everything is true, whatever is kept back; and what would have to be
    /// is so.
    #[test]
    fn the_truth_is_never_found_fault_with(drawn in drawn(), one_of in 0..6_usize) {
        let mut draw = Draw(drawn);
        let whole = truth(&mut draw);
        let mut kept = whole.clone();
        hide(&mut kept, &mut draw, one_of);
        let (whole_sheet, sheet) = (checked(&whole), checked(&kept));
        let all = audit(&whole_sheet, &standard());
        prop_assert_eq!((all.findings.as_slice(), all.unchecked.as_slice()), (&[][..], &[][..]));
        let found = audit(&sheet, &standard());
        prop_assert_eq!(found.findings.as_slice(), &[][..]);
        prop_assert!(found.checked <= all.checked);
        for derived in &found.derived {
            let unit = whole.units.iter().find(|unit| unit.id == *derived.unit).unwrap();
            let true_figure = match derived.figure {
                FigureName::Population => unit.population,
                FigureName::Delisted => unit.delisted,
                FigureName::Rate => {
                    prop_assert_eq!(derived.value, DerivedValue::Rate { rate: unit.rate.unwrap() });
                    continue;
                }
                FigureName::Count(term, counted) => {
                    let counts = of(unit, &counted.to_string());
                    counts.iter().find(|(name, ..)| *name == term.as_str()).unwrap().2
                }
                FigureName::Moved(_) | FigureName::Limit => None,
            };
            let true_figure = u64::try_from(true_figure.unwrap()).unwrap();
            let DerivedValue::Count { least, most } = derived.value else { panic!("{derived:?}") };
            prop_assert!(least <= true_figure && most.is_none_or(|most| true_figure <= most));
        }
    }

    /// Figures that mostly disagree, all known or some kept back: exactly what cannot be is found,
    /// exactly what follows is said, and the rest is named.
    #[test]
    fn what_cannot_be_is_found_and_nothing_else(drawn in drawn(), one_of in 0..6_usize) {
        let mut draw = Draw(drawn);
        let mut records = anything(&mut draw);
        hide(&mut records, &mut draw, one_of);
        let sheet = checked(&records);
        prop_assert_eq!(Said::by(&audit(&sheet, &standard())), Said::of(&records));
    }

    #[test]
    fn the_order_of_the_units_changes_no_byte(drawn in drawn(), keys in vec(any::<u32>(), 16)) {
        let mut draw = Draw(drawn);
        let mut records = anything(&mut draw);
        hide(&mut records, &mut draw, 4);
        let sheet = checked(&records);
        let before = document(&audit(&sheet, &standard())).to_string();
        let mut numbered: Vec<_> = records.units.drain(..).enumerate().collect();
        numbered.sort_by_key(|(at, _)| keys[at % keys.len()]);
        records.units = numbered.into_iter().map(|(_, unit)| unit).collect();
        let shuffled = checked(&records);
        prop_assert_eq!(document(&audit(&shuffled, &standard())).to_string(), before);
    }

    #[test]
    fn a_sheet_comes_back_from_its_document(drawn in drawn(), one_of in 0..6_usize) {
        let mut draw = Draw(drawn);
        let mut records = anything(&mut draw);
        hide(&mut records, &mut draw, one_of);
        let text = serde_json::to_vec(&records).unwrap();
        prop_assert_eq!(bangfu::document::read::<SheetRecords<'_>>(&text).unwrap(), records);
    }
}

/// What the generators must reach, else the comparisons above would prove little.
#[test]
fn generated_sheets_hold_every_kind_of_finding() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut codes, mut skipped, mut follows) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut true_parts = 0;
    for at in 0..300 {
        let mut draw = Draw(drawn().new_tree(&mut runner).unwrap().current());
        true_parts += truth(&mut draw).units.len() - 1;
        let mut draw = Draw(drawn().new_tree(&mut runner).unwrap().current());
        let mut records = anything(&mut draw);
        hide(&mut records, &mut draw, at % 6);
        let Said { findings, unchecked, derived } = Said::of(&records);
        codes.extend(findings.into_iter().map(|(_, code, _)| code));
        skipped.extend(unchecked.into_iter().map(|(_, check, _)| check));
        follows.extend(derived.into_iter().map(|(_, _, check, ..)| check));
    }
    assert!(true_parts > 500, "{true_parts}");
    assert_eq!(codes.len(), 12, "only {codes:?}");
    assert_eq!(skipped.into_iter().collect::<Vec<_>>(), ["delisting", "flow", "rate", "sum"]);
    assert_eq!(follows.into_iter().collect::<Vec<_>>(), ["flow", "rate", "sum"]);
}

#[test]
fn findings_say_with_figures_what_is_wrong() {
    let flow = r#""opening": {"persons": 320}, "new": {"persons": 3}, "relapsed": {"persons": 5},
        "born": {"persons": 2}, "moved_in": {"persons": 0}, "exited": {"persons": 210},
        "died": {"persons": 4}, "moved_out": {"persons": 1}, "closing": {"persons": 117}"#;
    assert_eq!(
        of_village(flow),
        [
            "v: flow_mismatch: opening 320 + new 3 + relapsed 5 + born 2 + moved_in 0 - exited 210 - \
          died 4 - moved_out 1 = 115 persons, but the closing is 117: 2 too many"
        ]
    );
    assert_eq!(of_village(&flow.replace("117", "115")), Vec::<String>::new());
    assert_eq!(
        of_village(&flow.replace("117", "114").replace("\"persons\"", "\"households\"")),
        [
            "v: flow_mismatch: opening 320 + new 3 + relapsed 5 + born 2 + moved_in 0 - exited 210 - \
          died 4 - moved_out 1 = 115 households, but the closing is 114: 1 too few"
        ]
    );
    // Two of them unknown, and together less than nothing.
    let unknown = flow.replace(r#""died": {"persons": 4}, "moved_out": {"persons": 1},"#, "");
    assert_eq!(
        of_village(&unknown.replace("117", "121")),
        ["v: flow_impossible: the unknown `died` + `moved_out` would have to be -1 persons"]
    );
    assert_eq!(
        of_village(&flow.replace(r#""new": {"persons": 3},"#, "").replace("117", "111")),
        ["v: flow_impossible: the unknown `new` would have to be -1 persons"]
    );
    assert_eq!(
        of_village(r#""population": 500, "rate": "2.27%""#),
        ["v: rate_impossible: no number of persons of 500 is published as `2.27%`"]
    );
    let rate = r#""population": 45000, "rate": "2.27%", "closing": {"persons": "#;
    assert_eq!(
        of_village(&format!("{rate}1019}}")),
        [
            "v: rate_mismatch: 1019 persons of 45000 are published as `2.26%`, not `2.27%`, which 1020 to \
          1023 are: 1 too few"
        ]
    );
    assert_eq!(
        of_village(&format!("{rate}1100}}")),
        [
            "v: rate_mismatch: 1100 persons of 45000 are published as `2.44%`, not `2.27%`, which 1020 to \
          1023 are: 77 too many"
        ]
    );
    let unknown = flow.replace(r#", "closing": {"persons": 117}"#, "");
    assert_eq!(
        of_village(&format!(r#""population": 45000, "rate": "2.27%", {unknown}"#)),
        [
            "v: contradiction: the unknown `closing.persons` would have to be 115 by the flow and 1020 to \
          1023 by the rate"
        ]
    );
    assert_eq!(
        of_village(r#""rate": "66.00%", "closing": {"persons": 1}"#),
        ["v: rate_of_none: 1 persons are published as `66.00%` of no population"]
    );
    for known in ["", r#", "population": 100"#, r#", "closing": {"persons": 150}"#] {
        assert_eq!(
            of_village(&format!(r#""rate": "150.00%"{known}"#)),
            ["v: rate_exceeded: a rate of `150.00%` is of more than everyone"]
        );
    }
    let found = of_village(r#""rate": "100.01%", "population": 2, "closing": {"persons": 3}"#);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(of_village(r#""rate": "100.00%", "population": 500"#), Vec::<String>::new());
    assert_eq!(
        of_village(r#""population": 9, "closing": {"households": 11, "persons": 10}"#),
        [
            "v: headcount_impossible: `closing` has 10 persons in 11 households",
            "v: population_exceeded: 10 persons are poor, the population is 9",
        ]
    );
    let of_whole = |whole: &str, part: &str| {
        messages(&format!(
            r#"{{"format": 1, "year": 2018, "units": [
                {{"id": "v", "level": "village", "closing": {{"persons": {whole}}}}},
                {{"id": "g1", "level": "group", "parent": "v", "closing": {{"persons": 60}}}},
                {{"id": "g2", "level": "group", "parent": "v", "closing": {{"persons": {part}}}}}]}}"#
        ))
    };
    assert_eq!(
        of_whole("117", "55"),
        [
            "v: sum_mismatch: `closing.persons` of the parts is 115, but of the whole 117: 2 too many"
        ]
    );
    assert_eq!(
        of_whole("59", "null"),
        [
            "v: sum_mismatch: `closing.persons` of the known parts alone is 60, but of the whole 59: 1 too \
          few"
        ]
    );
}

/// 一低五有: below 3 %, strictly, in the year of the delisting.
#[test]
fn a_village_is_delisted_below_the_line_only() {
    let delisted = |fields: &str| of_village(&format!(r#""delisted": 1, {fields}"#));
    let exact = |persons: u32| {
        delisted(&format!(r#""population": 3000, "closing": {{"persons": {persons}}}"#))
    };
    assert_eq!(exact(89), Vec::<String>::new());
    assert_eq!(
        exact(90),
        [
            "v: delisting_above_line: delisted at `3.00%`, 90 of 3000 persons, which is not below `3/100`"
        ]
    );
    // 2.998 % publishes as 3.00 %, and is below.
    let close = r#""population": 10006, "closing": {"persons": 300}, "rate": "3.00%""#;
    assert_eq!(delisted(close), Vec::<String>::new());
    assert_eq!(delisted(r#""rate": "2.99%""#), Vec::<String>::new());
    assert_eq!(
        delisted(r#""rate": "3.01%""#),
        ["v: delisting_above_line: delisted at `3.01%`, which is not below `3/100`"]
    );
    // Whoever publishes as the rate decides, if they agree: 3 of 100, 300 of 10,006.
    assert_eq!(
        delisted(r#""population": 100, "rate": "3.00%""#),
        ["v: delisting_above_line: delisted at `3.00%`, which is not below `3/100`"]
    );
    assert_eq!(delisted(r#""population": 10006, "rate": "3.00%""#), Vec::<String>::new());
    assert_eq!(
        delisted(r#""closing": {"persons": 3}, "rate": "3.00%""#),
        ["v: delisting_above_line: delisted at `3.00%`, which is not below `3/100`"]
    );
    assert_eq!(delisted(r#""closing": {"persons": 300}, "rate": "2.99%""#), Vec::<String>::new());
    // A rate that nobody publishes as decides nothing.
    assert_eq!(
        delisted(r#""population": 500, "rate": "3.11%""#),
        ["v: rate_impossible: no number of persons of 500 is published as `3.11%`"]
    );
    assert_eq!(
        delisted(r#""rate": "100.01%""#),
        ["v: rate_exceeded: a rate of `100.01%` is of more than everyone"]
    );
    // What only is published as the limit may be below it or not.
    let text = r#"{"format": 1, "year": 2018, "units": [
        {"id": "v", "level": "village", "delisted": 1, "rate": "3.00%"},
        {"id": "w", "level": "village", "delisted": 1, "rate": "2.00%"}]}"#;
    let records: SheetRecords<'_> = bangfu::document::read(text.as_bytes()).unwrap();
    let sheet = checked(&records);
    let unknown = |unit: &str, figure: &str| json!({"unit": unit, "figure": figure});
    let found = document(&audit(&sheet, &standard()));
    assert_eq!(found["findings"], json!([]));
    let skipped = &found["unchecked"][1];
    assert_eq!(skipped["check"], "delisting");
    assert_eq!(
        skipped["unknown"],
        json!([unknown("v", "population"), unknown("v", "closing.persons")])
    );
    assert_eq!((&found["checked"], &found["assumptions"]), (&json!(1), &json!(["A32"])));
    // Without a limit none is checked, and a decided one is no assumption.
    let found = document(&audit(&sheet, &Charter::maoxi().poverty.household_standard));
    assert_eq!(found["unchecked"][1]["unknown"], json!([unknown("v", "limit")]));
    assert_eq!(found["unchecked"][3]["unknown"], json!([unknown("w", "limit")]));
    assert_eq!(found["unchecked"][3]["reason"], "incidence_not_named");
    // Why is told of the limit alone.
    assert_eq!(found["unchecked"][2].get("reason"), None);
    // A limit of some regions only is none of any other, nor of units of which nobody says where.
    let mut regional = standard().records().clone();
    regional.items[0].valid.region = Some("51".parse().unwrap());
    let regional = Standard::new(regional).unwrap();
    for (region, reason) in [
        (None, json!("no_region")),
        (Some("52"), json!("region_not_covered")),
        (Some("510525"), Value::Null),
    ] {
        let is_checked = reason.is_null();
        let region = region.map(|code: &str| code.parse().unwrap());
        let sheet = checked(&SheetRecords { region, ..records.clone() });
        let found = document(&audit(&sheet, &regional));
        assert_eq!(found["checked"], u64::from(is_checked));
        let last = found["unchecked"].as_array().unwrap().last().unwrap();
        assert_eq!(last["unknown"] == json!([unknown("w", "limit")]), !is_checked);
        assert_eq!(last["reason"], reason);
    }
    let decided = Basis::Decision("2018-31".parse().unwrap());
    let decided = standard_with(Ratio::new(3, 200).unwrap(), &decided);
    let found = document(&audit(&sheet, &decided));
    assert_eq!(found["findings"].as_array().unwrap().len(), 2);
    assert_eq!(found["assumptions"], json!([]));
}

#[test]
fn what_follows_is_said_with_its_bounds() {
    let text = r#"{"format": 1, "year": 2018, "units": [
        {"id": "a", "level": "town", "population": 45000, "rate": "2.27%"},
        {"id": "b", "level": "town", "rate": "2.27%", "closing": {"persons": 1021}},
        {"id": "c", "level": "town", "rate": "0.00%", "closing": {"persons": 1}},
        {"id": "d", "level": "town", "population": 45000, "closing": {"persons": 1021}}]}"#;
    let records: SheetRecords<'_> = bangfu::document::read(text.as_bytes()).unwrap();
    let sheet = checked(&records);
    let found = document(&audit(&sheet, &Charter::maoxi().poverty.household_standard));
    assert_eq!(
        found["derived"],
        json!([
            {"unit": "a", "level": "town", "figure": "closing.persons", "check": "rate",
             "least": 1020, "most": 1023},
            {"unit": "b", "level": "town", "figure": "population", "check": "rate",
             "least": 44880, "most": 45077},
            {"unit": "c", "level": "town", "figure": "population", "check": "rate",
             "least": 20001, "most": null},
            {"unit": "d", "level": "town", "figure": "rate", "check": "rate", "rate": "2.27%"},
        ])
    );
}

#[test]
fn what_is_wrong_with_the_document_is_told_before_any_audit() {
    let text = r#"{"format": 1, "year": 1948, "units": [
        {"id": "v", "level": "village", "parent": "g", "population": -1, "delisted": 2},
        {"id": "g", "level": "group", "parent": "nowhere", "delisted": 1,
         "opening": {"households": 2000000001}, "moved_out": {"persons": 99999999999999999999}},
        {"id": "v", "level": "village", "parent": "v"},
        {"id": "t", "level": "town", "delisted": -1}]}"#;
    let records: SheetRecords<'_> = bangfu::document::read(text.as_bytes()).unwrap();
    let findings: Vec<String> =
        records.check().unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        findings,
        [
            "year: `1948` is not from 1949 to 2199 [out_of_range]",
            "units[0].parent: a village is no part of a group [wrong_parent]",
            "units[0].population: `-1` is not from 0 to 2000000000 [out_of_range]",
            "units[0].delisted: `2` is not from 0 to 1 [out_of_range]",
            "units[1].parent: there is no unit `nowhere` [unknown_reference]",
            "units[1].opening.households: `2000000001` is not from 0 to 2000000000 [out_of_range]",
            "units[1].moved_out.persons: a number beyond 64 bits is not from 0 to 2000000000 \
             [out_of_range]",
            "units[1].delisted: `1` is not from 0 to 0 [out_of_range]",
            "units[2].id: the id `v` stands twice in its list [duplicate_id], see units[0].id",
            "units[2].parent: a village is no part of a village [wrong_parent]",
            "units[3].delisted: `-1` is not from 0 to 2000000000 [out_of_range]",
        ]
    );
    assert_eq!(Sheet::YEAR.min(), u32::from(bangfu::Day::MIN.year()));
    assert_eq!(Sheet::YEAR.max(), u32::from(bangfu::Day::MAX.year()));
    assert_eq!(Term::ALL.map(Term::as_str).len(), 9);
}

#[test]
fn the_greatest_figures_are_survived() {
    let mut records = SheetRecords { format: Format, year: 2199, region: None, units: Vec::new() };
    for at in 0..50 {
        let (id, parent) = (format!("v{at}"), (at > 0).then_some("t"));
        let mut unit = if at == 0 {
            empty("t", Level::Town, None)
        } else {
            empty(&id, Level::Village, parent)
        };
        for (.., count) in counts(&mut unit) {
            *count = CountRecord { households: Some(2_000_000_000), persons: Some(2_000_000_000) };
        }
        unit.population = Some(2_000_000_000);
        unit.rate = Some(Percent::from_hundredths(u64::MAX));
        unit.delisted = Some(1);
        records.units.push(unit);
    }
    let sheet = checked(&records);
    let found = document(&audit(&sheet, &standard()));
    assert!(found["findings"].as_array().unwrap().len() > 100);
}

/// What nobody reported has bounds too: what follows from other checks must lie within them.
#[test]
fn what_follows_must_be_possible() {
    let sheet =
        |units: &str| messages(&format!(r#"{{"format": 1, "year": 2018, "units": [{units}]}}"#));
    assert_eq!(
        sheet(
            r#"{"id": "t", "level": "town", "delisted": 3},
               {"id": "v1", "level": "village", "parent": "t", "delisted": 0},
               {"id": "v2", "level": "village", "parent": "t"}"#
        ),
        [
            "v2: contradiction: the unknown `delisted` would have to be 0 to 1 by the bounds and 3 by the sum"
        ]
    );
    let flow = r#""opening": {"persons": 500}, "new": {"persons": 0}, "relapsed": {"persons": 0},
        "born": {"persons": 0}, "moved_in": {"persons": 0}, "exited": {"persons": 0},
        "died": {"persons": 0}, "moved_out": {"persons": 0}"#;
    assert_eq!(
        of_village(&format!(r#""population": 100, {flow}"#)),
        [
            "v: contradiction: the unknown `closing.persons` would have to be 500 by the flow and 0 to 100 by the population"
        ]
    );
    assert_eq!(
        of_village(&format!(r#""closing": {{"households": 9}}, {flow}"#)),
        [
            "v: contradiction: the unknown `closing.persons` would have to be 9 to 450 by the headcount and 500 by the flow"
        ]
    );
    let huge = flow
        .replace("500", "2000000000")
        .replace(r#""new": {"persons": 0}"#, r#""new": {"persons": 1}"#);
    assert_eq!(
        of_village(&huge),
        [
            "v: contradiction: the unknown `closing.persons` would have to be 0 to 2000000000 by the bounds and 2000000001 by the flow"
        ]
    );
    // What is held against nothing but its own unit.
    assert_eq!(
        of_village(r#""population": 3, "closing": {"households": 5}"#),
        [
            "v: contradiction: the unknown `closing.persons` would have to be 5 to 250 by the headcount and 0 to 3 by the population"
        ]
    );
    // No household has more than 50 persons.
    assert_eq!(
        of_village(r#""opening": {"households": 2, "persons": 101}"#),
        ["v: headcount_impossible: `opening` has 101 persons in 2 households"]
    );
    assert_eq!(of_village(r#""opening": {"households": 2, "persons": 100}"#), Vec::<String>::new());
}

/// A village is taken off the list once at most.
#[test]
fn what_the_whole_has_must_find_room_in_the_parts() {
    let of = |whole: &str, parts: &[&str]| {
        let parts: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                format!(r#", {{"id": "v{at}", "level": "village", "parent": "t", {part}}}"#)
            })
            .collect();
        messages(&format!(
            r#"{{"format": 1, "year": 2018, "units": [{{"id": "t", "level": "town", {whole}}}{}]}}"#,
            parts.concat()
        ))
    };
    let unknown = r#""delisted": null"#;
    let no_room = |parts: usize, value: u64, most: usize| {
        format!(
            "t: sum_impossible: the unknown `delisted` of {parts} parts would have to be {value} \
             together, but can be 0 to {most}"
        )
    };
    let delisted = |whole: u32| format!(r#""delisted": {whole}"#);
    let known = r#""delisted": 0"#;
    assert_eq!(of(&delisted(5), &[known, unknown, unknown]), [no_room(2, 5, 2)]);
    assert_eq!(of(&delisted(3), &[unknown, unknown]), [no_room(2, 3, 2)]);
    assert_eq!(
        of(&delisted(2), &[unknown]),
        [
            "v0: contradiction: the unknown `delisted` would have to be 0 to 1 by the bounds and 2 by the \
             sum"
        ]
    );
    assert_eq!(of(&delisted(2), &[known, unknown, unknown]), Vec::<String>::new());
    let households = r#""closing": {"households": 4}"#;
    assert_eq!(
        of(r#""closing": {"persons": 7}"#, &[households, households]),
        [
            "t: sum_impossible: the unknown `closing.persons` of 2 parts would have to be 7 together, \
             but can be 8 to 400",
            "t: contradiction: the unknown `closing.households` would have to be 1 to 7 by the \
             headcount and 8 by the sum"
        ]
    );
}

/// A zone that reported nothing hides none of its villages.
#[test]
fn sums_go_through_whoever_did_not_report() {
    let sheet = |town: u32, one: u32, other: &str| {
        messages(&format!(
            r#"{{"format": 1, "year": 2018, "units": [
                {{"id": "t", "level": "town", "closing": {{"persons": {town}}}}},
                {{"id": "z", "level": "zone", "parent": "t"}},
                {{"id": "v1", "level": "village", "parent": "z", "closing": {{"persons": {one}}}}},
                {{"id": "v2", "level": "village", "parent": "t", "closing": {{"persons": {other}}}}}]}}"#
        ))
    };
    assert_eq!(sheet(100, 60, "40"), Vec::<String>::new());
    assert_eq!(
        sheet(100, 500, "40"),
        [
            "t: sum_mismatch: `closing.persons` of the parts is 540, but of the whole 100: 440 too few"
        ]
    );
    assert_eq!(
        sheet(100, 500, "null"),
        [
            "t: sum_mismatch: `closing.persons` of the known parts alone is 500, but of the whole 100: 400 too few"
        ]
    );
}
