//! A shortage is an explanation: its facts alone still fail, and drop any one household, or give any
//! one helper a place more, and one more is covered.

use std::collections::BTreeSet;

use bangfu::assign::{ProblemRecords, ShortageRecord};
use bangfu::quantity::Id;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::{MEDIUM, problem};
use crate::proved;

/// The problem with the households and helpers of a shortage alone.
fn alone<'r>(records: &ProblemRecords<'r>, shortage: &ShortageRecord<'_>) -> ProblemRecords<'r> {
    let mut alone = records.clone();
    let households: BTreeSet<&str> = shortage.households.iter().map(Id::as_str).collect();
    let helpers: BTreeSet<&str> = shortage.helpers.iter().map(Id::as_str).collect();
    alone.households.retain(|household| households.contains(household.id.as_str()));
    alone.helpers.retain(|helper| helpers.contains(helper.id.as_str()));
    alone
}

fn left_over(records: &ProblemRecords<'_>) -> u64 {
    let problem = records.check().unwrap();
    u64::try_from(proved(&problem).uncovered().count()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_facts_of_a_shortage_fail_alone_and_each_of_them_counts(
        records in problem(MEDIUM),
        any_household in any::<Index>(),
        any_helper in any::<Index>(),
    ) {
        let checked = records.check().unwrap();
        let plan = proved(&checked).records();
        let Some(shortage) = &plan.shortage else { return Ok(()) };
        let alone = alone(&records, shortage);
        prop_assert_eq!(left_over(&alone), shortage.short);

        let mut one_less = alone.clone();
        one_less.households.remove(any_household.index(alone.households.len()));
        prop_assert_eq!(left_over(&one_less), shortage.short - 1);

        if !alone.helpers.is_empty() {
            let mut one_place_more = alone.clone();
            one_place_more.helpers[any_helper.index(alone.helpers.len())].capacity += 1;
            prop_assert_eq!(left_over(&one_place_more), shortage.short - 1);
        }
    }
}
