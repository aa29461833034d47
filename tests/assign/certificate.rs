use bangfu::assign::{PlanRecords, Problem, Refutation, ShortageRecord};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generator::id;
use crate::model::{MEDIUM, SMALL, problem};
use crate::{claim, judge};

fn refuted(problem: &Problem, plan: &PlanRecords<'_>) -> Refutation {
    judge(problem, plan).unwrap_err()
}

/// The bound that prices prove, by the words of the format: every household is asked by every
/// helper, every place is looked at.
fn bound(problem: &Problem, plan: &PlanRecords<'_>) -> i128 {
    let price = |id: &str| i128::from(plan.prices.0[id]);
    let weight = i128::from(plan.uncovered_weight);
    let pay = problem.households().map(|household| {
        let asked = problem.helpers().filter_map(|helper| {
            let cost = household.cost(helper)?;
            Some(i128::from(cost) + price(helper.id().as_str()))
        });
        asked.min().map_or(weight, |least| least.min(weight))
    });
    let keep = problem.helpers().map(|helper| {
        let places = 1..=i128::from(helper.capacity());
        let balance = i128::from(problem.balance());
        places.map(|n| (price(helper.id().as_str()) - balance * n).max(0)).sum::<i128>()
    });
    pay.sum::<i128>() - keep.sum::<i128>()
}

fn objective(plan: &PlanRecords<'_>) -> i128 {
    let uncovered = i128::try_from(plan.uncovered.len()).unwrap();
    i128::from(plan.cost) + i128::from(plan.uncovered_weight) * uncovered
}

