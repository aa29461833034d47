//! Every finding names what is wrong: mend that, and only that finding goes away.

use bangfu::testing;
use proptest::prelude::*;

use crate::mutation::seeds;
use crate::planting::Bed;
use crate::{Found, findings};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn mending_one_fault_removes_exactly_its_finding(
        roster in testing::roster(), seeds in seeds(), order in any::<u64>(),
    ) {
        let bed = Bed::new(roster);
        let all = bed.clone().with(&seeds, None).shuffled(order);
        for mended in 0..seeds.len() {
            let rest = bed.clone().with(&seeds, Some(mended)).shuffled(order);
            // The same faults as before, at the places where their records stand now.
            let numbers = |bed: &Bed| -> Vec<usize> {
                bed.expected().into_iter().map(|(number, _)| number).collect()
            };
            let mut left = numbers(&all);
            left.retain(|number| *number != mended);
            prop_assert_eq!(numbers(&rest), left);
            let expected: Vec<Found> = rest.expected().into_iter().map(|(_, found)| found).collect();
            prop_assert_eq!(findings(&rest.roster), expected);
        }
    }
}
