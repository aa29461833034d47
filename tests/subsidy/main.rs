//! The subsidies of the villages: figures by hand, and what holds whatever the figures are.

mod bands;
mod faults;
mod figures;
mod hostile;
mod instalments;
mod invariants;
mod unknown;

use bangfu::basis::{Basis, Sourced};
use bangfu::calendar::Span;
use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::quantity::Yuan;
use bangfu::roster::Roster;
use bangfu::stipend::{Band, SubsidyMethod, SubsidyRecords, SubsidyRules, subsidies};
use bangfu::township::Township;
use proptest::prelude::*;
use serde_json::{Value, json};

const MAOXI: &[u8] = include_bytes!("../../examples/data/maoxi.json");

fn maoxi() -> Roster<'static> {
    read(MAOXI).expect("the roster of Maoxi can be read")
}

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).expect("a sound roster")
}

/// A roster of villages `v00`, `v01`, … with these populations, three to a zone.
fn document(populations: &[Option<u32>]) -> Value {
    assert_eq!(populations.len() % 3, 0);
    let zones = (0..populations.len() / 3).map(|zone| json!({"id": format!("z{zone}")}));
    let villages = populations.iter().enumerate().map(|(at, population)| {
        json!({"id": format!("v{at:02}"), "zone": format!("z{}", at / 3), "population": population})
    });
    json!({
        "format": 1, "town": {"id": "t", "population": 10_000_000},
        "zones": zones.collect::<Vec<_>>(), "villages": villages.collect::<Vec<_>>(),
        "groups": [], "households": [], "people": [], "tenures": [], "pairings": [],
    })
}

fn of(populations: &[Option<u32>]) -> Township {
    let text = document(populations).to_string();
    township(&read(text.as_bytes()).expect("the document can be read"))
}

fn known(populations: &[u32]) -> Township {
    of(&populations.iter().copied().map(Some).collect::<Vec<_>>())
}

fn yuan(yuan: i64) -> Yuan {
    Yuan::from_fen(yuan * 100)
}

fn line() -> SubsidyRules {
    Charter::maoxi().subsidy
}

fn records_of(least: Yuan, most: Yuan, method: SubsidyMethod) -> SubsidyRecords {
    let clause = Basis::Clause("F71".parse().expect("a number"));
    let assumption = Basis::Assumption("A8".parse().expect("a number"));
    let method = Sourced { value: method, basis: assumption };
    SubsidyRecords { least, most, basis: clause, method }
}

fn rules(least: Yuan, most: Yuan, method: SubsidyMethod) -> SubsidyRules {
    SubsidyRules::new(records_of(least, most, method)).expect("sound rules")
}

fn band(up_to: Option<u32>, yearly: i64) -> Band {
    Band { up_to, yearly: yuan(yearly) }
}

/// From 60,000 to 80,000 yuan by three bands.
fn bands() -> SubsidyRules {
    let bands = vec![band(Some(2_000), 60_000), band(Some(3_000), 70_000), band(None, 80_000)];
    rules(yuan(60_000), yuan(80_000), SubsidyMethod::Bands(bands))
}

fn span(text: &str) -> Span {
    text.parse().expect("a span")
}

fn text(township: &Township, rules: &SubsidyRules, days: Span) -> String {
    let subsidies = subsidies(township, rules, days).expect("every sum fits");
    serde_json::to_string(&subsidies).expect("subsidies can be written")
}

fn paid(township: &Township, rules: &SubsidyRules, days: &str) -> Value {
    serde_json::from_str(&text(township, rules, span(days))).expect("JSON")
}

/// What the villages get, in the order of their ids.
fn amounts(paid: &Value) -> Vec<Option<&str>> {
    let lines = paid["lines"].as_array().expect("a list").iter();
    lines.map(|line| line["amount"].as_str()).collect()
}

/// Rules of either method, with amounts of every size.
fn any_rules() -> impl Strategy<Value = SubsidyRules> {
    let ends = prop_oneof![0..200_000_i64, 0..1_000_000_000_i64];
    let line = (ends.clone(), ends.clone()).prop_map(|(one, other)| {
        rules(yuan(one.min(other)), yuan(one.max(other)), SubsidyMethod::StraightLine)
    });
    let inner = prop::collection::btree_set(0..5_000_u32, 0..6);
    let by_band = (inner, prop::collection::vec(ends, 7)).prop_map(|(inner, amounts)| {
        let up_to = inner.into_iter().map(Some).chain([None]);
        let fen = amounts.into_iter().map(Yuan::from_fen);
        let bands: Vec<Band> =
            up_to.zip(fen).map(|(up_to, yearly)| Band { up_to, yearly }).collect();
        let all = || bands.iter().map(|band| band.yearly);
        let (least, most) = (all().min(), all().max());
        let (least, most) = (least.expect("a band"), most.expect("a band"));
        rules(least, most, SubsidyMethod::Bands(bands))
    });
    prop_oneof![Just(self::line()), line, by_band]
}

/// Populations, all known, of three to nine villages.
fn populations() -> impl Strategy<Value = Vec<u32>> {
    let population = prop_oneof![1_500..4_000_u32, 0..3_u32, 0..1_000_000_u32];
    (1..=3_usize).prop_flat_map(move |zones| prop::collection::vec(population.clone(), zones * 3))
}
