//! A session is at every moment what a problem made of its records at that moment is: as many
//! covered, at the same cost, proved; and the changes that it tells of are those that it made.

use std::collections::BTreeMap;

use bangfu::assign::{
    ClassRecord, Event, EventError, HelperRecord, HouseholdRecord, ProblemRecords, Session, solve,
    verify,
};
use bangfu::document::UniqueMap;
use bangfu::quantity::Id;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generator::{Kind, Size, id, township};
use crate::model::{MEDIUM, SMALL, any_problem, problem, worth_of_plan};

/// An event in the making: what is chosen among those who are there by then.
#[derive(Clone, Debug)]
enum Plot {
    Leave(Index),
    Join { class: Index, capacity: i64, own_class: Option<Vec<i64>> },
    Capacity(Index, i64),
    Come { like: Index, pinned: Option<Index> },
    Go(Index),
    Pin(Index, Index),
    Release(Index),
}

fn plot() -> impl Strategy<Value = Plot> {
    let at = any::<Index>;
    let own_class = proptest::option::weighted(0.3, vec(0..=12_i64, 0..4));
    prop_oneof![
        3 => at().prop_map(Plot::Leave),
        3 => (at(), 0..5_i64, own_class)
            .prop_map(|(class, capacity, own_class)| Plot::Join { class, capacity, own_class }),
        2 => (at(), 0..7_i64).prop_map(|(helper, capacity)| Plot::Capacity(helper, capacity)),
        2 => (at(), proptest::option::weighted(0.2, at()))
            .prop_map(|(like, pinned)| Plot::Come { like, pinned }),
        2 => at().prop_map(Plot::Go),
        2 => (at(), at()).prop_map(|(household, helper)| Plot::Pin(household, helper)),
        1 => at().prop_map(Plot::Release),
    ]
}

