//! What holds of every payroll.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::calendar::{Date, Month};
use bangfu::chrono::NaiveDate;
use bangfu::roster::{Roster, TenureRecord};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::Value;

use crate::oracle::{last_of, months, text_of};
use crate::{fen, paid, text};

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().expect("a list")
}

fn day(value: &Value) -> NaiveDate {
    value.as_str().expect("a day").parse().expect("a day")
}

/// The village to whose sum a line belongs.
fn village(roster: &Roster<'_>, line: &Value) -> String {
    let unit = line["unit"].as_str().expect("an id");
    if line["post"] != "group_cadre" {
        return unit.to_owned();
    }
    let group = roster.groups.iter().find(|group| group.id == *unit).expect("a known group");
    group.village.to_string()
}

/// Replaces a tenure by two that meet on a day within it.
fn split<'r>(roster: &Roster<'r>, at: usize, days: u64) -> Option<Roster<'r>> {
    let mut roster = roster.clone();
    let whole: TenureRecord<'r> = roster.tenures.get(at)?.clone();
    let middle = whole.from.to_date().checked_add_days(bangfu::chrono::Days::new(days))?;
    let last =
        whole.until.map_or(NaiveDate::from_ymd_opt(2199, 12, 31)?, bangfu::calendar::Date::to_date);
    if middle <= whole.from.to_date() || last <= middle {
        return None;
    }
    roster.tenures[at].until = Some(Date::new(middle).unwrap());
    roster.tenures.push(TenureRecord { from: Date::new(middle).unwrap(), ..whole });
    Some(roster)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn lines_add_up_to_every_total(roster in testing::roster(), (first, count) in months()) {
        let payroll = paid(&roster, &text_of(first), &last_of(first, count));
        let mut whole = 0;
        prop_assert_eq!(list(&payroll, "months").len(), count);
        for month in list(&payroll, "months") {
            let mut by_village = BTreeMap::<String, i64>::new();
            let mut sum = 0;
            for line in list(month, "lines") {
                *by_village.entry(village(&roster, line)).or_default() += fen(&line["amount"]);
                sum += fen(&line["amount"]);
            }
            let found: BTreeMap<String, i64> = month["by_village"]
                .as_object()
                .expect("a map")
                .iter()
                .map(|(village, amount)| (village.clone(), fen(amount)))
                .collect();
            prop_assert_eq!(found, by_village);
            prop_assert_eq!(fen(&month["total"]), sum);
            whole += sum;
        }
        prop_assert_eq!(fen(&payroll["total"]), whole);
    }

    #[test]
    fn no_day_of_a_person_is_paid_twice(roster in testing::roster(), (first, count) in months()) {
        let payroll = paid(&roster, &text_of(first), &last_of(first, count));
        let mut paid_days = BTreeSet::new();
        for month in list(&payroll, "months") {
            let mut last = None;
            for line in list(month, "lines") {
                let until = day(&line["until"]);
                let from = day(&line["from"]);
                prop_assert_eq!(Value::from((until - from).num_days()), line["days"].clone());
                let key = (line["person"].to_string(), from, line["kind"].to_string());
                for on in from.iter_days().take_while(|on| *on < until) {
                    prop_assert!(paid_days.insert((key.0.clone(), key.2.clone(), on)), "{}", line);
                }
                prop_assert!(last.as_ref() < Some(&key), "the lines are sorted: {}", line);
                last = Some(key);
            }
        }
    }

    #[test]
    fn order_of_the_records_changes_no_byte(
        (roster, shuffled) in testing::roster().prop_flat_map(|roster| {
            let parts = (
                Just(roster.villages.clone()).prop_shuffle(),
                Just(roster.groups.clone()).prop_shuffle(),
                Just(roster.people.clone()).prop_shuffle(),
                Just(roster.tenures.clone()).prop_shuffle(),
            );
            (Just(roster), parts)
        }),
        (first, count) in months(),
    ) {
        let (villages, groups, people, tenures) = shuffled;
        let shuffled = Roster { villages, groups, people, tenures, ..roster.clone() };
        let months = (text_of(first), last_of(first, count));
        prop_assert_eq!(
            text(&shuffled, &months.0, &months.1),
            text(&roster, &months.0, &months.1)
        );
    }

    /// Where no other post is held beside it, two tenures that meet are one run; where one is, the
    /// line may be cut, each part rounded by itself.
    #[test]
    fn splitting_a_tenure_moves_no_month_by_more_than_a_fen_a_line(
        roster in testing::roster(), at in any::<prop::sample::Index>(), days in 1..400_u64,
        (first, count) in months(),
    ) {
        let at = at.index(roster.tenures.len().max(1));
        let Some(split) = split(&roster, at, days) else {
            return Ok(());
        };
        let last = last_of(first, count);
        let [before, after] = [&roster, &split].map(|roster| paid(roster, &text_of(first), &last));
        let months = list(&before, "months").iter().zip(list(&after, "months"));
        for (before, after) in months {
            let lines = list(before, "lines").len().max(list(after, "lines").len());
            let moved = fen(&before["total"]).abs_diff(fen(&after["total"]));
            prop_assert!(moved <= u64::try_from(lines).expect("few"), "{} fen", moved);
            // Who is paid for how many days stays the same.
            let days = |month: &Value| {
                let mut days = BTreeMap::<(String, String, String), u64>::new();
                for line in list(month, "lines") {
                    let key = [&line["person"], &line["kind"], &line["monthly"]];
                    let [person, kind, monthly] = key.map(ToString::to_string);
                    *days.entry((person, kind, monthly)).or_default() +=
                        line["days"].as_u64().expect("days");
                }
                days
            };
            prop_assert_eq!(days(before), days(after));
        }
    }

    #[test]
    fn months_are_independent(roster in testing::roster(), (first, count) in months()) {
        let whole = paid(&roster, &text_of(first), &last_of(first, count));
        let mut month: Month = text_of(first).parse().expect("a month");
        for expected in list(&whole, "months") {
            let text = month.to_string();
            let alone = paid(&roster, &text, &text);
            prop_assert_eq!(&alone["months"][0], expected);
            month = month.next().expect("within the calendar");
        }
    }
}
