use std::cmp::Ordering;

use bangfu::quantity::{EmptyWhole, Percent, Ratio};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::{refusal, through_json};

/// Two shares compared as continued fractions: whole parts first, then the rests turned over.
fn compare(a: (u64, u64), b: (u64, u64)) -> Ordering {
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

/// The hundredths of a percent, by the digits of the text.
fn hundredths(percent: Percent) -> u128 {
    percent.to_string().replace(['.', '%'], "").parse().unwrap()
}

/// Whether part of whole publishes as so many hundredths of a percent.
fn publishes(part: u64, whole: u64, hundredths: u128) -> bool {
    let (part, whole) = (u128::from(part) * 20_000, u128::from(whole));
    part + whole >= hundredths * 2 * whole && part < (hundredths * 2 + 1) * whole
}

fn published(part: u64, whole: u64) -> Percent {
    Ratio::new(part, whole).unwrap().to_percent_half_up()
}

/// Shares of which some are equal, and some differ in the last digit only.
fn pair() -> impl Strategy<Value = ((u64, u64), (u64, u64))> {
    let term = || prop_oneof![0..50_u64, (0..3_u64).prop_map(|less| u64::MAX - less), any::<u64>()];
    let share = move || (term(), term().prop_map(|whole| whole.max(1)));
    let scaled = (0..40_u64, 1..40_u64, 1..9_u64).prop_map(|(a, b, by)| ((a, b), (a * by, b * by)));
    prop_oneof![(share(), share()), scaled]
}

#[test]
fn nothing_of_nothing_is_no_rate() {
    for part in [0, 1, u64::MAX] {
        assert_eq!(Ratio::new(part, 0), Err(EmptyWhole));
    }
    assert_eq!(EmptyWhole.to_string(), "a share of an empty whole is not defined");
}

#[test]
fn the_incidence_of_the_source_leaves_four_numbers() {
    let goal: Percent = "2.27%".parse().unwrap();
    for poor in 0..=45_000 {
        let is_goal = published(poor, 45_000) == goal;
        assert_eq!(is_goal, [1_020, 1_021, 1_022, 1_023].contains(&poor), "{poor}");
    }
    assert_eq!(goal.parts_of(45_000), Some(1_020..=1_023));
    assert_eq!(goal.parts_of(500), None);
    assert_eq!(goal.parts_of(0), None);
    assert_eq!(goal.most_parts_of(0), None);
}

#[test]
fn half_a_hundredth_is_rounded_up() {
    let table = [
        (1, 20_000, "0.01%"),
        (1, 20_001, "0.00%"),
        (3, 20_000, "0.02%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (0, 7, "0.00%"),
        (7, 7, "100.00%"),
        (5, 4, "125.00%"),
        (u64::MAX, u64::MAX, "100.00%"),
        (u64::MAX, 1, "1844674407370955161500.00%"),
    ];
    for (part, whole, text) in table {
        assert_eq!(published(part, whole).to_string(), text);
    }
}

#[test]
fn texts_that_are_no_rate_are_refused() {
    let form = "a rate is written with two decimals, as `2.27%`";
    let texts = [
        "", "%", "2.27", "2.3%", "2%", "2.270%", ".27%", "02.27%", "-2.27%", "+2.27%", "2.27 %",
        " 2.27%", "2.27%%", "2,27%", "２.27%", "2.27％", "1e2%", "1_0.00%",
    ];
    for text in texts {
        assert_eq!(refusal::<Percent>(text), form, "{text:?}");
    }
    let most = format!("a rate has at most {} hundredths of a percent", u128::MAX);
    assert_eq!(refusal::<Percent>("3402823669209384634633746074317682114.56%"), most);
    assert_eq!(refusal::<Percent>(&format!("{}.00%", "9".repeat(60))), most);
    assert!("3402823669209384634633746074317682114.55%".parse::<Percent>().is_ok());
}

#[test]
fn the_greatest_share_reads_back_as_it_publishes() {
    let published = Ratio::new(u64::MAX, 1).unwrap().to_percent_half_up();
    assert_eq!(published.to_string(), "1844674407370955161500.00%");
    assert_eq!("1844674407370955161500.00%".parse(), Ok(published));
}

#[test]
fn texts_that_are_no_share_are_refused() {
    let form = "a ratio is written as `1021/45000`";
    let texts = [
        "",
        "/",
        "1021",
        "1021/",
        "/45000",
        "1/2/3",
        "+1/2",
        "1/+2",
        "-1/2",
        "1/-2",
        "01/2",
        "1/02",
        " 1/2",
        "1 /2",
        "1/2 ",
        "1.0/2",
        "1_0/2",
        "１/2",
        "18446744073709551616/1",
        "1/18446744073709551616",
        "1:2",
    ];
    for text in texts {
        assert_eq!(refusal::<Ratio>(text), form, "{text:?}");
    }
    assert_eq!(refusal::<Ratio>("1/0"), "a share of an empty whole is not defined");
    let error = serde_json::from_str::<Ratio>("0.5").unwrap_err().to_string();
    assert!(error.contains("expected a ratio, as text like `1021/45000`"), "{error}");
}

#[test]
fn the_greatest_figures_neither_wrap_nor_stop() {
    let most = Percent::from_hundredths(u64::MAX);
    assert_eq!(most.most_parts_of(u64::MAX), Some(u64::MAX));
    assert_eq!(most.parts_of(u64::MAX), None);
    assert_eq!(Percent::from_hundredths(10_000).parts_of(1), Some(1..=1));
    let all = Percent::from_hundredths(10_000).parts_of(u64::MAX).unwrap();
    assert_eq!(*all.end(), u64::MAX);
    assert_eq!(published(*all.start(), u64::MAX).to_string(), "100.00%");
    assert_eq!(published(all.start() - 1, u64::MAX).to_string(), "99.99%");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn shares_compare_exactly((a, b) in pair()) {
        let (left, right) = (Ratio::new(a.0, a.1).unwrap(), Ratio::new(b.0, b.1).unwrap());
        prop_assert_eq!(left.cmp(&right), compare(a, b));
        prop_assert_eq!(left.partial_cmp(&right), Some(compare(a, b)));
        prop_assert_eq!(left == right, compare(a, b) == Ordering::Equal);
        prop_assert_eq!((left.part(), left.whole()), a);
    }

    #[test]
    fn a_published_percent_is_the_nearest_half_up(share in testing::ratio()) {
        let percent = share.to_percent_half_up();
        prop_assert!(publishes(share.part(), share.whole(), hundredths(percent)), "{}", percent);
    }

    #[test]
    fn a_greater_share_publishes_as_no_less(a in testing::ratio(), b in testing::ratio()) {
        let (least, most) = if a <= b { (a, b) } else { (b, a) };
        prop_assert!(least.to_percent_half_up() <= most.to_percent_half_up());
    }

    #[test]
    fn the_parts_of_a_small_whole_are_those_that_publish(
        figure in prop_oneof![0..300_u64, 0..20_000_u64],
        whole in prop_oneof![0..120_u64, 0..2_000_u64],
    ) {
        let percent = Percent::from_hundredths(figure);
        let is_such = |part: &u64| whole > 0 && publishes(*part, whole, figure.into());
        let all = (0..=3 * whole).filter(is_such);
        let found: Vec<u64> = percent.parts_of(whole).into_iter().flatten().collect();
        prop_assert_eq!(found, all.collect::<Vec<_>>());
        let at_most = |part: &u64| *part * 20_000 < (figure * 2 + 1) * whole;
        prop_assert_eq!(percent.most_parts_of(whole), (0..=3 * whole).rfind(at_most));
    }

    #[test]
    fn the_parts_of_any_whole_begin_and_end_where_the_figure_changes(share in testing::ratio()) {
        let (part, whole) = (share.part(), share.whole());
        let percent = share.to_percent_half_up();
        let parts = percent.parts_of(whole).unwrap();
        prop_assert!(parts.contains(&part));
        prop_assert_eq!(percent.most_parts_of(whole), Some(*parts.end()));
        prop_assert_eq!(published(*parts.start(), whole), percent);
        prop_assert_eq!(published(*parts.end(), whole), percent);
        if let Some(below) = parts.start().checked_sub(1) {
            prop_assert!(published(below, whole) < percent);
        }
        if let Some(above) = parts.end().checked_add(1) {
            prop_assert!(published(above, whole) > percent);
        }
    }

    #[test]
    fn text_and_document_give_the_rate_back(figure in any::<u64>()) {
        let percent = Percent::from_hundredths(figure);
        let digits = format!("{figure:03}");
        let (whole, decimals) = digits.split_at(digits.len() - 2);
        let text = format!("{whole}.{decimals}%");
        prop_assert_eq!(&percent.to_string(), &text);
        prop_assert_eq!(text.parse(), Ok(percent));
        prop_assert_eq!(through_json(&percent), (json!(text), percent));
    }

    #[test]
    fn text_and_document_give_the_terms_of_a_share_back(share in testing::ratio()) {
        let text = format!("{}/{}", share.part(), share.whole());
        let (document, read) = through_json(&share);
        prop_assert_eq!(document, json!(&text));
        prop_assert_eq!((read.part(), read.whole()), (share.part(), share.whole()));
        prop_assert_eq!(share.to_string(), text);
    }

    #[test]
    fn percents_are_ordered_by_their_figure(a in any::<u64>(), b in any::<u64>()) {
        let order = Percent::from_hundredths(a).cmp(&Percent::from_hundredths(b));
        prop_assert_eq!(order, a.cmp(&b));
    }
}
