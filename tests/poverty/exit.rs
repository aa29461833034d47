//! The way of a household out of poverty: what follows on what, word for word.

use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::{
    Allowed, ExitCase, ExitDecision, ExitKind, ExitRecord, ExitRefusal, ExitRules, ExitStage,
    ExitStep, Flow, Undetermined, Verifier, flow,
};
use bangfu::roster::Roster;
use bangfu::township::{Household, Person, Township};
use serde_json::json;

use crate::township;

/// One household, poor since 2014, that p1 helped until October 2018 and p2 helps since.
const ROSTER: &str = r#"{ "format": 1,
  "town": {"id": "t", "population": 1000},
  "zones": [{"id": "z1"}],
  "villages": [{"id": "v1", "zone": "z1"}, {"id": "v2", "zone": "z1"}, {"id": "v3", "zone": "z1"}],
  "groups": [{"id": "g1", "village": "v1"}],
  "households": [
    {"id": "h1", "group": "g1", "persons": 4, "poor": [
        {"from": "2012-01-01", "until": "2013-06-01"}, {"from": "2014-01-01", "until": null}]},
    {"id": "h2", "group": "g1", "persons": 2, "poor": [{"from": "2014-01-01", "until": "2018-01-01"}]},
    {"id": "h3", "group": "g1", "persons": 2, "poor": []}],
  "people": [{"id": "p1", "rank": "town"}, {"id": "p2", "rank": "town"}, {"id": "p3", "rank": "town"}],
  "tenures": [],
  "pairings": [{"household": "h1", "helper": "p1", "from": "2016-01-01", "until": "2018-10-01"},
               {"household": "h1", "helper": "p2", "from": "2018-10-01", "until": null},
               {"household": "h2", "helper": "p3", "from": "2016-01-01", "until": null}] }"#;

fn small() -> Township {
    let roster: Roster<'_> = bangfu::document::read(ROSTER.as_bytes()).unwrap();
    township(&roster)
}

fn rules() -> ExitRules {
    Charter::maoxi().poverty.exit
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn household(township: &Township) -> Household<'_> {
    township.household("h1").unwrap()
}

fn person<'t>(township: &'t Township, id: &str) -> Person<'t> {
    township.person(id).unwrap()
}

/// The steps up to the notice, from a day of May 2019 on.
fn attempt(by: Person<'_>) -> [(&'static str, ExitStep<'_>); 4] {
    [
        ("2019-05-06", ExitStep::Proposed),
        ("2019-05-08", ExitStep::Verified { by }),
        ("2019-05-08", ExitStep::Consented),
        ("2019-05-09", ExitStep::Posted),
    ]
}

fn record<'t>(case: &mut ExitCase<'t, '_>, on: &str, step: ExitStep<'t>) -> Result<(), String> {
    let before = case.clone();
    let after = case.record(step.on(day(on)));
    match after {
        Ok(state) => {
            assert_eq!((state, case.events().len()), (case.state(), before.events().len() + 1));
            Ok(())
        }
        Err(refusal) => {
            assert_eq!(*case, before);
            Err(refusal.to_string())
        }
    }
}

