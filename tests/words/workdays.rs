use bangfu::calendar::{Day, Month, Span, Spans, Workdays, WorkdaysError, WorkdaysRecords};
use bangfu::chrono::{Datelike, Weekday};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::through_json;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

fn records(within: &str, off: &[&str], worked: &[&str]) -> WorkdaysRecords {
    let spans = |texts: &[&str]| texts.iter().copied().map(span).collect();
    WorkdaysRecords { within: span(within), off: spans(off), worked: spans(worked) }
}

/// Mid-Autumn and National Day of 2018.
fn autumn() -> WorkdaysRecords {
    let off = ["2018-09-24..2018-09-25", "2018-10-01..2018-10-08"];
    records("2018-09-01..2018-11-01", &off, &["2018-09-29..2018-10-01"])
}

fn each_day(span: Span) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(span.from()), |day| day.next())
        .take_while(move |day| span.contains(*day))
}

/// Whether a day is worked, from the records alone.
fn scan(records: &WorkdaysRecords, on: Day) -> Option<bool> {
    let is_in = |spans: &[Span]| spans.iter().any(|span| span.contains(on));
    let is_weekend = matches!(on.to_date().weekday(), Weekday::Sat | Weekday::Sun);
    let is_worked = is_in(&records.worked) || !is_weekend && !is_in(&records.off);
    is_in(&[records.within]).then_some(is_worked)
}

fn assert_agrees(workdays: &Workdays, records: &WorkdaysRecords) {
    assert_eq!(workdays.within(), records.within);
    let mut worked = Vec::new();
    for on in each_day(records.within) {
        let expected = scan(records, on);
        assert_eq!(workdays.is_worked(on), expected, "{on}");
        worked.extend(expected.filter(|is_worked| *is_worked).map(|_| Span::single(on)));
    }
    let days = u32::try_from(worked.len()).unwrap();
    assert_eq!(workdays.days_within(records.within), Some(days));
    assert_eq!(workdays.days(), &Spans::from(worked));
}

/// A span of some days of the eight weeks from 2018-08-27, a Monday.
fn of_eight_weeks() -> impl Strategy<Value = Span> {
    (0..56_u64, 1..10_u64).prop_map(|(from, days)| {
        let first = day("2018-08-27").to_date();
        let at = |days| Day::try_from(first + bangfu::chrono::Days::new(days)).unwrap();
        Span::new(at(from), Some(at(from + days))).unwrap()
    })
}

#[test]
fn the_autumn_of_2018_has_its_official_days() {
    let workdays = Workdays::new(autumn()).unwrap();
    let of_month = |month: &str| workdays.days_within(month.parse::<Month>().unwrap().span());
    assert_eq!(of_month("2018-09"), Some(21));
    assert_eq!(of_month("2018-10"), Some(18));
    assert_eq!(workdays.days_within(span("2018-09-10..2018-10-01")), Some(16));
    let table = [
        ("2018-09-21", Some(true)),
        ("2018-09-22", Some(false)),
        ("2018-09-24", Some(false)),
        ("2018-09-25", Some(true)),
        ("2018-09-29", Some(true)),
        ("2018-09-30", Some(true)),
        ("2018-10-01", Some(false)),
        ("2018-10-07", Some(false)),
        ("2018-10-08", Some(true)),
    ];
    for (on, expected) in table {
        assert_eq!(workdays.is_worked(day(on)), expected, "{on}");
    }
    let weeks = "2018-09-03..2018-09-08, 2018-09-10..2018-09-15, 2018-09-17..2018-09-22, \
        2018-09-25..2018-10-01, 2018-10-08..2018-10-13, 2018-10-15..2018-10-20, \
        2018-10-22..2018-10-27, 2018-10-29..2018-11-01";
    assert_eq!(workdays.days().to_string(), weeks);
}

#[test]
fn a_day_outside_is_not_known() {
    let workdays = Workdays::new(autumn()).unwrap();
    for on in ["1949-01-01", "2018-08-31", "2018-11-01", "2199-12-31"] {
        assert_eq!(workdays.is_worked(day(on)), None, "{on}");
    }
    for window in
        ["2018-08-31..2018-09-02", "2018-10-31..2018-11-02", "2018-11-01..", "2018-09-01.."]
    {
        assert_eq!(workdays.days_within(span(window)), None, "{window}");
    }
    assert_eq!(workdays.days_within(span("2018-10-31..2018-11-01")), Some(1));
}

