use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::assign::{ByRank, Fairness, PairingRules, Scope, StationRule};
use crate::charter::Charter;
use crate::township::Rank;

/// Rules of pairing that the check of a charter accepts: narrow and wide ones, with and without
/// fairness, least loads and ranks that may not help. Each rests on what Maoxi's rests on.
pub fn pairing_rules() -> impl Strategy<Value = PairingRules> {
    let ranks = prop_oneof![
        2 => Just(Rank::ALL.to_vec()),
        1 => subsequence(Rank::ALL.to_vec(), 1..=Rank::ALL.len()),
    ];
    let caps = by_rank(prop_oneof![1 => 0..3_u16, 2 => 1..9_u16]);
    let least = by_rank(prop_oneof![3 => Just(0), 1 => 0..4_u16]);
    let scopes = by_rank(select(vec![Scope::Village, Scope::Zone, Scope::Town]));
    let stations = select(vec![StationRule::HomeThenPost, StationRule::HomeThenPostThenHelped]);
    let fairness = prop_oneof![
        2 => Just(None),
        1 => Just(Some(Fairness::BeforeCost)),
        1 => Just(Some(Fairness::AfterCost)),
    ];
    let minutes = (0..200_u32, 0..60_u32, 0..4_u32);
    let values = (ranks, caps, least, scopes, stations, minutes, fairness);
    values.prop_map(|(ranks, caps, least, scopes, station, minutes, fairness)| {
        let mut rules = Charter::maoxi().pairing;
        rules.ranks.value = ranks;
        rules.least.value = ByRank {
            city: caps.city.min(least.city),
            county: caps.county.min(least.county),
            town: caps.town.min(least.town),
            village: caps.village.min(least.village),
            group: caps.group.min(least.group),
        };
        rules.caps.value = caps;
        rules.station.value = station;
        rules.scope.city.value = scopes.city;
        rules.scope.county.value = scopes.county;
        rules.scope.town.value = scopes.town;
        rules.scope.village.value = scopes.village;
        rules.scope.group.value = scopes.group;
        (rules.keep.value, rules.cross_village.value, rules.balance.value) = minutes;
        rules.fairness.value = fairness;
        rules
    })
}

fn by_rank<T: std::fmt::Debug>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = ByRank<T>> {
    let five = (value.clone(), value.clone(), value.clone(), value.clone(), value);
    five.prop_map(|(city, county, town, village, group)| ByRank {
        city,
        county,
        town,
        village,
        group,
    })
}
