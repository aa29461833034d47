//! The sheet of the example data: what is found in it, and what a sheet is refused for.

use serde_json::{Value, json};

use crate::{SHEET, assert_holds, of_readme, run, run_on};

pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/sheet.json");

#[test]
fn findings_are_the_result_and_no_refusal() {
    let run = run("audit", &[FILE]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let audit = run.json();
    let codes: Vec<(&str, &str)> = audit["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["unit"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        codes,
        [
            ("v1", "flow_mismatch"),
            ("v1", "rate_mismatch"),
            ("v1", "delisting_above_line"),
            ("v2", "headcount_impossible"),
            ("v2", "rate_impossible"),
        ]
    );
    assert_holds(
        &audit["findings"][0],
        &json!({"level": "village", "counted": "persons", "sum": 115, "reported": 117,
            "difference": 2,
            "message": "opening 320 + new 3 + relapsed 5 + born 2 + moved_in 0 - exited 210 - died 4 \
                - moved_out 1 = 115 persons, but the closing is 117: 2 too many"}),
    );
    let of_town = json!({"unit": "t", "level": "town", "figure": "closing.persons", "check": "rate",
        "least": 1020, "most": 1023});
    assert!(audit["derived"].as_array().unwrap().contains(&of_town), "{}", audit["derived"]);
    assert_eq!((&audit["year"], &audit["assumptions"]), (&json!(2018), &json!(["A32"])));
}

/// The document and the result that the README shows.
#[test]
fn the_readme_tells_the_truth() {
    let ([sheet, expected], part) = of_readme("`audit` reads the figures of a year");
    let run = run_on("audit", sheet.as_bytes(), &[]);
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!((run.code, run.json()), (Some(0), expected));
    // Every code that the library knows is in the table.
    let source = include_str!("../../src/poverty/audit/discrepancy.rs");
    let (_, codes) = source.split_once("pub const fn code").unwrap();
    let (codes, _) = codes.split_once("\n    }\n").unwrap();
    let codes: Vec<&str> = codes.split('"').skip(1).step_by(2).collect();
    assert_eq!(codes.len(), 12, "{codes:?}");
    for code in codes {
        assert!(part.contains(&format!("| `{code}` |")), "{code}");
    }
}

#[test]
fn faults_of_a_sheet_are_refusals_a_line_each() {
    let faulty = SHEET
        .replace("\"parent\": \"t\"", "\"parent\": \"z\"")
        .replace("45000", "-1")
        .replace("\"delisted\": 1,", "\"delisted\": 7,");
    let run = run_on("audit", faulty.as_bytes(), &[]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    assert_eq!(
        run.err.lines().collect::<Vec<_>>(),
        [
            "units[0].population: `-1` is not from 0 to 2000000000 [out_of_range]",
            "units[1].parent: there is no unit `z` [unknown_reference]",
            "units[1].delisted: `7` is not from 0 to 1 [out_of_range]",
        ]
    );
}

#[test]
fn thousands_of_units_are_audited() {
    let unit = |at: u32| {
        format!(
            r#"{{"id": "g{at}", "level": "group", "parent": "v", "closing": {{"persons": {at}}}}}"#
        )
    };
    let units: Vec<String> = (0..20_000).map(unit).collect();
    let document = format!(
        r#"{{"format": 1, "year": 2018, "units": [{}, {{"id": "v", "level": "village", "closing":
            {{"persons": 1}}}}]}}"#,
        units.join(",")
    );
    let run = run_on("audit", document.as_bytes(), &[]);
    assert_eq!(run.code, Some(0), "{:.300}", run.err);
    let finding = &run.json()["findings"][0];
    assert_holds(
        finding,
        &json!({"unit": "v", "code": "sum_mismatch", "sum": 199_990_000, "reported": 1}),
    );
}
