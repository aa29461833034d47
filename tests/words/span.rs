use bangfu::calendar::{Day, EmptySpan, Span};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::model::{self, Naive, cells, cut};
use crate::{refusal, through_json};

#[test]
fn the_whole_calendar_is_one_open_span() {
    assert_eq!(Span::ALL.to_string(), "1949-01-01..");
    assert_eq!(Span::ALL.days(), model::CALENDAR);
    assert_eq!(Span::ALL, model::span((0, cells())));
    assert_eq!(Span::starting(Day::MIN), Span::ALL);
}

#[test]
fn the_last_day_of_the_calendar_is_an_open_span() {
    let last = Span::single(Day::MAX);
    assert_eq!(last, Span::starting(Day::MAX));
    assert_eq!((last.days(), last.until()), (1, None));
    assert_eq!(last.end_date().to_string(), "2200-01-01");
    assert!(!Span::ALL.meets(Span::ALL));
}

#[test]
fn a_span_that_ends_on_the_last_day_is_not_open() {
    let span: Span = "2018-09-10..2199-12-31".parse().unwrap();
    assert_eq!(span.until(), Some(Day::MAX));
    assert!(!span.contains(Day::MAX));
    assert_eq!(span.days() + 1, Span::starting(span.from()).days());
}

#[test]
fn a_span_without_a_day_is_refused_with_both_ends() {
    let (early, late) = ("2018-09-10".parse().unwrap(), "2018-09-11".parse().unwrap());
    assert_eq!(Span::new(late, Some(late)), Err(EmptySpan { from: late, until: late }));
    assert_eq!(Span::new(late, Some(early)), Err(EmptySpan { from: late, until: early }));
    let message = Span::new(late, Some(early)).unwrap_err().to_string();
    assert_eq!(message, "`2018-09-10` is not after `2018-09-11`");
}

#[test]
fn malformed_texts_are_refused_word_for_word() {
    let form = "a span is written as `2018-09-10..2018-10-01` or `2018-09-10..`";
    let day = "a day is written as `2018-09-10` and exists";
    let table = [
        ("", form),
        ("2018-09-10", form),
        ("2018-09-10.2018-10-01", form),
        ("2018-09-10/2018-10-01", form),
        ("..", day),
        ("..2018-10-01", day),
        ("2018-09-10...2018-10-01", day),
        ("2018-09-10 ..", day),
        ("2018-09-10.. ", day),
        ("2018-09-10..2018-9-30", day),
        ("2018-09-31..", day),
        ("2018-09-10..2018-10-01..", day),
        ("2018-09-10..2018-09-10", "`2018-09-10` is not after `2018-09-10`"),
        ("2018-09-10..2018-09-09", "`2018-09-09` is not after `2018-09-10`"),
        ("2018-09-10..2200-01-01", "`2200-01-01` is not from 1949-01-01 to 2199-12-31"),
        ("1948-12-31..", "`1948-12-31` is not from 1949-01-01 to 2199-12-31"),
    ];
    for (text, message) in table {
        assert_eq!(refusal::<Span>(text), message, "{text}");
    }
}

#[test]
fn documents_with_a_faulty_span_are_refused() {
    let table = [
        (r#"{"from": "2018-09-10", "until": "2018-09-10"}"#, "`2018-09-10` is not after"),
        (r#"{"from": "2018-09-31"}"#, "a day is written as"),
        (r#"{"until": "2018-09-10"}"#, "missing field `from`"),
        (r#"{"from": "2018-09-10", "to": null}"#, "unknown field `to`"),
        (r#"{"from": "2018-09-10", "from": "2018-09-10"}"#, "duplicate field `from`"),
        (r#"{"from": null}"#, "invalid type: null, expected a day"),
        (r#""2018-09-10..""#, "invalid type: string"),
    ];
    for (document, message) in table {
        let error = serde_json::from_str::<Span>(document).unwrap_err().to_string();
        assert!(error.starts_with(message), "{document}: {error}");
    }
}

#[test]
fn an_absent_end_is_an_open_one() {
    let read = |text| serde_json::from_str::<Span>(text).unwrap();
    let absent = read(r#"{"from": "2018-09-10"}"#);
    assert_eq!(absent, read(r#"{"from": "2018-09-10", "until": null}"#));
    assert_eq!(absent, "2018-09-10..".parse().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_span_holds_the_days_from_its_first_until_its_end(cut in cut()) {
        let (span, model) = (model::span(cut), Naive::of(&[cut]));
        prop_assert_eq!(span.days(), model.days());
        for cell in 0..cells() {
            prop_assert_eq!(span.contains(model::first_day(cell)), model.0[cell]);
            prop_assert_eq!(span.contains(model::last_day(cell)), model.0[cell]);
        }
        prop_assert_eq!(Some(span.from()), model.members().next().map(model::first_day));
        prop_assert_eq!(Some(span.last()), model.members().next_back().map(model::last_day));
        prop_assert_eq!(span.until(), span.last().next());
        prop_assert_eq!(Some(span.end_date()), span.last().to_date().succ_opt());
    }

    #[test]
    fn two_spans_relate_as_their_days_do(a in cut(), b in cut()) {
        let (one, other) = (model::span(a), model::span(b));
        let (of_one, of_other) = (Naive::of(&[a]), Naive::of(&[b]));
        let both = of_one.zip(&of_other, |x, y| x && y);
        let outside = of_other.zip(&of_one, |x, y| x && !y);
        let last = of_one.members().next_back().unwrap();
        prop_assert_eq!(one.intersection(other).into_iter().collect::<Vec<_>>(), both.runs());
        prop_assert_eq!(one.overlaps(other), both.members().count() > 0);
        prop_assert_eq!(one.covers(other), outside.members().count() == 0);
        prop_assert_eq!(one.meets(other), of_other.members().next() == Some(last + 1));
        prop_assert_eq!(one == other, of_one == of_other);
    }

    #[test]
    fn spans_are_ordered_by_their_first_day_then_by_their_end(
        a in testing::span(), b in testing::span(), same_start in any::<bool>(),
    ) {
        let b = if same_start { Span::new(a.from(), b.until()).unwrap_or(b) } else { b };
        let key = |span: Span| (span.from().to_date(), span.end_date());
        prop_assert_eq!(a.cmp(&b), key(a).cmp(&key(b)));
    }

    #[test]
    fn text_and_document_give_the_span_back(span in testing::span()) {
        let until = span.until().map(|day| day.to_string());
        let text = format!("{}..{}", span.from(), until.clone().unwrap_or_default());
        prop_assert_eq!(&span.to_string(), &text);
        prop_assert_eq!(text.parse(), Ok(span));
        prop_assert_eq!(format!("{span:?}"), format!("Span({text})"));
        let document = json!({"from": span.from().to_string(), "until": until});
        prop_assert_eq!(through_json(&span), (document, span));
    }

    #[test]
    fn a_text_with_one_other_character_is_written_as_it_was_read(
        span in testing::span(), at in 0..22_usize, other in "[0-9 .-]?",
    ) {
        let mut text = span.to_string();
        let at = at.min(text.len() - 1);
        text.replace_range(at..=at, &other);
        if let Ok(read) = text.parse::<Span>() {
            prop_assert_eq!(read.to_string(), text);
        }
    }
}
