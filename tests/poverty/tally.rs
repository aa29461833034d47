//! Tallies add up: in any order and grouping, and back again.

use bangfu::poverty::{Circumstances, Headcount, Tally, Verdict, Yardstick};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Tallies of one yardstick.
fn tallies(count: usize) -> impl Strategy<Value = Vec<Tally>> {
    testing::yardstick().prop_flat_map(move |by| vec(testing::tally_by(by), count))
}

fn merge(a: &Tally, b: &Tally) -> Tally {
    a.merge(b).unwrap()
}

/// Households of which something is so.
fn count(households: &[Circumstances], is_so: impl Fn(&Circumstances) -> bool) -> Headcount {
    let those = households.iter().filter(|household| is_so(household));
    those.fold(Headcount::default(), |sum, household| Headcount {
        households: sum.households + 1,
        persons: sum.persons + u64::from(household.persons()),
    })
}

/// Whether a household is deprived, and whether nobody knows, item by item.
fn judged(by: &Yardstick, household: &Circumstances) -> (bool, bool) {
    let items = by.weights().iter().enumerate();
    let (mut lacking, mut is_unclear) = (0, false);
    for (item, weight) in items {
        match household.verdicts().of(item) {
            Verdict::Met => {}
            Verdict::NotMet => lacking += weight,
            Verdict::Unknown => is_unclear |= *weight > 0,
        }
    }
    let is_deprived = !by.weights().is_empty() && !is_unclear && lacking >= by.cutoff();
    (is_deprived, is_unclear)
}

#[test]
fn tallies_of_different_yardsticks_are_never_put_together() {
    let by = |cutoff| {
        let document = serde_json::json!(
            {"line": "2952.00", "poor": "below", "weights": [1, 1], "cutoff": cutoff});
        serde_json::from_value::<Yardstick>(document).unwrap()
    };
    let (one, other) = (Tally::new(by(1)), Tally::new(by(2)));
    let message = "the tallies are by different yardsticks";
    assert_eq!(one.merge(&other).unwrap_err().to_string(), message);
    assert_eq!(one.without(&other).unwrap_err().to_string(), message);
    assert_eq!(one.merge(&Tally::new(by(1))), Ok(one));
}

/// Were no tally like that, nothing would be tested of it.
#[test]
fn generated_tallies_hold_every_kind_of_household() {
    let mut runner = TestRunner::deterministic();
    let mut seen = [0; 9];
    for _ in 0..400 {
        let tally = testing::tally().new_tree(&mut runner).unwrap().current();
        let items = tally.yardstick().weights().len();
        let kinds = [
            tally.all().households == 0,
            tally.income_unknown().households > 0,
            tally.poor().households > 0,
            tally.poor().households > 0 && tally.gap() == 0,
            tally.all_met().households > 0,
            tally.unclear().households > 0,
            tally.deprived().households > 0,
            items == 0,
            items > 8,
        ];
        for (seen, is_such) in seen.iter_mut().zip(kinds) {
            *seen += u32::from(is_such);
        }
    }
    // At the line alone nobody is often: that takes a tally of a few.
    let [.., at_line, _, _, _, _, _] = seen;
    assert!(at_line > 0 && seen.iter().filter(|seen| **seen > 15).count() >= 8, "{seen:?}");
}

proptest! {
    #[test]
    fn tallies_merge_in_any_order_and_grouping(tallies in tallies(3)) {
        let [a, b, c] = [&tallies[0], &tallies[1], &tallies[2]];
        prop_assert_eq!(merge(&merge(a, b), c), merge(a, &merge(b, c)));
        prop_assert_eq!(merge(a, b), merge(b, a));
        let nobody = Tally::new(*a.yardstick());
        prop_assert_eq!(merge(a, &nobody), *a);
        prop_assert_eq!(merge(&nobody, a), *a);
    }

    #[test]
    fn what_was_put_in_comes_out_again(tallies in tallies(2)) {
        let [a, b] = [&tallies[0], &tallies[1]];
        prop_assert_eq!(merge(a, b).without(b), Ok(*a));
        prop_assert_eq!(a.without(a), Ok(Tally::new(*a.yardstick())));
        let more = merge(a, &merge(a, b));
        if a.all().households > 0 {
            let error = merge(a, b).without(&more).unwrap_err().to_string();
            prop_assert_eq!(error, "the figures are not part of the tally");
        }
    }

    #[test]
    fn every_sum_is_that_of_its_households(
        by in testing::yardstick(),
        households in vec(testing::circumstances(), 0..20),
    ) {
        let tally = Tally::of_all(by, households.iter().copied()).unwrap();
        let is_poor = |household: &Circumstances| household.gap(&by).is_some();
        prop_assert_eq!(tally.all(), count(&households, |_| true));
        prop_assert_eq!(tally.income_unknown(), count(&households, |one| one.income().is_none()));
        prop_assert_eq!(tally.poor(), count(&households, is_poor));
        prop_assert_eq!(tally.unclear(), count(&households, |one| judged(&by, one).1));
        prop_assert_eq!(tally.deprived(), count(&households, |one| judged(&by, one).0));
        let items = by.weights().len();
        let is = |one: &Circumstances, item, verdict| one.verdicts().of(item) == verdict;
        let meets_all = |one: &Circumstances| (0..items).all(|item| is(one, item, Verdict::Met));
        prop_assert_eq!(tally.all_met(), count(&households, |one| items > 0 && meets_all(one)));
        prop_assert_eq!(tally.items().len(), items);
        for (item, found) in tally.items().iter().enumerate() {
            prop_assert_eq!(found.met, count(&households, |one| is(one, item, Verdict::Met)));
            let lacks = |one: &Circumstances| is(one, item, Verdict::NotMet);
            prop_assert_eq!(found.not_met, count(&households, lacks));
            let censored = count(&households, |one| lacks(one) && judged(&by, one).0);
            prop_assert_eq!(found.censored, censored.persons);
        }
        let gaps = households.iter().filter_map(|one| Some((one.persons(), one.gap(&by)?)));
        let (mut gap, mut squared) = (0, 0);
        for (persons, below) in gaps {
            gap += u128::from(persons) * u128::from(below);
            squared += u128::from(persons) * u128::from(below) * u128::from(below);
        }
        prop_assert_eq!((tally.gap(), tally.squared_gap()), (gap, squared));
    }
}
