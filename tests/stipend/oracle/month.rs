//! What a person earns in a month: days become lines, lines become amounts.

use std::collections::BTreeSet;

use bangfu::basis::Basis;
use bangfu::calendar::{Workdays, WorkdaysRecords};
use bangfu::chrono::{Datelike, NaiveDate};
use bangfu::quantity::RoundingMode;
use bangfu::roster::PersonRecord;
use bangfu::stipend::{PartMonth, RoundingUnit, ScheduleRecords};
use bangfu::township::Level;

use super::days::{Earned, Held, Kind, on_day};

/// A month, counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthNo(pub i32);

impl MonthNo {
    pub fn of(date: NaiveDate) -> Self {
        Self(date.year() * 12 + i32::try_from(date.month0()).expect("below 12"))
    }

    /// All of its days, the first day no longer not among them.
    pub fn days(self) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(
            self.0.div_euclid(12),
            u32::try_from(self.0.rem_euclid(12)).expect("below 12") + 1,
            1,
        );
        let first = first.expect("a day");
        first.iter_days().take_while(|on| Self::of(*on) == self).collect()
    }
}

impl std::fmt::Display for MonthNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

#[derive(Clone, Debug)]
pub struct Line<'r> {
    pub person: &'r str,
    pub held: Held<'r>,
    pub kind: Kind<'r>,
    pub from: NaiveDate,
    /// The first day no longer.
    pub until: NaiveDate,
    pub days: i128,
    pub of: i128,
    pub monthly: i128,
    pub amount: i128,
    pub basis: &'r Basis,
    pub condition: Option<&'r Basis>,
}

impl Line<'_> {
    /// By first day, kind, unit and post.
    pub fn sort(lines: &mut [Self]) {
        lines.sort_by(|one, other| {
            let key = |line: &Self| (line.from, line.held.unit.to_owned(), line.held.post.as_str());
            let ((from, unit, post), (from2, unit2, post2)) = (key(one), key(other));
            (from, one.kind, unit, post).cmp(&(from2, other.kind, unit2, post2))
        });
    }

    pub fn lies_in(&self, level: Level, unit: &str) -> bool {
        self.held.places.contains(&(level, unit))
    }
}

/// The lines of a month before anything is taken off, and which rules they rest on.
#[derive(Debug, Default)]
pub struct Earnings<'r> {
    pub lines: Vec<Line<'r>>,
    /// Something is earned for less than the whole month.
    pub is_part: bool,
    pub is_contested: bool,
    pub is_rounded: bool,
    /// The first day with several paid posts.
    pub contested_on: Option<NaiveDate>,
}

pub fn is_worked(calendar: &WorkdaysRecords, on: NaiveDate) -> Option<bool> {
    let has = |span: &bangfu::calendar::Span| span.from().to_date() <= on && on < span.end_date();
    let is_weekend = on.weekday().number_from_monday() > 5;
    let is_worked =
        calendar.worked.iter().any(has) || (!is_weekend && !calendar.off.iter().any(has));
    has(&calendar.within).then_some(is_worked)
}

pub fn records(calendar: &Workdays) -> WorkdaysRecords {
    calendar.clone().into()
}

/// A run of days on which the same thing is earned.
struct Run<'r> {
    earned: Earned<'r>,
    days: Vec<NaiveDate>,
}

