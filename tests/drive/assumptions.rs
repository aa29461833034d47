//! A draft lists the assumptions of those rules of which another value would make another problem.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::assign::{
    ByRank, Draft, Fairness, PairingRules, Scope, Station, StationRule, Terms, draft,
};
use bangfu::basis::Basis;
use bangfu::calendar::Day;
use bangfu::testing;
use bangfu::township::{Group, Rank, Township, Village};
use proptest::prelude::*;

use crate::terms::decisions;
use crate::township;

/// All that a problem says which can make a difference to a plan.
#[derive(Debug, PartialEq, Eq)]
struct Meaning {
    /// Capacity and least load.
    helpers: BTreeMap<String, (u32, u32)>,
    costs: BTreeMap<(String, String), i32>,
    weights: Option<(u32, Option<Fairness>)>,
}

fn meaning(draft: &Draft<'_>) -> Meaning {
    let problem = draft.records.check().unwrap();
    let mut costs = BTreeMap::new();
    let mut has_places = false;
    for helper in problem.helpers() {
        for household in problem.households() {
            if let Some(cost) = household.cost(helper) {
                has_places |= helper.capacity() > 0;
                costs.insert((helper.id().to_string(), household.id().to_string()), cost);
            }
        }
    }
    let load = |helper: bangfu::assign::Helper<'_>| (helper.capacity(), helper.least());
    Meaning {
        helpers: problem.helpers().map(|h| (h.id().to_string(), load(h))).collect(),
        costs,
        weights: has_places.then_some((problem.balance(), problem.fairness())),
    }
}

/// The rules with an assumption of its own behind each.
fn apart(mut rules: PairingRules) -> PairingRules {
    let basis = |number: &str| Basis::Assumption(number.parse().unwrap());
    rules.ranks.basis = basis("ranks");
    rules.caps.basis = basis("caps");
    rules.least.basis = basis("least");
    rules.station.basis = basis("station");
    rules.scope.city.basis = basis("city");
    rules.scope.county.basis = basis("county");
    rules.scope.town.basis = basis("town");
    rules.scope.village.basis = basis("village");
    rules.scope.group.basis = basis("group");
    rules.keep.basis = basis("keep");
    rules.cross_village.basis = basis("cross_village");
    rules.balance.basis = basis("balance");
    rules.fairness.basis = basis("fairness");
    rules
}

fn each<T: Copy>(values: &ByRank<T>, change: impl Fn(T) -> T) -> ByRank<T> {
    ByRank {
        city: change(values.city),
        county: change(values.county),
        town: change(values.town),
        village: change(values.village),
        group: change(values.group),
    }
}

/// The rules with another value of one of them, each with that one's name.
fn alternatives(rules: &PairingRules) -> Vec<(&'static str, PairingRules)> {
    let mut all = Vec::new();
    let mut add = |name, change: &dyn Fn(&mut PairingRules)| {
        let mut other = rules.clone();
        change(&mut other);
        all.push((name, other));
    };
    add("ranks", &|rules| rules.ranks.value.clear());
    add("ranks", &|rules| rules.ranks.value = Rank::ALL.to_vec());
    add("caps", &|rules| rules.caps.value = each(&rules.caps.value, |cap| cap + 1));
    add("caps", &|rules| rules.caps.value = each(&rules.caps.value, |_| 0));
    add("least", &|rules| rules.least.value = each(&rules.least.value, |_| 0));
    add("least", &|rules| rules.least.value = each(&rules.least.value, |_| 9));
    for rule in [StationRule::HomeThenPost, StationRule::HomeThenPostThenHelped] {
        add("station", &|rules| rules.station.value = rule);
    }
    for scope in [Scope::Village, Scope::Zone, Scope::Town] {
        add("city", &|rules| rules.scope.city.value = scope);
        add("county", &|rules| rules.scope.county.value = scope);
        add("town", &|rules| rules.scope.town.value = scope);
        add("village", &|rules| rules.scope.village.value = scope);
        add("group", &|rules| rules.scope.group.value = scope);
    }
    add("keep", &|rules| rules.keep.value += 1);
    add("cross_village", &|rules| rules.cross_village.value += 1);
    add("balance", &|rules| rules.balance.value += 1);
    for fairness in [None, Some(Fairness::BeforeCost), Some(Fairness::AfterCost)] {
        add("fairness", &|rules| rules.fairness.value = fairness);
    }
    all
}

/// The rules of which another value makes another problem.
fn influential<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    township: &'t Township,
    on: Day,
    rules: &PairingRules,
    terms: &Terms<'t, M>,
) -> BTreeSet<&'static str> {
    let own = meaning(&draft(township, on, rules, terms));
    let others = alternatives(rules).into_iter();
    let different = others.filter(|(_, other)| meaning(&draft(township, on, other, terms)) != own);
    different.map(|(name, _)| name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// With bars and pins a rule may be listed though they alone decide; never the other way round.
    #[test]
    fn what_is_not_listed_makes_no_difference(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let (township, rules) = (township(&roster), apart(rules));
        let terms = decisions.terms(&township);
        let listed = draft(&township, on, &rules, &terms).assumptions;
        for name in influential(&township, on, &rules, &terms) {
            prop_assert!(listed.contains(name), "{} is not among {:?}", name, listed);
        }
    }

    #[test]
    fn what_is_listed_makes_a_difference(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let (township, rules) = (township(&roster), apart(rules));
        let mut decisions = decisions;
        (decisions.barred, decisions.pinned) = (vec![], vec![]);
        let terms = decisions.terms(&township);
        let mut expected = influential(&township, on, &rules, &terms);
        let draft = draft(&township, on, &rules, &terms);
        // Another rule of where people are stationed might be any.
        let is_stationed = |helper: &bangfu::assign::HelperRecord<'_>| {
            township.person(helper.id.as_str()).unwrap().home_village().is_none()
        };
        if draft.records.helpers.iter().any(is_stationed) && !draft.records.households.is_empty() {
            expected.insert("station");
        }
        let listed: Vec<String> = draft.assumptions.iter().map(ToString::to_string).collect();
        let listed: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
        // That a community lies in no zone is no rule of pairing.
        let of_rules: BTreeSet<&str> = listed.into_iter().filter(|name| *name != "A11").collect();
        prop_assert_eq!(of_rules, expected);
    }

    /// Where it is of a zone's scope that a way from or to a community is closed, that is said.
    #[test]
    fn that_a_community_lies_in_no_zone_is_listed_where_it_decides(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let (township, decisions) = (township(&roster), decisions.plain());
        let terms = decisions.terms(&township);
        let draft = draft(&township, on, &rules, &terms);
        let mut decides = false;
        for helper in &draft.records.helpers {
            let person = township.person(helper.id.as_str()).unwrap();
            let station = rules.station.value.station(person, on);
            for household in &draft.records.households {
                let group = township.household(household.id.as_str()).unwrap().group();
                let (from, to) = (station.village(), group.village());
                let is_of_community = from.is_some_and(Village::is_community)
                    || to.is_community() && station.zone().is_some();
                decides |= rules.scope.of(person.rank()).value == Scope::Zone
                    && is_of_community
                    && from != Some(to)
                    && (terms.minutes)(station, group).is_some();
            }
        }
        prop_assert_eq!(draft.assumptions.contains("A11"), decides);
    }
}