/// Makes the figures of a plan right again for other pairings.
fn refigure(problem: &Problem, plan: &mut PlanRecords<'_>) {
    plan.covered = u64::try_from(plan.pairings.len()).unwrap();
    let balance =
        |load: u64| i64::from(problem.balance()) * i64::try_from(load * (load + 1) / 2).unwrap();
    let balance: i64 = plan.loads().into_values().map(balance).sum();
    plan.cost = plan.pairings.iter().map(|one| i64::from(one.cost)).sum::<i64>() + balance;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prices_prove_a_plan_exactly_if_their_bound_meets_it(
        records in problem(SMALL),
        changes in proptest::collection::vec((any::<Index>(), 0..40_i64), 1..4),
    ) {
        let problem = records.check().unwrap();
        let mut plan = claim(&problem);
        prop_assert_eq!(bound(&problem, &plan), objective(&plan));
        let names: Vec<_> = plan.prices.0.keys().cloned().collect();
        if !names.is_empty() {
            for (at, price) in changes {
                plan.prices.0.insert(at.get(&names).clone(), price);
            }
        }
        let (bound, objective) = (bound(&problem, &plan), objective(&plan));
        prop_assert!(bound <= objective);
        match judge(&problem, &plan) {
            Ok(_) => prop_assert_eq!(bound, objective),
            Err(refutation) => {
                prop_assert_ne!(bound, objective);
                prop_assert_eq!(refutation, Refutation::NotProved { objective, bound });
            }
        }
    }

    /// Households with many bars, and prices that nobody chose.
    #[test]
    fn the_bound_is_that_of_the_format(
        records in problem(MEDIUM),
        prices in proptest::collection::vec(0..30_i64, 20),
    ) {
        let problem = records.check().unwrap();
        let mut plan = claim(&problem);
        for (price, new) in plan.prices.0.values_mut().zip(prices) {
            *price = new;
        }
        let (bound, objective) = (bound(&problem, &plan), objective(&plan));
        if bound != objective {
            prop_assert_eq!(refuted(&problem, &plan), Refutation::NotProved { objective, bound });
        }
    }

    #[test]
    fn every_worse_plan_is_refuted(records in problem(SMALL), at: Index, to: Index) {
        let problem = records.check().unwrap();
        let best = claim(&problem);
        prop_assume!(!best.pairings.is_empty());

        // One household goes to another helper who may serve it.
        let mut moved = best.clone();
        let pairing = &mut moved.pairings[at.index(best.pairings.len())];
        let household = problem.household(pairing.household.as_str()).unwrap();
        let able = problem.helpers().filter(|one| household.cost(*one).is_some());
        let helper = to.get(&able.collect::<Vec<_>>()).to_owned();
        pairing.helper = helper.id().as_borrowed();
        pairing.cost = household.cost(helper).unwrap();
        refigure(&problem, &mut moved);
        let load = moved.loads()[helper.id().as_str()];
        match judge(&problem, &moved) {
            Ok(_) => prop_assert_eq!(moved.cost, best.cost),
            Err(Refutation::OverCapacity { .. }) => {
                prop_assert!(load > u64::from(helper.capacity()));
            }
            Err(refutation) => {
                prop_assert!(moved.cost > best.cost);
                let is_not_proved = matches!(refutation, Refutation::NotProved { .. });
                prop_assert!(is_not_proved, "{:?}", refutation);
            }
        }

        // One household is left over.
        let mut dropped = best.clone();
        let pairing = dropped.pairings.remove(at.index(best.pairings.len()));
        prop_assert_eq!(
            refuted(&problem, &dropped),
            Refutation::Unlisted { household: pairing.household.clone().into_owned() }
        );
        dropped.uncovered.push(pairing.household);
        dropped.uncovered.sort();
        refigure(&problem, &mut dropped);
        let is_not_proved = matches!(refuted(&problem, &dropped), Refutation::NotProved { .. });
        prop_assert!(is_not_proved);
        // However little it weighs: either the prices or the shortage do not hold.
        let dual = |plan: &PlanRecords<'_>| bound(&problem, plan) == objective(plan);
        dropped.uncovered_weight = 0;
        if dual(&dropped) {
            let is_short = matches!(
                refuted(&problem, &dropped),
                Refutation::ShortageMissing { .. } | Refutation::Unexplained { .. }
            );
            prop_assert!(is_short);
        } else {
            prop_assert!(judge(&problem, &dropped).is_err());
        }
    }

    #[test]
    fn every_wrong_shortage_is_refuted(records in problem(SMALL), at: Index) {
        let problem = records.check().unwrap();
        let plan = claim(&problem);
        let with = |shortage: Option<ShortageRecord<'static>>| {
            refuted(&problem, &PlanRecords { shortage, ..plan.clone() })
        };
        let nothing = ShortageRecord { households: vec![], helpers: vec![], capacity: 0, short: 0 };
        let Some(shortage) = &plan.shortage else {
            prop_assert_eq!(with(Some(nothing)), Refutation::ShortageUnexpected);
            return Ok(());
        };
        let owned = || ShortageRecord {
            households: shortage.households.iter().map(|id| id.clone().into_owned()).collect(),
            helpers: shortage.helpers.iter().map(|id| id.clone().into_owned()).collect(),
            ..*shortage
        };
        let uncovered = shortage.short;
        prop_assert_eq!(with(None), Refutation::ShortageMissing { uncovered });
        let is_unexplained = matches!(with(Some(nothing)), Refutation::Unexplained { .. });
        prop_assert!(is_unexplained);

        let (stated, actual) = (shortage.capacity + 1, shortage.capacity);
        prop_assert_eq!(
            with(Some(ShortageRecord { capacity: stated, ..owned() })),
            Refutation::ShortageCapacity { stated, actual }
        );
        let is_unexplained = matches!(
            with(Some(ShortageRecord { short: uncovered + 1, ..owned() })),
            Refutation::Unexplained { .. }
        );
        prop_assert!(is_unexplained);

        if !shortage.helpers.is_empty() {
            let mut one = owned();
            let helper = one.helpers.remove(at.index(one.helpers.len()));
            prop_assert_eq!(with(Some(one)), Refutation::ShortageOmits { helper });
        }
        let others = problem.helpers().find(|one| !shortage.helpers.contains(one.id()));
        if let Some(other) = others {
            let mut one = owned();
            one.helpers.push(other.id().clone());
            one.helpers.sort();
            let helper = other.id().clone();
            prop_assert_eq!(with(Some(one)), Refutation::ShortageAdds { helper });
        }
        let mut fewer = owned();
        fewer.households.remove(at.index(fewer.households.len()));
        let fewer = PlanRecords { shortage: Some(fewer), ..plan.clone() };
        prop_assert!(judge(&problem, &fewer).is_err());
    }

    /// A plan is read from its document as it was written.
    #[test]
    fn a_plan_survives_its_document(records in problem(SMALL)) {
        let problem = records.check().unwrap();
        let plan = claim(&problem);
        let document = serde_json::to_vec(&plan).unwrap();
        let read: PlanRecords<'_> = bangfu::document::read(&document).unwrap();
        prop_assert_eq!(&read, &plan);
        prop_assert!(judge(&problem, &read).is_ok());
    }
}

