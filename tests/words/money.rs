use bangfu::quantity::{Ratio, Rounded, Yuan, YuanError};
use bangfu::rust_decimal::Decimal;
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::{refusal, through_json};

const MALFORMED: &str = "an amount is written with two decimals, as `1200.00`";
const FRACTION: &str = "an amount has no fractions of a fen";
const TOO_LARGE: &str = "an amount lies from -92233720368547758.08 to 92233720368547758.07";

/// Amounts, many of them near one of the ends.
fn fen() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => testing::yuan().prop_map(Yuan::fen),
        1 => (0..4_i64).prop_map(|less| i64::MAX - less),
        1 => (0..4_i64).prop_map(|more| i64::MIN + more),
        1 => -2..3_i64,
    ]
}

fn total(fen: &[i64]) -> i128 {
    fen.iter().copied().map(i128::from).sum()
}

/// The amount of so many fen, if there is such an amount.
fn yuan(fen: i128) -> Option<Yuan> {
    i64::try_from(fen).ok().map(Yuan::from_fen)
}

/// Whether a share is the amount nearest to the exact one, of two equally near the one further from
/// zero; or there is none because that lies beyond the ends.
fn is_share_half_up(amount: Yuan, share: Ratio, found: Option<Rounded>) -> bool {
    let whole = i128::from(share.whole());
    let product = i128::from(amount.fen()) * i128::from(share.part());
    let Some(Rounded { amount: found, is_exact }) = found else {
        // Beyond the last amount by half a fen; below the first by a whole fen less.
        let most = if product < 0 { (1_u128 << 64) + 1 } else { (1_u128 << 64) - 1 };
        return product.unsigned_abs() * 2 >= most * whole.unsigned_abs();
    };
    let published = i128::from(found.fen()) * whole;
    let off = (published - product).unsigned_abs() * 2;
    let is_nearest = off < whole.unsigned_abs();
    let is_tie_away = off == whole.unsigned_abs() && published.abs() > product.abs();
    (is_nearest || is_tie_away) && is_exact == (product % whole == 0)
}

#[test]
fn texts_of_two_decimals_are_amounts() {
    let table = [
        ("0.00", 0),
        ("0.05", 5),
        ("-0.05", -5),
        ("1200.00", 120_000),
        ("-840.00", -84_000),
        ("10.10", 1_010),
        ("92233720368547758.07", i64::MAX),
        ("-92233720368547758.08", i64::MIN),
    ];
    for (text, fen) in table {
        assert_eq!(text.parse(), Ok(Yuan::from_fen(fen)));
        assert_eq!(Yuan::from_fen(fen).to_string(), text);
    }
}

#[test]
fn every_other_text_is_refused() {
    let texts = [
        "", " ", "-", ".", "1200", "1200.", "1200.0", "1200.000", ".50", "-.50", "+1.00", "01.00",
        "00.00", "-0.00", "-01.00", "--1.00", "1.-0", "1.+5", "1_000.00", "1,000.00", "1200,00",
        "1e2", "1e2.00", "1.0e", "0x1.00", " 1.00", "1.00 ", "1.00\n", "1 000.00", "１.00",
        "1.０0", "−1.00", "¥1.00", "1.00元", "NaN", "inf", "1.00.00", "1..0", "null",
    ];
    for text in texts {
        assert_eq!(refusal::<Yuan>(text), MALFORMED, "{text:?}");
    }
    let huge = format!("{}.00", "9".repeat(30));
    let too_large = [
        "92233720368547758.08",
        "-92233720368547758.09",
        "92233720368547759.00",
        "184467440737095516.15",
        "184467440737095516.16",
        "18446744073709551616.00",
        &huge,
    ];
    for text in too_large {
        assert_eq!(refusal::<Yuan>(text), TOO_LARGE, "{text}");
    }
}

