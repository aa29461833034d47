//! Departures in Maoxi.

use bangfu::calendar::{Day, Span};
use bangfu::charter::Charter;
use bangfu::coverage::{
    Handover, HandoverRecords, Objection, Refusal, TransferRecord, coverage, duties,
};
use bangfu::document::{Format, read};
use bangfu::roster::Roster;
use bangfu::township::{Post, Role, Succession, Township};
use serde_json::{Value, json};

use crate::township;

const MAOXI: &[u8] = include_bytes!("../../examples/data/maoxi.json");

fn october() -> Day {
    "2018-10-08".parse().unwrap()
}

/// Whoever leaves on 2018-10-08, with a successor for each duty, by a function of its name.
fn batch<'t>(
    township: &'t Township,
    person: &str,
    successor: impl Fn(&str) -> Option<&'static str>,
) -> HandoverRecords<'t> {
    let person = township.person(person).unwrap();
    let transfer = |duty: &bangfu::coverage::Duty<'t>| {
        let to = successor(&duty.role.to_string());
        TransferRecord::new(duty, to.map(|id| township.person(id).unwrap()))
    };
    HandoverRecords {
        format: Format,
        person: person.id().as_borrowed(),
        from: october(),
        transfers: duties(person, october()).all().map(transfer).collect(),
    }
}

/// The check under Maoxi's caps.
fn check<'t>(batch: &HandoverRecords<'_>, township: &'t Township) -> Result<Handover<'t>, Refusal> {
    let caps = Charter::maoxi().pairing.caps.value;
    crate::check(batch, township, |person| Some((*caps.of(person.rank())).into()))
}

fn messages(refusal: &Refusal) -> Vec<String> {
    refusal.iter().map(ToString::to_string).collect()
}

#[test]
fn duties_in_documents() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let duty = |post, unit, from, missing: Value| json!({"post": post, "unit": unit, "from": from, "until": null, "missing": missing});
    let from = |from: &str| json!([{"from": from, "until": null}]);
    let helped = |unit| duty("helper", unit, "2018-09-10", from("2018-10-08"));
    // A dispatched cadre beside whom another one stays, and who is to lead a group from November on.
    let found = duties(township.person("p092").unwrap(), october());
    assert_eq!(
        serde_json::to_value(found).unwrap(),
        json!({
            "person": "p092", "on": "2018-10-08",
            "held": [
                duty("dispatched_cadre", "510525108204", "2018-09-10", json!([])),
                helped("h0283"), helped("h0363"), helped("h0459"), helped("h0507"), helped("h0584"),
            ],
            "ahead": [duty("group_lead", "204-7", "2018-11-02", from("2018-11-02"))],
            "assumptions": [],
        })
    );
    // A village secretary leads the battlefield by assumption.
    let secretary = duties(township.person("p192").unwrap(), october());
    assert!(secretary.assumptions.contains("A13"));
}

#[test]
fn a_dispatched_cadre_leaves() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let batch = batch(&township, "p092", |post| match post {
        "helper" => Some("p005"),
        "group_lead" => Some("p076"),
        _ => None,
    });
    // The supervisor helps nobody yet; a town cadre may help five households.
    let handover = check(&batch, &township).unwrap();
    let written = serde_json::to_value(&handover).unwrap();
    assert_eq!(written["person"], "p092");
    assert_eq!(written["assumptions"], json!(["A10"]));
    assert_eq!(
        written["successions"][0],
        json!({
            "post": "group_lead", "unit": "204-7", "person": "p092", "from": "2018-11-02",
            "until": null, "on": "2018-10-08", "successor": "p076",
        })
    );
    assert_eq!(written["successions"][1]["successor"], Value::Null);

    let changed = roster.after(&handover.successions).unwrap();
    let after = self::township(&changed);
    assert_eq!(after.person("p005").unwrap().households_on(october()).count(), 5);
    // The lead of the group never began to lead it; the gap before them is as long as it was.
    assert!(after.person("p092").unwrap().tenures().all(|tenure| tenure.span().until().is_some()));
    assert_eq!(changed.tenures.len(), roster.tenures.len());
    assert_eq!(changed.pairings.len(), roster.pairings.len() + 5);
    let whole =
        |township: &Township| serde_json::to_value(coverage(township.town().into(), Span::ALL));
    assert_eq!(whole(&after).unwrap(), whole(&township).unwrap());
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    // The deputy secretary of another village has eight households already.
    let mut batch = batch(&township, "p076", |post| match post {
        "helper" => Some("p258"),
        "supervision_chair" => Some("p005"),
        _ => None,
    });
    let refusal = check(&batch, &township).unwrap_err();
    assert_eq!(
        messages(&refusal),
        [
            "`group_lead` at `203-2` from `2018-09-10` cannot lapse: somebody is missing on \
             2018-10-08..",
            "`group_lead` at `203-5` from `2018-09-10` cannot lapse: somebody is missing on \
             2018-10-08..",
            "`supervision_chair` at `510525108203` from `2016-12-17` cannot pass to `p005`: it is \
             not open to the rank `town`",
            "`p258` would help 11 households on `2018-10-08`, at most 8 are allowed",
        ]
    );
    assert_eq!(
        refusal.to_string(),
        "`group_lead` at `203-2` from `2018-09-10` cannot lapse: somebody is missing on \
         2018-10-08..; and 3 more"
    );
    let written = serde_json::to_value(&refusal).unwrap();
    assert_eq!(
        written["objections"][2],
        json!({
            "code": "wrong_rank", "post": "supervision_chair", "unit": "510525108203",
            "from": "2016-12-17", "successor": "p005", "message": messages(&refusal)[2],
        })
    );
    assert_eq!(
        written["objections"][3],
        json!({"code": "over_cap", "successor": "p258", "message": messages(&refusal)[3]})
    );

    batch.transfers.truncate(1);
    batch.transfers.extend(batch.transfers.clone());
    let codes = |refusal: &Refusal| -> Vec<_> { refusal.iter().map(Objection::code).collect() };
    let refusal = check(&batch, &township).unwrap_err();
    assert_eq!(
        codes(&refusal),
        ["left", "left", "left", "left", "left", "left", "needed", "more_than_once"]
    );
    batch.person = "p999".parse().unwrap();
    let refusal = check(&batch, &township).unwrap_err();
    assert_eq!(messages(&refusal), ["there is no person `p999`"]);
}

