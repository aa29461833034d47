//! What `appraise` says about the sheets of the example data, and under which charter.

use serde_json::{Value, json};

use crate::charters::{DECIDED, assert_refused, own, run_under, with};
use crate::usage::assert_usage;
use crate::{ANSWERS, Run, assert_holds, of_readme, run, run_on};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/answers-");

fn sheet(name: &str) -> String {
    format!("{DATA}{name}.json")
}

fn appraised(name: &str, options: &[&str]) -> Value {
    let run = run("appraise", &[&[sheet(name).as_str()], options].concat());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    run.json()
}

fn decided(name: &str) -> Value {
    appraised(name, &["--charter", DECIDED])
}

/// The sheet that the README shows, and its result, of whose items that shows the first.
#[test]
fn the_readme_tells_the_truth() {
    let ([sheet, expected], _) = of_readme("`appraise` reads what was found at a household");
    let run = run_on("appraise", sheet.as_bytes(), &[]);
    let mut found = run.json();
    let items = found["items"].as_array_mut().unwrap();
    assert_eq!(items.len(), 8);
    items.truncate(1);
    assert_eq!(found, serde_json::from_str::<Value>(expected).unwrap());
}

#[test]
fn one_gets_out_one_is_refused_and_one_is_undetermined() {
    let list = |names: &[&str]| json!(names);
    for (name, id, decision, failed, missing) in [
        ("exit", "h0006", "exit", list(&[]), list(&[])),
        ("refused", "h0003", "refused", list(&["income", "water"]), list(&["medical_care"])),
        ("undetermined", "h0007", "undetermined", list(&[]), list(&["housing"])),
    ] {
        let appraisal = decided(name);
        assert_holds(
            &appraisal,
            &json!({"household": id, "region": "510525", "on": "2018-11-20", "decision": decision,
                "reason": if name == "undetermined" { json!("items_missing") } else { Value::Null },
                "failed": failed, "missing": missing, "assumptions": ["A12", "A30", "A33"]}),
        );
        assert_eq!(appraisal["items"].as_array().unwrap().len(), 8);
    }
}

#[test]
fn the_example_data_say_of_whom_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = |name: &str, field: &str| decided(name)[field].as_str().unwrap().to_owned();
    let [out, refused, open] =
        ["exit", "refused", "undetermined"].map(|name| of(name, "household"));
    let village = of("village", "village");
    for sentence in [
        format!("Every answer about {out}, {refused}, {open} and 怀场村 ({village})"),
        format!("{out} gets out, {refused} is refused and {open} undetermined"),
    ] {
        assert!(text.contains(&sentence), "{sentence}");
    }
}

/// The reason of a refusal is what is not met, whatever is unknown besides.
#[test]
fn the_report_about_maoxi_gives_reasons_and_what_they_rest_on() {
    let report = run("maoxi", &[]);
    let text = String::from_utf8(report.out).unwrap();
    let (_, text) = text.split_once("━━ who leaves: 一超六有 ━━\n").unwrap();
    let lines: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    let line = "人均纯收入稳定超过国家扶贫标准";
    let no_line = format!("{line} is unknown (no line in force)");
    for expected in [
        "  h0006 on 2018-11-20: exit: every mandatory item is met".to_owned(),
        format!("    as things were: undetermined: {no_line}"),
        format!(
            "  h0003 on 2018-11-20: refused: {line} is not met; 有安全饮用水 is not met; besides, \
             基本医疗有保障 is unknown (not known)"
        ),
        format!(
            "    as things were: refused: 有安全饮用水 is not met; besides, {no_line}; \
             基本医疗有保障 is unknown (not known)"
        ),
        "  h0007 on 2018-11-20: undetermined: 住房安全有保障 is unknown (not asked)".to_owned(),
        "  decision 2018-11: the income line of 2018: 3,000 yuan a year and head".to_owned(),
    ] {
        assert!(lines.contains(&expected.as_str()), "{expected}");
    }
    for assumption in ["A12", "A30", "A33", "A34", "A35", "A37"] {
        let lead = format!("  assuming {assumption}: ");
        assert_eq!(lines.iter().filter(|line| line.starts_with(&lead)).count(), 1, "{lead}");
    }
}

