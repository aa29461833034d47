//! Every assumption is named exactly when the figures rest on it.

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::stipend::{Schedule, payroll};
use serde_json::json;

use crate::figures::{pay, roster};

type Tenure = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>);

#[track_caller]
fn assert_rests(tenures: &[Tenure], (first, last): (&str, &str), expected: &[&str]) {
    let document = roster(&["p", "q"], tenures);
    assert_eq!(pay(&document, first, last)["assumptions"], json!(expected));
}

const FULL: Tenure = ("p", "village_secretary", "v0", "2018-01-01", None);

#[test]
fn none_for_a_full_month_at_home() {
    assert_rests(&[FULL], ("2018-10", "2019-02"), &[]);
}

#[test]
fn a1_if_september_2018_is_among_the_months() {
    assert_rests(&[FULL], ("2018-09", "2018-10"), &["A1"]);
    assert_rests(&[], ("2018-09", "2018-09"), &["A1"]);
    assert_rests(&[FULL], ("2019-09", "2019-09"), &[]);
}

#[test]
fn a2_if_a_part_of_a_month_is_paid() {
    let part = ("p", "village_secretary", "v0", "2019-04-16", None);
    assert_rests(&[part], ("2019-04", "2019-04"), &["A2"]);
    assert_rests(&[part], ("2019-05", "2019-05"), &[]);
}

#[test]
fn a3_if_two_paid_posts_are_held_on_a_day() {
    let second = ("p", "group_cadre", "g0", "2018-01-01", Some("2018-11-01"));
    assert_rests(&[FULL, second], ("2018-10", "2018-10"), &["A3"]);
    assert_rests(&[FULL, second], ("2018-11", "2018-11"), &[]);
    // An unpaid post, or another person's, is none.
    let unpaid = ("p", "group_lead", "g0", "2018-01-01", None);
    let others = ("q", "group_cadre", "g0", "2018-01-01", None);
    assert_rests(&[FULL, unpaid, others], ("2018-10", "2018-10"), &[]);
}

#[test]
fn a4_if_a_line_is_rounded() {
    // 1,200.00 × 15 / 30 is exact, × 15 / 31 is not.
    assert_rests(
        &[("p", "village_secretary", "v0", "2018-11-16", None)],
        ("2018-11", "2018-11"),
        &["A2"],
    );
    assert_rests(
        &[("p", "village_secretary", "v0", "2018-12-17", None)],
        ("2018-12", "2018-12"),
        &["A2", "A4"],
    );
}

#[test]
fn a5_if_there_is_a_travel_line() {
    let away = ("p", "village_secretary", "v1", "2018-01-01", None);
    assert_rests(&[away], ("2018-10", "2018-10"), &["A5"]);
    let community = ("p", "village_secretary", "c", "2018-01-01", None);
    assert_rests(&[community], ("2018-10", "2018-10"), &["A5"]);
    let cadre = ("p", "group_cadre", "g1", "2018-01-01", None);
    assert_rests(&[cadre], ("2018-10", "2018-10"), &[]);
}

#[test]
fn none_once_everything_is_decided() {
    let away = ("p", "village_secretary", "v1", "2018-09-11", Some("2018-10-18"));
    let second = ("p", "group_cadre", "g0", "2018-09-11", Some("2018-10-20"));
    let document = roster(&["p"], &[away, second]);
    assert_rests(&[away, second], ("2018-09", "2018-10"), &["A1", "A2", "A3", "A4", "A5"]);
    let charter = Charter::maoxi();
    let assumed = serde_json::to_string(&charter.stipend).unwrap();
    let decided: Schedule =
        serde_json::from_str(&assumed.replace("\"assumption\"", "\"decision\"")).unwrap();
    let text = document.to_string();
    let roster: Roster<'_> = read(text.as_bytes()).unwrap();
    let township = roster.check(&charter.organisation).unwrap();
    let pay = |schedule| {
        let (first, last) = ("2018-09".parse().unwrap(), "2018-10".parse().unwrap());
        payroll(&township, schedule, first, last).unwrap()
    };
    let (before, after) = (pay(&charter.stipend), pay(&decided));
    assert!(after.assumptions.is_empty());
    assert_eq!((after.total, after.months), (before.total, before.months));
}
