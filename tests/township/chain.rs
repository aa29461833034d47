//! Who answers for a household on a day.

use bangfu::calendar::Day;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::testing;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Level, ancestors, covers, township};

/// The chain as formats.md words it, from a scan of the records.
fn expected(roster: &Roster<'_>, household: &str, on: Day) -> Value {
    let above = ancestors(roster, &(Level::Household, household.to_owned()));
    let id = |level| above.iter().find(|unit| unit.0 == level).map(|unit| unit.1.clone());
    let holders = |post: &str, unit: &str| {
        let mut holders: Vec<String> = roster
            .tenures
            .iter()
            .filter(|tenure| tenure.post.to_string() == post && tenure.unit == *unit)
            .filter(|tenure| covers(tenure.from, tenure.until, on))
            .map(|tenure| tenure.person.to_string())
            .collect();
        holders.sort();
        holders
    };
    let helpers: Vec<String> = roster
        .pairings
        .iter()
        .filter(|pairing| pairing.household == *household)
        .filter(|pairing| covers(pairing.from, pairing.until, on))
        .map(|pairing| pairing.helper.to_string())
        .collect();
    let mut places = vec![json!({
        "level": "household", "unit": household, "post": "helper", "holders": helpers,
    })];
    let is_community = id(Level::Zone).is_none();
    for (level, word, post, in_community) in [
        (Level::Group, "group", "group_lead", false),
        (Level::Village, "village", "dispatched_cadre", false),
        (Level::Village, "village", "first_secretary", false),
        (Level::Village, "village", "village_secretary", true),
        (Level::Zone, "zone", "zone_leader", false),
        (Level::Town, "town", "commander", true),
    ] {
        if is_community && !in_community {
            continue;
        }
        let unit = id(level).expect("a unit above");
        let holders = holders(post, &unit);
        places.push(json!({"level": word, "unit": unit, "post": post, "holders": holders}));
    }
    json!({"household": household, "on": on.to_string(), "chain": places})
}

/// The chain without fields that formats.md does not name.
fn found(roster: &Roster<'_>, household: &str, on: Day) -> Value {
    let township = township(roster);
    let chain = township.household(household).expect("a known household").chain_on(on);
    let mut chain = serde_json::to_value(&chain).expect("JSON");
    chain.as_object_mut().expect("a record").remove("assumptions");
    chain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn chain_is_that_of_a_scan(
        roster in testing::roster(), on in testing::day(), other in any::<prop::sample::Index>(),
    ) {
        let change = (!roster.tenures.is_empty()).then(|| other.get(&roster.tenures).from);
        let days = [Some(on), change.and_then(|day| day.try_into().ok())];
        for on in days.into_iter().flatten() {
            for household in &roster.households {
                let id = household.id.as_str();
                prop_assert_eq!(found(&roster, id, on), expected(&roster, id, on));
            }
        }
    }
}

#[test]
fn chain_of_maoxi_is_filled_and_goes_upwards() {
    let text = include_bytes!("../../examples/data/maoxi.json");
    let roster: Roster<'_> = read(text).unwrap();
    let on = "2018-10-08".parse().unwrap();
    for household in ["h0001", "h0800", "h1592"] {
        let chain = found(&roster, household, on);
        assert_eq!(chain, expected(&roster, household, on));
        let places = chain["chain"].as_array().unwrap();
        assert_eq!(places.len(), 7);
        assert!(places.iter().all(|place| place["holders"] != json!([])), "{chain}");
        assert_eq!(places[6]["holders"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn vacant_places_stand_in_the_chain() {
    let text = include_bytes!("../../examples/data/maoxi.json");
    let roster: Roster<'_> = read(text).unwrap();
    let township = township(&roster);
    let household = township.household("h0001").unwrap();
    let chain = household.chain_on("1990-01-01".parse().unwrap());
    assert_eq!(chain.places.len(), 7);
    assert_eq!(chain.vacant().count(), 7);
}
