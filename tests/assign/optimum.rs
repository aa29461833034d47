use bangfu::assign::{HelperRecord, HouseholdRecord, Problem, ProblemRecords};
use bangfu::document::{Format, UniqueMap};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::generator::id;
use crate::model::{MEDIUM, SMALL, Size, brute_force, problem};
use crate::reference::textbook;
use crate::{proved, worth};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn nothing_tried_is_better(records in problem(SMALL)) {
        let problem = records.check().unwrap();
        let best = brute_force(&problem);
        prop_assert_eq!(worth(&proved(&problem)), best);
        // The reference is a reference.
        prop_assert_eq!(textbook(&problem), best);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_textbook_finds_nothing_better(records in problem(MEDIUM)) {
        let problem = records.check().unwrap();
        prop_assert_eq!(worth(&proved(&problem)), textbook(&problem));
    }

    /// One class and many bars: the trees have to be entered around those who are barred.
    #[test]
    fn classes_of_any_size_are_entered_around_the_barred(
        records in problem(Size { classes: 1, helpers: 12, bars: 12, ..MEDIUM }),
    ) {
        let problem = records.check().unwrap();
        prop_assert_eq!(worth(&proved(&problem)), textbook(&problem));
    }
}

#[test]
fn every_kind_of_problem_occurs() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 12];
    for _ in 0..500 {
        let records = problem(SMALL).new_tree(&mut runner).unwrap().current();
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let loads: Vec<_> = plan.loads().collect();
        let barred = |household: &HouseholdRecord<'_>| !household.barred.is_empty();
        let is_full = |(helper, load): &(bangfu::assign::Helper<'_>, u64)| {
            helper.capacity() > 0 && *load == u64::from(helper.capacity())
        };
        let seen = [
            plan.uncovered().next().is_none() && plan.covered() > 0,
            plan.uncovered().next().is_some() && plan.covered() > 0,
            plan.uncovered().next().is_some() && plan.covered() == 0,
            problem.households().len() == 0,
            problem.helpers().len() == 0,
            problem.helpers().any(|helper| helper.capacity() == 0),
            problem.balance() == 0,
            problem.balance() > 0 && loads.iter().any(|(_, load)| *load > 1),
            records.households.iter().any(barred),
            plan.pairings().any(bangfu::assign::PlannedPairing::is_kept),
            loads.iter().any(is_full),
            plan.shortages().any(|shortage| shortage.capacity() > 0),
        ];
        for (count, is_seen) in counts.iter_mut().zip(seen) {
            *count += usize::from(is_seen);
        }
    }
    assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
}

/// One class, one site; helpers of one capacity, households of one kind.
fn uniform(helpers: i64, capacity: i64, households: i64, minutes: i64) -> ProblemRecords<'static> {
    let minutes = UniqueMap([(id('g', 0), minutes)].into());
    let helper = |at| HelperRecord { id: id('p', at), class: id('c', 0), capacity, least: 0 };
    let household = |at| HouseholdRecord {
        id: id('h', at),
        site: id('g', 0),
        incumbent: None,
        barred: Vec::new(),
        pinned: None,
    };
    ProblemRecords {
        format: Format,
        classes: vec![bangfu::assign::ClassRecord { id: id('c', 0), minutes }],
        helpers: (0..helpers).map(helper).collect(),
        households: (0..households).map(household).collect(),
        keep: 0,
        balance: 0,
        fairness: None,
    }
}

#[test]
fn nothing_at_all_is_planned_as_nothing() {
    let records = ProblemRecords { classes: Vec::new(), ..uniform(0, 0, 0, 0) };
    let problem = records.check().unwrap();
    let plan = proved(&problem);
    assert_eq!(
        serde_json::to_string(&plan).unwrap(),
        r#"{"covered":0,"uncovered":[],"cost":0,"pairings":[],"prices":{},"uncovered_weight":1,"shortage":null}"#
    );
}

