//! The payroll as formats.md words it, day by day over the records, in whole fen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use bangfu::calendar::{Date, Month};
use bangfu::chrono::{Datelike, NaiveDate};
use bangfu::roster::{Roster, TenureRecord};
use bangfu::testing;
use bangfu::township::Post;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{maoxi, paid};

/// Fen a month, by post.
const RATES: [(Post, i64); 8] = [
    (Post::VillageSecretary, 120_000),
    (Post::VillageDirector, 100_000),
    (Post::DeputySecretary, 80_000),
    (Post::DeputyDirector, 80_000),
    (Post::SupervisionChair, 80_000),
    (Post::MilitiaCommander, 60_000),
    (Post::WomensDirector, 60_000),
    (Post::GroupCadre, 40_000),
];
const TRAVEL: i64 = 30_000;

fn rate(post: Post) -> Option<i64> {
    RATES.iter().find(|(paid, _)| *paid == post).map(|(_, rate)| *rate)
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn is_held(tenure: &TenureRecord<'_>, on: NaiveDate) -> bool {
    tenure.from.to_date() <= on && tenure.until.is_none_or(|until| on < until.to_date())
}

/// The first day of the run of tenures that meet, of which this is one.
fn run_from<'r>(own: &[&'r TenureRecord<'r>], tenure: &'r TenureRecord<'r>) -> Date {
    let before = own.iter().copied().find(|other| {
        (other.post, &other.unit) == (tenure.post, &tenure.unit) && other.until == Some(tenure.from)
    });
    before.map_or(tenure.from, |before| run_from(own, before))
}

/// The one that is paid: the highest, then the smallest (`from`, unit, post).
fn best<'r>(
    own: &[&'r TenureRecord<'r>],
    held: &[&'r TenureRecord<'r>],
) -> Option<&'r TenureRecord<'r>> {
    held.iter().copied().min_by_key(|tenure| {
        let words = (tenure.unit.to_string(), tenure.post.to_string());
        (Reverse(rate(tenure.post)), run_from(own, tenure), words)
    })
}

fn source(post: Post) -> &'static str {
    match rate(post) {
        Some(120_000) => "F81",
        Some(100_000) => "F82",
        Some(80_000) => "F83",
        Some(60_000) => "F84",
        _ => "F85",
    }
}

struct Line<'r> {
    tenure: &'r TenureRecord<'r>,
    kind: &'static str,
    from: NaiveDate,
    days: i64,
}

fn month_days(month: (i32, u32)) -> Vec<NaiveDate> {
    let day = |day| NaiveDate::from_ymd_opt(month.0, month.1, day);
    (1..=31).filter_map(day).collect()
}

/// The lines of one month, by person, first day and kind.
fn lines<'r>(
    roster: &'r Roster<'r>,
    days: &[NaiveDate],
    assumptions: &mut BTreeSet<&'static str>,
) -> Vec<Line<'r>> {
    let mut people: Vec<_> = roster.people.iter().collect();
    people.sort_by_key(|person| person.id.to_string());
    let mut lines: Vec<Line<'r>> = Vec::new();
    for person in people {
        let own: Vec<&TenureRecord<'_>> = roster
            .tenures
            .iter()
            .filter(|tenure| tenure.person == person.id && rate(tenure.post).is_some())
            .collect();
        let mut of_person: Vec<Line<'r>> = Vec::new();
        for on in days {
            let held: Vec<_> = own.iter().copied().filter(|tenure| is_held(tenure, *on)).collect();
            if held.len() > 1 {
                assumptions.insert("A3");
            }
            let away: Vec<_> = held
                .iter()
                .copied()
                .filter(|tenure| tenure.post != Post::GroupCadre)
                .filter(|tenure| person.village.as_ref() != Some(&tenure.unit))
                .collect();
            for (kind, tenure) in [("stipend", best(&own, &held)), ("travel", best(&own, &away))] {
                let Some(tenure) = tenure else { continue };
                let open = of_person.iter_mut().rfind(|line| line.kind == kind).filter(|line| {
                    (line.tenure.post, &line.tenure.unit) == (tenure.post, &tenure.unit)
                        && (*on - line.from).num_days() == line.days
                });
                match open {
                    Some(line) => line.days += 1,
                    None => of_person.push(Line { tenure, kind, from: *on, days: 1 }),
                }
            }
        }
        of_person.sort_by_key(|line| (line.from, line.kind));
        lines.extend(of_person);
    }
    lines
}

