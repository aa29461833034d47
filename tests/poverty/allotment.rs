//! A town's target given to its villages and groups, households and persons together.

use std::collections::BTreeMap;

use bangfu::basis::{Basis, Sourced};
use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::{Allotment, Fit, Headcount, Method, UnitAllotment, apportion_target};
use bangfu::testing;
use bangfu::township::Township;
use proptest::prelude::*;
use serde_json::Value;

use crate::{maoxi, township};

fn by(method: Method) -> Sourced<Method> {
    Sourced { value: method, basis: Basis::Decision("2018-31".parse().unwrap()) }
}

/// The sizes of the poor households of each group on a day, from the records.
fn sizes(roster: &bangfu::Roster<'_>, on: Day) -> BTreeMap<String, Vec<u64>> {
    let mut sizes: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for group in &roster.groups {
        sizes.entry(group.id.to_string()).or_default();
    }
    for household in &roster.households {
        let date = bangfu::calendar::Date::from(on);
        let is_poor = household
            .poor
            .iter()
            .any(|span| span.from <= date && span.until.is_none_or(|until| date < until));
        if is_poor {
            let group = sizes.get_mut(household.group.as_str()).unwrap();
            group.push(u64::try_from(household.persons).unwrap());
        }
    }
    sizes
}

/// The least and the greatest number of persons that so many of these households can have, by
/// trying all sets of them.
fn persons_of(sizes: &[u64], households: u64) -> (u64, u64) {
    let sets = (0..1_u32 << sizes.len()).filter(|set| u64::from(set.count_ones()) == households);
    let persons = sets.map(|set| {
        let chosen = sizes.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
        chosen.map(|(_, persons)| persons).sum::<u64>()
    });
    let all: Vec<u64> = persons.collect();
    (*all.iter().min().unwrap(), *all.iter().max().unwrap())
}

fn add(counts: impl Iterator<Item = Headcount>) -> Headcount {
    counts.fold(Headcount::default(), Headcount::merge)
}

