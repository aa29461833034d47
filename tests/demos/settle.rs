//! What is settled between two rosters, or two charters.

use std::process::Stdio;

use bangfu::roster::Roster;
use serde_json::{Value, json};

use crate::charters::{DECIDED, own};
use crate::{MAOXI, ROSTER, Run, assert_holds, command, feed, run, run_on};

/// The roster of Maoxi as it stood in the books on a day.
fn books(on: &str) -> Vec<u8> {
    let text = std::fs::read(MAOXI).expect("the roster");
    let roster: Roster<'_> = bangfu::document::read(&text).expect("a roster");
    serde_json::to_vec(&roster.as_known_on(on.parse().expect("a day"))).expect("a document")
}

/// Runs `settle` with a document on standard input.
fn settle(input: &[u8], arguments: &[&str]) -> Run {
    let mut command = command("settle", arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the demo starts");
    feed(&mut child, input);
    child.wait_with_output().expect("the demo ends").into()
}

/// An amount in fen.
fn fen(amount: &Value) -> i64 {
    amount.as_str().expect("an amount").replace('.', "").parse().expect("a number")
}

fn lines(settlement: &Value) -> impl Iterator<Item = &Value> {
    let months = settlement["months"].as_array().expect("a list").iter();
    months.flat_map(|month| month["lines"].as_array().expect("a list"))
}

#[test]
fn tenures_entered_late_are_paid() {
    let run = settle(&books("2018-10-31"), &["-", MAOXI, "2018-09", "2018-10"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let line = |person, kind, unit, post, amount| {
        json!({"person": person, "kind": kind, "unit": unit, "post": post, "issued": "0.00",
            "due": amount, "amount": amount, "reasons": [{"reason": "days_due",
                "days": [{"from": "2018-10-16", "until": "2018-11-01"}],
                "recorded": "2018-11-08"}]})
    };
    let (left, came) = ("510525108205", "510525108206");
    assert_eq!(
        run.json(),
        json!({
            "months": [{
                "month": "2018-10",
                "total": "1083.87",
                "lines": [
                    line("p137", "stipend", came, "village_secretary", "619.35"),
                    line("p137", "travel", came, "village_secretary", "154.84"),
                    line("p472", "stipend", left, "militia_commander", "309.68"),
                ],
                "by_village": {left: "309.68", came: "774.19"},
            }],
            "total": "1083.87",
            "assumptions": ["A1", "A2", "A3", "A4", "A5"],
        })
    );
}

/// What was entered before its first month was paid has nothing to be settled.
#[test]
fn books_of_every_month_are_settled() {
    for (month, on, lines_left) in [
        ("2018-09", "2018-09-30", 0),
        ("2018-10", "2018-10-31", 3),
        ("2018-10", "2018-11-08", 0),
        ("2018-11", "2018-11-30", 0),
        ("2018-12", "2018-12-02", 1),
        ("2018-12", "2018-12-31", 0),
    ] {
        let settlement = settle(&books(on), &["-", MAOXI, month, month]).json();
        assert_eq!(lines(&settlement).count(), lines_left, "{month} as known on {on}");
    }
}

#[test]
fn same_roster_twice_has_no_lines() {
    for charter in
        [&[][..], &["--charter", DECIDED], &["--charter", DECIDED, "--charter-then", DECIDED]]
    {
        let run = run("settle", &[&[MAOXI, MAOXI, "2018-09", "2018-12"], charter].concat());
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert_holds(&run.json(), &json!({"months": [], "total": "0.00"}));
    }
}

#[test]
fn days_that_are_not_due_are_paid_back() {
    let there = settle(&books("2018-10-31"), &["-", MAOXI, "2018-10", "2018-12"]).json();
    let back = settle(&books("2018-10-31"), &[MAOXI, "-", "2018-10", "2018-12"]).json();
    assert_eq!(fen(&there["total"]), -fen(&back["total"]));
    assert_eq!(lines(&there).count(), lines(&back).count());
    for (there, back) in lines(&there).zip(lines(&back)) {
        assert_eq!((&there["issued"], &there["due"]), (&back["due"], &back["issued"]));
        assert_eq!(fen(&there["amount"]), -fen(&back["amount"]));
        let reasons = [&there["reasons"][0]["reason"], &back["reasons"][0]["reason"]];
        assert_eq!(reasons, [&json!("days_due"), &json!("days_not_due")]);
        assert_eq!(there["reasons"][0]["days"], back["reasons"][0]["days"]);
    }
}

#[test]
fn charters_amended_with_effect_in_the_past_are_settled() {
    let arguments =
        [MAOXI, MAOXI, "2018-09", "2018-12", "--charter", DECIDED, "--charter-then", "-"];
    let settlement = settle(own().as_bytes(), &arguments).json();
    assert_eq!(settlement["total"], "-34940.00");
    assert_eq!(settlement["assumptions"], json!(["A2", "A3", "A4", "A5"]));
    let months = settlement["months"].as_array().unwrap();
    let totals: Vec<_> =
        months.iter().map(|month| (month["month"].as_str(), month["total"].as_str())).collect();
    assert_eq!(totals, [(Some("2018-09"), Some("-41190.00")), (Some("2018-12"), Some("6250.00"))]);
    for line in lines(&json!({"months": [months[0]]})) {
        let days = json!([{"from": "2018-09-01", "until": "2018-09-10"}]);
        assert_eq!(line["reasons"], json!([{"reason": "days_not_due", "days": days}]));
    }
    for line in lines(&json!({"months": [months[1]]})) {
        let days = json!([{"from": "2018-12-01", "until": "2019-01-01"}]);
        let rate = json!({"reason": "rate", "days": days, "issued": "400.00", "due": "450.00"});
        assert_eq!(line["reasons"], json!([rate]));
        assert_eq!(line["amount"], "50.00");
    }
    // The other way about; the charter of now is Maoxi's, unless another is named.
    let arguments = [MAOXI, MAOXI, "2018-09", "2018-12", "--charter-then", DECIDED];
    assert_eq!(run("settle", &arguments).json()["total"], "34940.00");
}

/// Nobody of the one is in the other, and no unit.
#[test]
fn rosters_of_two_townships_are_settled() {
    let total = |run: &Run| fen(&run.json()["total"]);
    let months = ["2018-09", "2018-10"];
    let here = total(&run("payroll", &[MAOXI, months[0], months[1]]));
    let there = total(&run_on("payroll", ROSTER.as_bytes(), &months));
    let run = settle(ROSTER.as_bytes(), &["-", MAOXI, months[0], months[1]]);
    assert_eq!((run.code, total(&run)), (Some(0), here - there));
    let paid_back: Vec<Value> =
        lines(&run.json()).filter(|line| line["due"] == "0.00").cloned().collect();
    assert_eq!(paid_back.len(), 2);
    assert_holds(
        &paid_back[0],
        &json!({"person": "p2", "unit": "v1", "issued": "840.00", "amount": "-840.00"}),
    );
    // A unit that the township of now lacks has no village there.
    assert_eq!(run.json()["months"][0]["by_village"].get("v1"), None);
    let run = settle(ROSTER.as_bytes(), &[MAOXI, "-", months[0], months[1]]);
    assert_eq!((run.code, total(&run)), (Some(0), there - here));
    // The same ids, other people: a unit that is a group here and none there.
    let other = ROSTER.replace("\"v1\"", "\"510525108206\"").replace("\"p2\"", "\"p137\"");
    for arguments in [["-", MAOXI], [MAOXI, "-"]] {
        let run = settle(other.as_bytes(), &[&arguments[..], &months].concat());
        assert_eq!(run.code, Some(0), "{}", run.err);
        let of_both = lines(&run.json()).filter(|line| line["person"] == "p137").count();
        assert!(of_both > 0, "{}", run.json());
    }
}

#[test]
fn months_before_the_schedule_are_refused() {
    for charter in [&[][..], &["--charter", DECIDED]] {
        let run = run("settle", &[&[MAOXI, MAOXI, "2018-08", "2018-12"], charter].concat());
        assert_eq!((run.code, run.out.len()), (Some(1), 0));
        assert!(run.err.contains("not_yet_effective"), "{}", run.err);
    }
}

#[test]
fn refusals_say_of_which_document() {
    let faulty = ROSTER.replace("\"persons\": 4", "\"persons\": 51");
    for document in ["", "{", "[]", "{}", &ROSTER[..100], &faulty] {
        for (arguments, name) in [
            (&["-", MAOXI, "2018-09", "2018-10"][..], "ROSTER-THEN: "),
            (&[MAOXI, "-", "2018-09", "2018-10"], "ROSTER-NOW: "),
            (&[MAOXI, MAOXI, "2018-09", "2018-10", "--charter", "-"], "--charter: "),
            (&["--charter-then", "-", MAOXI, MAOXI, "2018-09", "2018-10"], "--charter-then: "),
        ] {
            let run = settle(document.as_bytes(), arguments);
            assert_eq!((run.code, run.out.len()), (Some(1), 0), "{name}");
            assert!(run.err.starts_with(name), "{}", run.err);
        }
    }
}

#[test]
fn two_documents_on_standard_input_are_wrong_usage() {
    let months = ["2018-09", "2018-10"];
    for arguments in [
        &["-", "-"][..],
        &["-", MAOXI, "--charter", "-"],
        &[MAOXI, MAOXI, "--charter", "-", "--charter-then", "-"],
        &[MAOXI, "-", "--charter-then", "-"],
        &["-", "-", "--charter-then", "-", "--charter", "-"],
    ] {
        let run = settle(ROSTER.as_bytes(), &[arguments, &months].concat());
        assert_eq!((run.code, run.out.len()), (Some(2), 0));
        assert!(run.err.contains("`-` may stand for one document only"), "{}", run.err);
    }
    for options in [
        &["--charter-then"][..],
        &["--charter-then", "--charter", DECIDED],
        &["--charter-then", DECIDED, "--charter-then", DECIDED],
        &["--charter-then", "/no/such/file.json"],
        // Unreadable comes before refused.
        &["--charter-then", "/no/such/file.json", "--charter", MAOXI],
        &["--charter-then", MAOXI, "--charter", "/no/such/file.json"],
    ] {
        let run = run("settle", &[&[MAOXI, MAOXI], &months[..], options].concat());
        assert_eq!((run.code, run.out.len()), (Some(2), 0), "{options:?}: {}", run.err);
    }
}
