//! What holds of every subsidy.

use bangfu::quantity::Yuan;
use bangfu::roster::Roster;
use bangfu::rust_decimal::{Decimal, RoundingStrategy};
use bangfu::stipend::{SubsidyMethod, subsidies};
use bangfu::testing;
use proptest::prelude::*;

use crate::{any_rules, known, line, maoxi, populations, span, text, township};

/// The line by way of decimals, which are exact enough to tell a half.
fn on_line(least: Yuan, most: Yuan, population: u32, all: &[u32]) -> Decimal {
    let (smallest, largest) = (all.iter().min().unwrap(), all.iter().max().unwrap());
    let (least, most) = (Decimal::from(least), Decimal::from(most));
    let range = Decimal::from(largest - smallest);
    if range.is_zero() {
        return least;
    }
    let rise = (most - least) * Decimal::from(population - smallest) / range;
    (least + rise).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

fn shuffled() -> impl Strategy<Value = (Roster<'static>, Roster<'static>)> {
    prop_oneof![9 => testing::roster().boxed(), 1 => Just(maoxi()).boxed()].prop_flat_map(
        |roster| {
            let parts = (
                Just(roster.villages.clone()).prop_shuffle(),
                Just(roster.zones.clone()).prop_shuffle(),
            );
            (Just(roster), parts).prop_map(|(roster, (villages, zones))| {
                let shuffled = Roster { villages, zones, ..roster.clone() };
                (roster, shuffled)
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn order_of_the_villages_changes_no_byte(
        (roster, shuffled) in shuffled(), rules in any_rules(), days in testing::span(),
    ) {
        let [one, other] = [&roster, &shuffled].map(|roster| text(&township(roster), &rules, days));
        prop_assert_eq!(one, other);
    }

    #[test]
    fn lines_are_sorted_and_cover_the_span(
        roster in testing::roster(), rules in any_rules(), days in testing::span(),
    ) {
        let township = township(&roster);
        let found = subsidies(&township, &rules, days).unwrap();
        let keys: Vec<_> = found.lines.iter().map(|line| (line.village.id(), line.year)).collect();
        prop_assert!(keys.is_sorted_by(|one, other| one < other));
        for village in township.villages() {
            let lines = found.lines.iter().filter(|line| line.village == village);
            let covered: u32 = lines.map(|line| line.span.days()).sum();
            prop_assert_eq!(covered, if village.is_community() { 0 } else { days.days() });
        }
    }

    #[test]
    fn the_line_is_that_of_decimals(populations in populations(), rules in any_rules()) {
        let records = rules.records();
        prop_assume!(records.method.value == SubsidyMethod::StraightLine);
        let township = known(&populations);
        let found = subsidies(&township, &rules, span("2019-01-01..2020-01-01")).unwrap();
        for line in &found.lines {
            let population = line.population.unwrap();
            let expected = on_line(records.least, records.most, population, &populations);
            prop_assert_eq!(Decimal::from(line.amount.unwrap()), expected.round_dp(2));
        }
    }

    /// A more populous village of the same township never gets less, and nobody more than the most.
    #[test]
    fn more_persons_never_get_less(populations in populations(), days in testing::span()) {
        let township = known(&populations);
        let rules = line();
        let mut lines = subsidies(&township, &rules, days).unwrap().lines;
        lines.sort_by_key(|line| (line.year, line.population));
        for pair in lines.windows(2).filter(|pair| pair[0].year == pair[1].year) {
            prop_assert!(pair[0].yearly <= pair[1].yearly);
            prop_assert!(pair[0].yearly < pair[1].yearly || pair[0].amount == pair[1].amount);
        }
        let (least, most) = (rules.records().least, rules.records().most);
        prop_assert!(lines.iter().all(|line| (least..=most).contains(&line.yearly.unwrap())));
    }
}
