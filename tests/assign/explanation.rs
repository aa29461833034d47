//! An explanation says what everybody else would cost in all: as much as a plan with the household
//! pinned to them does.

use std::collections::BTreeMap;

use bangfu::assign::{
    Explanation, Extra, Fairness, Move, Plan, Problem, ProblemRecords, Refutation, Rule, explain,
    solve,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::generator::{Kind, township};
use crate::model::{
    MEDIUM, SMALL, Size, Worth, any_problem, best_worth, problem, worth_of, worth_of_plan,
};
use crate::proved;

/// The explanation of every household.
fn explanations<'p>(plan: &Plan<'p>) -> Vec<Explanation<'p>> {
    let mut explainer = explain(plan).unwrap();
    let households = plan.problem().households();
    households.map(|household| explainer.household(household).unwrap()).collect()
}

fn plus(worth: Worth, extra: Extra, fairness: Option<Fairness>) -> Worth {
    let Extra { uncovered, uncovered_pinned, .. } = extra;
    let [_, short, one, other] = extra.by_weight(fairness);
    let extra = [uncovered, uncovered_pinned, short, one, other];
    std::array::from_fn(|at| worth[at] + extra[at])
}

/// What the best plan comes to in which a helper must serve a household. `None` if the plan leaves
/// the household over nevertheless, for others are pinned to that helper too.
fn pinned(records: &ProblemRecords<'_>, household: &str, helper: &str) -> Option<Worth> {
    let original = records.check().unwrap();
    let mut records = records.clone();
    let one = records.households.iter_mut().find(|one| one.id == household).unwrap();
    one.pinned = Some(helper.parse().unwrap());
    let problem = records.check().unwrap();
    let plan = solve(&problem);
    plan.helper(problem.household(household).unwrap())?;
    // What it comes to in the problem as it was.
    let pairs = plan.pairings().map(|pairing| {
        let household = original.household(pairing.household.id().as_str()).unwrap();
        (household, original.helper(pairing.helper.id().as_str()).unwrap())
    });
    worth_of(&original, pairs)
}

/// What comes of a plan when households move.
fn moved<'p>(plan: &Plan<'p>, moves: &[Move<'p>]) -> Option<Worth> {
    let problem = plan.problem();
    let mut pairs: BTreeMap<_, _> =
        plan.pairings().map(|pairing| (pairing.household, pairing.helper)).collect();
    for one in moves {
        let household = one.household;
        assert_eq!(plan.helper(household), one.from);
        pairs.remove(&household);
        pairs.extend(one.to.map(|helper| (household, helper)));
    }
    worth_of(problem, pairs)
}