#[test]
fn every_item_tells_its_reasons() {
    let refused = decided("refused");
    assert_eq!(
        refused["items"][0],
        json!({"item": "income", "title": "人均纯收入稳定超过国家扶贫标准", "mandatory": true,
            "verdict": "not_met", "found": "3000.00", "on": "2018-10-02", "passes": "over",
            "threshold": "3000.00", "reason": null, "source": "2018-11"})
    );
    let of = |item: &str| {
        let items = refused["items"].as_array().unwrap();
        items.iter().find(|one| one["item"] == item).unwrap().clone()
    };
    assert_holds(
        &of("water"),
        &json!({"verdict": "not_met", "found": false, "on": "2018-10-02", "passes": null,
            "threshold": null, "reason": null, "source": "A30"}),
    );
    assert_holds(
        &of("medical_care"),
        &json!({"verdict": "unknown", "found": null, "on": "2018-10-02", "reason": "not_known"}),
    );
    assert_holds(
        &decided("undetermined")["items"][4],
        &json!({"item": "housing", "verdict": "unknown", "on": null, "reason": "not_asked"}),
    );
}

/// No line of 2018 is confirmed, and none is guessed: nobody gets out under Maoxi's own charter.
#[test]
fn without_a_line_nobody_gets_out() {
    for name in ["exit", "undetermined", "refused"] {
        let appraisal = appraised(name, &[]);
        let income = &appraisal["items"][0];
        assert_holds(
            income,
            &json!({"verdict": "unknown", "threshold": null, "reason": "no_line"}),
        );
        let decision = if name == "refused" { "refused" } else { "undetermined" };
        assert_eq!(appraisal["decision"], decision);
        assert_eq!(appraisal["missing"][0], "income");
    }
}

