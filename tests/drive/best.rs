//! The plan against every other plan of a small township.

use std::cmp::Reverse;

use bangfu::assign::{Fairness, PairingRules, draft, solve, verify};
use bangfu::testing;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::terms::{Decisions, decisions, reading};
use crate::township;

/// More plans than these are not counted through.
const MOST_PLANS: usize = 40_000;

/// What a plan comes to, the smaller the better: pinned households left over, all left over, places
/// that should be filled and are not, and then cost and loads, from the greatest down.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    left_over: LeftOver,
    lacking: u64,
    loads_first: Vec<u64>,
    cost: i64,
    loads_last: Vec<u64>,
}

/// How many households a plan leaves over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct LeftOver {
    pinned: usize,
    all: usize,
}

/// A household: whether it is pinned, and the cost of every helper who may serve it.
struct Row {
    is_pinned: bool,
    costs: Vec<Option<i64>>,
}

impl Row {
    fn leave(&self, so_far: LeftOver) -> LeftOver {
        let pinned = so_far.pinned + usize::from(self.is_pinned);
        LeftOver { pinned, all: so_far.all + 1 }
    }
}

/// A helper: how many households they may and should have.
struct Place {
    capacity: u64,
    least: u64,
}

fn worth(
    loads: &[u64],
    left_over: LeftOver,
    pairings: i64,
    places: &[Place],
    rules: &PairingRules,
) -> Worth {
    let lacking =
        loads.iter().zip(places).map(|(load, place)| place.least.saturating_sub(*load)).sum();
    let squares: u64 = loads.iter().map(|load| load * (load + 1) / 2).sum();
    let cost = pairings + i64::try_from(squares).unwrap() * i64::from(rules.balance.value);
    let mut sorted = loads.to_vec();
    sorted.sort_by_key(|load| Reverse(*load));
    let (loads_first, loads_last) = match rules.fairness.value {
        None => (vec![], vec![]),
        Some(Fairness::BeforeCost) => (sorted, vec![]),
        Some(Fairness::AfterCost) => (vec![], sorted),
    };
    Worth { left_over, lacking, loads_first, cost, loads_last }
}

/// The best of all plans; none if there are too many.
fn best(rows: &[Row], places: &[Place], rules: &PairingRules) -> Option<Worth> {
    let choices = |row: &Row| row.costs.iter().flatten().count() + 1;
    let plans = rows.iter().map(choices).try_fold(1_usize, usize::checked_mul)?;
    if plans > MOST_PLANS {
        return None;
    }
    let mut best: Option<Worth> = None;
    let mut loads = vec![0; places.len()];
    go(rows, &mut loads, (LeftOver::default(), 0), &mut |loads, (left_over, cost)| {
        if loads.iter().zip(places).all(|(load, place)| *load <= place.capacity) {
            let worth = worth(loads, left_over, cost, places, rules);
            if best.as_ref().is_none_or(|best| worth < *best) {
                best = Some(worth);
            }
        }
    });
    best
}

fn go(
    rows: &[Row],
    loads: &mut Vec<u64>,
    so_far: (LeftOver, i64),
    visit: &mut impl FnMut(&[u64], (LeftOver, i64)),
) {
    let Some((row, rest)) = rows.split_first() else {
        return visit(loads, so_far);
    };
    go(rest, loads, (row.leave(so_far.0), so_far.1), visit);
    for (helper, cost) in row.costs.iter().enumerate() {
        if let Some(cost) = cost {
            loads[helper] += 1;
            go(rest, loads, (so_far.0, so_far.1 + cost), visit);
            loads[helper] -= 1;
        }
    }
}

/// Compares the plan for a township with all others; whether it could be done.
fn compare(
    roster: &bangfu::Roster<'_>,
    on: bangfu::Day,
    rules: &PairingRules,
    decisions: &Decisions,
) -> Result<bool, TestCaseError> {
    let township = township(roster);
    let terms = decisions.terms(&township);
    let draft = draft(&township, on, rules, &terms);
    let problem = draft.records.check().unwrap();
    let places: Vec<Place> = draft
        .records
        .helpers
        .iter()
        .map(|helper| Place {
            capacity: helper.capacity.try_into().unwrap(),
            least: helper.least.min(helper.capacity).try_into().unwrap(),
        })
        .collect();
    let mut rows = Vec::new();
    for household in &draft.records.households {
        let household = township.household(household.id.as_str()).unwrap();
        let cost = |helper: &bangfu::assign::HelperRecord<'_>| {
            let person = township.person(helper.id.as_str()).unwrap();
            let (_, minutes) = reading(&township, person, household, on, rules, &terms);
            let is_kept = household.helper_on(on) == Some(person);
            let kept = if is_kept { i64::from(rules.keep.value) } else { 0 };
            minutes.map(|minutes| i64::from(minutes) - kept)
        };
        let is_pinned = terms.pinned.contains_key(&household);
        let costs = draft.records.helpers.iter().map(cost).collect();
        rows.push(Row { is_pinned, costs });
    }
    let Some(expected) = best(&rows, &places, rules) else { return Ok(false) };
    let plan = solve(&problem);
    prop_assert_eq!(verify(&plan).err(), None);
    let loads: Vec<u64> = plan.loads().map(|(_, load)| load).collect();
    let pairings = plan.pairings().filter_map(|p| p.household.cost(p.helper)).map(i64::from).sum();
    let mut left_over = LeftOver::default();
    for (row, household) in rows.iter().zip(&draft.records.households) {
        let planned = problem.household(household.id.as_str()).unwrap();
        if plan.helper(planned).is_none() {
            left_over = row.leave(left_over);
        }
    }
    let found = worth(&loads, left_over, pairings, &places, rules);
    prop_assert_eq!(found, expected);
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// As many pins as possible and as many households; then as few places empty that should be filled; then cost and
    /// loads in the order of the rules, the most loaded helper first.
    #[test]
    fn no_plan_is_better(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        compare(&roster, on, &rules, &decisions)?;
    }
}

/// Enough of the cases are small enough and say something about loads.
#[test]
fn small_townships_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0; 4];
    for _ in 0..600 {
        let case = (testing::roster(), testing::day(), testing::pairing_rules(), decisions());
        let (roster, on, rules, decisions) = case.new_tree(&mut runner).unwrap().current();
        if !compare(&roster, on, &rules, &decisions).unwrap_or_default() {
            continue;
        }
        let township = township(&roster);
        let draft = draft(&township, on, &rules, &decisions.terms(&township));
        let problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        let has_several = plan.loads().filter(|(_, load)| *load > 0).count() > 1;
        let kind = match rules.fairness.value {
            None => 0,
            Some(Fairness::BeforeCost) => 1,
            Some(Fairness::AfterCost) => 2,
        };
        counts[kind] += usize::from(has_several);
        let should = problem.helpers().any(|helper| helper.least() > 0);
        counts[3] += usize::from(has_several && should);
    }
    assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
}
