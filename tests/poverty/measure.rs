//! Measures against published tables, and against quotients worked out household by household.

use bangfu::poverty::{
    Circumstances, PoorAt, Tally, Verdict, Verdicts, Yardstick, YardstickRecords,
};
use bangfu::quantity::{EmptyWhole, Fraction, Yuan};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;

fn fraction(numerator: u128, denominator: u128) -> Fraction {
    Fraction::new(numerator, denominator).unwrap()
}

fn yardstick(line: i64, poor: PoorAt, weights: &[u16], cutoff: u16) -> Yardstick {
    let line = Yuan::from_fen(line * 100);
    Yardstick::new(YardstickRecords { line, poor, weights: weights.to_vec(), cutoff }).unwrap()
}

fn with_income(persons: u32, yuan: i64) -> Circumstances {
    let income = Yuan::from_fen(yuan * 100);
    Circumstances::new(persons, Some(income), Verdicts::default()).unwrap()
}

fn with_verdicts(persons: u32, verdicts: impl IntoIterator<Item = Verdict>) -> Circumstances {
    Circumstances::new(persons, None, verdicts.into_iter().collect()).unwrap()
}

/// Haughton and Khandker: Handbook on Poverty and Inequality, World Bank 2009, p. 71-72.
#[test]
fn the_handbook_of_the_world_bank_is_reproduced() {
    let by = yardstick(125, PoorAt::Below, &[], 0);
    let households = [100, 110, 150, 160].map(|yuan| with_income(1, yuan));
    let measures = Tally::of_all(by, households).unwrap().income_poverty().unwrap();
    assert_eq!(measures.headcount, fraction(1, 2));
    assert_eq!(measures.gap.to_decimal_half_up(2), "0.08");
    assert_eq!(measures.gap, fraction(8, 100));
    assert_eq!(measures.severity, fraction(136, 10_000));
    assert_eq!(measures.severity.to_string(), "17/1250");
}

/// Alkire and Foster: Counting and multidimensional poverty measurement, Journal of Public Economics
/// 95 (2011), the example of four persons and four dimensions.
#[test]
fn the_example_of_alkire_and_foster_is_reproduced() {
    let achievements =
        [[131, 140, 40, 10], [152, 70, 50, 0], [125, 100, 10, 0], [200, 110, 30, 10]];
    let cutoffs = [130, 120, 30, 10];
    let households = achievements.map(|row| {
        let met = row.iter().zip(cutoffs).map(|(achieved, cutoff)| *achieved >= cutoff);
        with_verdicts(1, met.map(|met| if met { Verdict::Met } else { Verdict::NotMet }))
    });
    let by = |cutoff| yardstick(125, PoorAt::Below, &[1; 4], cutoff);
    let measures =
        |cutoff| Tally::of_all(by(cutoff), households).unwrap().multidimensional().unwrap();
    let two = measures(2);
    assert_eq!(two.headcount, fraction(1, 2));
    assert_eq!(two.intensity, Some(fraction(3, 4)));
    assert_eq!(two.adjusted, fraction(3, 8));
    let censored: Vec<String> = two.items.iter().map(|item| item.censored.to_string()).collect();
    assert_eq!(censored, ["1/4", "1/2", "1/4", "1/2"]);
    let contributions: Vec<String> =
        two.items.iter().map(|item| item.contribution.unwrap().to_string()).collect();
    assert_eq!(contributions, ["1/6", "1/3", "1/6", "1/3"]);
    let one = measures(1);
    assert_eq!(one.headcount, fraction(3, 4));
    assert_eq!(one.intensity, Some(fraction(7, 12)));
    assert_eq!(one.adjusted, fraction(7, 16));
}

#[test]
fn an_income_at_the_line_is_poor_only_where_it_is_said() {
    let at_line = [with_income(3, 125), with_income(1, 126)];
    let below = Tally::of_all(yardstick(125, PoorAt::Below, &[], 0), at_line).unwrap();
    assert_eq!(below.poor().households, 0);
    let tally = Tally::of_all(yardstick(125, PoorAt::BelowOrAt, &[], 0), at_line).unwrap();
    let measures = tally.income_poverty().unwrap();
    assert_eq!((measures.poor.households, measures.headcount), (1, fraction(3, 4)));
    assert_eq!((measures.gap, measures.severity), (Fraction::ZERO, Fraction::ZERO));
}

#[test]
fn who_is_not_known_is_in_no_measure() {
    let by = yardstick(125, PoorAt::Below, &[2, 1, 0], 2);
    let (met, not_met, unknown) = (Verdict::Met, Verdict::NotMet, Verdict::Unknown);
    let households = [
        with_verdicts(2, [not_met, met, unknown]), // the last weighs nothing
        with_verdicts(3, [met, not_met, met]),
        with_verdicts(4, [not_met, unknown, met]),
    ];
    let tally = Tally::of_all(by, households).unwrap();
    assert_eq!(tally.income_poverty(), Err(EmptyWhole));
    let measures = tally.multidimensional().unwrap();
    assert_eq!((measures.unknown.households, measures.unknown.persons), (1, 4));
    assert_eq!(measures.headcount, fraction(2, 5));
    assert_eq!(measures.intensity, Some(fraction(2, 3)));
    assert_eq!(tally.items()[0].not_met.persons, 6);
    assert_eq!(tally.items()[0].censored, 2);
}