#[test]
fn a_village_gets_off_the_list_by_its_incidence() {
    let village = appraised("village", &[]);
    assert_holds(
        &village,
        &json!({"village": "510525108205", "on": "2018-12-31", "decision": "exit", "failed": [],
            "missing": [], "assumptions": ["A32", "A33"]}),
    );
    assert_holds(
        &village["items"][0],
        &json!({"item": "incidence", "verdict": "met", "found": "69/2483", "passes": "below",
            "threshold": "3/100", "source": "A32"}),
    );
    assert_eq!(village.get("household"), None);
    assert_eq!(decided("village"), village);
    // The figures are those of the roster.
    let progress = run("progress", &[crate::MAOXI, "2018-12-31"]).json();
    let units = progress["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["unit"] == "510525108205").unwrap();
    assert_eq!((&unit["poor_persons"], &unit["population"]), (&json!(69), &json!(2_483)));
}

#[test]
fn findings_are_a_line_each_and_nothing_is_printed() {
    let twice =
        ANSWERS.replace("\"housing\"", "\"income\"").replace("true", "true, \"amount\": \"1.00\"");
    let run = run_on("appraise", twice.as_bytes(), &[]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(
        lines,
        [
            "answers[1].amount: `water` is answered by `holds` [wrong_kind]",
            "answers[2].item: the id `income` stands twice in its list [duplicate_id], see answers[0].item",
        ]
    );
}

#[test]
fn the_charter_is_an_option() {
    let file = sheet("refused");
    let without = run("appraise", &[&file]);
    let with_own = run_under(own().as_bytes(), "appraise", &[&file]);
    assert!(with_own.code == Some(0) && with_own.out == without.out, "{}", with_own.err);
    let first = run("appraise", &["--charter", DECIDED, &file]);
    assert_eq!(first.json(), decided("refused"));
    for options in [&["--charter"][..], &["--charter", DECIDED, "--charter", DECIDED]] {
        assert_usage("appraise", &[&[file.as_str()], options].concat(), "usage: appraise ANSWERS");
    }
    assert_usage("appraise", &["-", "--charter", "-"], "`-` may stand for one document only");
    assert_usage("appraise", &[&file, "--charter", "/no/such/file.json"], "");
    // Faulty tables are refused before the sheet is looked at.
    let faulty = with("/poverty/household_standard/items", json!([])).to_string();
    let run = run_under(faulty.as_bytes(), "appraise", &[&file]);
    assert_refused(&run, "there is no item");
}

/// A sheet with another region, and what `appraise` says under a charter.
fn in_region(region: &str, charter: &Value) -> Run {
    let mut document: Value =
        serde_json::from_str(&std::fs::read_to_string(sheet("exit")).unwrap()).unwrap();
    document["region"] = json!(region);
    let path = std::env::temp_dir().join(format!("bangfu-charter-{}.json", std::process::id()));
    std::fs::write(&path, charter.to_string()).unwrap();
    let run =
        run_on("appraise", document.to_string().as_bytes(), &["--charter", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    run
}

/// Where parts of a province ask for more, no other region gets anybody out: neither one that is not
/// known, nor one that is too wide, nor a code that is none.
#[test]
fn no_other_region_gets_anybody_out() {
    let mut charter: Value =
        serde_json::from_str(&std::fs::read_to_string(DECIDED).unwrap()).unwrap();
    let standard = charter.pointer_mut("/poverty/household_standard").unwrap();
    let items = standard["items"].as_array_mut().unwrap();
    let mut own = items[1].clone();
    (own["id"], own["valid"]["region"]) = (json!("road"), json!("5105"));
    items.push(own);
    let appraise = |region: &str, charter: &Value| {
        let run = in_region(region, charter);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        run.json()
    };
    let told = |region: &str, decision: &str, reason: Value, missing: &[&str], charter: &Value| {
        let appraisal = appraise(region, charter);
        let expected = json!({"decision": decision, "reason": reason, "missing": missing});
        assert_holds(&appraisal, &expected);
        appraisal
    };
    let missing = json!("items_missing");
    let not_covered = json!("region_not_covered");
    told("510525", "undetermined", missing.clone(), &["road"], &charter);
    let elsewhere = told("150525", "undetermined", not_covered.clone(), &[], &charter);
    assert_eq!((&elsewhere["items"], &elsewhere["assumptions"]), (&json!([]), &json!([])));
    told("51", "undetermined", not_covered, &[], &charter);
    // Once the standard is made for the whole province.
    charter["poverty"]["household_standard"]["regions"] = json!(["51"]);
    told("510625", "exit", Value::Null, &[], &charter);
    let province = told("51", "undetermined", missing, &["road"], &charter);
    assert_holds(&province["items"][8], &json!({"item": "road", "reason": "region_too_wide"}));
    // The province's own, stricter line.
    let lines = "/poverty/household_standard/items/0/test/amount/lines";
    let lines = charter.pointer_mut(lines).unwrap().as_array_mut().unwrap();
    let mut line = lines.last().unwrap().clone();
    (line["value"], line["valid"]["region"]) = (json!("3600.00"), json!("51"));
    lines.push(line);
    let own = told("510525", "refused", Value::Null, &["road"], &charter);
    assert_eq!(own["failed"], json!(["income"]));
    for code in ["x", "5l0525", "510", "5", "5105250", "510000"] {
        let run = in_region(code, &charter);
        assert_eq!((run.code, run.out.len()), (Some(1), 0));
        assert!(
            run.err.contains("at `region`, line 1") && run.err.contains("the code of a region"),
            "{}",
            run.err
        );
    }
}

#[test]
fn another_provinces_standard_differs_only_in_the_data() {
    let income = "/poverty/household_standard/items/0/test/amount/lines/4";
    let valid = json!({"region": "510525", "from": "2018-01-01", "until": "2019-01-01"});
    let line = json!({"value": "3100.00", "valid": valid, "basis": {"assumption": "A31"}});
    let mut charter = with(income, line);
    let appraise = |charter: &Value, name: &str| {
        run_under(charter.to_string().as_bytes(), "appraise", &[&sheet(name)]).json()
    };
    assert_eq!(appraise(&charter, "exit")["failed"], json!(["income"]));
    let passes = "/poverty/household_standard/items/0/test/amount/passes/value";
    *charter.pointer_mut(passes).unwrap() = json!("at_least");
    assert_eq!(appraise(&charter, "exit")["decision"], "exit");
    let items = charter.pointer_mut("/poverty/household_standard/items").unwrap();
    items[4]["mandatory"] = json!(false);
    let appraisal = appraise(&charter, "undetermined");
    assert_eq!((&appraisal["decision"], &appraisal["missing"]), (&json!("exit"), &json!([])));
    assert_eq!(appraisal["items"][4]["verdict"], "unknown");
}