#[test]
fn a_household_gets_out_and_falls_back() {
    let (township, rules) = (small(), rules());
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (on, step) in attempt(person(&township, "p3")) {
        record(&mut case, on, step).unwrap();
    }
    assert_eq!((case.state().stage, case.state().since), (ExitStage::OnNotice, day("2019-05-09")));
    record(&mut case, "2019-05-16", ExitStep::Announced).unwrap();
    let state = case.state();
    assert_eq!(
        (state.stage, state.since, state.posted),
        (ExitStage::Watched, day("2019-05-16"), None)
    );
    let spans = |case: &ExitCase<'_, '_>| {
        case.poor().iter().map(|(span, ())| span.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(spans(&case), ["2012-01-01..2013-06-01", "2014-01-01..2019-05-16"]);
    assert_eq!(flow(&case.poor(), day("2019-05-15")), Flow::Inside);
    assert_eq!(flow(&case.poor(), day("2019-05-16")), Flow::Exited);

    record(&mut case, "2020-02-01", ExitStep::Relapsed).unwrap();
    assert_eq!((case.state().stage, case.state().since), (ExitStage::Poor, day("2020-02-01")));
    assert_eq!(spans(&case), ["2012-01-01..2013-06-01", "2014-01-01..2019-05-16", "2020-02-01.."]);
    assert_eq!(flow(&case.poor(), day("2020-02-01")), Flow::Relapsed);

    // Out of the new span the same way leads.
    for (on, step) in [
        ("2020-02-02", ExitStep::Proposed),
        ("2020-02-03", ExitStep::Verified { by: person(&township, "p1") }),
        ("2020-02-04", ExitStep::Consented),
        ("2020-02-05", ExitStep::Posted),
        ("2020-02-12", ExitStep::Announced),
        ("2021-02-12", ExitStep::WatchEnded),
    ] {
        record(&mut case, on, step).unwrap();
    }
    assert_eq!((case.state().stage, case.state().since), (ExitStage::Out, day("2021-02-12")));
    assert_eq!(spans(&case).last().unwrap(), "2020-02-01..2020-02-12");
    // Long after, too, it may fall back.
    record(&mut case, "2025-01-01", ExitStep::Relapsed).unwrap();
    assert_eq!(spans(&case).last().unwrap(), "2025-01-01..");
    let replayed = ExitCase::replay(
        household(&township),
        day("2018-06-01"),
        &rules,
        case.events().iter().copied(),
    )
    .unwrap();
    assert_eq!(replayed, case);
}

#[test]
fn a_notice_takes_its_days() {
    let (township, rules) = (small(), rules());
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (on, step) in attempt(person(&township, "p3")) {
        record(&mut case, on, step).unwrap();
    }
    assert_eq!(
        record(&mut case, "2019-05-15", ExitStep::Announced).unwrap_err(),
        "`announced` on 2019-05-15 is too early: it is allowed from 2019-05-16 on"
    );
    assert_eq!(
        record(&mut case, "2019-05-08", ExitStep::Objected).unwrap_err(),
        "`objected` on 2019-05-08 is too early: it is allowed from 2019-05-09 on"
    );
    assert_eq!(
        record(&mut case, "2019-05-10", ExitStep::Consented).unwrap_err(),
        "`consented` does not follow on the stage `on_notice`; allowed: \
         `objected` from 2019-05-09 on, `announced` from 2019-05-16 on, `withdrawn` from 2019-05-09 on"
    );
    // Every objection must be settled; the days of the notice go on meanwhile.
    record(&mut case, "2019-05-14", ExitStep::Objected).unwrap();
    record(&mut case, "2019-05-15", ExitStep::Objected).unwrap();
    assert_eq!((case.state().stage, case.state().objections), (ExitStage::Disputed, 2));
    assert_eq!(case.state().since, day("2019-05-14"));
    record(&mut case, "2019-05-17", ExitStep::Dismissed).unwrap();
    assert_eq!(
        record(&mut case, "2019-05-20", ExitStep::Announced).unwrap_err(),
        "`announced` does not follow on the stage `disputed`; allowed: `objected` from 2019-05-17 on, \
         `dismissed` from 2019-05-17 on, `upheld` from 2019-05-17 on, `withdrawn` from 2019-05-17 on"
    );
    record(&mut case, "2019-05-20", ExitStep::Dismissed).unwrap();
    assert_eq!((case.state().stage, case.state().since), (ExitStage::OnNotice, day("2019-05-20")));
    assert_eq!(case.state().posted, Some(day("2019-05-09")));
    let announced = Allowed { kind: ExitKind::Announced, from: day("2019-05-20") };
    assert!(case.allowed().contains(&announced));
    record(&mut case, "2019-05-20", ExitStep::Announced).unwrap();
    assert_eq!(
        record(&mut case, "2020-05-19", ExitStep::WatchEnded).unwrap_err(),
        "`watch_ended` on 2020-05-19 is too early: it is allowed from 2020-05-20 on"
    );
}

#[test]
fn a_watch_begun_on_the_last_of_a_month_ends_on_one() {
    let (township, mut rules) = (small(), rules());
    rules.notice_days.value = 1_u16.try_into().unwrap();
    rules.watch_months.value = 6;
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (_, step) in attempt(person(&township, "p3")) {
        record(&mut case, "2019-08-30", step).unwrap();
    }
    record(&mut case, "2019-08-31", ExitStep::Announced).unwrap();
    let ends = Allowed { kind: ExitKind::WatchEnded, from: day("2020-02-29") };
    assert_eq!(case.allowed()[1], ends);
}

/// From which stage which steps lead where; written down once more.
#[test]
fn every_stage_allows_its_own_steps_and_no_other() {
    const TABLE: [(&str, &str); 8] = [
        ("poor", "proposed>proposed not_proposed>poor"),
        ("proposed", "verified>verified not_verified>poor withdrawn>poor"),
        ("verified", "consented>consented declined>poor withdrawn>poor"),
        ("consented", "posted>on_notice withdrawn>poor"),
        ("on_notice", "objected>disputed announced>watched withdrawn>poor"),
        ("disputed", "objected>disputed dismissed>on_notice upheld>poor withdrawn>poor"),
        ("watched", "relapsed>poor watch_ended>out"),
        ("out", "relapsed>poor"),
    ];
    let (township, rules) = (small(), rules());
    let by = person(&township, "p3");
    let way = [
        ExitStep::Proposed,
        ExitStep::Verified { by },
        ExitStep::Consented,
        ExitStep::Posted,
        ExitStep::Objected,
        ExitStep::Dismissed,
        ExitStep::Announced,
        ExitStep::WatchEnded,
    ];
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let mut steps = way.into_iter();
    let mut on = day("2019-05-06");
    loop {
        let state = case.state();
        let (_, row) = TABLE.iter().find(|(stage, _)| *stage == state.stage.as_str()).unwrap();
        assert_eq!(json!(state.stage), state.stage.as_str());
        let mut listed = Vec::new();
        for kind in ExitKind::ALL {
            assert_eq!(json!(kind), kind.as_str());
            let far = day("2150-01-01");
            match state.after(&rules, kind, far) {
                Ok(next) => {
                    listed.push(format!("{kind}>{}", next.stage));
                    assert!(next.last == far && (next.since == far || next.stage == state.stage));
                    assert_eq!(
                        next.stage.is_poor(),
                        !["watched", "out"].contains(&next.stage.as_str())
                    );
                }
                Err(ExitRefusal::NotNext { stage, kind: told, allowed }) => {
                    assert_eq!((stage, told, allowed), (state.stage, kind, case.allowed()));
                }
                Err(other) => panic!("{other}"),
            }
        }
        let mut expected: Vec<&str> = row.split(' ').collect();
        expected.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, expected, "{}", state.stage);
        let allowed = case.allowed();
        assert_eq!(allowed.len(), expected.len());
        seen.insert(state.stage);
        let Some(step) = steps.next() else { break };
        let from = allowed.iter().find(|one| one.kind == step.kind()).unwrap().from;
        on = on.max(from);
        case.record(step.on(on)).unwrap();
    }
    assert_eq!(seen.len(), TABLE.len());
}

#[test]
fn who_helps_the_household_or_did_not_long_ago_does_not_verify() {
    let (township, mut rules) = (small(), rules());
    let own = |by: &str, on: &str, helped: &str, months: u16| {
        format!(
            "`{by}` cannot verify the household `h1` on {on}: they help it, or did in the {months} \
             months before ({helped})"
        )
    };
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    record(&mut case, "2018-11-01", ExitStep::Proposed).unwrap();
    let [p1, p2, p3] = ["p1", "p2", "p3"].map(|id| person(&township, id));
    for step in [ExitStep::Verified { by: p1 }, ExitStep::NotVerified { by: p1 }] {
        assert_eq!(
            record(&mut case, "2018-11-02", step).unwrap_err(),
            own("p1", "2018-11-02", "2016-01-01..2018-10-01", 12)
        );
    }
    assert_eq!(
        record(&mut case, "2030-11-02", ExitStep::Verified { by: p2 }).unwrap_err(),
        own("p2", "2030-11-02", "2018-10-01..", 12)
    );
    // The last day of helping was 30 September 2018: twelve months later it still counts.
    assert!(case.may_verify(p1, day("2019-09-30")).is_err());
    assert_eq!(case.may_verify(p1, day("2019-10-01")), Ok(()));
    // Who comes to help only later may.
    assert_eq!(case.may_verify(p2, day("2018-09-30")), Ok(()));
    assert!(case.may_verify(p2, day("2018-10-01")).is_err());
    // They are the same person in the books of any day.
    let books = township.as_known_on(day("2030-01-01"));
    assert!(case.may_verify(person(&books, "p1"), day("2018-11-02")).is_err());
    // Who helps another household may.
    assert_eq!(case.may_verify(p3, day("2018-11-02")), Ok(()));
    // What is not the next step anyway is told first.
    let mut other = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    assert!(
        record(&mut other, "2018-11-02", ExitStep::Verified { by: p1 })
            .unwrap_err()
            .starts_with("`verified` does not follow on the stage `poor`")
    );

    rules.verifier.value = Verifier::NotHelper { months: 0 };
    let case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    assert_eq!(case.may_verify(p1, day("2018-10-01")), Ok(()));
    assert!(case.may_verify(p1, day("2018-09-30")).is_err());
    rules.verifier.value = Verifier::Anyone;
    let case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    assert_eq!(case.may_verify(p2, day("2018-11-02")), Ok(()));
}

/// The roster may know already what became of it: the events that led there say the same.
#[test]
fn what_the_roster_knows_is_what_the_events_make() {
    let (township, rules) = (small(), rules());
    let household = township.household("h2").unwrap();
    let by = person(&township, "p1");
    let mut case = ExitCase::new(household, day("2017-06-01"), &rules).unwrap();
    assert_eq!(case.poor().entry_at(day("2018-06-01")).unwrap().0.until(), None);
    for (on, step) in [
        ("2017-12-04", ExitStep::Proposed),
        ("2017-12-11", ExitStep::Verified { by }),
        ("2017-12-12", ExitStep::Consented),
        ("2017-12-20", ExitStep::Posted),
        ("2018-01-01", ExitStep::Announced),
    ] {
        record(&mut case, on, step).unwrap();
    }
    assert_eq!(case.poor(), *household.poor());
    // Of an earlier span the later ones are left to the events too.
    let household = self::household(&township);
    let case = ExitCase::new(household, day("2012-06-01"), &rules).unwrap();
    let spans: Vec<_> = case.poor().iter().map(|(span, ())| span).collect();
    assert_eq!(spans, [bangfu::Span::starting(day("2012-01-01"))]);
}

#[test]
fn who_is_not_poor_has_no_way_to_go() {
    let (township, rules) = (small(), rules());
    for id in ["h2", "h3"] {
        let household = township.household(id).unwrap();
        let refusal = ExitCase::new(household, day("2018-06-01"), &rules).unwrap_err();
        let message = format!("the household `{id}` is not poor on 2018-06-01");
        assert_eq!(refusal.to_string(), message);
    }
    // The first day no longer is none on which it is poor, the last one is.
    let household_two = township.household("h2").unwrap();
    assert!(ExitCase::new(household_two, day("2018-01-01"), &rules).is_err());
    assert!(ExitCase::new(household_two, day("2017-12-31"), &rules).is_ok());
    // Nor may anything happen before it was poor.
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    assert_eq!(
        record(&mut case, "2013-12-31", ExitStep::Proposed).unwrap_err(),
        "`proposed` on 2013-12-31 is too early: it is allowed from 2014-01-01 on"
    );
}

#[test]
fn what_lies_beyond_the_calendar_never_comes() {
    let (township, rules) = (small(), rules());
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (_, step) in attempt(person(&township, "p3")) {
        record(&mut case, "2199-12-25", step).unwrap();
    }
    assert_eq!(
        record(&mut case, "2199-12-31", ExitStep::Announced).unwrap_err(),
        "`announced` on 2199-12-31 is too early: it is allowed only after 2199-12-31, where the \
         calendar ends"
    );
    assert_eq!(
        json!(case.allowed()),
        json!([
            {"step": "objected", "from": "2199-12-25"},
            {"step": "withdrawn", "from": "2199-12-25"},
        ])
    );
    // What does not come next is refused as that, whatever the day.
    assert_eq!(
        record(&mut case, "2199-12-31", ExitStep::Relapsed).unwrap_err(),
        "`relapsed` does not follow on the stage `on_notice`; allowed: \
         `objected` from 2199-12-25 on, `withdrawn` from 2199-12-25 on"
    );
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (_, step) in attempt(person(&township, "p3")) {
        record(&mut case, "2199-12-24", step).unwrap();
    }
    record(&mut case, "2199-12-31", ExitStep::Announced).unwrap();
    assert_eq!(case.allowed(), []);
    // Out on the last day, and watched on it alone.
    for (step, kind) in [(ExitStep::Relapsed, "relapsed"), (ExitStep::WatchEnded, "watch_ended")] {
        assert_eq!(
            record(&mut case, "2199-12-31", step).unwrap_err(),
            format!(
                "`{kind}` on 2199-12-31 is too early: it is allowed only after 2199-12-31, where \
                 the calendar ends"
            )
        );
    }
    assert_eq!(case.poor().len(), 2);
    assert_eq!(case.watched().to_string(), "2199-12-31..");
}

/// Only on the day of the exit itself it cannot be poor again: that day it is out.
#[test]
fn who_is_poor_again_on_the_day_on_which_the_watch_ends_relapses_that_day() {
    let (township, mut rules) = (small(), rules());
    let relapse = |watch_ends: &str, relapses: &str, rules: &ExitRules| {
        let mut case = ExitCase::new(household(&township), day("2018-06-01"), rules).unwrap();
        for (on, step) in attempt(person(&township, "p3")) {
            record(&mut case, on, step).unwrap();
        }
        record(&mut case, "2019-05-16", ExitStep::Announced).unwrap();
        record(&mut case, watch_ends, ExitStep::WatchEnded).unwrap();
        assert_eq!(case.state().exited, Some(day("2019-05-16")));
        let refusal = record(&mut case, relapses, ExitStep::Relapsed).err();
        assert_eq!(case.state().exited.is_none(), refusal.is_none());
        (refusal, case.poor().at(day(relapses)).is_some(), case.watched().to_string())
    };
    let watched = "2019-05-16..2020-05-16".to_owned();
    assert_eq!(relapse("2020-05-16", "2020-05-16", &rules), (None, true, watched.clone()));
    assert_eq!(
        relapse("2020-05-16", "2020-05-15", &rules),
        (
            Some(
                "`relapsed` on 2020-05-15 is too early: it is allowed from 2020-05-16 on"
                    .to_owned()
            ),
            false,
            watched
        )
    );
    // Without a watch it ends on the day of the exit.
    rules.watch_months.value = 0;
    assert_eq!(
        relapse("2019-05-16", "2019-05-16", &rules),
        (
            Some(
                "`relapsed` on 2019-05-16 is too early: it is allowed from 2019-05-17 on"
                    .to_owned()
            ),
            false,
            String::new()
        )
    );
    assert_eq!(relapse("2019-05-16", "2019-05-17", &rules), (None, true, String::new()));
    assert_eq!(
        relapse("2019-05-20", "2019-05-20", &rules),
        (None, true, "2019-05-16..2019-05-20".to_owned())
    );
}

#[test]
fn only_a_decision_verifies() {
    let township = small();
    let by = person(&township, "p3");
    let standard = Charter::maoxi().poverty.household_standard;
    let item = &standard.items()[0];
    let step = |decision: &ExitDecision<'_>| ExitStep::of_verification(by, decision);
    assert_eq!(step(&ExitDecision::Exit), Some(ExitStep::Verified { by }));
    let refused = ExitDecision::Refused { failed: vec![item], missing: vec![] };
    assert_eq!(step(&refused), Some(ExitStep::NotVerified { by }));
    let why = Undetermined::ItemsMissing;
    let undetermined = ExitDecision::Undetermined { why, missing: vec![item] };
    assert_eq!(step(&undetermined), None);
}

#[test]
fn a_case_rests_on_the_rules_that_it_used() {
    let (township, rules) = (small(), rules());
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    let listed = |case: &ExitCase<'_, '_>| json!(case.assumptions());
    assert_eq!(listed(&case), json!(["A34"]));
    for (on, step) in attempt(person(&township, "p3")) {
        record(&mut case, on, step).unwrap();
    }
    // From the notice on the rules say when it may be announced, and from then on until when it is
    // watched.
    assert_eq!(listed(&case), json!(["A34", "A35", "A37"]));
    record(&mut case, "2019-05-16", ExitStep::Announced).unwrap();
    assert_eq!(listed(&case), json!(["A34", "A35", "A36", "A37"]));
    record(&mut case, "2020-05-16", ExitStep::WatchEnded).unwrap();
    assert_eq!(listed(&case), json!(["A34", "A35", "A36", "A37"]));
}

#[test]
fn events_states_and_rules_have_their_document_form() {
    let (township, rules) = (small(), rules());
    let mut case = ExitCase::new(household(&township), day("2018-06-01"), &rules).unwrap();
    for (on, step) in attempt(person(&township, "p3")) {
        record(&mut case, on, step).unwrap();
    }
    assert_eq!(
        json!(case.events()),
        json!([
            {"on": "2019-05-06", "step": "proposed", "by": null},
            {"on": "2019-05-08", "step": "verified", "by": "p3"},
            {"on": "2019-05-08", "step": "consented", "by": null},
            {"on": "2019-05-09", "step": "posted", "by": null},
        ])
    );
    assert_eq!(
        json!(case.state()),
        json!({"stage": "on_notice", "since": "2019-05-09", "last": "2019-05-09",
               "posted": "2019-05-09", "exited": null, "objections": 0})
    );
    assert_eq!(json!(case.allowed())[1], json!({"step": "announced", "from": "2019-05-16"}));
    let document = json!(rules);
    assert_eq!(
        document,
        json!({
            "steps": {"assumption": "A34"},
            "notice_days": {"value": 7, "basis": {"assumption": "A35"}},
            "watch_months": {"value": 12, "basis": {"assumption": "A36"}},
            "verifier": {"value": {"not_helper": {"months": 12}}, "basis": {"assumption": "A37"}},
        })
    );
    assert_eq!(serde_json::from_value::<ExitRules>(document.clone()).unwrap(), rules);
    for (pointer, value) in [
        ("/notice_days/value", json!(0)),
        ("/notice_days/value", json!(65_536)),
        ("/watch_months/value", json!(-1)),
        ("/verifier/value", json!("nobody")),
        ("/verifier/value/not_helper/months", json!("12")),
        ("/verifier/value/not_helper", json!({"months": 1, "days": 1})),
    ] {
        let mut faulty = document.clone();
        *faulty.pointer_mut(pointer).unwrap() = value;
        assert!(serde_json::from_value::<ExitRules>(faulty).is_err(), "{pointer}");
    }
}

#[test]
fn a_record_becomes_its_event_or_tells_why_not() {
    let township = small();
    let of = |text: &str| {
        let record: ExitRecord<'_> = serde_json::from_str(text).unwrap();
        record.of(&township).map_err(|error| error.to_string())
    };
    let by = person(&township, "p3");
    assert_eq!(
        of(r#"{"on": "2018-11-04", "step": "not_verified", "by": "p3"}"#),
        Ok(ExitStep::NotVerified { by }.on(day("2018-11-04")))
    );
    assert_eq!(
        of(r#"{"on": "2018-11-04", "step": "watch_ended"}"#),
        Ok(ExitStep::WatchEnded.on(day("2018-11-04")))
    );
    for (text, refusal) in [
        (r#"{"on": "2018-11-04", "step": "verified", "by": "p9"}"#, "there is no person `p9`"),
        (r#"{"on": "2018-11-04", "step": "posted", "by": "p9"}"#, "there is no person `p9`"),
        (r#"{"on": "2018-11-04", "step": "verified"}"#, "`verified` names nobody who did it"),
        (
            r#"{"on": "2018-11-04", "step": "not_verified", "by": null}"#,
            "`not_verified` names nobody who did it",
        ),
        (
            r#"{"on": "2018-11-04", "step": "posted", "by": "p3"}"#,
            "`posted` names somebody, and nothing is verified",
        ),
    ] {
        assert_eq!(of(text).unwrap_err(), refusal);
    }
    for text in [
        r#"{"on": "2018-11-04", "step": "voted"}"#,
        r#"{"on": "2018-11-04"}"#,
        r#"{"on": "2018-11-04", "step": "posted", "where": "village"}"#,
    ] {
        assert!(bangfu::document::read::<ExitRecord<'_>>(text.as_bytes()).is_err(), "{text}");
    }
}
