use bangfu::assign::{HelperRecord, solve};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generator::id;
use crate::model::{MEDIUM, problem};
use crate::{proved, worth};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_the_records_changes_no_byte(
        (records, shuffled) in problem(MEDIUM).prop_flat_map(|records| {
            let classes = Just(records.classes.clone()).prop_shuffle();
            let helpers = Just(records.helpers.clone()).prop_shuffle();
            let mut households = records.households.clone();
            for household in &mut households {
                household.barred.reverse();
            }
            let shuffled = (classes, helpers, Just(households).prop_shuffle());
            (Just(records), shuffled)
        }),
    ) {
        let (classes, helpers, households) = shuffled;
        let mut other = records.clone();
        (other.classes, other.helpers, other.households) = (classes, helpers, households);
        let (one, other) = (records.check().unwrap(), other.check().unwrap());
        prop_assert_eq!(&one, &other);
        let document = serde_json::to_string(&solve(&one)).unwrap();
        prop_assert_eq!(document, serde_json::to_string(&solve(&other)).unwrap());
    }

    #[test]
    fn another_helper_is_no_loss(mut records in problem(MEDIUM), class: Index, capacity in 0..4_i64) {
        let before = records.check().unwrap();
        let class = class.get(&records.classes).id.clone();
        // An id that sorts among the others, and that some households may bar or have had.
        records.helpers.push(HelperRecord { id: id('p', "1x"), class, capacity, least: 0 });
        let after = records.check().unwrap();
        prop_assert!(worth(&proved(&after)) <= worth(&proved(&before)));
    }

    #[test]
    fn a_greater_capacity_is_no_loss(mut records in problem(MEDIUM), helper: Index, more in 1..4_i64) {
        prop_assume!(!records.helpers.is_empty());
        let before = records.check().unwrap();
        let helper = helper.index(records.helpers.len());
        records.helpers[helper].capacity += more;
        let after = records.check().unwrap();
        prop_assert!(worth(&proved(&after)) <= worth(&proved(&before)));
    }

    #[test]
    fn a_bar_lifted_is_no_loss(mut records in problem(MEDIUM), household: Index) {
        prop_assume!(!records.households.is_empty());
        let before = records.check().unwrap();
        let household = household.index(records.households.len());
        records.households[household].barred.clear();
        let after = records.check().unwrap();
        prop_assert!(worth(&proved(&after)) <= worth(&proved(&before)));
    }

    #[test]
    fn a_household_more_is_left_over_or_served(mut records in problem(MEDIUM), like: Index) {
        prop_assume!(!records.households.is_empty());
        let before = records.check().unwrap();
        let mut household = like.get(&records.households).clone();
        household.id = id('h', "new");
        records.households.push(household);
        let after = records.check().unwrap();
        let (before, after) = (proved(&before), proved(&after));
        prop_assert!(after.uncovered().count() >= before.uncovered().count());
        prop_assert!(after.uncovered().count() <= before.uncovered().count() + 1);
    }
}
