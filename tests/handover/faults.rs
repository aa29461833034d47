//! What is wrong with a batch: faults are planted, and exactly those are found.

use std::collections::BTreeMap;

use bangfu::calendar::Date;
use bangfu::coverage::{Objection, TransferRecord};
use bangfu::quantity::Id;
use bangfu::township::{Rank, Role};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::cases::{Case, Scanned, case, reserve, transfer};
use crate::{check, covers, township};

/// The codes in the order in which objections stand.
const CODES: &[&str] = &[
    "unknown_person",
    "left",
    "needed",
    "more_than_once",
    "not_a_duty",
    "unknown_successor",
    "leaving",
    "wrong_rank",
    "held_already",
    "stay_behind_at_front",
    "over_cap",
];

/// An objection as code, duty and successor, the code by its place in the list.
type Found = (usize, Option<(Id<'static>, Role, Date)>, Option<Id<'static>>);

fn expected(code: &str, duty: &Scanned, successor: Option<&Id<'static>>) -> Found {
    let at = CODES.iter().position(|listed| *listed == code).expect("a listed code");
    (at, Some((duty.unit.clone(), duty.role, duty.from)), successor.cloned())
}

fn found(objection: &Objection) -> Found {
    let at = CODES.iter().position(|listed| *listed == objection.code()).expect("a listed code");
    let duty = objection.duty();
    let duty = duty.map(|duty| (duty.unit.clone(), duty.role, duty.from.into()));
    (at, duty, objection.successor().cloned())
}

fn nobody() -> Id<'static> {
    Id::new("nobody").expect("an id")
}

/// Plants a fault of some kind into the transfers of one duty, if the duty can have it; `legal`
/// otherwise.
fn plant(
    case: &Case,
    duty: &Scanned,
    legal: TransferRecord<'static>,
    kind: usize,
) -> (Vec<TransferRecord<'static>>, Option<Found>) {
    let to = |id: &Id<'static>| vec![transfer(duty, Some(id.clone()))];
    let by = |code, id: &Id<'static>| (to(id), Some(expected(code, duty, Some(id))));
    let others = case.roster.people.iter().map(|person| &person.id);
    let mut others = others.filter(|person| **person != case.person);
    let is_fit_but = |person: &&Id<'static>, held: bool, excluded: bool| {
        duty.is_open_to(case.rank_of(person))
            && case.holds_already(person, duty) == held
            && case.is_excluded(person, duty) == excluded
    };
    let planted = match kind {
        0 => Some((vec![], Some(expected("left", duty, None)))),
        1 => Some(by("unknown_successor", &nobody())),
        2 => Some(by("leaving", &case.person)),
        3 => {
            let again = TransferRecord { to: case.fit(duty).pop(), ..legal.clone() };
            Some((vec![again, legal.clone()], Some(expected("more_than_once", duty, None))))
        }
        4 if case.is_needed(duty) => {
            Some((vec![transfer(duty, None)], Some(expected("needed", duty, None))))
        }
        5 => {
            let mut ranks = Rank::ALL.iter().filter(|rank| !duty.is_open_to(**rank));
            let id = ranks.next().map(|rank| reserve(*rank));
            let is_there = |id: &Id<'_>| case.roster.people.iter().any(|one| one.id == *id);
            id.filter(is_there).map(|id| by("wrong_rank", &id))
        }
        6 => others.find(|one| is_fit_but(one, true, false)).map(|id| by("held_already", id)),
        7 => {
            others.find(|one| is_fit_but(one, false, true)).map(|id| by("stay_behind_at_front", id))
        }
        8 => {
            // Of nobody's duty, but with a duty beside it that is handed over well.
            let record = case.roster.tenures.iter().find(|one| one.person != case.person);
            let own = Scanned { from: Date::from(bangfu::Day::MIN), ..duty.clone() };
            let foreign = record.map_or(own.clone(), |one| Scanned {
                unit: one.unit.clone(),
                role: Role::Post(one.post),
                from: one.from,
                until: one.until,
            });
            let all = case.scan();
            let is_own = |one: &Scanned| {
                all.iter()
                    .any(|own| (&own.unit, own.role, own.from) == (&one.unit, one.role, one.from))
            };
            let foreign = [foreign, own].into_iter().find(|one| !is_own(one));
            foreign.map(|foreign| {
                let stray = transfer(&foreign, legal.to.clone());
                (vec![stray, legal.clone()], Some(expected("not_a_duty", &foreign, None)))
            })
        }
        _ => None,
    };
    planted.unwrap_or((vec![legal], None))
}

/// A batch with some faults, and those.
fn planted(case: &Case) -> (Vec<TransferRecord<'static>>, Vec<Found>) {
    let (mut transfers, mut faults) = (Vec::new(), Vec::new());
    for (at, duty) in case.scan().iter().enumerate() {
        let legal = case.legal(at, duty);
        let kind = case.seed(at + 5) % 12;
        let (of_duty, fault) = plant(case, duty, legal, kind);
        transfers.extend(of_duty);
        faults.extend(fault);
    }
    faults.sort();
    faults.dedup();
    (transfers, faults)
}