#[test]
fn the_whole_calendar_has_five_days_a_week() {
    let records = WorkdaysRecords { within: Span::ALL, off: Vec::new(), worked: Vec::new() };
    let workdays = Workdays::new(records.clone()).unwrap();
    assert_agrees(&workdays, &records);
    // From Saturday, 1949-01-01, to Tuesday, 2199-12-31: 13,096 weeks and four days.
    assert_eq!(workdays.days().days(), 13_096 * 5 + 2);
    assert_eq!(workdays.days().as_slice().len(), 13_097);
}

#[test]
fn an_exception_that_changes_nothing_does_no_harm() {
    let weekend = "2018-09-08..2018-09-10";
    let idle = records("2018-09-01..2018-10-01", &[weekend], &["2018-09-10..2018-09-12"]);
    let plain = Workdays::new(records("2018-09-01..2018-10-01", &[], &[])).unwrap();
    assert_eq!(Workdays::new(idle).unwrap().days(), plain.days());
}

#[test]
fn exceptions_outside_the_calendar_are_told() {
    let table = [
        ("2018-08-31..2018-09-02", true),
        ("2018-09-30..2018-10-02", true),
        ("2018-08-01..2018-08-02", false),
        ("2018-09-30..", false),
    ];
    for (found, is_off) in table {
        let exceptions = ["2018-09-03..2018-09-04", found];
        let (off, worked): (&[&str], &[&str]) =
            if is_off { (&exceptions, &[]) } else { (&[], &exceptions) };
        let records = records("2018-09-01..2018-10-01", off, worked);
        let within = records.within;
        let error = refused(records);
        assert_eq!(error, WorkdaysError::Outside { found: span(found), within });
        let message =
            format!("the exception `{found}` does not lie within `2018-09-01..2018-10-01`");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn days_both_off_and_worked_are_told() {
    let off = ["2018-09-20..2018-09-25", "2018-09-05..2018-09-08"];
    let worked = ["2018-09-24..2018-09-26", "2018-09-06..2018-09-11"];
    let error = refused(records("2018-09-01..2018-10-01", &off, &worked));
    assert_eq!(error, WorkdaysError::OffAndWorked { found: span("2018-09-06..2018-09-08") });
    assert_eq!(error.to_string(), "`2018-09-06..2018-09-08` is both off and worked");
}

#[test]
fn an_exception_outside_goes_before_one_of_both_kinds() {
    let both = "2018-09-06..2018-09-08";
    let error = refused(records("2018-09-01..2018-10-01", &[both], &[both, "2018-10-01.."]));
    let (found, within) = (span("2018-10-01.."), span("2018-09-01..2018-10-01"));
    assert_eq!(error, WorkdaysError::Outside { found, within });
}

/// What records are refused with, from a document too.
fn refused(records: WorkdaysRecords) -> WorkdaysError {
    let document = serde_json::to_value(&records).unwrap();
    let error = Workdays::new(records).unwrap_err();
    assert_eq!(unread(document), error.to_string());
    error
}

fn unread(document: Value) -> String {
    serde_json::from_value::<Workdays>(document).unwrap_err().to_string()
}

#[test]
fn a_document_has_its_three_fields() {
    let within = json!({"from": "2018-09-01", "until": "2018-11-01"});
    let document = json!({
        "within": within,
        "off": [
            {"from": "2018-09-24", "until": "2018-09-25"},
            {"from": "2018-10-01", "until": "2018-10-08"},
        ],
        "worked": [{"from": "2018-09-29", "until": "2018-10-01"}],
    });
    let workdays = Workdays::new(autumn()).unwrap();
    assert_eq!(through_json(&workdays), (document.clone(), workdays));
    for field in ["within", "off", "worked"] {
        let mut document = document.clone();
        document.as_object_mut().unwrap().remove(field);
        assert_eq!(unread(document), format!("missing field `{field}`"));
    }
    let mut document = document;
    document["holidays"] = json!([]);
    assert_eq!(
        unread(document),
        "unknown field `holidays`, expected one of `within`, `off`, `worked`"
    );
    let expected = "expected a calendar of working days";
    assert!(unread(json!(7)).ends_with(expected), "{}", unread(json!(7)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_day_is_as_the_records_say(workdays in testing::workdays()) {
        let records = WorkdaysRecords::from(workdays.clone());
        assert_agrees(&workdays, &records);
        prop_assert_eq!(Workdays::new(records.clone()), Ok(workdays.clone()));
        prop_assert_eq!(through_json(&workdays), (json!(records), workdays));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn records_are_refused_exactly_if_a_day_is_outside_or_both(
        within in of_eight_weeks(), more in of_eight_weeks(),
        off in vec(of_eight_weeks(), 0..3), worked in vec(of_eight_weeks(), 0..3),
        is_cut in any::<bool>(),
    ) {
        let (from, last) = (within.from().min(more.from()), within.last().max(more.last()));
        let within = Span::new(from, last.next()).unwrap();
        let cut = |spans: Vec<Span>| -> Vec<Span> {
            let inside = |span: Span| if is_cut { span.intersection(within) } else { Some(span) };
            spans.into_iter().filter_map(inside).collect()
        };
        let (off, worked) = (cut(off), cut(worked));
        let records = WorkdaysRecords { within, off: off.clone(), worked: worked.clone() };
        let days = |spans: &[Span]| spans.iter().copied().flat_map(each_day).collect::<Vec<_>>();
        let (days_off, days_worked) = (days(&off), days(&worked));
        let is_outside = |span: &&Span| each_day(**span).any(|day| !within.contains(day));
        let outside = off.iter().chain(&worked).find(is_outside);
        let both = days_off.iter().filter(|day| days_worked.contains(day)).min();
        match Workdays::new(records.clone()) {
            Ok(workdays) => {
                prop_assert_eq!((outside, both), (None, None));
                assert_agrees(&workdays, &records);
            }
            Err(WorkdaysError::Outside { found, within: bound }) => {
                prop_assert_eq!((Some(&found), bound), (outside, within));
            }
            Err(WorkdaysError::OffAndWorked { found }) => {
                prop_assert_eq!((outside, Some(&found.from())), (None, both));
                let is_both = |day| days_off.contains(&day) && days_worked.contains(&day);
                prop_assert!(each_day(found).all(is_both));
                prop_assert!(!found.until().is_some_and(is_both), "as long as it can be");
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn the_order_and_the_pieces_of_the_exceptions_do_not_matter(workdays in testing::workdays()) {
        let pieces = |spans: Vec<Span>| -> Vec<Span> {
            let few = spans.into_iter().filter(|span| span.days() < 100);
            few.flat_map(each_day).map(Span::single).collect()
        };
        let mut records = WorkdaysRecords::from(workdays.clone());
        records.off = pieces(records.off);
        records.worked = pieces(records.worked);
        records.off.reverse();
        records.worked.reverse();
        prop_assert_eq!(Workdays::new(records), Ok(workdays));
    }

    #[test]
    fn two_windows_side_by_side_count_what_one_counts(
        workdays in testing::workdays(), at in any::<prop::sample::Index>(),
    ) {
        let within = workdays.within();
        let days = usize::try_from(within.days()).unwrap();
        let cut = u64::try_from(at.index(days)).unwrap();
        let cut = Day::try_from(within.from().to_date() + bangfu::chrono::Days::new(cut)).unwrap();
        let left = Span::new(within.from(), Some(cut)).ok();
        let right = Span::new(cut, within.until()).unwrap();
        let left = left.map_or(Some(0), |left| workdays.days_within(left));
        prop_assert_eq!(
            left.unwrap() + workdays.days_within(right).unwrap(),
            workdays.days().days()
        );
    }
}

#[test]
fn generated_calendars_have_exceptions_of_all_kinds() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0; 6];
    for _ in 0..400 {
        let workdays = testing::workdays().new_tree(&mut runner).unwrap().current();
        let WorkdaysRecords { within, off, worked } = workdays.clone().into();
        let is_weekend = |on: Day| matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
        let any = |spans: &[Span], of: &dyn Fn(Day) -> bool| {
            spans.iter().any(|span| of(span.from()) || of(span.last()))
        };
        let cases = [
            off.is_empty() && worked.is_empty(),
            any(&off, &is_weekend),
            any(&off, &|on| !is_weekend(on)),
            any(&worked, &is_weekend),
            any(&worked, &|on| !is_weekend(on)),
            within.until().is_none() && !off.is_empty(),
        ];
        for (count, case) in seen.iter_mut().zip(cases) {
            *count += usize::from(case);
        }
    }
    assert!(seen.iter().all(|count| *count >= 5), "{seen:?}");
}