#[test]
fn nothing_to_measure_is_no_measure() {
    let income = yardstick(125, PoorAt::Below, &[], 0);
    let items = yardstick(125, PoorAt::Below, &[1], 1);
    assert_eq!(Tally::new(income).income_poverty(), Err(EmptyWhole));
    assert_eq!(Tally::new(items).multidimensional(), Err(EmptyWhole));
    assert_eq!(Tally::of(income, with_income(1, 1)).multidimensional(), Err(EmptyWhole));
    let met = Tally::of(items, with_verdicts(1, [Verdict::Met])).multidimensional().unwrap();
    assert_eq!(
        (met.headcount, met.intensity, met.adjusted),
        (Fraction::ZERO, None, Fraction::ZERO)
    );
    assert_eq!(met.items[0].contribution, None);
}

/// The sums of a nation of the poorest, each of 50 persons, at the highest line.
#[test]
fn the_greatest_sums_neither_wrap_nor_stop() {
    let by = yardstick(10_000_000, PoorAt::Below, &[1_000; 16], 16_000);
    let poorest =
        Circumstances::new(50, Some(Yuan::ZERO), [Verdict::NotMet; 16].into_iter().collect());
    let mut tally = Tally::of(by, poorest.unwrap());
    for _ in 0..39 {
        tally = tally.merge(&tally).unwrap();
    }
    assert!(tally.all().households > 500_000_000_000);
    let measures = tally.income_poverty().unwrap();
    assert_eq!([measures.headcount, measures.gap, measures.severity], [Fraction::ONE; 3]);
    assert_eq!(tally.multidimensional().unwrap().adjusted, Fraction::ONE);
    let error = tally.merge(&tally).unwrap_err().to_string();
    assert_eq!(error, "a tally has at most 1000000000000 households");
}

/// The sum of some fractions.
fn sum(fractions: impl IntoIterator<Item = Fraction>) -> Fraction {
    fractions.into_iter().try_fold(Fraction::ZERO, Fraction::checked_add).unwrap()
}

proptest! {
    #[test]
    fn the_measures_keep_their_laws(tally in testing::tally()) {
        if let Ok(measures) = tally.income_poverty() {
            prop_assert!(measures.headcount <= Fraction::ONE);
            prop_assert!(measures.gap <= measures.headcount);
            prop_assert!(measures.severity <= measures.gap);
            // The mean of squares is no less than the square of the mean.
            if let Some(square) = measures.gap.checked_mul(measures.gap) {
                prop_assert!(square <= measures.severity);
            }
        }
        if let Ok(measures) = tally.multidimensional() {
            prop_assert!(measures.headcount <= Fraction::ONE);
            let intensity = measures.intensity.unwrap_or(Fraction::ZERO);
            prop_assert_eq!(measures.headcount.checked_mul(intensity), Some(measures.adjusted));
            prop_assert_eq!(sum(measures.items.iter().map(|item| item.part)), measures.adjusted);
            if measures.adjusted > Fraction::ZERO {
                let contributions = measures.items.iter().filter_map(|item| item.contribution);
                prop_assert_eq!(sum(contributions), Fraction::ONE);
            }
            for item in &measures.items {
                prop_assert!(item.censored <= measures.headcount);
            }
        }
    }

    /// Every person on its own, in plain fractions.
    #[test]
    fn the_measures_are_means_over_persons(
        yardstick in testing::yardstick(),
        households in vec(testing::circumstances(), 1..6),
    ) {
        let tally = Tally::of_all(yardstick, households.iter().copied()).unwrap();
        let line = u128::try_from(yardstick.line().fen()).unwrap();
        let (mut persons, mut poor, mut gap, mut squared) = (0, 0, Fraction::ZERO, Fraction::ZERO);
        for household in &households {
            let Some(income) = household.income() else { continue };
            let is_poor = match yardstick.poor() {
                PoorAt::Below => income < yardstick.line(),
                PoorAt::BelowOrAt => income <= yardstick.line(),
            };
            let income = u128::try_from(income.fen()).unwrap();
            for _ in 0..household.persons() {
                persons += 1;
                if is_poor {
                    poor += 1;
                    let share = fraction(line - income, line);
                    gap = gap.checked_add(share).unwrap();
                    squared = squared.checked_add(share.checked_mul(share).unwrap()).unwrap();
                }
            }
        }
        let Ok(measures) = tally.income_poverty() else {
            prop_assert_eq!(persons, 0);
            return Ok(());
        };
        let mean = |sum: Fraction| sum.checked_mul(fraction(1, persons)).unwrap();
        prop_assert_eq!(measures.headcount, fraction(poor, persons));
        prop_assert_eq!(measures.gap, mean(gap));
        prop_assert_eq!(measures.severity, mean(squared));
    }

    #[test]
    fn a_higher_income_never_raises_a_measure(
        yardstick in testing::yardstick(),
        households in vec(testing::circumstances(), 1..6),
        more in 0..300_000_i64,
    ) {
        let before = Tally::of_all(yardstick, households.iter().copied()).unwrap();
        let mut richer = households;
        let Some(income) = richer[0].income() else { return Ok(()) };
        let Ok(first) = richer[0].with_income(Some(Yuan::from_fen(income.fen() + more))) else {
            return Ok(());
        };
        richer[0] = first;
        let after = Tally::of_all(yardstick, richer).unwrap();
        let (before, after) = (before.income_poverty().unwrap(), after.income_poverty().unwrap());
        prop_assert!(after.headcount <= before.headcount);
        prop_assert!(after.gap <= before.gap);
        prop_assert!(after.severity <= before.severity);
    }
}
