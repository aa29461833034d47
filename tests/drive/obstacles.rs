//! What stands in the way of a pairing: everything that does, and nothing else.

use std::collections::BTreeSet;

use bangfu::assign::{Obstacle, obstacles, obstacles_at};
use bangfu::testing;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::terms::{decisions, reading, station};
use crate::township;

fn word(obstacle: &Obstacle<'_, '_>) -> &'static str {
    match obstacle {
        Obstacle::Unsupported => "unsupported",
        Obstacle::NotAsked => "not_asked",
        Obstacle::Rank { .. } => "rank",
        Obstacle::NoPlace { .. } => "no_place",
        Obstacle::Scope { .. } => "scope",
        Obstacle::NoWay { .. } => "no_way",
        Obstacle::Barred => "barred",
        Obstacle::Pinned { .. } => "pinned",
    }
}

/// Those that do not come from one household.
const OF_THE_SITE: [&str; 5] = ["not_asked", "rank", "no_place", "scope", "no_way"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn everything_that_stands_in_the_way_is_named_with_its_figures(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let township = township(&roster);
        let terms = decisions.terms(&township);
        for person in township.people() {
            for household in township.households() {
                let (expected, _) = reading(&township, person, household, on, &rules, &terms);
                let found = obstacles(person, household, on, &rules, &terms);
                prop_assert_eq!(found.iter().map(word).collect::<BTreeSet<_>>(), expected);
                let here = obstacles_at(person, household.group(), on, &rules, &terms);
                let of_site = found.iter().filter(|found| OF_THE_SITE.contains(&word(found)));
                prop_assert_eq!(of_site.copied().collect::<Vec<_>>(), here);
                let stationed = station(&township, person, on, rules.station.value);
                for obstacle in found {
                    let basis = obstacle.basis();
                    match obstacle {
                        Obstacle::Rank { rank, .. } => {
                            prop_assert_eq!(rank, person.rank());
                            prop_assert_eq!(basis, Some(&rules.ranks.basis));
                        }
                        Obstacle::NoPlace { .. } => {
                            let of_rank = Some(&rules.caps.basis);
                            let own = terms.caps.contains_key(&person);
                            prop_assert_eq!(basis, if own { None } else { of_rank });
                        }
                        Obstacle::Scope { rank, scope, station, .. } => {
                            let rule = rules.scope.of(person.rank());
                            prop_assert_eq!((rank, scope), (person.rank(), rule.value));
                            prop_assert_eq!((station, basis), (stationed, Some(&rule.basis)));
                        }
                        Obstacle::NoWay { station } => prop_assert_eq!(station, stationed),
                        Obstacle::Pinned { to } => {
                            prop_assert_eq!(terms.pinned.get(&household), Some(&to));
                        }
                        Obstacle::Unsupported | Obstacle::NotAsked | Obstacle::Barred => {
                            prop_assert_eq!(basis, None);
                        }
                    }
                }
            }
        }
    }
}

/// Each of them occurs by itself, and so do pairs with none.
#[test]
fn obstacles_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut alone = BTreeSet::new();
    for _ in 0..300 {
        let case = (testing::roster(), testing::day(), testing::pairing_rules(), decisions());
        let (roster, on, rules, decisions) = case.new_tree(&mut runner).unwrap().current();
        let township = township(&roster);
        let terms = decisions.terms(&township);
        for person in township.people() {
            for household in township.households() {
                match obstacles(person, household, on, &rules, &terms).as_slice() {
                    [] => alone.insert("none"),
                    [one] => alone.insert(word(one)),
                    _ => false,
                };
            }
        }
    }
    assert_eq!(alone.len(), 9, "{alone:?}");
}
