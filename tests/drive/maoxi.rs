//! The rules over Maoxi town.

use std::collections::BTreeSet;

use bangfu::assign::{
    ByRank, Draft, Figures, Obstacle, Scope, Station, Terms, changes, draft, obstacles,
    obstacles_at, solve, verify,
};
use bangfu::basis::Sourced;
use bangfu::calendar::Day;
use bangfu::township::{Group, Township};

use crate::charter;

pub fn township() -> Township {
    let text = include_bytes!("../../examples/data/maoxi.json");
    crate::township(&bangfu::document::read(text).unwrap())
}

fn on() -> Day {
    "2018-10-08".parse().unwrap()
}

/// Within the village 10 minutes, else 30; to the community no way is known.
fn near(station: Station<'_>, group: Group<'_>) -> Option<u32> {
    let is_own = station.village() == Some(group.village());
    (!group.village().is_community()).then_some(if is_own { 10 } else { 30 })
}

fn assumptions(draft: &Draft<'_>) -> Vec<String> {
    draft.assumptions.iter().map(ToString::to_string).collect()
}

#[test]
fn who_is_worth_more_than_any_way_is_kept() {
    let township = township();
    let anywhere = |_: Station<'_>, group: Group<'_>| u32::try_from(group.index()).ok();
    let terms = Terms::new(township.helpers_on(on()), anywhere);
    let mut rules = charter().pairing;
    rules.keep.value = 10_000;
    let draft = draft(&township, on(), &rules, &terms);
    let problem = draft.records.check().unwrap();
    let plan = solve(&problem);
    assert!(verify(&plan).is_ok());
    assert_eq!(changes(&township, on(), &plan), Ok(vec![]));
    assert_eq!(Figures::of_plan(&plan), Figures::of_incumbents(&problem));
    assert_eq!(Figures::of_incumbents(&problem).kept, 1_592);
}

#[test]
fn a_barred_helper_is_changed_and_the_best_plan_costs_no_more_than_today() {
    let township = township();
    let household = township.household("h0001").unwrap();
    let helper = household.helper_on(on()).unwrap();
    let rules = charter().pairing;
    let mut terms = Terms::new(township.helpers_on(on()), near);
    let problem = draft(&township, on(), &rules, &terms).records.check().unwrap();
    let plan = solve(&problem);
    let (today, best) = (Figures::of_incumbents(&problem), Figures::of_plan(&plan));
    assert!(best.covered > today.covered || best.cost <= today.cost);
    terms.barred.insert((household, helper));
    let problem = draft(&township, on(), &rules, &terms).records.check().unwrap();
    let plan = solve(&problem);
    assert!(verify(&plan).is_ok());
    let changes = changes(&township, on(), &plan).unwrap();
    let change = changes.iter().find(|change| change.household == household).unwrap();
    assert_eq!(change.today, Some(helper));
    assert_ne!(change.planned, Some(helper));
}

#[test]
fn only_the_assumptions_that_decide_something_are_listed() {
    let township = township();
    let rules = charter().pairing;
    let village_cadres = || {
        let helpers = township.helpers_on(on());
        helpers.filter(|helper| helper.rank() == bangfu::Rank::Village)
    };
    let of_village_cadres = draft(&township, on(), &rules, &Terms::new(village_cadres(), near));
    let expected = ["A10", "A21", "A23", "A24", "A25", "A26", "A27"];
    assert_eq!(assumptions(&of_village_cadres), expected);
    let of_all = draft(&township, on(), &rules, &Terms::new(township.helpers_on(on()), near));
    let expected = ["A10", "A20", "A21", "A22", "A23", "A24", "A25", "A26", "A27"];
    assert_eq!(assumptions(&of_all), expected);
    let of_nobody = draft(&township, on(), &rules, &Terms::new([], near));
    assert_eq!(assumptions(&of_nobody), <[&str; 0]>::default());
    // Nobody goes anywhere: how plans are compared no longer matters.
    let nowhere = |_: Station<'_>, _: Group<'_>| None;
    let of_nowhere = draft(&township, on(), &rules, &Terms::new(village_cadres(), nowhere));
    assert_eq!(assumptions(&of_nowhere), ["A10", "A21", "A27"]);
    let mut own = Terms::new(village_cadres(), near);
    own.caps = village_cadres().map(|helper| (helper, 9)).collect();
    own.least = village_cadres().map(|helper| (helper, 1)).collect();
    let of_own = draft(&township, on(), &rules, &own);
    assert_eq!(assumptions(&of_own), ["A21", "A23", "A24", "A25", "A26"]);
}

