//! What a person answers for, and complete handovers of it.

use bangfu::calendar::{Date, Day, Span};
use bangfu::coverage::{Duty, TransferRecord, coverage, duties};
use bangfu::roster::{PairingRecord, Roster, TenureRecord};
use bangfu::township::Role;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

use crate::cases::{Case, Scanned, case};
use crate::{check, covers, township};

fn scanned(duty: &Duty<'_>) -> Scanned {
    Scanned {
        unit: duty.unit.id().clone(),
        role: duty.role,
        from: duty.span.from().into(),
        until: duty.span.until().map(Into::into),
    }
}

/// The records of a roster before a day, sorted.
fn before(roster: &Roster<'_>, on: Date) -> Value {
    let cut = |until: Option<Date>| until.map_or(on, |until| until.min(on));
    let mut roster = roster.clone();
    roster.tenures.retain(|tenure| tenure.from < on);
    roster.tenures.iter_mut().for_each(|tenure| tenure.until = Some(cut(tenure.until)));
    roster.pairings.retain(|pairing| pairing.from < on);
    roster.pairings.iter_mut().for_each(|pairing| pairing.until = Some(cut(pairing.until)));
    roster.sort();
    serde_json::to_value(roster).expect("JSON")
}

/// The roster after a handover, written down a second time.
fn expected_after(case: &Case, transfers: &[TransferRecord<'_>]) -> Roster<'static> {
    let on = Date::from(case.from);
    let mut roster = case.roster.clone();
    let find = |role: Role, unit: &str, from: Date| {
        transfers
            .iter()
            .find(|one| one.role == role && one.unit == *unit && Date::from(one.from) == from)
    };
    let (mut tenures, mut pairings): (Vec<TenureRecord<'_>>, Vec<PairingRecord<'_>>) =
        (Vec::new(), Vec::new());
    for tenure in roster.tenures {
        let is_over = tenure.until.is_some_and(|until| until <= on);
        if tenure.person != case.person || is_over {
            tenures.push(tenure);
            continue;
        }
        let role = Role::Post(tenure.post);
        let transfer = find(role, tenure.unit.as_str(), tenure.from).expect("a transfer");
        if tenure.from < on {
            tenures.push(TenureRecord { until: Some(on), ..tenure.clone() });
        }
        if let Some(to) = transfer.to.clone() {
            let (person, from) = (to.into_owned(), tenure.from.max(on));
            tenures.push(TenureRecord { person, from, recorded: None, ..tenure });
        }
    }
    for pairing in roster.pairings {
        let is_over = pairing.until.is_some_and(|until| until <= on);
        if pairing.helper != case.person || is_over {
            pairings.push(pairing);
            continue;
        }
        let transfer = find(Role::Helper, pairing.household.as_str(), pairing.from);
        if pairing.from < on {
            pairings.push(PairingRecord { until: Some(on), ..pairing.clone() });
        }
        if let Some(to) = transfer.expect("a transfer").to.clone() {
            let (helper, from) = (to.into_owned(), pairing.from.max(on));
            pairings.push(PairingRecord { helper, from, recorded: None, ..pairing });
        }
    }
    roster = Roster { tenures, pairings, ..roster };
    roster.sort();
    roster
}

fn sorted<'r>(roster: &Roster<'r>) -> Roster<'r> {
    let mut roster = roster.clone();
    roster.sort();
    roster
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn duties_are_those_of_a_scan(case in case()) {
        let township = township(&case.roster);
        let person = township.person(case.person.as_str()).expect("a known person");
        let found = duties(person, case.from);
        let (held, ahead): (Vec<_>, Vec<_>) =
            case.scan().into_iter().partition(|duty| duty.from <= case.from.into());
        prop_assert_eq!(found.held.iter().map(scanned).collect::<Vec<_>>(), held);
        prop_assert_eq!(found.ahead.iter().map(scanned).collect::<Vec<_>>(), ahead);

        let days = case.turning_days();
        for duty in found.all() {
            let plain = scanned(duty);
            let (from, until) = case.passed(&plain);
            // Nothing changes but on these days, so it is right on all days if it is on these.
            for span in &duty.missing {
                prop_assert!(days.contains(&span.from().into()));
                prop_assert!(span.until().is_none_or(|until| days.contains(&until.into())));
            }
            for on in days.iter().filter_map(|on| Day::try_from(*on).ok()) {
                let is_missing = covers(from, until, Date::from(on))
                    && case.is_missing(&plain, on.into());
                prop_assert_eq!(duty.missing.contains(on), is_missing, "{:?} on {}", duty, on);
            }
            prop_assert_eq!(duty.is_needed(), case.is_needed(&plain));
        }
    }

    #[test]
    fn a_complete_handover_is_accepted_and_makes_a_sound_roster(case in case()) {
        let township = township(&case.roster);
        let transfers = case.legal_transfers();
        let batch = case.batch(transfers.clone());
        let handover = check(&batch, &township, |_| None);
        prop_assert!(handover.is_ok(), "{:?}", handover);
        let handover = handover.unwrap();
        prop_assert_eq!(handover.successions.len(), transfers.len());
        for succession in &handover.successions {
            let passed = succession.passed().expect("some days pass");
            prop_assert!(succession.kept().is_none_or(|kept| kept.meets(passed)));
            let days = succession.kept().map_or(0, Span::days) + passed.days();
            prop_assert_eq!(days, succession.span.days());
        }

        let changed = case.roster.after(&handover.successions).expect("its own roster");
        prop_assert_eq!(sorted(&changed), expected_after(&case, &transfers));
        let after = crate::township(&changed);
        let person = after.person(case.person.as_str()).expect("a known person");
        prop_assert_eq!(duties(person, case.from).all().count(), 0);
        // What a township writes back can be changed as well.
        let written = Roster::from(&township).after(&handover.successions).expect("the same records");
        prop_assert_eq!(&crate::township(&written), &after);

        let on = case.from.into();
        prop_assert_eq!(before(&Roster::from(&after), on), before(&Roster::from(&township), on));
        let whole = |township| {
            let coverage = coverage(bangfu::Township::town(township).into(), Span::ALL);
            serde_json::to_value(coverage).expect("JSON")
        };
        prop_assert_eq!(whole(&after), whole(&township), "somebody is missing");
    }

    #[test]
    fn the_order_of_the_transfers_makes_no_difference(case in case()) {
        let township = township(&case.roster);
        let mut batch = case.batch(case.legal_transfers());
        let one = check(&batch, &township, |_| Some(1));
        batch.transfers.reverse();
        prop_assert_eq!(check(&batch, &township, |_| Some(1)), one);
        let text = serde_json::to_string(&batch).expect("JSON");
        prop_assert_eq!(bangfu::document::read(text.as_bytes()), Ok(batch));
    }

    #[test]
    fn a_change_of_a_record_that_is_not_there_is_refused(case in case()) {
        let township = township(&case.roster);
        let batch = case.batch(case.legal_transfers());
        let handover = check(&batch, &township, |_| None).expect("a legal handover");
        let Some(last) = handover.successions.last() else { return Ok(()) };
        let twice = [handover.successions.as_slice(), &[*last]].concat();
        let refused = case.roster.after(&twice).expect_err("the record is changed already");
        prop_assert_eq!((&refused.unit, refused.role), (last.unit.id(), last.role));
        prop_assert_eq!((&refused.person, refused.span), (&case.person, last.span));
    }
}

