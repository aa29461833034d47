//! Each rule by itself changes what it should, and nothing for the worse that it should not.

use bangfu::assign::{
    Fairness, Figures, PairingRules, Plan, Problem, Scope, Station, Terms, draft, obstacles, solve,
    verify,
};
use bangfu::calendar::Day;
use bangfu::testing;
use bangfu::township::{Group, Rank, Township};
use proptest::prelude::*;

use crate::terms::decisions;
use crate::township;

fn problem<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    township: &'t Township,
    on: Day,
    rules: &PairingRules,
    terms: &Terms<'t, M>,
) -> Problem {
    draft(township, on, rules, terms).records.check().unwrap()
}

/// How many households are left over, and if nothing else goes before it, the cost: the less the
/// better.
fn badness(plan: &Plan<'_>) -> (usize, i64) {
    assert!(verify(plan).is_ok());
    let problem = plan.problem();
    let is_first = problem.fairness() != Some(Fairness::BeforeCost)
        && problem.helpers().all(|helper| helper.least() == 0);
    (plan.uncovered().count(), if is_first { plan.cost() } else { 0 })
}

fn wider(scope: Scope) -> Scope {
    match scope {
        Scope::Village => Scope::Zone,
        Scope::Zone | Scope::Town => Scope::Town,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A wider scope, a rank more, a place more, a village more, a bar less, a pin less.
    #[test]
    fn more_freedom_never_makes_the_plan_worse(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
        which in 0..7,
    ) {
        let township = township(&roster);
        let mut terms = decisions.terms(&township);
        let strict = problem(&township, on, &rules, &terms);
        let mut rules = rules;
        match which {
            0 => rules.scope.county.value = wider(rules.scope.county.value),
            1 => rules.scope.village.value = wider(rules.scope.village.value),
            2 => rules.ranks.value = Rank::ALL.to_vec(),
            3 => rules.caps.value.group += 1,
            4 => {
                for person in terms.helpers.iter().step_by(3) {
                    terms.sent.entry(*person).or_default().extend(township.villages());
                }
            }
            5 => terms.barred.clear(),
            _ => terms.pinned.clear(),
        }
        // A helper who comes in should have their least number; here nobody is asked to.
        if which == 2 && strict.helpers().any(|helper| helper.least() > 0) {
            return Ok(());
        }
        let loose = problem(&township, on, &rules, &terms);
        let (strict, loose) = (solve(&strict), solve(&loose));
        prop_assert!(badness(&loose) <= badness(&strict) || loose.covered() > strict.covered());
    }

    #[test]
    fn a_dearer_crossing_never_makes_the_plan_cheaper(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
        more in 1..50_u32,
    ) {
        let township = township(&roster);
        let terms = decisions.terms(&township);
        let cheap = problem(&township, on, &rules, &terms);
        let mut rules = rules;
        rules.cross_village.value += more;
        let dear = problem(&township, on, &rules, &terms);
        let (cheap, dear) = (solve(&cheap), solve(&dear));
        prop_assert_eq!(cheap.covered(), dear.covered());
        prop_assert!(badness(&cheap) <= badness(&dear));
    }

    #[test]
    fn who_is_dearer_to_lose_is_kept_rather(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
        more in 1..100_u32,
    ) {
        let township = township(&roster);
        let terms = decisions.terms(&township);
        let before = problem(&township, on, &rules, &terms);
        let mut rules = rules;
        rules.keep.value += more;
        let after = problem(&township, on, &rules, &terms);
        let (before, after) = (solve(&before), solve(&after));
        prop_assert_eq!(before.covered(), after.covered());
        prop_assert!(Figures::of_plan(&before).kept <= Figures::of_plan(&after).kept);
    }

    /// Bars and pins hold, whatever they cost; and a pin is in the plan if who is pinned may serve.
    #[test]
    fn bars_and_pins_hold(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let township = township(&roster);
        let terms = decisions.terms(&township);
        let problem = problem(&township, on, &rules, &terms);
        let plan = solve(&problem);
        for pairing in plan.pairings() {
            let household = township.household(pairing.household.id().as_str()).unwrap();
            let helper = township.person(pairing.helper.id().as_str()).unwrap();
            prop_assert!(!terms.barred.contains(&(household, helper)));
            prop_assert!(terms.pinned.get(&household).is_none_or(|pinned| *pinned == helper));
            prop_assert_eq!(obstacles(helper, household, on, &rules, &terms), []);
        }
        for (household, helper) in &terms.pinned {
            let may = |household| obstacles(*helper, household, on, &rules, &terms).is_empty();
            let pins = terms.pinned.iter().filter(|(h, p)| *p == helper && may(**h)).count();
            let Some(planned) = problem.household(household.id().as_str()) else { continue };
            let cap = problem.helper(helper.id().as_str()).unwrap().capacity();
            let found = plan.helper(planned).map(|helper| helper.id().as_str());
            if may(*household) && pins <= usize::try_from(cap).unwrap() {
                prop_assert_eq!(found, Some(helper.id().as_str()));
            } else if !may(*household) {
                prop_assert_eq!(found, None);
            }
        }
    }
}
