//! Verdicts on items, packed, against a plain list of them.

use bangfu::poverty::{Verdict, Verdicts};
use proptest::collection::vec;
use proptest::prelude::*;

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![Just(Verdict::Met), Just(Verdict::NotMet), Just(Verdict::Unknown)]
}

proptest! {
    #[test]
    fn whatever_is_said_of_items_is_kept_as_in_a_list(
        said in vec((0..Verdicts::MOST_ITEMS + 3, verdict()), 0..60),
    ) {
        let mut list = [Verdict::Unknown; Verdicts::MOST_ITEMS];
        let mut verdicts = Verdicts::default();
        for (item, verdict) in said {
            if let Some(slot) = list.get_mut(item) {
                *slot = verdict;
            }
            verdicts = verdicts.with(item, verdict);
            for (item, verdict) in list.iter().enumerate() {
                prop_assert_eq!(verdicts.of(item), *verdict);
                prop_assert_eq!(verdicts.met() >> item & 1 == 1, *verdict == Verdict::Met);
                prop_assert_eq!(verdicts.not_met() >> item & 1 == 1, *verdict == Verdict::NotMet);
            }
            prop_assert_eq!(verdicts.of(Verdicts::MOST_ITEMS), Verdict::Unknown);
        }
        prop_assert_eq!(list.into_iter().collect::<Verdicts>(), verdicts);
    }
}