/// The most households of a person, made up.
fn cap(case: &Case, person: &str) -> Option<u32> {
    let number = person.bytes().map(usize::from).sum::<usize>();
    let seed = case.seed(number);
    (seed % 4 < 3).then(|| u32::try_from(seed % 4).unwrap())
}

/// Who is given too many households, from which day on, how many and how many they may have.
fn too_many(case: &Case, transfers: &[TransferRecord<'_>]) -> Vec<(String, Date, usize, u32)> {
    let mut taken: BTreeMap<String, Vec<(Date, Option<Date>)>> = BTreeMap::new();
    for (duty, transfer) in case.scan().iter().zip(transfers) {
        if let (Role::Helper, Some(to)) = (duty.role, &transfer.to) {
            taken.entry(to.to_string()).or_default().push(case.passed(duty));
        }
    }
    let mut found = Vec::new();
    for (successor, taken) in taken {
        let Some(cap) = cap(case, &successor) else { continue };
        let own = case.roster.pairings.iter().filter(|one| one.helper == *successor.as_str());
        let own: Vec<_> = own.map(|one| (one.from, one.until)).collect();
        let on_day = |spans: &[(Date, Option<Date>)], on: Date| {
            spans.iter().filter(|(from, until)| covers(*from, *until, on)).count()
        };
        for on in case.turning_days() {
            let households = on_day(&own, on) + on_day(&taken, on);
            if on_day(&taken, on) > 0 && households > usize::try_from(cap).unwrap() {
                found.push((successor, on, households, cap));
                break;
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn planted_faults_are_found_and_nothing_else(case in case()) {
        let township = township(&case.roster);
        let (transfers, faults) = planted(&case);
        let mut batch = case.batch(transfers);
        let refused = check(&batch, &township, |_| None);
        let objections = refused.as_ref().err().into_iter().flatten();
        let objections: Vec<Found> = objections.map(found).collect();
        prop_assert_eq!(objections, faults, "{:?}", batch);
        batch.transfers.reverse();
        prop_assert_eq!(check(&batch, &township, |_| None), refused);
    }

    #[test]
    fn whatever_is_dropped_is_left(case in case()) {
        let township = township(&case.roster);
        let transfers = case.legal_transfers();
        for (at, duty) in case.scan().iter().enumerate() {
            let mut rest = transfers.clone();
            rest.remove(at);
            let refusal = check(&case.batch(rest), &township, |_| None).expect_err("one is left");
            let objections: Vec<Found> = refusal.iter().map(found).collect();
            prop_assert_eq!(objections, [expected("left", duty, None)]);
        }
    }

    #[test]
    fn caps_hold_on_every_day(case in case()) {
        let township = township(&case.roster);
        let transfers = case.legal_transfers();
        let batch = case.batch(transfers.clone());
        let mut expected = too_many(&case, &transfers);
        expected.sort();
        match check(&batch, &township, |person| cap(&case, person.id().as_str())) {
            Ok(handover) => {
                prop_assert_eq!(expected, []);
                let is_capped = transfers.iter().any(|one| {
                    one.role == Role::Helper
                        && one.to.as_ref().is_some_and(|to| cap(&case, to.as_str()).is_some())
                });
                prop_assert_eq!(handover.assumptions.contains("A10"), is_capped);
            }
            Err(refusal) => {
                let mut found = Vec::new();
                for objection in &refusal {
                    let Objection::OverCap { successor, on, households, cap } = objection else {
                        return Err(TestCaseError::fail(format!("{objection}")));
                    };
                    found.push((successor.to_string(), Date::from(*on), *households, *cap));
                }
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn of_somebody_unknown_only_unknown_successors_are_told(case in case()) {
        let township = township(&case.roster);
        let (transfers, faults) = planted(&case);
        let unknown = faults.into_iter().filter(|(at, ..)| CODES[*at] == "unknown_successor");
        let mut faults = vec![(0, None, None)];
        faults.extend(unknown);
        let mut batch = case.batch(transfers);
        batch.transfers.retain(|one| one.to.as_ref() != Some(&case.person));
        batch.person = Id::new("somebody").expect("an id");
        let refusal = check(&batch, &township, |_| Some(0)).expect_err("nobody leaves");
        prop_assert_eq!(refusal.iter().map(found).collect::<Vec<_>>(), faults);
    }
}

/// Every kind of fault is planted, alone and with others.
#[test]
fn faults_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut alone = vec![0; CODES.len()];
    let mut together = vec![0; CODES.len()];
    for _ in 0..800 {
        let case = case().new_tree(&mut runner).unwrap().current();
        let (_, faults) = planted(&case);
        let counted = if faults.len() == 1 { &mut alone } else { &mut together };
        for (at, ..) in &faults {
            counted[*at] += 1;
        }
        let over = too_many(&case, &case.legal_transfers()).len();
        let counted = if over == 1 { &mut alone } else { &mut together };
        *counted.last_mut().unwrap() += over;
    }
    for counted in [alone, together] {
        for (code, counted) in CODES.iter().zip(counted).skip(1) {
            assert!(counted >= 3, "`{code}`: {counted}");
        }
    }
}
