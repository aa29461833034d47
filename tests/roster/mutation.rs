//! k independent faults give exactly k findings, with those codes at those paths.

use std::collections::BTreeMap;

use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::planting::{Bed, CODES, Dice, KINDS, Seed};
use crate::{Found, findings, maoxi};

/// Up to eight faults.
pub fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    vec((0..KINDS, any::<u64>()), 0..=8)
}

fn expected(bed: &Bed) -> Vec<Found> {
    bed.expected().into_iter().map(|(_, found)| found).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_fault_is_found_once_in_any_roster(
        roster in testing::roster(), seeds in seeds(), order in any::<u64>(),
    ) {
        let bed = Bed::new(roster).with(&seeds, None).shuffled(order);
        prop_assert_eq!(bed.expected().len(), seeds.len());
        prop_assert_eq!(findings(&bed.roster), expected(&bed));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn every_fault_is_found_once_in_maoxi(seeds in seeds(), order in any::<u64>()) {
        let bed = Bed::new(maoxi()).with(&seeds, None).shuffled(order);
        prop_assert_eq!(findings(&bed.roster), expected(&bed));
    }
}

#[test]
fn every_kind_alone_is_found_in_maoxi() {
    for kind in 0..KINDS {
        for seed in 0..4 {
            let bed = Bed::new(maoxi()).with(&[(kind, seed)], None).shuffled(seed);
            assert_eq!(findings(&bed.roster), expected(&bed), "kind {kind}, seed {seed}");
        }
    }
}

#[test]
fn every_code_is_planted_often() {
    let roster = maoxi();
    let mut planted: BTreeMap<String, usize> = BTreeMap::new();
    let mut dice = Dice(2018);
    for _ in 0..60 {
        let seeds: Vec<Seed> =
            (0..8).map(|_| (dice.below(KINDS), dice.below(1 << 40) as u64)).collect();
        for (code, _, _) in expected(&Bed::new(roster.clone()).with(&seeds, None)) {
            *planted.entry(code).or_default() += 1;
        }
    }
    let mut codes = CODES.map(str::to_owned).to_vec();
    codes.sort();
    assert_eq!(planted.keys().cloned().collect::<Vec<_>>(), codes);
    assert!(planted.values().all(|count| *count >= 5), "{planted:?}");
}
