use std::cmp::Ordering;

use bangfu::quantity::{EmptyWhole, Fraction, Ratio};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::{refusal, through_json};

fn fraction(numerator: u128, denominator: u128) -> Fraction {
    Fraction::new(numerator, denominator).unwrap()
}

fn terms(fraction: Fraction) -> (u128, u128) {
    (fraction.numerator(), fraction.denominator())
}

/// Two quotients compared as continued fractions: whole parts first, then the rests turned over.
fn compare(a: (u128, u128), b: (u128, u128)) -> Ordering {
    let (whole, rest) = (a.0 / a.1, a.0 % a.1);
    let (other_whole, other_rest) = (b.0 / b.1, b.0 % b.1);
    match (rest, other_rest) {
        _ if whole != other_whole => whole.cmp(&other_whole),
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        _ => compare((b.1, other_rest), (a.1, rest)),
    }
}

/// Lowest terms by trying every divisor.
fn lowest(a: u128, b: u128) -> (u128, u128) {
    let common = (1..=b).rev().find(|by| a.is_multiple_of(*by) && b.is_multiple_of(*by)).unwrap();
    (a / common, b / common)
}

#[test]
fn nothing_is_no_denominator() {
    for numerator in [0, 1, u128::MAX] {
        assert_eq!(Fraction::new(numerator, 0), Err(EmptyWhole));
    }
    assert_eq!(terms(fraction(0, u128::MAX)), (0, 1));
    assert_eq!(fraction(0, 7), Fraction::ZERO);
    assert_eq!(fraction(7, 7), Fraction::ONE);
}

#[test]
fn texts_that_are_no_fraction_are_refused() {
    let form = "a fraction is written as `17/1250`";
    let texts = [
        "",
        "/",
        "17",
        "17/",
        "/1250",
        "1/2/3",
        "+1/2",
        "-1/2",
        "1/-2",
        "01/2",
        "1/02",
        " 1/2",
        "1/2 ",
        "1.0/2",
        "１/2",
        "340282366920938463463374607431768211456/1",
    ];
    for text in texts {
        assert_eq!(refusal::<Fraction>(text), form, "{text:?}");
    }
    for text in ["2/4", "0/2", "10/10"] {
        let message = "a fraction is written in lowest terms, as `1/2` for `2/4`";
        assert_eq!(refusal::<Fraction>(text), message, "{text:?}");
    }
    assert_eq!(refusal::<Fraction>("1/0"), "a share of an empty whole is not defined");
    let error = serde_json::from_str::<Fraction>("0.5").unwrap_err().to_string();
    assert!(
        error.contains("expected a fraction in lowest terms, as text like `17/1250`"),
        "{error}"
    );
}

#[test]
fn decimals_are_rounded_half_up_once() {
    let table = [
        (17, 1_250, 4, "0.0136"),
        (17, 1_250, 3, "0.014"),
        (17, 1_250, 0, "0"),
        (1, 2, 0, "1"),
        (1, 8, 2, "0.13"),
        (1_249, 10_000, 2, "0.12"),
        (9_995, 10_000, 3, "1.000"),
        (2, 3, 6, "0.666667"),
        (u128::MAX, 1, 2, "340282366920938463463374607431768211455.00"),
        (u128::MAX, 2, 0, "170141183460469231731687303715884105728"),
        (u128::MAX - 1, u128::MAX, 3, "1.000"),
        (1, u128::MAX, 40, "0.0000000000000000000000000000000000000029"),
    ];
    for (numerator, denominator, places, text) in table {
        assert_eq!(fraction(numerator, denominator).to_decimal_half_up(places), text);
    }
}

