//! A population that is not known is named, and never guessed.

use bangfu::calendar::Span;
use bangfu::quantity::Yuan;
use bangfu::stipend::{SubsidyRules, subsidies};
use bangfu::testing;
use bangfu::township::Township;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{amounts, any_rules, bands, line, maoxi, of, paid, township};

const POPULATIONS: [Option<u32>; 3] = [Some(2_500), None, Some(1_500)];

#[test]
fn on_the_straight_line_it_hides_every_figure() {
    let paid = paid(&of(&POPULATIONS), &line(), "2018-12-31..2019-01-02");
    assert_eq!(amounts(&paid), [None; 6]);
    let yearly: Vec<&Value> =
        paid["lines"].as_array().unwrap().iter().map(|line| &line["yearly"]).collect();
    assert_eq!(yearly, [&Value::Null; 6]);
    assert_eq!(paid["by_village"], json!({"v00": null, "v01": null, "v02": null}));
    assert_eq!((&paid["total"], &paid["unknown"]), (&Value::Null, &json!(["v01"])));
    assert_eq!(paid["assumptions"], json!([]));
}

#[test]
fn by_bands_it_hides_its_own_figure_and_the_total() {
    let paid = paid(&of(&POPULATIONS), &bands(), "2019-01-01..2020-01-01");
    assert_eq!(amounts(&paid), [Some("70000.00"), None, Some("60000.00")]);
    let sums = json!({"v00": "70000.00", "v01": null, "v02": "60000.00"});
    assert_eq!((&paid["by_village"], &paid["total"]), (&sums, &Value::Null));
    assert_eq!((&paid["unknown"], &paid["assumptions"]), (&json!(["v01"]), &json!(["A8"])));
    let hidden = json!({"village": "v01", "year": 2019, "population": null, "from": "2019-01-01",
        "until": "2020-01-01", "days": 365, "of": 365, "yearly": null, "amount": null});
    assert_eq!(paid["lines"][1], hidden);
}

#[test]
fn if_all_are_unknown_nothing_rests_on_anything() {
    for rules in [line(), bands()] {
        let paid = paid(&of(&[None; 3]), &rules, "2019-01-01..2020-01-01");
        assert_eq!(amounts(&paid), [None; 3]);
        assert_eq!(paid["unknown"], json!(["v00", "v01", "v02"]));
        assert_eq!(paid["assumptions"], json!([]));
    }
}

#[test]
fn a_community_need_not_be_counted() {
    let mut roster = maoxi();
    let whole = paid(&township(&roster), &line(), "2018-01-01..2019-01-01");
    for village in roster.villages.iter_mut().filter(|village| village.community) {
        village.population = None;
    }
    assert_eq!(paid(&township(&roster), &line(), "2018-01-01..2019-01-01"), whole);
}

/// Whatever the township: what is known is known of those who are, and no sum is a part of one.
fn is_consistent(
    township: &Township,
    rules: &SubsidyRules,
    days: Span,
) -> Result<(), TestCaseError> {
    let found = subsidies(township, rules, days).unwrap();
    let villages: Vec<_> = township.villages().filter(|village| !village.is_community()).collect();
    let unknown = villages.iter().filter(|village| village.population().is_none()).count();
    prop_assert_eq!(found.unknown.len(), unknown);
    prop_assert!(found.unknown.iter().all(|village| village.population().is_none()));
    prop_assert_eq!(found.by_village.len(), villages.len());
    for line in &found.lines {
        prop_assert_eq!(line.yearly.is_some(), line.amount.is_some());
        prop_assert_eq!(line.population, line.village.population());
        prop_assert!(line.population.is_some() || line.amount.is_none());
    }
    for village in &villages {
        let lines = found.lines.iter().filter(|line| line.village == *village);
        let amounts: Option<Vec<Yuan>> = lines.map(|line| line.amount).collect();
        let sum = amounts.map(|amounts| Yuan::checked_sum(amounts).unwrap());
        prop_assert_eq!(found.by_village[village.id()], sum);
    }
    let amounts: Option<Vec<Yuan>> = found.lines.iter().map(|line| line.amount).collect();
    prop_assert_eq!(found.total, amounts.map(|amounts| Yuan::checked_sum(amounts).unwrap()));
    let rests = rules.records().least < rules.records().most
        && found.lines.iter().any(|line| line.amount.is_some());
    prop_assert_eq!(found.assumptions.contains("A8"), rests);
    prop_assert_eq!(found.assumptions.iter().count(), usize::from(rests));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn sums_are_whole_or_unknown(
        township in testing::township(), rules in any_rules(), days in testing::span(),
    ) {
        is_consistent(&township, &rules, days)?;
    }
}