/// The event that a plot comes to, if there is anybody for it. New ids are numbered; some of them
/// are those of helpers whom households named before there was such a helper, or after.
fn event(plot: &Plot, records: &ProblemRecords<'static>, number: usize) -> Option<Event<'static>> {
    let helper =
        |at: &Index| (!records.helpers.is_empty()).then(|| at.get(&records.helpers).id.clone());
    let household =
        |at: &Index| (!records.households.is_empty()).then(|| at.get(&records.households).clone());
    Some(match plot {
        Plot::Leave(at) => Event::HelperLeaves { helper: helper(at)? },
        Plot::Join { class, capacity, own_class } => {
            // Ids of the generated problems, where they are free.
            let id_of = |at: usize| id('p', at);
            let is_free = |id: &Id<'_>| records.helpers.iter().all(|helper| helper.id != *id);
            let newcomer = (0..MEDIUM.helpers + number).map(id_of).find(is_free)?;
            let own_class = own_class.as_ref().map(|minutes| {
                let minutes = (0..).zip(minutes).map(|(s, m): (usize, _)| (id('g', s * 2), *m));
                ClassRecord { id: id('d', number), minutes: UniqueMap(minutes.collect()) }
            });
            let class_id = own_class
                .as_ref()
                .map_or_else(|| class.get(&records.classes).id.clone(), |class| class.id.clone());
            let helper =
                HelperRecord { id: newcomer, class: class_id, capacity: *capacity, least: 0 };
            Event::HelperJoins { helper, class: own_class }
        }
        Plot::Capacity(at, capacity) => {
            Event::CapacityChanges { helper: helper(at)?, capacity: *capacity }
        }
        Plot::Come { like, pinned } => {
            let pinned = pinned.as_ref().and_then(helper);
            let id = id('n', number);
            Event::HouseholdComes { household: HouseholdRecord { id, pinned, ..household(like)? } }
        }
        Plot::Go(at) => Event::HouseholdGoes { household: household(at)?.id },
        Plot::Pin(at, to) => {
            Event::HouseholdPinned { household: household(at)?.id, helper: helper(to)? }
        }
        Plot::Release(at) => Event::HouseholdReleased { household: household(at)?.id },
    })
}

fn pairs(session: &Session) -> BTreeMap<String, String> {
    let plan = session.plan();
    let pairs = plan.pairings();
    pairs.map(|one| (one.household.id().to_string(), one.helper.id().to_string())).collect()
}

/// Lets something happen, and holds what comes of it against a plan made anew.
fn happens(session: &mut Session, event: &Event<'_>) {
    let before = pairs(session);
    let changes = session.apply(event).unwrap();
    let records = session.records();
    let problem = records.check().unwrap();
    assert_eq!(session.problem(), &problem, "{event:?}");
    let cold = solve(&problem);
    verify(&cold).unwrap();
    verify(&session.plan()).unwrap();
    assert_eq!(worth_of_plan(&session.plan()), worth_of_plan(&cold), "{event:?}");
    let after = pairs(session);
    let mut told = before.clone();
    for change in &changes {
        let household = change.household.to_string();
        assert_ne!(change.before, change.after);
        assert_eq!(
            before.get(&household).map(String::as_str),
            change.before.as_ref().map(Id::as_str)
        );
        match &change.after {
            Some(helper) => told.insert(household, helper.to_string()),
            None => told.remove(&household),
        };
    }
    assert_eq!(told, after, "{event:?}");
    assert!(changes.is_sorted_by(|one, other| one.household < other.household));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_happens_the_plan_is_the_best(
        records in prop_oneof![any_problem(SMALL), problem(MEDIUM), any_problem(MEDIUM)],
        plots in vec(plot(), 1..12),
    ) {
        let mut session = Session::new(&records).unwrap();
        for (number, plot) in (100..).zip(plots) {
            if let Some(event) = event(&plot, &session.records(), number) {
                happens(&mut session, &event);
            }
        }
    }
}

#[test]
fn a_township_lives_through_departures_and_returns() {
    for kind in Kind::ALL {
        let records = township(kind, Size { zones: 2, villages: 2 }, 5, 0);
        let mut session = Session::new(&records).unwrap();
        for helper in records.helpers.iter().step_by(9) {
            happens(&mut session, &Event::HelperLeaves { helper: helper.id.clone() });
        }
        for household in records.households.iter().step_by(31) {
            happens(&mut session, &Event::HouseholdGoes { household: household.id.clone() });
        }
        for helper in records.helpers.iter().step_by(9) {
            happens(&mut session, &Event::HelperJoins { helper: helper.clone(), class: None });
        }
        for household in records.households.iter().step_by(31) {
            happens(&mut session, &Event::HouseholdComes { household: household.clone() });
        }
        // Everybody is back, and nobody is forgotten whom a household barred or had.
        let mut sorted = records.clone();
        sorted.classes.sort_by(|one, other| one.id.cmp(&other.id));
        sorted.helpers.sort_by(|one, other| one.id.cmp(&other.id));
        sorted.households.sort_by(|one, other| one.id.cmp(&other.id));
        assert_eq!(session.records(), sorted);
        assert_eq!(session.problem(), &records.check().unwrap());
    }
}

/// So many at once that they are not dealt with one by one.
#[test]
fn whom_everybody_names_leaves_and_comes_back() {
    let mut records = township(Kind::Default, Size { zones: 1, villages: 2 }, 3, 0);
    let named = records.helpers[1].id.clone();
    for (at, household) in records.households.iter_mut().enumerate() {
        match at % 3 {
            0 => household.pinned = Some(named.clone()),
            1 => household.barred = vec![named.clone()],
            _ => household.incumbent = Some(named.clone()),
        }
    }
    let mut session = Session::new(&records).unwrap();
    let helper = records.helpers[1].clone();
    happens(&mut session, &Event::HelperLeaves { helper: named.clone() });
    assert!(session.records().households.iter().all(|household| household.pinned.is_none()));
    happens(&mut session, &Event::HelperJoins { helper, class: None });
    happens(&mut session, &Event::CapacityChanges { helper: named, capacity: 1000 });
}

#[test]
fn what_cannot_happen_changes_nothing() {
    let records = township(Kind::Default, Size { zones: 1, villages: 1 }, 1, 0);
    let mut session = Session::new(&records).unwrap();
    let before = session.records();
    let plan = serde_json::to_string(&session.plan()).unwrap();
    let stranger = || id('x', 0);
    let known_helper = records.helpers[0].clone();
    let known_household = records.households[0].clone();
    let refusals = [
        (Event::HelperLeaves { helper: stranger() }, "there is no helper `x0`"),
        (Event::CapacityChanges { helper: stranger(), capacity: 3 }, "there is no helper `x0`"),
        (
            Event::CapacityChanges { helper: known_helper.id.clone(), capacity: -1 },
            "`-1` is not from 0 to 1000",
        ),
        (Event::HouseholdGoes { household: stranger() }, "there is no household `x0`"),
        (
            Event::HouseholdPinned { household: stranger(), helper: known_helper.id.clone() },
            "there is no household `x0`",
        ),
        (
            Event::HouseholdPinned { household: known_household.id.clone(), helper: stranger() },
            "there is no helper `x0`",
        ),
        (Event::HouseholdReleased { household: stranger() }, "there is no household `x0`"),
        (
            Event::HelperJoins { helper: known_helper.clone(), class: None },
            "there is already a helper `p0`",
        ),
        (
            Event::HelperJoins {
                helper: HelperRecord { id: stranger(), ..known_helper.clone() },
                class: Some(records.classes[0].clone()),
            },
            "there is already a class `c0`",
        ),
        (
            Event::HelperJoins {
                helper: HelperRecord { id: stranger(), class: stranger(), ..known_helper.clone() },
                class: None,
            },
            "helpers[0].class: there is no class `x0` [unknown_reference]",
        ),
        (
            Event::HelperJoins {
                helper: HelperRecord { id: stranger(), capacity: 1001, ..known_helper },
                class: None,
            },
            "helpers[0].capacity: `1001` is not from 0 to 1000 [out_of_range]",
        ),
        (
            Event::HouseholdComes { household: known_household.clone() },
            "there is already a household `h0`",
        ),
        (
            Event::HouseholdComes {
                household: HouseholdRecord {
                    id: stranger(),
                    pinned: Some(stranger()),
                    ..known_household
                },
            },
            "households[0].pinned: there is no helper `x0` [unknown_reference]",
        ),
    ];
    for (event, message) in refusals {
        let error: EventError = session.apply(&event).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(session.records(), before);
        assert_eq!(serde_json::to_string(&session.plan()).unwrap(), plan);
    }
}

#[test]
fn events_are_documents() {
    let text = r#"{"helper_joins":{"helper":{"id":"p9","class":"c0","capacity":2},"class":null}}"#;
    let event: Event<'_> = bangfu::document::read(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    let text = r#"{"household_pinned":{"household":"h0","helper":"p0"}}"#;
    let event: Event<'_> = bangfu::document::read(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
}