/// The whole document.
pub fn expected(roster: &Roster<'_>, first: (i32, u32), months: usize) -> Value {
    let mut assumptions = BTreeSet::new();
    let mut total = 0;
    let mut documents = Vec::new();
    let mut month = first;
    for _ in 0..months {
        let days = month_days(month);
        let of = i64::try_from(days.len()).expect("a month");
        if month == (2018, 9) {
            assumptions.insert("A1");
        }
        let (mut sum, mut by_village) = (0, BTreeMap::<String, i64>::new());
        let mut written = Vec::new();
        for line in lines(roster, &days, &mut assumptions) {
            let unit = line.tenure.unit.to_string();
            let is_travel = line.kind == "travel";
            let monthly =
                if is_travel { TRAVEL } else { rate(line.tenure.post).expect("a paid post") };
            let amount = (2 * monthly * line.days + of) / (2 * of);
            if line.days < of {
                assumptions.insert("A2");
            }
            if monthly * line.days % of != 0 {
                assumptions.insert("A4");
            }
            if is_travel {
                assumptions.insert("A5");
            }
            let village = match line.tenure.post {
                Post::GroupCadre => {
                    let group = roster.groups.iter().find(|group| group.id == line.tenure.unit);
                    group.expect("a known group").village.to_string()
                }
                _ => unit.clone(),
            };
            *by_village.entry(village).or_default() += amount;
            sum += amount;
            let mut until = line.from;
            for _ in 0..line.days {
                until = until.succ_opt().expect("a day");
            }
            written.push(json!({
                "person": line.tenure.person.to_string(), "post": line.tenure.post.to_string(),
                "unit": unit, "kind": line.kind, "from": line.from.to_string(),
                "until": until.to_string(), "days": line.days, "of": of,
                "monthly": yuan(monthly), "amount": yuan(amount),
                "source": if is_travel { "F86" } else { source(line.tenure.post) },
            }));
        }
        let by_village: BTreeMap<String, String> =
            by_village.into_iter().map(|(village, fen)| (village, yuan(fen))).collect();
        documents.push(json!({
            "month": format!("{:04}-{:02}", month.0, month.1), "total": yuan(sum),
            "lines": written, "by_village": by_village,
        }));
        total += sum;
        month = if month.1 == 12 { (month.0 + 1, 1) } else { (month.0, month.1 + 1) };
    }
    json!({"months": documents, "total": yuan(total), "assumptions": assumptions})
}

/// Months in which something happens in random rosters, and some others.
pub fn months() -> impl Strategy<Value = ((i32, u32), usize)> {
    let near = (2018..2021_i32, 1..=12_u32);
    let near = near.prop_filter("before the schedule", |month| *month >= (2018, 9));
    prop_oneof![8 => near, 1 => (2021..2199_i32, 1..=12_u32)]
        .prop_flat_map(|first| (Just(first), 1..6_usize))
}

pub fn text_of(month: (i32, u32)) -> String {
    format!("{:04}-{:02}", month.0, month.1)
}

pub fn last_of(first: (i32, u32), months: usize) -> String {
    let mut last: Month = text_of(first).parse().expect("a month");
    for _ in 1..months {
        last = last.next().expect("within the calendar");
    }
    last.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn payroll_is_the_sum_day_by_day(
        roster in testing::roster(), (first, months) in months(),
    ) {
        let found = paid(&roster, &text_of(first), &last_of(first, months));
        prop_assert_eq!(found, expected(&roster, first, months));
    }
}

#[test]
fn payroll_of_maoxi_is_the_sum_day_by_day() {
    let roster = maoxi();
    assert_eq!(paid(&roster, "2018-09", "2019-02"), expected(&roster, (2018, 9), 6));
}

#[test]
fn payroll_of_the_last_months_of_the_calendar_is_the_sum_day_by_day() {
    let mut roster = maoxi();
    roster.tenures.retain(|tenure| rate(tenure.post).is_some());
    roster.tenures.truncate(20);
    let first = Date::new(NaiveDate::from_ymd_opt(2199, 11, 1).expect("a day")).expect("a date");
    assert_eq!(first.to_date().month(), 11);
    let expected = expected(&roster, (2199, 11), 2);
    assert_eq!(expected["months"][1]["lines"][0]["until"], "2200-01-01");
    assert_eq!(paid(&roster, "2199-11", "2199-12"), expected);
}
