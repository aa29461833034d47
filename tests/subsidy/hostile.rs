//! Amounts and spans of any size end in a figure or an error, never in a wrong figure or a panic.

use bangfu::calendar::Span;
use bangfu::quantity::Yuan;
use bangfu::stipend::SubsidyMethod::{Bands, StraightLine};
use bangfu::stipend::{Band, SubsidyError, SubsidyMethod, SubsidyRules, subsidies};
use proptest::prelude::*;

use crate::{band, known, of, records_of, rules, span};

const MAX: Yuan = Yuan::from_fen(i64::MAX);

/// The most of an amount that is in whole yuan.
const MAX_YUAN: Yuan = Yuan::from_fen(i64::MAX / 100 * 100);

fn all_get(yearly: Yuan) -> SubsidyRules {
    rules(Yuan::ZERO, MAX, Bands(vec![Band { up_to: None, yearly }]))
}

#[test]
fn a_sum_that_does_not_fit_is_an_error() {
    let township = known(&[1, 2, 3]);
    let error = subsidies(&township, &all_get(MAX), span("2019-01-01..2020-01-01")).unwrap_err();
    assert_eq!(error, SubsidyError::TotalTooLarge);
    assert_eq!(
        error.to_string(),
        "the subsidies of all villages add up to more than an amount can hold"
    );
    let error = subsidies(&township, &all_get(MAX), span("2019-01-01..2020-01-02")).unwrap_err();
    assert_eq!(error, SubsidyError::VillageTooLarge { village: "v00".parse().unwrap() });
    assert_eq!(error.to_string(), "the subsidies of `v00` add up to more than an amount can hold");
}

/// What one village gets may be all that an amount can hold.
#[test]
fn the_greatest_amount_is_paid() {
    let by_band = vec![band(Some(5), 0), Band { up_to: None, yearly: MAX }];
    let found = subsidies(
        &known(&[1, 2, 6]),
        &rules(Yuan::ZERO, MAX, Bands(by_band)),
        span("2019-01-01..2020-01-01"),
    )
    .map(|found| found.total);
    assert_eq!(found, Ok(Some(MAX)));
    let line = rules(Yuan::ZERO, MAX_YUAN, StraightLine);
    let found = subsidies(&known(&[0, 0, 5_000_000]), &line, span("2020-01-01..2021-01-01"))
        .map(|found| found.total);
    assert_eq!(found, Ok(Some(MAX_YUAN)));
}

/// A total that is not known cannot be too large.
#[test]
fn what_is_unknown_adds_up_to_nothing() {
    let township = of(&[Some(1), None, Some(3)]);
    let found = subsidies(&township, &all_get(MAX), span("2019-01-01..2020-01-01")).unwrap();
    let first = township.village("v00").unwrap().id();
    assert_eq!((found.total, found.by_village[first]), (None, Some(MAX)));
}

#[test]
fn every_day_of_the_calendar_is_paid() {
    let yearly = Yuan::from_fen(i64::MAX / 251 / 3);
    let township = known(&[1, 2, 3]);
    let found = subsidies(&township, &all_get(yearly), Span::ALL).unwrap();
    assert_eq!(found.lines.len(), 3 * 251);
    assert_eq!(found.total, Some(Yuan::from_fen(yearly.fen() * 251 * 3)));
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![0..10_i64, i64::MAX / 100 - 10..=i64::MAX / 100, 0..=i64::MAX / 100]
}

fn any_band() -> impl Strategy<Value = Band> {
    let fen = prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>(), 0..5_i64];
    (any::<Option<u32>>(), fen).prop_map(|(up_to, fen)| Band { up_to, yearly: Yuan::from_fen(fen) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_line_stays_between_its_ends(
        (one, other) in (amount(), amount()),
        populations in prop::collection::vec(prop_oneof![0..3_000_000_u32, 0..5_u32], 3),
        days in bangfu::testing::span(),
    ) {
        let [least, most] =
            [one.min(other), one.max(other)].map(|yuan| Yuan::from_fen(yuan * 100));
        let rules = rules(least, most, StraightLine);
        let township = known(&populations);
        match subsidies(&township, &rules, days) {
            Ok(found) => {
                let mut yearly = found.lines.iter().map(|line| line.yearly.unwrap());
                prop_assert!(yearly.all(|yearly| (least..=most).contains(&yearly)));
            }
            Err(_) => prop_assert!(most.fen() > i64::MAX / 3 / 252),
        }
    }

    #[test]
    fn any_values_are_rules_or_faults(
        (least, most) in (any::<i64>(), any::<i64>()),
        bands in prop::option::of(prop::collection::vec(any_band(), 0..4)),
    ) {
        let method = bands.map_or(SubsidyMethod::StraightLine, Bands);
        let records = records_of(Yuan::from_fen(least), Yuan::from_fen(most), method);
        if let Err(faults) = SubsidyRules::new(records) {
            prop_assert!(!faults.to_string().is_empty());
        }
    }
}
