//! Wrong usage: exit code 2, and why on standard error alone.

use crate::{MAOXI, OF_OTHERS, ROSTER, SHEET, all_demos, run, run_on};

#[track_caller]
pub fn assert_usage(name: &str, arguments: &[&str], reason: &str) {
    let run = run(name, arguments);
    assert_eq!(run.code, Some(2), "{name} {arguments:?}: {}", run.err);
    assert!(run.out.is_empty(), "{name} {arguments:?}");
    assert!(run.err.contains(reason), "{name} {arguments:?}: {}", run.err);
}

#[test]
fn number_of_arguments_is_checked() {
    for (name, arguments) in all_demos() {
        let usage = format!("usage: {name} ");
        assert_usage(name, &[], &usage);
        let many = [&[MAOXI], arguments, &["more", "more"]].concat();
        assert_usage(name, &many, &usage);
        if !arguments.is_empty() {
            assert_usage(name, &[MAOXI], &usage);
        }
    }
    assert_usage("coverage", &[MAOXI, "2018-09-10"], "usage: coverage ROSTER FROM UNTIL");
    assert_usage("payroll", &[], "usage: payroll ROSTER FIRST-MONTH [LAST-MONTH] [--charter FILE]");
    assert_usage("settle", &[MAOXI, MAOXI, "2018-09"], "usage: settle ROSTER-THEN ROSTER-NOW ");
    assert_usage("audit", &[], "usage: audit SHEET [--charter FILE]");
}

#[test]
fn unreadable_files_are_wrong_usage() {
    for (name, arguments) in all_demos() {
        for path in ["/no/such/file.json", env!("CARGO_MANIFEST_DIR"), ""] {
            assert_usage(name, &[&[path], arguments].concat(), "");
        }
    }
}

#[test]
fn malformed_days_and_months_are_wrong_usage() {
    let days = [
        "",
        "x",
        "2018",
        "2018-9-10",
        "2018-02-30",
        "2018-13-01",
        "20180910",
        "-1",
        "0000-01-01",
        "300000-01-01",
        "2018-09-10T00:00",
        "1948-12-31",
        "2200-01-01",
        "9999-12-31",
    ];
    for day in days {
        assert_usage("chain", &[MAOXI, "h0001", day], day);
        assert_usage("progress", &[MAOXI, day], day);
        assert_usage("coverage", &[MAOXI, day, "2018-10-01"], day);
        assert_usage("coverage", &[MAOXI, "2018-09-01", day], day);
    }
    let months = [
        "",
        "x",
        "2018",
        "2018-9",
        "2018-00",
        "2018-13",
        "201809",
        "2018-09-01",
        "-1",
        "0000-01",
        "1948-12",
        "2200-01",
        "300000-01",
    ];
    for month in months {
        assert_usage("payroll", &[MAOXI, month], month);
        assert_usage("payroll", &[MAOXI, "2018-09", month], month);
        assert_usage("payroll", &[MAOXI, month, "2018-09"], month);
        assert_usage("settle", &[MAOXI, MAOXI, month, "2018-09"], month);
        assert_usage("settle", &[MAOXI, MAOXI, "2018-09", month], month);
    }
}

#[test]
fn spans_and_months_go_forward() {
    assert_usage("coverage", &[MAOXI, "2018-09-10", "2018-09-10"], "2018-09-10");
    assert_usage("coverage", &[MAOXI, "2018-09-11", "2018-09-10"], "2018-09-10");
    assert_usage("payroll", &[MAOXI, "2018-10", "2018-09"], "2018-10");
    assert_usage("settle", &[MAOXI, MAOXI, "2018-10", "2018-09"], "2018-10");
}

#[test]
fn usage_is_judged_before_the_document() {
    let refused = b"not a roster";
    assert_eq!(run_on("progress", refused, &["2018-02-30"]).code, Some(2));
    assert_eq!(run_on("payroll", refused, &["2018-10", "2018-09"]).code, Some(2));
    assert_eq!(run_on("settle", refused, &[MAOXI, "2018-10", "2018-09"]).code, Some(2));
    assert_eq!(run_on("coverage", refused, &["2018-10-01", "2018-09-01"]).code, Some(2));
    assert_eq!(run_on("chain", refused, &["h1", "tomorrow"]).code, Some(2));
}

#[test]
fn ends_of_the_calendar_are_days() {
    let roster = ROSTER.as_bytes();
    assert_eq!(run_on("progress", roster, &["1949-01-01"]).code, Some(0));
    assert_eq!(run_on("progress", roster, &["2199-12-31"]).code, Some(0));
    assert_eq!(run_on("coverage", roster, &["1949-01-01", "2199-12-31"]).code, Some(0));
    assert_eq!(run_on("chain", roster, &["h1", "2199-12-31"]).code, Some(0));
    assert_eq!(run_on("payroll", roster, &["2199-12"]).code, Some(0));
    assert_eq!(run_on("settle", roster, &[MAOXI, "2199-12", "2199-12"]).code, Some(0));
    for (name, document) in OF_OTHERS {
        assert_eq!(run_on(name, document.as_bytes(), &[]).code, Some(0), "{name}");
    }
    assert_eq!(run_on("audit", SHEET.replace("2018", "2199").as_bytes(), &[]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let bad = OsStr::from_bytes(b"h\xFF");
    let chain = |household: &OsStr, on: &OsStr| {
        let mut command = crate::command("chain", &[MAOXI]);
        crate::Run::from(command.arg(household).arg(on).output().expect("the demo runs"))
    };
    let unknown = chain(bad, OsStr::new("2018-10-08"));
    assert_eq!((unknown.code, unknown.out.len()), (Some(1), 0), "{}", unknown.err);
    let malformed = chain(OsStr::new("h0001"), bad);
    assert_eq!((malformed.code, malformed.out.len()), (Some(2), 0), "{}", malformed.err);
}
