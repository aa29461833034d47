use bangfu::calendar::{Date, Day, Month};
use bangfu::chrono::{Datelike, NaiveDate};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::model::{CALENDAR, day};
use crate::{refusal, through_json};

const MALFORMED: &str = "a day is written as `2018-09-10` and exists";
const NO_MONTH: &str = "a month is written as `2018-09` and exists";

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Thirty days hath September.
fn days_of(year: u16, month: u8) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn all_months() -> impl Iterator<Item = (u16, u8)> {
    (1949..=2199).flat_map(|year| (1..=12).map(move |month| (year, month)))
}

#[test]
fn every_day_is_visited_once_in_chronos_order() {
    let mut date = NaiveDate::from_ymd_opt(1949, 1, 1).unwrap();
    let mut next = Some(Day::MIN);
    let mut previous = None;
    let mut days = 0;
    while let Some(day) = next {
        assert_eq!(day.to_date(), date);
        assert_eq!(NaiveDate::from(day), date);
        assert_eq!(Day::try_from(date), Ok(day));
        assert_eq!(
            (i32::from(day.year()), u32::from(day.month().month())),
            (date.year(), date.month())
        );
        assert_eq!(day.weekday(), date.weekday());
        assert_eq!(day.previous(), previous);
        assert!(previous < Some(day));
        (previous, next, date, days) = (next, day.next(), date.succ_opt().unwrap(), days + 1);
    }
    assert_eq!(previous, Some(Day::MAX));
    assert_eq!((Day::MAX.to_string().as_str(), days), ("2199-12-31", CALENDAR));
}

#[test]
fn every_day_has_one_text() {
    for (year, month) in all_months() {
        for of_month in 1..=days_of(year, month) {
            let text = format!("{year:04}-{month:02}-{of_month:02}");
            let day: Day = text.parse().unwrap();
            assert_eq!(day.to_string(), text);
            assert_eq!(Day::new(year, month, u8::try_from(of_month).unwrap()), Ok(day));
        }
        let beyond = format!("{year:04}-{month:02}-{:02}", days_of(year, month) + 1);
        assert_eq!(refusal::<Day>(&beyond), MALFORMED);
    }
}

#[test]
fn the_months_have_the_days_of_the_calendar() {
    let mut days = 0;
    let mut next = Some(Day::MIN.month());
    for (year, number) in all_months() {
        let month = Month::new(year, number).unwrap();
        assert_eq!(next, Some(month));
        assert_eq!((month.year(), month.month()), (year, number));
        assert_eq!(month.days(), days_of(year, number), "{month}");
        assert_eq!(month.to_string(), format!("{year}-{number:02}"));
        assert_eq!(month.to_string().parse(), Ok(month));
        assert_eq!(month.first_day(), day(days));
        days += month.days();
        assert_eq!(month.span().last(), day(days - 1));
        next = month.next();
    }
    assert_eq!((days, next), (CALENDAR, None));
}

#[test]
fn february_is_longer_in_leap_years_but_not_at_the_century() {
    for (year, days) in [(2000, 29), (2018, 28), (2020, 29), (2100, 28)] {
        assert_eq!(Month::new(year, 2).unwrap().days(), days, "{year}");
        assert_eq!(Day::new(year, 2, 29).is_ok(), days == 29, "{year}");
    }
}

#[test]
fn texts_that_are_no_day_are_refused() {
    let texts = [
        "",
        " ",
        "2018-2-3",
        "2018-02-30",
        "2019-02-29",
        "+2018-01-01",
        "-2018-01-01",
        "2018-01-01T00:00",
        "300000-01-01",
        "12018-01-01",
        "018-01-01",
        "2018-13-01",
        "2018-00-10",
        "2018-01-00",
        "2018-01-32",
        "２０１８-01-01",
        "2018-01-０１",
        " 2018-01-01",
        "2018-01-01 ",
        "2018-01-01\n",
        "2018/01/01",
        "20180101",
        "2018-0101",
        "2018-01-+1",
        "2018-01- 1",
        "2018\u{2013}01-01",
        "2018-01-01Z",
        "01-01-2018",
        "2018-W01-1",
        "二〇一八年",
        "9999999999",
        "2018-1a-01",
        "null",
    ];
    for text in texts {
        assert_eq!(refusal::<Day>(text), MALFORMED, "{text:?}");
        assert_eq!(refusal::<Date>(text), MALFORMED, "{text:?}");
        let error = serde_json::from_value::<Day>(json!(text)).unwrap_err();
        assert_eq!(error.to_string(), MALFORMED, "{text:?}");
    }
}