#[test]
fn who_stays_behind_may_not_go_to_the_front() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let refusal_of = |person, successor| {
        let batch = batch(&township, person, |_| Some(successor));
        check(&batch, &township).unwrap_err()
    };
    assert_eq!(
        messages(&refusal_of("p008", "p003")),
        ["`zone_leader` at `z1` from `2018-09-10` cannot pass to `p003`, who is `stay_behind`, \
          `2018-09-10..`: they exclude each other"]
    );
    assert_eq!(
        messages(&refusal_of("p003", "p008")),
        ["`stay_behind` at `510525108` from `2018-09-10` cannot pass to `p008`, who is \
          `zone_leader`, `2018-09-10..`: they exclude each other"]
    );
    // The two commanders: neither can take over from the other.
    assert_eq!(
        messages(&refusal_of("p001", "p002")),
        [
            "`commander` at `510525108` from `2018-09-10` cannot pass to `p002`, who holds it already, \
          `2018-09-10..`"
        ]
    );
    assert_eq!(
        messages(&refusal_of("p001", "p001")),
        ["`commander` at `510525108` from `2018-09-10` cannot pass to `p001`, who leaves"]
    );
    // One who stays behind is enough as far as coverage goes: nobody asks for either.
    let batch = batch(&township, "p003", |_| None);
    assert!(check(&batch, &township).is_ok());
}

#[test]
fn changes_of_another_roster_are_refused() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let batch = batch(&township, "p008", |_| Some("p005"));
    let handover = check(&batch, &township).unwrap();
    let changed = roster.after(&handover.successions).unwrap();
    assert!(changed.tenures.iter().all(|one| one.person != *"p008" || one.until.is_some()));
    let refused = changed.after(&handover.successions).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the roster has no record of `p008` as `zone_leader` at `z1`, `2018-09-10..`"
    );
}

#[test]
fn what_ends_before_the_day_does_not_pass() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let leader = township.person("p011").unwrap();
    let tenure = leader.tenures().find(|one| one.post() == Post::ZoneLeader).unwrap();
    let succession = |on: &str| Succession {
        role: Role::Post(tenure.post()),
        unit: tenure.unit(),
        person: leader,
        span: tenure.span(),
        on: on.parse().unwrap(),
        successor: township.person("p477"),
    };
    let days = |on: &str| {
        let succession = succession(on);
        [succession.kept(), succession.passed()].map(|span| span.map(|span| span.to_string()))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(tenure.span().to_string(), "2018-09-10..2018-11-05");
    assert_eq!(days("2018-09-01"), [None, some("2018-09-10..2018-11-05")]);
    assert_eq!(days("2018-09-10"), [None, some("2018-09-10..2018-11-05")]);
    assert_eq!(
        days("2018-11-04"),
        [some("2018-09-10..2018-11-04"), some("2018-11-04..2018-11-05")]
    );
    assert_eq!(days("2018-11-05"), [some("2018-09-10..2018-11-05"), None]);
    assert_eq!(days("2018-12-01"), [some("2018-09-10..2018-11-05"), None]);
    for on in ["2018-11-05", "2018-12-01"] {
        assert_eq!(roster.after(&[succession(on)]).as_ref(), Ok(&roster));
    }
}