#[test]
fn an_amount_is_text_in_a_document() {
    for document in ["1200", "1200.00", "null", "[1]"] {
        let error = serde_json::from_str::<Yuan>(document).unwrap_err().to_string();
        assert!(error.contains("expected an amount in yuan, as text with two decimals"), "{error}");
    }
    let error = serde_json::from_str::<Yuan>(r#""1200""#).unwrap_err().to_string();
    assert!(error.starts_with(MALFORMED), "{error}");
}

#[test]
fn the_example_of_the_format_is_paid_to_the_fen() {
    let monthly = Yuan::from_fen(120_000);
    let share = |part, whole| monthly.share_half_up(Ratio::new(part, whole).unwrap()).unwrap();
    assert_eq!(share(21, 30), Rounded { amount: Yuan::from_fen(84_000), is_exact: true });
    assert_eq!(share(10, 31), Rounded { amount: Yuan::from_fen(38_710), is_exact: false });
}

#[test]
fn half_a_fen_goes_away_from_zero() {
    for (fen, share) in [(1, 1), (-1, -1), (3, 2), (-3, -2), (2, 1), (-2, -1), (0, 0)] {
        let half = Yuan::from_fen(fen).share_half_up(Ratio::new(1, 2).unwrap()).unwrap();
        assert_eq!(half.amount.fen(), share, "{fen}");
    }
}

#[test]
fn amounts_fill_a_column() {
    assert_eq!(
        format!("{:>10}|{:<8}|", Yuan::from_fen(-5), Yuan::from_fen(120_000)),
        "     -0.05|1200.00 |"
    );
}

#[test]
fn decimals_beyond_the_fen_or_the_ends_are_refused() {
    let table = [
        ("12.345", FRACTION),
        ("0.001", FRACTION),
        ("92233720368547758.08", TOO_LARGE),
        ("-92233720368547758.09", TOO_LARGE),
        ("79228162514264337593543950335", TOO_LARGE),
    ];
    for (number, message) in table {
        let number = Decimal::from_str_exact(number).unwrap();
        assert_eq!(Yuan::try_from(number).unwrap_err().to_string(), message, "{number}");
    }
    let zero = Decimal::from_str_exact("-0.000").unwrap();
    assert_eq!(Yuan::try_from(zero).map(|zero| zero.to_string()).as_deref(), Ok("0.00"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn text_and_document_give_the_amount_back(fen in fen()) {
        let amount = Yuan::from_fen(fen);
        let sign = if fen < 0 { "-" } else { "" };
        let digits = format!("{:03}", fen.unsigned_abs());
        let (whole, decimals) = digits.split_at(digits.len() - 2);
        let text = format!("{sign}{whole}.{decimals}");
        prop_assert_eq!(&amount.to_string(), &text);
        prop_assert_eq!(text.parse(), Ok(amount));
        prop_assert_eq!(through_json(&amount), (json!(text), amount));
    }

    #[test]
    fn whatever_is_read_is_written_the_same(text in "[-+]?[0-9]{0,3}[.,]?[0-9]{0,3}") {
        if let Ok(amount) = text.parse::<Yuan>() {
            prop_assert_eq!(amount.to_string(), text);
        }
    }

    #[test]
    fn sums_and_differences_fit_or_are_none(a in fen(), b in fen()) {
        let (left, right) = (Yuan::from_fen(a), Yuan::from_fen(b));
        prop_assert_eq!(left.checked_add(right), yuan(i128::from(a) + i128::from(b)));
        prop_assert_eq!(left.checked_sub(right), yuan(i128::from(a) - i128::from(b)));
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
    }

    #[test]
    fn a_sum_depends_on_its_total_alone(
        (amounts, shuffled) in vec(fen(), 0..8)
            .prop_flat_map(|amounts| (Just(amounts.clone()), Just(amounts).prop_shuffle())),
    ) {
        let sum = |fen: Vec<i64>| Yuan::checked_sum(fen.into_iter().map(Yuan::from_fen));
        prop_assert_eq!(sum(shuffled), yuan(total(&amounts)));
    }

    #[test]
    fn a_sum_may_overflow_on_its_way(pairs in 1..5_usize, rest in fen()) {
        let ends = [i64::MAX, i64::MAX, -i64::MAX, -i64::MAX].repeat(pairs);
        let amounts = ends.into_iter().chain([rest]).map(Yuan::from_fen);
        prop_assert_eq!(Yuan::checked_sum(amounts), Some(Yuan::from_fen(rest)));
    }

    #[test]
    fn a_share_is_the_nearest_amount(fen in fen(), share in testing::ratio()) {
        let amount = Yuan::from_fen(fen);
        let found = amount.share_half_up(share);
        prop_assert!(is_share_half_up(amount, share, found), "{:?}", found);
    }

    #[test]
    fn a_share_near_a_half_is_the_nearest_amount(
        fen in -40..41_i64, part in 0..12_u64, whole in 1..12_u64,
    ) {
        let (amount, share) = (Yuan::from_fen(fen), Ratio::new(part, whole).unwrap());
        let found = amount.share_half_up(share);
        prop_assert!(found.is_some());
        prop_assert!(is_share_half_up(amount, share, found), "{:?}", found);
    }

    #[test]
    fn a_share_owed_back_is_the_share_paid(fen in fen(), share in testing::ratio()) {
        prop_assume!(fen != i64::MIN);
        let of = |fen| Yuan::from_fen(fen).share_half_up(share);
        if let (Some(paid), Some(owed)) = (of(fen), of(-fen)) {
            prop_assert_eq!(paid.amount.checked_add(owed.amount), Some(Yuan::ZERO));
            prop_assert_eq!(paid.is_exact, owed.is_exact);
        }
    }

    #[test]
    fn the_parts_of_a_month_pay_the_month_within_half_a_fen_each(
        fen in -200_000..200_001_i64, month in testing::month(), cuts in vec(0..32_u32, 0..6),
    ) {
        let mut cuts: Vec<u32> = cuts.into_iter().filter(|cut| *cut < month.days()).collect();
        cuts.extend([0, month.days()]);
        cuts.sort_unstable();
        let parts = cuts.windows(2).map(|pair| {
            let share = Ratio::new((pair[1] - pair[0]).into(), month.days().into()).unwrap();
            Yuan::from_fen(fen).share_half_up(share).unwrap().amount
        });
        let paid = Yuan::checked_sum(parts).unwrap().fen();
        prop_assert!((paid - fen).unsigned_abs() * 2 < u64::try_from(cuts.len()).unwrap());
    }

    #[test]
    fn a_decimal_gives_the_amount_back(fen in fen(), zeros in 0..4_u32) {
        let amount = Yuan::from_fen(fen);
        let decimal = Decimal::from(amount);
        prop_assert_eq!(decimal.to_string(), amount.to_string());
        let longer = Decimal::from_i128_with_scale(i128::from(fen) * 10_i128.pow(zeros), 2 + zeros);
        prop_assert_eq!(Yuan::try_from(decimal), Ok(amount));
        prop_assert_eq!(Yuan::try_from(longer), Ok(amount));
    }

    #[test]
    fn a_decimal_is_an_amount_exactly_if_it_is_whole_fen(
        mantissa in prop_oneof![any::<i32>().prop_map(i128::from), (-(1_i128 << 90)..1_i128 << 90)],
        tens in 0..6_u32, scale in 0..10_u32,
    ) {
        let mantissa = mantissa / 10_i128.pow(tens) * 10_i128.pow(tens);
        let (product, unit) = (mantissa * 100, 10_i128.pow(scale));
        let expected = match yuan(product / unit) {
            _ if product % unit != 0 => Err(YuanError::Fraction),
            Some(amount) => Ok(amount),
            None => Err(YuanError::TooLarge),
        };
        prop_assert_eq!(Yuan::try_from(Decimal::from_i128_with_scale(mantissa, scale)), expected);
    }
}
