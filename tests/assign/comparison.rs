use std::collections::BTreeMap;

use bangfu::assign::{Figures, ProblemRecords, compare, solve};
use proptest::prelude::*;

use crate::model::{MEDIUM, any_problem, worth_of_plan};
use crate::proved;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn two_plans_stand_side_by_side(records in any_problem(MEDIUM), drop in 0_usize..10) {
        let problem = records.check().unwrap();
        let best = proved(&problem);
        // Another plan, which covers fewer.
        let mut claim = best.records();
        let dropped = drop.min(claim.pairings.len());
        for pairing in claim.pairings.drain(..dropped) {
            claim.uncovered.push(pairing.household);
        }
        claim.uncovered.sort_unstable();
        claim.covered = u64::try_from(claim.pairings.len()).unwrap();
        let pairs: i64 = claim.pairings.iter().map(|one| i64::from(one.cost)).sum();
        let balance = i64::from(problem.balance());
        let loads = claim.loads().into_values().map(i64::try_from).map(Result::unwrap);
        let loads: Vec<i64> = loads.collect();
        claim.cost = pairs + loads.iter().map(|load| balance * load * (load + 1) / 2).sum::<i64>();
        let other = claim.check(&problem).unwrap();

        let comparison = compare(&best, &other).unwrap();
        prop_assert_eq!(comparison.before, Figures::of_plan(&best));
        for (plan, figures) in [(&best, comparison.before), (&other, comparison.after)] {
            let [uncovered, _, short, ..] = worth_of_plan(plan);
            prop_assert_eq!(figures.covered, plan.covered());
            prop_assert_eq!(figures.uncovered, u64::try_from(uncovered).unwrap());
            prop_assert_eq!(figures.short_of_least, u64::try_from(short).unwrap());
            prop_assert_eq!(figures.cost, plan.cost());
            prop_assert_eq!(figures.cost, figures.minutes - figures.keep + figures.balance);
            let greatest = plan.loads().map(|(_, load)| load).max().unwrap_or_default();
            prop_assert_eq!(figures.greatest_load, greatest);
        }
        prop_assert_eq!(comparison.moves.len(), dropped);
        for one in &comparison.moves {
            prop_assert_eq!((one.from, one.to), (best.helper(one.household), None));
        }
        for (plan, of_row) in [(&best, 0), (&other, 1)] {
            let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
            for (_, load) in plan.loads() {
                *counts.entry(load).or_default() += 1;
            }
            let rows = comparison.loads.iter();
            let rows = rows.map(|row| (row.households, [row.before, row.after][of_row]));
            let rows: BTreeMap<u64, u64> = rows.filter(|(_, count)| *count > 0).collect();
            prop_assert_eq!(rows, counts);
        }
        prop_assert!(comparison.loads.is_sorted_by_key(|row| row.households));
        prop_assert!(comparison.loads.iter().all(|row| row.before + row.after > 0));
    }
}

#[test]
fn plans_for_two_problems_are_not_compared() {
    let records: ProblemRecords<'_> = bangfu::document::read(
        br#"{"format": 1, "classes": [], "helpers": [], "households": [], "keep": 0, "balance": 0}"#,
    )
    .unwrap();
    let (one, other) = (records.check().unwrap(), records.check().unwrap());
    assert_eq!(compare(&solve(&one), &solve(&other)), None);
    assert!(compare(&solve(&one), &solve(&one)).unwrap().moves.is_empty());
}