#[test]
fn days_outside_the_calendar_are_dates_but_no_days() {
    for text in ["1948-12-31", "2200-01-01", "0000-01-01", "0001-01-01", "9999-12-31", "1900-02-28"]
    {
        let message = format!("`{text}` is not from 1949-01-01 to 2199-12-31");
        let date: Date = text.parse().unwrap();
        assert_eq!(date.to_string(), text);
        assert_eq!(Day::try_from(date).unwrap_err().to_string(), message);
        assert_eq!(refusal::<Day>(text), message);
    }
    assert_eq!(
        Day::new(1948, 12, 31).unwrap_err().to_string(),
        "`1948-12-31` is not from 1949-01-01 to 2199-12-31"
    );
    assert!(Day::try_from(NaiveDate::MIN).is_err());
    assert!(Day::try_from(NaiveDate::MAX).is_err());
}

#[test]
fn a_day_is_no_number_in_a_document() {
    let error = serde_json::from_str::<Day>("20180910").unwrap_err().to_string();
    let expected = "invalid type: integer `20180910`, expected a day, as text like `2018-09-10`";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn texts_that_are_no_month_are_refused() {
    let texts = [
        "",
        "2018",
        "2018-9",
        "2018-13",
        "2018-00",
        "18-09",
        "+2018-09",
        "2018-09-01",
        "2018-+9",
        "２018-09",
        "2018-０9",
        " 2018-09",
        "2018-09 ",
        "2018/09",
        "201809",
        "02018-09",
        "-018-09",
    ];
    for text in texts {
        assert_eq!(refusal::<Month>(text), NO_MONTH, "{text:?}");
    }
    for year in [0, 1948, 2200, 9999] {
        let message = format!("the year {year} is not from 1949 to 2199");
        assert_eq!(refusal::<Month>(&format!("{year:04}-01")), message);
        assert_eq!(Month::new(year, 12).unwrap_err().to_string(), message);
    }
    assert_eq!(Month::new(2018, 0).unwrap_err().to_string(), NO_MONTH);
    assert_eq!(Month::new(2018, 13).unwrap_err().to_string(), NO_MONTH);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn text_and_document_give_day_and_month_back(day in testing::day()) {
        let month = day.month();
        prop_assert_eq!(through_json(&day), (json!(day.to_string()), day));
        prop_assert_eq!(through_json(&month), (json!(&day.to_string()[..7]), month));
        prop_assert_eq!(Date::from(day).to_string().parse::<Day>(), Ok(day));
        prop_assert!(month.span().contains(day));
        prop_assert_eq!(month, Month::of(day));
    }

    #[test]
    fn months_run_through_to_the_last_one(first in testing::month(), more in 0..40_u32) {
        let number = |month: Month| u32::from(month.year()) * 12 + u32::from(month.month()) - 1;
        let last = (number(first) + more).min(2199 * 12 + 11);
        let (year, of_year) = (u16::try_from(last / 12).unwrap(), u8::try_from(last % 12 + 1).unwrap());
        let until = Month::new(year, of_year).unwrap();
        let months: Vec<u32> = first.through(until).map(number).collect();
        prop_assert_eq!(months, (number(first)..=last).collect::<Vec<_>>());
        if last > number(first) {
            prop_assert_eq!(until.through(first).count(), 0);
        }
    }

    #[test]
    fn a_text_with_one_other_character_is_written_as_it_was_read(
        day in testing::day(), at in 0..10_usize, other in "[0-9 +./年０-９-]",
    ) {
        let mut text = day.to_string();
        text.replace_range(at..=at, &other);
        if let Ok(read) = text.parse::<Date>() {
            prop_assert_eq!(read.to_string(), text);
        }
    }
}