/// Two households, two helpers who may serve both; the third household nobody may serve.
fn problem_of_three() -> Problem {
    let document = br#"{"format": 1,
        "classes": [{"id": "c0", "minutes": {"g0": 5}}],
        "helpers": [{"id": "p0", "class": "c0", "capacity": 1}, {"id": "p1", "class": "c0", "capacity": 2}],
        "households": [{"id": "h0", "site": "g0", "incumbent": "p0"}, {"id": "h1", "site": "g0", "barred": ["p0"]},
                       {"id": "h2", "site": "g1"}],
        "keep": 2, "balance": 1}"#;
    let records: bangfu::assign::ProblemRecords<'_> = bangfu::document::read(document).unwrap();
    records.check().unwrap()
}

#[test]
fn every_figure_and_list_is_checked() {
    type Change = fn(&mut PlanRecords<'_>);
    let changes: &[(Change, &str)] = &[
        (|plan| plan.pairings.reverse(), "`h0` stands twice or out of order in `pairings`"),
        (
            |plan| plan.pairings.push(plan.pairings[1].clone()),
            "`h1` stands twice or out of order in `pairings`",
        ),
        (
            |plan| plan.uncovered.push(plan.uncovered[0].clone()),
            "`h2` stands twice or out of order in `uncovered`",
        ),
        (|plan| plan.pairings[1].household = id('h', 7), "the problem has no household `h7`"),
        (|plan| plan.pairings[1].helper = id('p', 7), "the problem has no helper `p7`"),
        (|plan| plan.pairings[1].helper = id('p', 0), "`p0` may not serve `h1`"),
        (|plan| plan.pairings[0].cost = 5, "`p0` serves `h0` at a cost of 3, not 5"),
        (
            |plan| plan.uncovered.insert(0, id('h', 1)),
            "`h1` has a helper and is listed as uncovered",
        ),
        (|plan| plan.uncovered.push(id('h', 7)), "the problem has no household `h7`"),
        (|plan| plan.uncovered.clear(), "`h2` has no helper and is not listed as uncovered"),
        (|plan| plan.covered = 3, "the plan covers 2 households, not 3"),
        (|plan| plan.cost = 9, "the plan costs 10, not 9"),
        (|plan| plan.prices.0.retain(|id, _| *id != "p0"), "`p0` has no price"),
        (|plan| plan.prices.0.extend([(id('p', 7), 0)]), "the problem has no helper `p7`"),
        (|plan| plan.prices.0.extend([(id('p', 1), -1)]), "the price of `p1` is -1, below 0"),
        (|plan| plan.shortage = None, "1 households are left over and no shortage says why"),
    ];
    let problem = problem_of_three();
    let plan = claim(&problem);
    assert!(judge(&problem, &plan).is_ok());
    for (change, message) in changes {
        let mut wrong = plan.clone();
        change(&mut wrong);
        assert_eq!(refuted(&problem, &wrong).to_string(), *message);
    }
    let over = PlanRecords { shortage: None, ..plan.clone() };
    let mut over = PlanRecords { uncovered: vec![id('h', 2)], ..over };
    over.pairings[0].helper = id('p', 1);
    over.pairings[0].cost = 5;
    refigure(&problem, &mut over);
    assert!(matches!(refuted(&problem, &over), Refutation::NotProved { .. }));
}

#[test]
fn prices_beyond_all_measure_do_no_harm() {
    let problem = problem_of_three();
    let mut plan = claim(&problem);
    for weight in [i64::MIN, i64::MAX] {
        plan.uncovered_weight = weight;
        for price in [0, i64::MAX] {
            plan.prices.0.values_mut().for_each(|one| *one = price);
            let (bound, objective) = (bound(&problem, &plan), objective(&plan));
            assert_eq!(refuted(&problem, &plan), Refutation::NotProved { objective, bound });
        }
    }
}