/// The cases above are not empty ones.
#[test]
fn handovers_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0; 10];
    for _ in 0..1_000 {
        let case = case().new_tree(&mut runner).unwrap().current();
        let township = township(&case.roster);
        let batch = case.batch(case.legal_transfers());
        let handover = check(&batch, &township, |_| None).unwrap();
        let found = duties(handover.person, case.from);
        let place = |duty: &Scanned| (duty.unit.clone(), duty.role);
        let days = case.turning_days();
        // Needed on some days only.
        let is_needed_in_part = |duty: &Duty<'_>| {
            let (from, until) = case.passed(&scanned(duty));
            let mut days = days.range(from..).filter(|on| covers(from, until, **on));
            duty.is_needed() && days.any(|on| !duty.missing.contains(crate::day(*on)))
        };
        let kinds = [
            found.all().count() == 0,
            found.all().count() >= 4,
            !found.ahead.is_empty(),
            found.held.iter().any(|duty| duty.role == Role::Helper),
            found.held.iter().any(|duty| matches!(duty.role, Role::Post(_))),
            found.all().any(|duty| !duty.is_needed()),
            found.all().any(is_needed_in_part),
            handover.successions.iter().any(|one| one.successor.is_none()),
            handover.successions.iter().any(|one| one.kept().is_none()),
            // The same place twice, told apart by the first day.
            case.scan().windows(2).any(|pair| place(&pair[0]) == place(&pair[1])),
        ];
        for (seen, is_of_kind) in seen.iter_mut().zip(kinds) {
            *seen += usize::from(is_of_kind);
        }
    }
    assert!(seen.iter().all(|seen| *seen >= 5), "{seen:?}");
}

#[test]
fn a_transfer_says_whether_the_duty_lapses() {
    let read = |to: &Value| {
        let batch = json!({"format": 1, "person": "a", "from": "2018-10-08", "transfers": [
            {"post": "helper", "unit": "h", "from": "2018-09-10", "to": to},
        ]});
        let mut batch = batch;
        if *to == json!("absent") {
            batch["transfers"][0].as_object_mut().unwrap().remove("to");
        }
        let text = batch.to_string();
        bangfu::document::read::<bangfu::coverage::HandoverRecords<'_>>(text.as_bytes())
            .map(|batch| batch.transfers[0].to.clone().map(|to| to.to_string()))
            .map_err(|error| error.to_string())
    };
    assert_eq!(read(&json!("b")), Ok(Some("b".to_owned())));
    assert_eq!(read(&json!(null)), Ok(None));
    assert!(read(&json!("absent")).unwrap_err().contains("missing field `to`"));
}