#[test]
fn the_example_of_the_format_is_planned_as_it_says() {
    let problem = br#"{ "format": 1,
        "classes": [{"id": "c0", "minutes": {"g0": 12, "g1": 35}}],
        "helpers": [{"id": "p0", "class": "c0", "capacity": 5}],
        "households": [{"id": "h0", "site": "g0", "incumbent": "p0", "barred": ["p3"]}],
        "keep": 10, "balance": 0 }"#;
    let problem = bangfu::document::read::<ProblemRecords<'_>>(problem).unwrap().check().unwrap();
    let plan = proved(&problem);
    assert_eq!(
        serde_json::to_string(&plan).unwrap(),
        r#"{"covered":1,"uncovered":[],"cost":2,"pairings":[{"household":"h0","helper":"p0","cost":2}],"prices":{"p0":0},"uncovered_weight":36,"shortage":null}"#
    );
    assert_eq!(plan.loads().map(|(_, load)| load).collect::<Vec<_>>(), [1]);
}

#[test]
fn without_helpers_or_places_everyone_is_left_over() {
    for records in [
        uniform(0, 0, 5, 10),
        uniform(3, 0, 5, 10),
        ProblemRecords { balance: 7, ..uniform(3, 0, 5, 10) },
        ProblemRecords { classes: Vec::new(), helpers: Vec::new(), ..uniform(3, 9, 5, 10) },
    ] {
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        assert_eq!(worth(&plan), (5, 0));
        let shortage = plan.records().shortage.unwrap();
        assert_eq!((shortage.households.len(), shortage.capacity, shortage.short), (5, 0, 5));
        // Those without a place are named all the same: they may serve.
        assert_eq!(shortage.helpers.len(), problem.helpers().len());
        // Without helpers, nothing ties the households together.
        assert_eq!(plan.shortages().len(), if problem.helpers().len() == 0 { 5 } else { 1 });
    }
}

#[test]
fn a_thousand_households_all_alike_are_shared_evenly() {
    for balance in [0, 1, 10_000] {
        let records = ProblemRecords { balance, ..uniform(10, 150, 1000, 5) };
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        assert_eq!(worth(&plan), (0, 5000 + balance * 10 * (100 * 101 / 2)));
        if balance > 0 {
            assert!(plan.loads().all(|(_, load)| load == 100));
        }
    }
}

#[test]
fn numbers_at_their_bounds_are_planned() {
    let (minutes, capacity) =
        (i64::from(Problem::MINUTES.max()), i64::from(Problem::CAPACITY.max()));
    let mut records = uniform(3, capacity, 3001, minutes);
    (records.keep, records.balance) = (minutes, minutes);
    for household in &mut records.households {
        household.incumbent = Some(id('p', 2));
    }
    let problem = records.check().unwrap();
    let plan = proved(&problem);
    // Every place is taken: those of p2 by its own.
    let balance = minutes * 3 * (capacity * (capacity + 1) / 2);
    assert_eq!(worth(&plan), (1, 2 * capacity * minutes + balance));

    records.helpers.iter_mut().for_each(|helper| helper.capacity = 0);
    let problem = records.check().unwrap();
    assert_eq!(worth(&proved(&problem)), (3001, 0));
}

#[test]
fn an_incumbent_who_may_not_serve_is_none() {
    let mut records = ProblemRecords { keep: 10, ..uniform(2, 5, 3, 4) };
    records.helpers[1].class = id('c', 1);
    records.classes.push(bangfu::assign::ClassRecord {
        id: id('c', 1),
        minutes: UniqueMap([(id('g', 1), 1)].into()),
    });
    records.households[0].incumbent = Some(id('p', 0));
    records.households[0].barred = vec![id('p', 0)];
    records.households[1].incumbent = Some(id('p', 1));
    records.households[2].incumbent = Some(id('p', 7));
    let problem = records.check().unwrap();
    assert!(problem.households().all(|one| one.incumbent().is_none()));
    assert_eq!(worth(&proved(&problem)), (1, 8));
}