#[test]
fn what_does_not_fit_is_none() {
    let most = fraction(u128::MAX, 1);
    assert_eq!(most.checked_add(fraction(1, 1)), None);
    assert_eq!(most.checked_mul(fraction(2, 1)), None);
    assert_eq!(most.to_percent_half_up(), None);
    assert_eq!(most.checked_mul(fraction(1, u128::MAX)), Some(Fraction::ONE));
    assert_eq!(fraction(1, u128::MAX).checked_mul(fraction(1, 2)), None);
    assert_eq!(fraction(1, u128::MAX).checked_add(fraction(1, u128::MAX - 1)), None);
    let percent = fraction(u128::MAX / 10_000, 1).to_percent_half_up().unwrap();
    assert_eq!(percent.hundredths(), u128::MAX / 10_000 * 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn terms_are_the_lowest(a in 0..400_u128, b in 1..400_u128, by in 1..=u128::MAX / 400) {
        prop_assert_eq!(terms(fraction(a, b)), lowest(a, b));
        prop_assert_eq!(fraction(a * by, b * by), fraction(a, b));
    }

    #[test]
    fn fractions_compare_exactly(a in testing::fraction(), b in testing::fraction()) {
        prop_assert_eq!(a.cmp(&b), compare(terms(a), terms(b)));
        prop_assert_eq!(a.partial_cmp(&b), Some(compare(terms(a), terms(b))));
        prop_assert_eq!(a == b, compare(terms(a), terms(b)) == Ordering::Equal);
    }

    #[test]
    fn small_fractions_add_and_multiply_as_whole_numbers_do(
        (a, b, c, d) in (0..1_000_000_u128, 1..1_000_000_u128, 0..1_000_000_u128, 1..1_000_000_u128),
    ) {
        let (left, right) = (fraction(a, b), fraction(c, d));
        prop_assert_eq!(left.checked_add(right), Some(fraction(a * d + c * b, b * d)));
        prop_assert_eq!(left.checked_mul(right), Some(fraction(a * c, b * d)));
        prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
    }

    #[test]
    fn sums_and_products_of_any_size_keep_their_laws(
        a in testing::fraction(),
        b in testing::fraction(),
    ) {
        prop_assert_eq!(a.checked_add(b), b.checked_add(a));
        prop_assert_eq!(a.checked_mul(b), b.checked_mul(a));
        prop_assert_eq!(a.checked_add(Fraction::ZERO), Some(a));
        prop_assert_eq!(a.checked_mul(Fraction::ONE), Some(a));
        for result in [a.checked_add(b), a.checked_mul(b)].into_iter().flatten() {
            let again = fraction(result.numerator(), result.denominator());
            prop_assert_eq!(terms(again), terms(result));
        }
        if let Some(sum) = a.checked_add(b) {
            prop_assert!(sum >= a && sum >= b);
        }
    }

    #[test]
    fn a_small_fraction_is_rounded_to_the_nearest(
        (a, b) in (0..5_000_000_u128, 1..100_000_u128),
        places in 0..9_u8,
    ) {
        let units = 10_u128.pow(places.into());
        let nearest = (a * units * 2 + b) / (b * 2);
        let text = fraction(a, b).to_decimal_half_up(places);
        prop_assert_eq!(text.replace('.', "").parse::<u128>().unwrap(), nearest);
        let behind = text.split_once('.').map_or(0, |(_, digits)| digits.len());
        prop_assert_eq!(behind, usize::from(places));
    }

    #[test]
    fn a_ratio_publishes_as_its_fraction(ratio in testing::ratio()) {
        let fraction = Fraction::from(ratio);
        prop_assert_eq!(fraction.to_percent_half_up(), Some(ratio.to_percent_half_up()));
        let terms = (u128::from(ratio.part()), u128::from(ratio.whole()));
        prop_assert_eq!(compare((fraction.numerator(), fraction.denominator()), terms), Ordering::Equal);
        if let (Ok(part), Ok(whole)) =
            (u64::try_from(fraction.numerator()), u64::try_from(fraction.denominator()))
        {
            prop_assert_eq!(Ratio::new(part, whole), Ok(ratio));
        }
    }

    #[test]
    fn text_and_document_give_the_fraction_back(fraction in testing::fraction()) {
        let text = format!("{}/{}", fraction.numerator(), fraction.denominator());
        prop_assert_eq!(&fraction.to_string(), &text);
        prop_assert_eq!(text.parse(), Ok(fraction));
        prop_assert_eq!(through_json(&fraction), (json!(text), fraction));
    }
}
