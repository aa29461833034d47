//! At the ends of the calendar and of the amounts nothing wraps and nothing panics.

use bangfu::calendar::{Month, Span, Workdays, WorkdaysRecords};
use bangfu::charter::Charter;
use bangfu::quantity::{Ratio, RoundingMode};
use bangfu::roster::Roster;
use bangfu::stipend::{
    Cap, Combination, ConcurrentPosts, Deduction, Effect, PartMonth, PayLine, PostRates, Rate,
    Rounding, RoundingUnit, Schedule, ScheduleRecords, Start,
};
use bangfu::township::{Level, Post, Step};

use crate::faults::rate;
use crate::figures::roster;
use crate::oracle::{Case, StepRecord};

/// People in several posts at once, from the first day of the calendar to its last.
fn forever() -> Roster<'static> {
    let mut tenures = Vec::new();
    for (person, post, unit) in [
        ("p", "village_secretary", "v0"),
        ("p", "village_director", "v1"),
        ("p", "group_cadre", "g0"),
        ("q", "deputy_director", "v0"),
        ("q", "deputy_director", "c"),
    ] {
        tenures.push((person, post, unit, "1949-01-01", Some("2018-09-16")));
        tenures.push((person, post, unit, "2018-09-16", None));
    }
    // A roster borrows its document, and this one is handed on.
    let text = roster(&["p", "q"], &tenures).to_string().leak();
    serde_json::from_str(text).expect("a roster")
}

fn most(from: &str) -> Vec<Rate> {
    let mut most = rate("0.00", from, None);
    most.monthly = Rate::MOST;
    vec![most]
}

/// Everything costs the most, from the first day of the calendar on.
fn greatest() -> ScheduleRecords {
    let mut records: ScheduleRecords = Charter::maoxi().stipend.into();
    records.start.value = Start::Month("1949-01".parse().unwrap());
    let first = "1949-01-01";
    records.posts =
        Post::ALL.iter().map(|post| PostRates { post: *post, rates: most(first) }).collect();
    records.allowances.iter_mut().for_each(|allowance| allowance.rates = most(first));
    records.caps = [Level::Group, Level::Village, Level::Zone, Level::Town]
        .map(|level| Cap { level, units: None, rates: most(first) })
        .into();
    let share = Ratio::new(u64::MAX - 1, u64::MAX).unwrap();
    let basis = records.start.basis.clone();
    records.deductions.value = [Step::Reminder, Step::Sanction]
        .into_iter()
        .zip([(Effect::Withheld, 1), (Effect::Withheld, u8::MAX)])
        .map(|(step, (effect, months))| Deduction {
            step,
            share,
            months: months.try_into().unwrap(),
            effect,
            basis: basis.clone(),
        })
        .collect();
    records
}

fn steps() -> Vec<StepRecord> {
    let step = |person: &str, step, on: &str| StepRecord {
        person: person.to_owned(),
        step,
        on: on.parse().unwrap(),
        is_annulled: false,
    };
    vec![
        step("p", Step::Reminder, "1949-01-01"),
        step("p", Step::Reminder, "2199-12-31"),
        step("q", Step::Reminder, "2199-11-30"),
        step("q", Step::Sanction, "2199-10-01"),
        step("q", Step::Sanction, "1949-01-31"),
    ]
}

fn policies() -> Vec<(PartMonth, ConcurrentPosts)> {
    let within = Span::ALL;
    let workdays = WorkdaysRecords { within, off: Vec::new(), worked: Vec::new() };
    let parts = [
        PartMonth::CalendarDays,
        PartMonth::WholeMonth,
        PartMonth::Fifteenth,
        PartMonth::WorkingDays(Workdays::new(workdays).unwrap()),
    ];
    let posts = vec![Post::VillageSecretary, Post::VillageDirector];
    let several = [
        ConcurrentPosts::HighestOnly,
        ConcurrentPosts::Sum,
        ConcurrentPosts::HighestPlusSupplement(most("1949-01-01")),
        ConcurrentPosts::Combined(vec![Combination { posts, rates: most("1949-01-01") }]),
    ];
    let pairs = parts.iter().flat_map(|part| several.iter().map(|one| (part.clone(), one.clone())));
    pairs.collect()
}

#[test]
fn the_ends_of_the_calendar_and_the_greatest_rates_fit() {
    let cases = policies().into_iter().enumerate().flat_map(|(at, (part, several))| {
        let modes =
            [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down, RoundingMode::Up];
        let per = if at % 2 == 0 { RoundingUnit::PersonMonth } else { RoundingUnit::Line };
        let mut records = greatest();
        records.part_month.value = part;
        records.concurrent_posts.value = several;
        records.rounding.value = Rounding { mode: modes[at % 4], per };
        let schedule = Schedule::new(records).unwrap();
        let months = [("1949-01", "1949-03"), ("2018-08", "2018-10"), ("2199-10", "2199-12")];
        months.map(|(first, last)| Case {
            roster: forever(),
            schedule: schedule.clone(),
            steps: steps(),
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        })
    });
    for case in cases {
        let found = case.document();
        assert!(found.is_ok(), "{found:?} of {case:?}");
        assert_eq!(found, case.expected(), "{case:?}");
    }
}

#[test]
fn all_months_of_the_calendar_can_be_worked_out_at_once() {
    let case = Case {
        roster: forever(),
        schedule: Schedule::new(greatest()).unwrap(),
        steps: steps(),
        first: "1949-01".parse().unwrap(),
        last: "2199-12".parse().unwrap(),
    };
    let township = case.township();
    let payroll = case.stipends(&township).payroll(case.first, case.last).unwrap();
    assert_eq!(payroll.months.len(), 251 * 12);
    let sum: i128 = payroll.months.iter().map(|month| i128::from(month.total.fen())).sum();
    assert_eq!(i128::from(payroll.total.fen()), sum);
    // What is still kept back when the calendar ends is not paid out any more.
    let last = payroll.months.last().unwrap();
    assert!(last.lines.iter().any(|line| line.kind().as_str() == "withholding"));
    let mut lines = 0;
    let mut end: Option<Month> = None;
    let streamed = case.stipends(&township).each_line(case.first, case.last, |month, _| {
        lines += 1;
        end = end.max(Some(month));
    });
    assert_eq!(streamed.unwrap(), payroll.assumptions);
    assert_eq!(lines, payroll.months.iter().map(|month| month.lines.len()).sum::<usize>());
    assert_eq!(end, Some(case.last));
}

#[cfg(target_pointer_width = "64")]
#[test]
fn a_line_takes_little_room() {
    // The payrolls of a nation's townships have about a hundred million a year.
    assert_eq!(size_of::<PayLine<'_>>(), 56);
}