pub fn earned_in<'r>(
    rules: &'r ScheduleRecords,
    person: &'r PersonRecord<'r>,
    all: &[Held<'r>],
    month: MonthNo,
) -> Earnings<'r> {
    let start = rules.start.value.first_day().to_date();
    let whole = month.days();
    let mut found = Earnings::default();
    let mut runs: Vec<Run<'r>> = Vec::new();
    for on in whole.iter().copied().filter(|on| *on >= start) {
        let today = on_day(rules, person, all, on);
        if today.paid_posts > 1 {
            found.is_contested = true;
            found.contested_on = found.contested_on.or(Some(on));
        }
        for earned in today.earned {
            let yesterday = on.pred_opt();
            let open = runs
                .iter_mut()
                .find(|run| run.earned.is_same(&earned) && run.days.last().copied() == yesterday);
            match open {
                Some(run) => run.days.push(on),
                None => runs.push(Run { earned, days: vec![on] }),
            }
        }
    }
    found.is_part = runs.iter().any(|run| run.days.len() < whole.len());
    let calendar = match &rules.part_month.value {
        PartMonth::WorkingDays(calendar) => Some(records(calendar)),
        _ => None,
    };
    for run in &runs {
        let Some((days, of)) = part(rules, calendar.as_ref(), run, &runs, &whole) else { continue };
        let first = run.days[0];
        let last = run.days.last().expect("some day");
        found.lines.push(Line {
            person: person.id.as_str(),
            held: all[run.earned.held].clone(),
            kind: run.earned.kind,
            from: first,
            until: last.succ_opt().expect("a day"),
            days,
            of,
            monthly: run.earned.rate.monthly.fen().into(),
            amount: 0,
            basis: &run.earned.rate.basis,
            condition: run.earned.condition,
        });
    }
    Line::sort(&mut found.lines);
    round_lines(rules, &mut found);
    found
}

/// How many days of a run count, and of how many of the month; none if it is not paid.
fn part(
    rules: &ScheduleRecords,
    calendar: Option<&WorkdaysRecords>,
    run: &Run<'_>,
    runs: &[Run<'_>],
    whole: &[NaiveDate],
) -> Option<(i128, i128)> {
    let number = |days: usize| i128::try_from(days).expect("few");
    match &rules.part_month.value {
        PartMonth::CalendarDays => Some((number(run.days.len()), number(whole.len()))),
        PartMonth::WholeMonth => {
            // Stipends and supplements have their paid days in common, each allowance its own.
            let own = run.earned.kind;
            let beside = runs.iter().filter(|other| {
                let kind = other.earned.kind;
                kind == own || (kind.is_stipend() && own.is_stipend())
            });
            let paid: BTreeSet<NaiveDate> = beside.flat_map(|run| run.days.clone()).collect();
            Some((number(run.days.len()), number(paid.len())))
        }
        PartMonth::Fifteenth => run.days.iter().any(|on| on.day() == 15).then_some((1, 1)),
        PartMonth::WorkingDays(_) => {
            let calendar = calendar.expect("a calendar");
            let works = |on: &&NaiveDate| is_worked(calendar, **on).expect("a known day");
            let days = run.days.iter().filter(works).count();
            let of = whole.iter().filter(works).count();
            (days > 0).then_some((number(days), number(of)))
        }
    }
}

/// The least number that every number of days of a month divides.
pub fn common() -> i128 {
    const fn gcd(one: i128, other: i128) -> i128 {
        if other == 0 { one } else { gcd(other, one % other) }
    }
    (1..=31).fold(1, |common, days| common / gcd(common, days) * days)
}

fn round_lines(rules: &ScheduleRecords, found: &mut Earnings<'_>) {
    let rounding = rules.rounding.value;
    let common = common();
    let (mut exact_sum, mut paid) = (0, 0);
    for line in &mut found.lines {
        let exact = line.monthly * line.days * (common / line.of);
        found.is_rounded |= exact % common != 0;
        exact_sum += exact;
        line.amount = match rounding.per {
            RoundingUnit::Line => round(rounding.mode, exact, common),
            RoundingUnit::PersonMonth => round(rounding.mode, exact_sum, common) - paid,
        };
        paid += line.amount;
    }
}

/// A quotient of two numbers, neither of which is negative, as a whole number.
pub fn round(mode: RoundingMode, number: i128, divisor: i128) -> i128 {
    let (whole, rest) = (number / divisor, number % divisor);
    match mode {
        RoundingMode::Down => whole,
        RoundingMode::Up => whole + i128::from(rest > 0),
        RoundingMode::HalfUp => whole + i128::from(2 * rest >= divisor),
        RoundingMode::HalfEven if 2 * rest == divisor => whole + whole % 2,
        RoundingMode::HalfEven => whole + i128::from(2 * rest > divisor),
    }
}