/// That what a town, its villages and its groups get adds up, and is possible.
fn assert_possible(
    allotment: &Allotment<'_>,
    sizes: &BTreeMap<String, Vec<u64>>,
    township: &Township,
) {
    let villages = &allotment.villages;
    let mut sorted: Vec<u64> = sizes.values().flatten().copied().collect();
    sorted.sort_unstable();
    let asked = usize::try_from(allotment.target.households).unwrap();
    assert_eq!(allotment.least_persons, sorted.iter().take(asked).sum::<u64>());
    assert_eq!(allotment.most_persons, sorted.iter().rev().take(asked).sum::<u64>());
    assert_eq!(villages.len(), township.villages().len());
    assert!(villages.iter().map(|one| one.village.id()).is_sorted());
    let all = |of: fn(&UnitAllotment) -> Headcount| {
        add(villages.iter().map(|village| of(&village.allotment)))
    };
    assert_eq!((all(|one| one.stock), all(|one| one.share)), (allotment.stock, allotment.given));
    for (fit, given, target) in [
        (allotment.households, allotment.given.households, allotment.target.households),
        (allotment.persons, allotment.given.persons, allotment.target.persons),
    ] {
        let by = match fit {
            Fit::Exact => 0,
            Fit::Short { by } => i128::from(by),
            Fit::Over { by } => -i128::from(by),
        };
        assert_eq!(i128::from(given) + by, i128::from(target));
        assert_eq!(by == 0, fit == Fit::Exact);
    }
    for village in villages {
        let of = |count: fn(&UnitAllotment) -> Headcount| {
            add(village.groups.iter().map(|group| count(&group.allotment)))
        };
        assert_eq!(of(|one| one.stock), village.allotment.stock);
        assert_eq!(of(|one| one.share), village.allotment.share);
        assert!(village.groups.iter().map(|one| one.group.id()).is_sorted());
        for group in &village.groups {
            let sizes = &sizes[group.group.id().as_str()];
            let UnitAllotment { stock, share, least_persons, most_persons } = group.allotment;
            assert_eq!(stock.households, u64::try_from(sizes.len()).unwrap());
            assert_eq!(stock.persons, sizes.iter().sum::<u64>());
            assert!(share.households <= stock.households);
            assert_eq!((least_persons, most_persons), persons_of(sizes, share.households));
            assert!((least_persons..=most_persons).contains(&share.persons));
            // So are those left behind: each household has somebody.
            assert!(stock.persons - share.persons >= stock.households - share.households);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn shares_add_up_and_are_possible(
        roster in testing::roster(), on in testing::day(),
        method in prop_oneof![Just(Method::Hamilton), Just(Method::Webster)],
        households in 0..30_u64, more in 0..90_u64,
    ) {
        let township = township(&roster);
        let sizes = sizes(&roster, on);
        let target = Headcount { households, persons: households + more };
        let allotment = apportion_target(&township, on, &by(method), target);
        assert_possible(&allotment, &sizes, &township);
        // Households fit as long as there are so many.
        let short = households.saturating_sub(allotment.stock.households);
        let expected = if short > 0 { Fit::Short { by: short } } else { Fit::Exact };
        prop_assert_eq!(allotment.households, expected);
        // Persons that are not given could not be, with these households.
        let bounds = allotment.villages.iter().map(|village| village.allotment);
        let (least, most) = bounds.fold((0, 0), |(least, most), one| {
            (least + one.least_persons, most + one.most_persons)
        });
        prop_assert_eq!(allotment.given.persons, target.persons.clamp(least, most));
    }

    #[test]
    fn all_the_poor_can_leave_at_once(roster in testing::roster(), on in testing::day()) {
        let township = township(&roster);
        let nothing = apportion_target(&township, on, &by(Method::Webster), Headcount::default());
        prop_assert_eq!(nothing.given, Headcount::default());
        let all = apportion_target(&township, on, &by(Method::Hamilton), nothing.stock);
        prop_assert_eq!((all.households, all.persons), (Fit::Exact, Fit::Exact));
        for village in &all.villages {
            prop_assert_eq!(village.allotment.share, village.allotment.stock);
        }
    }
}

/// Nothing is a small enough fault to hide in the town of the source `[F10]`.
#[test]
fn the_target_of_2018_is_given_to_15_villages_and_125_groups() {
    let roster = maoxi::roster();
    let township = township(&roster);
    let on = "2018-01-01".parse().unwrap();
    let rule = Charter::maoxi().poverty.apportionment.unwrap();
    let target = Headcount { households: 507, persons: 2_307 };
    for method in [rule.value, Method::Webster] {
        let rule = Sourced { value: method, basis: rule.basis.clone() };
        let allotment = apportion_target(&township, on, &rule, target);
        assert_eq!((allotment.households, allotment.persons), (Fit::Exact, Fit::Exact));
        assert_eq!(allotment.given, target);
        assert_eq!(allotment.stock, Headcount { households: 739, persons: 3_328 });
        // Groups of up to 15 poor households: every set of them is tried.
        assert_possible(&allotment, &sizes(&roster, on), &township);
        assert_eq!(allotment.villages.iter().map(|one| one.groups.len()).sum::<usize>(), 125);
        for village in &allotment.villages {
            // 507 of 739, to the household.
            let UnitAllotment { stock, share, .. } = village.allotment;
            assert!((share.households * 739).abs_diff(stock.households * 507) < 739);
        }
    }
}

/// Ten single people in one group and ten households of ten in the other: five of each have 55
/// persons. A hundred would be possible, but not in proportion.
#[test]
fn persons_that_other_shares_could_reach_are_told_from_impossible_ones() {
    let text = r#"{"format": 1, "town": {"id": "t", "population": 1000}, "zones": [],
        "villages": [{"id": "c", "zone": null, "community": true}],
        "groups": [{"id": "a", "village": "c"}, {"id": "b", "village": "c"}], "households": [],
        "people": [], "tenures": [], "pairings": []}"#;
    let mut roster: bangfu::Roster<'static> = serde_json::from_str(text).unwrap();
    for at in 0..20 {
        let (group, persons) = if at < 10 { ("a", 1) } else { ("b", 10) };
        let text = format!(
            r#"{{"id": "h{at}", "group": "{group}", "persons": {persons}, "poor": [{{"from": "2014-01-01"}}]}}"#
        );
        let household: bangfu::roster::HouseholdRecord<'_> = serde_json::from_str(&text).unwrap();
        let id = household.id.clone().into_owned();
        let group = household.group.clone().into_owned();
        roster.households.push(bangfu::roster::HouseholdRecord { id, group, ..household });
    }
    let township = township(&roster);
    let on = "2018-01-01".parse().unwrap();
    let target = Headcount { households: 10, persons: 100 };
    let allotment = apportion_target(&township, on, &by(Method::Hamilton), target);
    assert_eq!((allotment.households, allotment.persons), (Fit::Exact, Fit::Short { by: 45 }));
    assert_eq!((allotment.least_persons, allotment.most_persons), (10, 100));
    let groups = allotment.villages[0].groups.iter().map(|group| group.allotment.share);
    let shares: Vec<(u64, u64)> = groups.map(|share| (share.households, share.persons)).collect();
    assert_eq!(shares, [(5, 5), (5, 50)]);
}

#[test]
fn what_does_not_fit_is_said_and_everybody_gets_what_they_can() {
    let roster = maoxi::roster();
    let township = township(&roster);
    let on = "2018-01-01".parse().unwrap();
    let allot = |households, persons| {
        let target = Headcount { households, persons };
        let found =
            serde_json::to_value(apportion_target(&township, on, &by(Method::Webster), target));
        let found: Value = found.unwrap();
        (found["households"].to_string(), found["persons"].to_string())
    };
    let exact = r#"{"fit":"exact"}"#.to_owned();
    let short = (r#"{"by":7,"fit":"short"}"#.to_owned(), r#"{"by":12,"fit":"short"}"#.to_owned());
    assert_eq!(allot(746, 3_340), short);
    assert_eq!(allot(739, 3_328), (exact.clone(), exact.clone()));
    // Nobody leaves in parts: 739 households have at least 3,328 persons.
    assert_eq!(allot(739, 3_300), (exact.clone(), r#"{"by":28,"fit":"over"}"#.to_owned()));
    assert_eq!(allot(0, 1), (exact, r#"{"by":1,"fit":"short"}"#.to_owned()));
}

#[test]
fn a_unit_in_a_document_has_its_share_and_its_bounds() {
    let roster = maoxi::roster();
    let township = township(&roster);
    let rule = Charter::maoxi().poverty.apportionment.unwrap();
    let target = Headcount { households: 507, persons: 2_307 };
    let allotment = apportion_target(&township, "2018-01-01".parse().unwrap(), &rule, target);
    let found = serde_json::to_value(allotment).unwrap();
    assert_eq!(
        (&found["method"], &found["source"]["assumption"]),
        (&"hamilton".into(), &"A40".into())
    );
    assert_eq!(found["assumptions"], serde_json::json!(["A40"]));
    let village = &found["villages"][1];
    let fields: Vec<&String> = village.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["groups", "least_persons", "most_persons", "share", "stock", "village"]);
    assert_eq!(village["village"], "510525108201");
    let fields: Vec<&String> = village["groups"][0].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["group", "least_persons", "most_persons", "share", "stock"]);
}