fn check(records: &ProblemRecords<'_>) -> Result<(), TestCaseError> {
    let problem = records.check().unwrap();
    let plan = proved(&problem);
    let (worth, fairness) = (worth_of_plan(&plan), problem.fairness());
    let is_plain = fairness.is_none() && problem.helpers().all(|helper| helper.least() == 0);
    let mut explainer = explain(&plan).unwrap();
    for explanation in explanations(&plan) {
        let household = explanation.household;
        prop_assert_eq!(explanation.chosen.map(|chosen| chosen.helper), plan.helper(household));
        for candidate in &explanation.candidates {
            let told = plus(worth, candidate.extra, fairness);
            let exact = pinned(records, household.id().as_str(), candidate.helper.id().as_str());
            if let Some(exact) = exact {
                prop_assert_eq!(told, exact);
            } else {
                let rivals = problem.households();
                let rivals = rivals.filter(|one| one.pinned() == Some(candidate.helper));
                let capacity = usize::try_from(candidate.helper.capacity()).unwrap();
                prop_assert!(rivals.count() >= capacity);
            }
            // Those very moves come to that.
            prop_assert_eq!(moved(&plan, &candidate.moves), Some(told));
            let first = candidate.moves[0];
            prop_assert_eq!((first.household, first.to), (household, Some(candidate.helper)));

            prop_assert!(0 <= candidate.at_least && candidate.at_least <= candidate.weighed);
            prop_assert_eq!(candidate.weighed == 0, candidate.extra.is_nothing());
            if is_plain {
                let Extra { uncovered, uncovered_pinned, cost, .. } = candidate.extra;
                let weighed = cost + (uncovered + uncovered_pinned) * plan.uncovered_weight();
                prop_assert_eq!(candidate.weighed, weighed);
            }
        }
        // The weight orders as the parts do.
        let parts = explanation.candidates.iter().map(|one| one.extra.by_weight(fairness));
        prop_assert!(parts.is_sorted());
        // One of the first.
        let next = explainer.next_best(household);
        let first = explanation.candidates.first();
        prop_assert_eq!(next.as_ref().map(|one| one.weighed), first.map(|one| one.weighed));
        if let Some(next) = next {
            let mut all = explanation.candidates.iter();
            let same = all.find(|one| one.helper == next.helper).unwrap();
            prop_assert_eq!(same.extra, next.extra);
        }
        if let Some(chosen) = explanation.chosen {
            let own = household.cost(chosen.helper);
            let costs = explanation.candidates.iter().map(|one| household.cost(one.helper));
            let cheaper = costs.filter(|cost| *cost < own).count();
            prop_assert_eq!(chosen.cheaper, u64::try_from(cheaper).unwrap());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// The solver itself, before it is asked for other plans.
    #[test]
    fn nothing_is_better_with_pins_least_loads_and_fairness(records in any_problem(SMALL)) {
        let problem = records.check().unwrap();
        prop_assert_eq!(worth_of_plan(&proved(&problem)), best_worth(&problem, None));
    }

    /// Small enough to try everything, the pinned against the pinned too.
    #[test]
    fn no_plan_with_another_helper_costs_less(
        records in any_problem(Size { helpers: 4, households: 5, ..SMALL }),
    ) {
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let (worth, fairness) = (worth_of_plan(&plan), problem.fairness());
        for explanation in explanations(&plan) {
            for candidate in &explanation.candidates {
                let forced = Some((explanation.household, candidate.helper));
                let told = plus(worth, candidate.extra, fairness);
                prop_assert_eq!(told, best_worth(&problem, forced));
            }
        }
    }

    #[test]
    fn what_another_helper_would_cost_is_what_it_costs(records in any_problem(SMALL)) {
        check(&records)?;
    }

    #[test]
    fn it_is_so_without_pins_and_least_loads(records in problem(SMALL)) {
        check(&records)?;
    }

    #[test]
    fn every_helper_is_named_once_with_every_rule(records in any_problem(SMALL)) {
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        for explanation in explanations(&plan) {
            let household = explanation.household;
            let chosen = explanation.chosen.iter().map(|one| one.helper);
            let candidates = explanation.candidates.iter().map(|one| one.helper);
            let excluded = explanation.excluded.iter().map(|one| one.helper);
            let mut named: Vec<_> = chosen.chain(candidates).chain(excluded).collect();
            named.sort_unstable();
            prop_assert_eq!(named, problem.helpers().collect::<Vec<_>>());

            let id = household.id().as_str();
            let record = records.households.iter().find(|one| one.id == id).unwrap();
            for excluded in &explanation.excluded {
                let helper = excluded.helper;
                let class = records.classes.iter().find(|one| one.id == *helper.class()).unwrap();
                let is_listed = class.minutes.0.contains_key(record.site.as_str());
                let other = record.pinned.as_ref().filter(|pinned| *pinned != helper.id());
                let mut rules = Vec::new();
                if !is_listed {
                    rules.push(Rule::OutOfScope);
                }
                if is_listed && record.barred.contains(helper.id()) {
                    rules.push(Rule::Barred);
                }
                rules.extend(other.map(|id| Rule::Pinned(problem.helper(id.as_str()).unwrap())));
                if helper.capacity() == 0 {
                    rules.push(Rule::NoCapacity);
                }
                prop_assert_eq!(&excluded.rules, &rules);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn it_is_so_in_larger_problems(
        records in any_problem(Size { helpers: 12, households: 25, ..MEDIUM }),
    ) {
        check(&records)?;
    }

    /// Prices from elsewhere, and any weight: a plan in a document need not be the library's own.
    #[test]
    fn prices_of_any_kind_will_do(
        records in any_problem(SMALL),
        weight in prop_oneof![Just(i64::MAX), 1 << 60..i64::MAX, 0..1_i64 << 61],
        far in prop_oneof![Just(i64::MAX), Just(i64::MIN), any::<i64>()],
    ) {
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let expected: Vec<_> = explanations(&plan).into_iter().map(|one| extras(&one)).collect();
        let claims = plan.prices().map(|(helper, _)| helper.id().clone());
        let mut claim = plan.records();
        for (at, helper) in claims.enumerate() {
            for price in [far, far.wrapping_add(i64::try_from(at).unwrap())] {
                let mut other = claim.clone();
                other.prices.0.insert(helper.clone(), price);
                if explain(&other.check(&problem).unwrap()).is_ok() {
                    claim = other;
                }
            }
        }
        let mut heavier = claim.clone();
        heavier.uncovered_weight = weight;
        for claim in [claim, heavier] {
            let read = claim.check(&problem).unwrap();
            if explain(&read).is_ok() {
                let found: Vec<_> =
                    explanations(&read).into_iter().map(|one| extras(&one)).collect();
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}

/// Every candidate with what they would cost in all.
fn extras(explanation: &Explanation<'_>) -> BTreeMap<String, Extra> {
    let candidates = explanation.candidates.iter();
    candidates.map(|one| (one.helper.id().to_string(), one.extra)).collect()
}

#[test]
fn a_plan_that_is_not_the_best_is_not_explained() {
    let records = township(Kind::Balance, crate::generator::Size { zones: 1, villages: 1 }, 1, 1);
    let problem = records.check().unwrap();
    let mut claim = solve(&problem).records();
    claim.prices.0.values_mut().for_each(|price| *price += 1);
    let claim = claim.check(&problem).unwrap();
    assert!(matches!(explain(&claim), Err(Refutation::NotProved { .. })));
}

#[test]
fn a_household_of_another_problem_is_not_explained() {
    let records = township(Kind::Default, crate::generator::Size { zones: 1, villages: 1 }, 1, 1);
    let (problem, other): (Problem, Problem) = (records.check().unwrap(), records.check().unwrap());
    let plan = solve(&problem);
    let mut explainer = explain(&plan).unwrap();
    let household = other.households().next().unwrap();
    assert!(explainer.household(household).is_none() && explainer.next_best(household).is_none());
}

/// A whole township: the next best helper of every tenth household is checked by a plan of its own.
#[test]
fn the_next_best_of_a_township_is_what_another_plan_says() {
    for kind in Kind::ALL {
        let records = township(kind, crate::generator::Size { zones: 2, villages: 2 }, 7, 3);
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let (worth, mut explainer) = (worth_of_plan(&plan), explain(&plan).unwrap());
        for household in problem.households().step_by(10) {
            let Some(next) = explainer.next_best(household) else { continue };
            let exact = pinned(&records, household.id().as_str(), next.helper.id().as_str());
            assert_eq!(Some(plus(worth, next.extra, None)), exact, "{kind}");
        }
    }
}

#[test]
fn every_kind_of_explanation_occurs() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 9];
    for _ in 0..400 {
        let records = any_problem(SMALL).new_tree(&mut runner).unwrap().current();
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let explanations = explanations(&plan);
        let candidates = || explanations.iter().flat_map(|one| &one.candidates);
        let chosen = || explanations.iter().filter_map(|one| one.chosen);
        let seen = [
            candidates().any(|one| one.moves.len() == 1),
            candidates().any(|one| one.moves.len() > 2),
            candidates().any(|one| one.at_least < one.weighed),
            candidates().any(|one| one.extra.uncovered > 0),
            candidates().any(|one| one.extra.short_of_least != 0),
            candidates().any(|one| one.extra.unevenness != 0 && one.extra.cost < 0),
            candidates().any(|one| one.moves[0].from.is_none()),
            candidates().any(|one| one.extra.is_nothing()),
            chosen().any(|one| one.cheaper > 0),
        ];
        for (count, is_seen) in counts.iter_mut().zip(seen) {
            *count += usize::from(is_seen);
        }
    }
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
}