#[test]
fn every_obstacle_is_worded_and_has_its_document() {
    let township = township();
    let household = township.household("h0001").unwrap();
    let helper = household.helper_on(on()).unwrap();
    let far =
        township.villages().find(|village| village.zone() != household.group().village().zone());
    let far = far.unwrap().households().next().unwrap();
    let before: Day = "1990-01-01".parse().unwrap();
    let mut rules = charter().pairing;
    rules.ranks.value.retain(|rank| *rank != helper.rank());
    let mut terms = Terms::new([], |_: Station<'_>, _: Group<'_>| None);
    terms.barred.insert((far, helper));
    let other = township.people().find(|person| *person != helper).unwrap();
    terms.pinned.insert(far, other);
    terms.caps.insert(helper, 0);
    let all = obstacles(helper, far, before, &rules, &terms);
    let rank = helper.rank();
    let home = helper.home_village().unwrap().id();
    let basis = rules.scope.of(rank).basis.to_string();
    let messages: Vec<String> = all.iter().map(ToString::to_string).collect();
    let expected = [
        "the household was not poor by that day".to_owned(),
        "the person is not asked to help".to_owned(),
        format!("no helper is of the rank `{rank}` [A21]"),
        "the person may have no household".to_owned(),
        format!("helpers of the rank `{rank}` serve within their zone [{basis}]"),
        format!("no way is known from `{home}`"),
        "the person must not serve the household".to_owned(),
        format!("the household is pinned to `{}`", other.id()),
    ];
    assert_eq!(messages, expected);
    let words: Vec<String> = all
        .iter()
        .map(|obstacle| {
            serde_json::to_value(obstacle).unwrap()["rule"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected =
        ["unsupported", "not_asked", "rank", "no_place", "scope", "no_way", "barred", "pinned"];
    assert_eq!(words, expected);
    assert_eq!(
        serde_json::to_value(all[4]).unwrap(),
        serde_json::json!({"rule": "scope", "rank": rank, "scope": "zone",
            "station": {"village": home}, "basis": rules.scope.of(rank).basis})
    );
    assert_eq!(obstacles_at(helper, far.group(), before, &rules, &terms), all[1..6]);
    // By the cap of the rank, which has a basis.
    terms.caps.clear();
    rules.caps.value = ByRank { city: 0, county: 0, town: 0, village: 0, group: 0 };
    let why = obstacles_at(helper, far.group(), before, &rules, &terms);
    assert_eq!(why[2], Obstacle::NoPlace { basis: Some(&rules.caps.basis) });
    assert_eq!(why[2].to_string(), "the person may have no household [A10]");
}

/// Whoever is sent to a village may serve there and nowhere else beyond the zone; crossing to
/// another village counts its minutes.
#[test]
fn who_is_sent_may_serve_there_and_crossing_counts() {
    let township = township();
    let helper = township.helpers_on(on()).find(|p| p.home_village().is_some()).unwrap();
    let home = helper.home_village().unwrap();
    let mut rules = charter().pairing;
    rules.cross_village.value = 7;
    let far: Vec<_> =
        township.villages().filter(|v| v.zone().is_some() && v.zone() != home.zone()).collect();
    let mut terms = Terms::new([helper], near);
    terms.sent.insert(helper, BTreeSet::from([far[0]]));
    let problem = draft(&township, on(), &rules, &terms).records.check().unwrap();
    let asked = problem.helper(helper.id().as_str()).unwrap();
    for household in problem.households() {
        let village = township.household(household.id().as_str()).unwrap().group().village();
        let expected = match village {
            village if village == home => Some(10),
            village if village == far[0] || village.zone() == home.zone() => Some(30 + 7),
            _ => None,
        };
        assert_eq!(household.minutes(asked), expected);
    }
    let everywhere = Sourced { value: Scope::Town, basis: rules.keep.basis.clone() };
    rules.scope = ByRank {
        city: everywhere.clone(),
        county: everywhere.clone(),
        town: everywhere.clone(),
        village: everywhere.clone(),
        group: everywhere,
    };
    let why = obstacles(helper, far[1].households().next().unwrap(), on(), &rules, &terms);
    assert_eq!(why, []);
}
