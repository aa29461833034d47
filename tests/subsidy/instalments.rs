//! However a span is cut, its parts add up to the whole, to the fen.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::calendar::{Day, Span};
use bangfu::quantity::Yuan;
use bangfu::stipend::{SubsidyRules, subsidies};
use bangfu::testing;
use bangfu::township::Township;
use proptest::prelude::*;

use crate::{any_rules, known, line, maoxi, populations, span, township};

/// What every village gets, in fen.
fn by_village(township: &Township, rules: &SubsidyRules, days: Span) -> BTreeMap<String, i64> {
    let found = subsidies(township, rules, days).unwrap().by_village;
    found.into_iter().map(|(id, sum)| (id.to_string(), sum.map_or(0, Yuan::fen))).collect()
}

/// The parts of a span between these days.
fn cut(whole: Span, days: &BTreeSet<Day>) -> Vec<Span> {
    let inner = days.iter().copied().filter(|day| whole.contains(*day) && *day != whole.from());
    let starts: Vec<Day> = [whole.from()].into_iter().chain(inner).collect();
    let ends = starts.iter().skip(1).copied().map(Some).chain([whole.until()]);
    starts.iter().zip(ends).map(|(from, until)| Span::new(*from, until).unwrap()).collect()
}

fn added(township: &Township, rules: &SubsidyRules, parts: &[Span]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for part in parts {
        for (village, fen) in by_village(township, rules, *part) {
            *sums.entry(village).or_default() += fen;
        }
    }
    sums
}

#[test]
fn the_days_of_a_leap_year_add_up_to_the_year() {
    let township = township(&maoxi());
    let year = span("2020-01-01..2021-01-01");
    let days: BTreeSet<Day> = std::iter::successors(Some(year.from()), |day| day.next())
        .take_while(|day| year.contains(*day))
        .collect();
    let parts = cut(year, &days);
    assert_eq!(parts.len(), 366);
    assert_eq!(added(&township, &line(), &parts), by_village(&township, &line(), year));
}

/// A year cut into months, and months rounded by themselves, would miss some fen.
#[test]
fn months_add_up_to_the_year() {
    let township = known(&[1_601, 2_483, 3_884]);
    let year = span("2018-01-01..2019-01-01");
    let months = (2..=12).map(|month| Day::new(2018, month, 1).unwrap()).collect();
    let parts = cut(year, &months);
    assert_eq!(parts.len(), 12);
    let found = added(&township, &line(), &parts);
    assert_eq!(found.into_values().collect::<Vec<_>>(), [6_000_000, 6_772_700, 8_000_000]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_cut_of_any_span_adds_up(
        populations in populations(), rules in any_rules(), whole in testing::span(),
        offsets in prop::collection::vec(0..800_u64, 0..12),
    ) {
        let township = known(&populations);
        let first = whole.from().to_date();
        let days = offsets.into_iter().filter_map(|offset| {
            let date = first.checked_add_days(bangfu::chrono::Days::new(offset))?;
            Day::try_from(date).ok()
        });
        let parts = cut(whole, &days.collect());
        let expected = by_village(&township, &rules, whole);
        prop_assert_eq!(added(&township, &rules, &parts), expected);
    }

    /// No part of a year is owed back, and none is more than a fen off its share.
    #[test]
    fn a_part_is_its_share_of_the_year(
        populations in populations(), rules in any_rules(), days in testing::span(),
    ) {
        let township = known(&populations);
        for line in &subsidies(&township, &rules, days).unwrap().lines {
            let (yearly, amount) = (line.yearly.unwrap(), line.amount.unwrap());
            prop_assert!(Yuan::ZERO <= amount && amount <= yearly);
            let is_leap = line.year % 4 == 0 && (line.year % 100 != 0 || line.year % 400 == 0);
            prop_assert_eq!(line.of, if is_leap { 366 } else { 365 });
            let of = i128::from(line.of);
            let exact = i128::from(yearly.fen()) * i128::from(line.span.days());
            prop_assert!((i128::from(amount.fen()) * of - exact).abs() <= of);
        }
    }
}
