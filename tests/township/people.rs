//! Who holds which post, and who helps whom, on which day.

use std::collections::BTreeSet;

use bangfu::testing;
use bangfu::township::Post;
use proptest::prelude::*;

use crate::{covers, name, names, township, unit};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn holders_are_those_of_the_records(
        roster in testing::roster(), days in prop::collection::vec(testing::day(), 4),
    ) {
        let township = township(&roster);
        // Days on which something changes, too.
        let changes = roster.tenures.iter().take(6).filter_map(|tenure| tenure.from.try_into().ok());
        for on in days.into_iter().chain(changes) {
            for of in names(&roster) {
                let unit = unit(&township, &of).expect("every id is found");
                for post in Post::ALL {
                    let mut expected: Vec<String> = roster
                        .tenures
                        .iter()
                        .filter(|tenure| tenure.post == *post && tenure.unit == *of.1.as_str())
                        .filter(|tenure| covers(tenure.from, tenure.until, on))
                        .map(|tenure| tenure.person.to_string())
                        .collect();
                    expected.sort();
                    let found: Vec<String> = unit
                        .holders_on(*post, on)
                        .into_iter()
                        .map(|person| person.id().to_string())
                        .collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }

    #[test]
    fn tenures_are_those_of_the_records(roster in testing::roster()) {
        let township = township(&roster);
        for record in &roster.people {
            let person = township.person(record.id.as_str()).expect("a known person");
            prop_assert_eq!(person.rank(), record.rank);
            prop_assert_eq!(person.home_village().map(bangfu::township::Village::id), record.village.as_ref());
            let mut expected: Vec<_> = roster
                .tenures
                .iter()
                .filter(|tenure| tenure.person == record.id)
                .map(|tenure| {
                    let unit = tenure.unit.to_string();
                    (tenure.from, tenure.until, tenure.post, unit, tenure.recorded)
                })
                .collect();
            let mut found: Vec<_> = person
                .tenures()
                .map(|tenure| {
                    let (span, unit) = (tenure.span(), name(tenure.unit()).1);
                    let recorded = tenure.recorded().map(Into::into);
                    (span.from().into(), span.until().map(Into::into), tenure.post(), unit, recorded)
                })
                .collect();
            prop_assert!(found.is_sorted_by_key(|tenure| tenure.0), "by first day: {:?}", found);
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn tenures_of_a_post_at_a_unit_stand_by_first_day(roster in testing::roster()) {
        let township = township(&roster);
        for of in names(&roster) {
            let unit = unit(&township, &of).expect("every id is found");
            for post in Post::ALL {
                let found: Vec<_> = unit
                    .tenures(*post)
                    .map(|tenure| (tenure.span().from(), tenure.person().id().to_string()))
                    .collect();
                prop_assert!(found.is_sorted_by_key(|(from, _)| *from), "{:?}", found);
                let records = roster.tenures.iter();
                let expected = records
                    .filter(|tenure| tenure.post == *post && tenure.unit == *of.1.as_str())
                    .count();
                prop_assert_eq!(found.len(), expected);
            }
        }
    }

    #[test]
    fn helpers_are_those_of_the_records(
        roster in testing::roster(), days in prop::collection::vec(testing::day(), 8),
    ) {
        let township = township(&roster);
        let changes = roster.pairings.iter().filter_map(|pairing| pairing.until?.try_into().ok());
        for on in days.into_iter().chain(changes.take(6)) {
            let pairs: BTreeSet<(String, String)> = roster
                .pairings
                .iter()
                .filter(|pairing| covers(pairing.from, pairing.until, on))
                .map(|pairing| (pairing.household.to_string(), pairing.helper.to_string()))
                .collect();
            let by_household: BTreeSet<_> = township
                .households()
                .filter_map(|household| {
                    let helper = household.helper_on(on)?.id().to_string();
                    Some((household.id().to_string(), helper))
                })
                .collect();
            prop_assert_eq!(&by_household, &pairs);
            let by_helper: Vec<_> = township
                .people()
                .flat_map(|person| {
                    let id = person.id().to_string();
                    person.households_on(on).map(move |one| (one.id().to_string(), id.clone()))
                })
                .collect();
            prop_assert_eq!(by_helper.len(), pairs.len());
            prop_assert_eq!(&by_helper.into_iter().collect::<BTreeSet<_>>(), &pairs);
            let helpers: Vec<_> =
                township.helpers_on(on).map(|person| person.id().to_string()).collect();
            let expected: BTreeSet<_> = pairs.into_iter().map(|(_, helper)| helper).collect();
            prop_assert_eq!(helpers, expected.into_iter().collect::<Vec<_>>(), "by id, each once");
        }
    }

    #[test]
    fn pairings_are_those_of_the_records(roster in testing::roster()) {
        let township = township(&roster);
        for record in &roster.people {
            let mut expected: Vec<_> = roster
                .pairings
                .iter()
                .filter(|pairing| pairing.helper == record.id)
                .map(|pairing| {
                    let household = pairing.household.to_string();
                    (pairing.from, pairing.until, household, pairing.recorded)
                })
                .collect();
            let person = township.person(record.id.as_str()).expect("a known person");
            let mut found: Vec<_> = person
                .pairings()
                .map(|pairing| {
                    assert_eq!(pairing.helper, person);
                    let (from, until) = (pairing.span.from().into(), pairing.span.until());
                    let household = pairing.household.id().to_string();
                    (from, until.map(Into::into), household, pairing.recorded.map(Into::into))
                })
                .collect();
            prop_assert!(found.is_sorted_by_key(|pairing| pairing.0), "{:?}", found);
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected);
        }
        for household in township.households() {
            let of = |pairing: &&bangfu::roster::PairingRecord<'_>| pairing.household == *household.id();
            prop_assert_eq!(household.pairings().len(), roster.pairings.iter().filter(of).count());
            let starts: Vec<_> = household.pairings().map(|pairing| pairing.span.from()).collect();
            prop_assert!(starts.is_sorted());
        }
    }
}
