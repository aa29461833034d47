//! What a plan changes, and what it comes to.

use std::collections::BTreeMap;

use bangfu::assign::{Figures, Problem, Station, Terms, changes, draft, solve, verify};
use bangfu::calendar::Day;
use bangfu::quantity::Id;
use bangfu::testing;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::terms::decisions;
use crate::{charter, helped, supported, township};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_changes_turn_todays_pairings_into_the_plan(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let township = township(&roster);
        let draft = draft(&township, on, &rules, &decisions.terms(&township));
        let problem: Problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        prop_assert!(verify(&plan).is_ok());
        let changes = changes(&township, on, &plan).unwrap();
        let ids: Vec<&str> = changes.iter().map(|change| change.household.id().as_str()).collect();
        prop_assert!(ids.is_sorted());

        let supported = supported(&roster, on);
        let mut pairings = helped(&roster, on);
        pairings.retain(|household, _| supported.contains(household));
        for change in &changes {
            prop_assert_ne!(change.today, change.planned);
            let id = change.household.id().as_str();
            prop_assert_eq!(pairings.get(id).copied(), change.today.map(|p| p.id().as_str()));
            match change.planned {
                Some(planned) => pairings.insert(id, planned.id().as_str()),
                None => pairings.remove(id),
            };
        }
        let planned = plan.pairings().map(|p| (p.household.id().as_str(), p.helper.id().as_str()));
        prop_assert_eq!(pairings, planned.collect::<BTreeMap<_, _>>());
    }

    #[test]
    fn figures_add_up_to_what_the_plan_says(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let township = township(&roster);
        let draft = draft(&township, on, &rules, &decisions.terms(&township));
        let problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        let figures = Figures::of_plan(&plan);
        prop_assert_eq!((figures.covered, figures.cost), (plan.covered(), plan.cost()));
        prop_assert_eq!(figures.greatest_load, plan.loads().map(|(_, load)| load).max().unwrap_or(0));
        let squares: u64 = plan.loads().map(|(_, load)| load * (load + 1) / 2).sum();
        let saved = i64::try_from(figures.kept).unwrap() * i64::from(rules.keep.value);
        let balance = i64::try_from(squares).unwrap() * i64::from(rules.balance.value);
        prop_assert_eq!(figures.minutes - saved + balance, figures.cost);
    }
}

#[test]
fn a_plan_for_another_township_is_refused() {
    let township = crate::maoxi::township();
    let on: Day = "2018-10-08".parse().unwrap();
    let near = |_: Station<'_>, _| Some(10);
    let terms = Terms::new(township.helpers_on(on).take(1), near);
    let mut records = draft(&township, on, &charter().pairing, &terms).records;
    let problem = records.check().unwrap();
    assert!(changes(&township, on, &solve(&problem)).is_ok());
    records.helpers[0].id = Id::new("somebody").unwrap();
    let problem = records.check().unwrap();
    let plan = solve(&problem);
    let refused = changes(&township, on, &plan).unwrap_err();
    assert_eq!(refused.to_string(), "the township has no `somebody`");
}

/// The cases are not empty ones: changes, households left over and helpers kept all occur.
#[test]
fn drafts_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut changed, mut kept, mut left_over, mut unknown, mut covered) = (0, 0, 0, 0, 0);
    for _ in 0..400 {
        let case = (testing::roster(), testing::day(), testing::pairing_rules(), decisions());
        let (roster, on, rules, decisions) = case.new_tree(&mut runner).unwrap().current();
        let township = township(&roster);
        let draft = draft(&township, on, &rules, &decisions.terms(&township));
        let problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        changed += usize::from(!changes(&township, on, &plan).unwrap().is_empty());
        kept += usize::from(Figures::of_plan(&plan).kept > 0);
        left_over += usize::from(plan.uncovered().next().is_some());
        covered += usize::from(plan.covered() > 0);
        unknown += usize::from(!draft.unknown_ways.is_empty());
    }
    let counts = [changed, kept, left_over, covered, unknown];
    assert!(counts.iter().all(|count| *count >= 8), "{counts:?}");
}
