//! What holds of every payroll, by whatever schedule.

use std::collections::BTreeMap;

use bangfu::calendar::{Date, Month};
use bangfu::chrono::NaiveDate;
use bangfu::quantity::RoundingMode;
use bangfu::roster::{Roster, TenureRecord};
use bangfu::stipend::{
    ConcurrentPosts, PayKind, PayLine, Posts, Rate, RoundingUnit, Schedule, ScheduleRecords, Source,
};
use bangfu::township::{Level, Unit};
use proptest::prelude::*;
use serde_json::Value;

use crate::fen;
use crate::oracle::month::{common, round};
use crate::oracle::{Case, case};

fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().expect("a list")
}

/// Replaces a tenure by two that meet on a day within it.
fn split(roster: &Roster<'static>, at: usize, days: u64) -> Option<Roster<'static>> {
    let mut roster = roster.clone();
    let whole: TenureRecord<'_> = roster.tenures.get(at)?.clone();
    let middle = whole.from.to_date().checked_add_days(bangfu::chrono::Days::new(days))?;
    let last = whole.until.map_or(NaiveDate::from_ymd_opt(2199, 12, 31)?, Date::to_date);
    if middle <= whole.from.to_date() || last <= middle {
        return None;
    }
    roster.tenures[at].until = Some(Date::new(middle).unwrap());
    roster.tenures.push(TenureRecord { from: Date::new(middle).unwrap(), ..whole });
    Some(roster)
}

/// Puts items into another order, which depends on the seed alone.
fn shuffle<T>(items: &mut [T], seed: &mut u64) {
    for last in (1..items.len()).rev() {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(*seed >> 33).expect("31 bits") % (last + 1);
        items.swap(last, other);
    }
}

/// Every table whose order means nothing; that of the combinations decides between equal ones.
fn shuffle_rules(records: &mut ScheduleRecords, seed: &mut u64) {
    let mut rates: Vec<&mut Vec<Rate>> = Vec::new();
    rates.extend(records.posts.iter_mut().map(|paid| &mut paid.rates));
    for allowance in &mut records.allowances {
        rates.push(&mut allowance.rates);
        let condition = &mut allowance.condition.value;
        condition.units.iter_mut().for_each(|units| shuffle(units, seed));
        if let Posts::Listed(posts) = &mut condition.posts {
            shuffle(posts, seed);
        }
    }
    for cap in &mut records.caps {
        rates.push(&mut cap.rates);
        cap.units.iter_mut().for_each(|units| shuffle(units, seed));
    }
    match &mut records.concurrent_posts.value {
        ConcurrentPosts::HighestPlusSupplement(supplement) => rates.push(supplement),
        ConcurrentPosts::Combined(table) => {
            for one in table {
                shuffle(&mut one.posts, seed);
                rates.push(&mut one.rates);
            }
        }
        _ => {}
    }
    for rates in rates {
        shuffle(rates, seed);
    }
    shuffle(&mut records.posts, seed);
    shuffle(&mut records.allowances, seed);
    shuffle(&mut records.caps, seed);
    shuffle(&mut records.deductions.value, seed);
}

fn shuffled(case: &Case, mut seed: u64) -> Case {
    let mut case = case.clone();
    let roster = &mut case.roster;
    shuffle(&mut roster.zones, &mut seed);
    shuffle(&mut roster.villages, &mut seed);
    shuffle(&mut roster.groups, &mut seed);
    shuffle(&mut roster.people, &mut seed);
    shuffle(&mut roster.tenures, &mut seed);
    shuffle(&mut case.steps, &mut seed);
    let mut records: ScheduleRecords = case.schedule.clone().into();
    shuffle_rules(&mut records, &mut seed);
    case.schedule = Schedule::new(records).expect("a sound schedule");
    case
}

/// The unit of a line and those above it.
fn places<'t>(line: &PayLine<'t>) -> Vec<Unit<'t>> {
    std::iter::once(line.unit()).chain(line.unit().ancestors()).collect()
}

/// The cap of a unit in a month.
fn cap(schedule: &Schedule, unit: Unit<'_>, month: Month) -> Option<i64> {
    let caps = || schedule.records().caps.iter().filter(|cap| cap.level == unit.level());
    let own = caps().find(|cap| cap.units.as_ref().is_some_and(|units| units.contains(unit.id())));
    let cap = own.or_else(|| caps().find(|cap| cap.units.is_none()))?;
    let mut rates = cap.rates.iter();
    let rate = rates.find(|rate| rate.span().expect("a span").contains(month.first_day()))?;
    Some(rate.monthly.fen())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn lines_add_up_to_every_total(case in case()) {
        let Ok(payroll) = case.document() else { return Ok(()) };
        let mut village_of: BTreeMap<String, String> = BTreeMap::new();
        for group in &case.roster.groups {
            village_of.insert(group.id.to_string(), group.village.to_string());
        }
        for village in &case.roster.villages {
            village_of.insert(village.id.to_string(), village.id.to_string());
        }
        let mut whole = 0;
        for month in list(&payroll, "months") {
            let mut by_village = BTreeMap::<String, i64>::new();
            let mut sum = 0;
            for line in list(month, "lines") {
                if let Some(village) = village_of.get(line["unit"].as_str().expect("an id")) {
                    *by_village.entry(village.clone()).or_default() += fen(&line["amount"]);
                }
                sum += fen(&line["amount"]);
            }
            let found = month["by_village"].as_object().expect("a map").iter();
            let found: BTreeMap<String, i64> =
                found.map(|(village, amount)| (village.clone(), fen(amount))).collect();
            prop_assert_eq!(found, by_village);
            prop_assert_eq!(fen(&month["total"]), sum);
            whole += sum;
        }
        prop_assert_eq!(fen(&payroll["total"]), whole);
    }

    #[test]
    fn lines_are_sorted_and_no_kind_is_paid_twice_a_day(case in case()) {
        let is_sum = case.schedule.records().concurrent_posts.value == ConcurrentPosts::Sum;
        let checked = case.look(|payroll| {
            for month in &payroll.months {
                for pair in month.lines.windows(2) {
                    let [before, after] = [&pair[0], &pair[1]].map(|line| {
                        let unit = (line.unit().id(), line.post());
                        (line.person().id(), line.span().from(), line.kind(), unit)
                    });
                    prop_assert!(before <= after, "{:?}", pair);
                }
                let earned = month.lines.iter().filter(|line| matches!(line.source(), Source::Rate(_)));
                let earned: Vec<&PayLine<'_>> = earned.collect();
                for (at, line) in earned.iter().enumerate() {
                    let person = |other: &&&PayLine<'_>| other.person() == line.person();
                    for other in earned.iter().skip(at + 1).take_while(person) {
                        let is_same = line.kind() == other.kind()
                            && (!is_sum || line.kind() != PayKind::Stipend
                                || (line.post(), line.unit()) == (other.post(), other.unit()));
                        prop_assert!(!is_same || !line.span().overlaps(other.span()), "{:?}", other);
                    }
                }
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }

    #[test]
    fn order_of_the_records_and_tables_changes_no_byte(case in case(), seed in any::<u64>()) {
        prop_assert_eq!(shuffled(&case, seed).text(), case.text());
    }

    /// Tenures of one post and unit that meet are one run, whatever else is held beside them.
    #[test]
    fn splitting_a_tenure_changes_no_byte(
        case in case(), at in any::<prop::sample::Index>(), days in 1..900_u64,
    ) {
        let at = at.index(case.roster.tenures.len().max(1));
        if let Some(roster) = split(&case.roster, at, days) {
            let split = Case { roster, ..case.clone() };
            prop_assert_eq!(split.text(), case.text());
        }
    }

    #[test]
    fn months_are_independent(case in case()) {
        let Ok(whole) = case.document() else { return Ok(()) };
        let months: Vec<Month> = case.first.through(case.last).collect();
        prop_assert_eq!(list(&whole, "months").len(), months.len());
        for (month, expected) in months.into_iter().zip(list(&whole, "months")) {
            let alone = Case { first: month, last: month, ..case.clone() };
            let alone = alone.document().expect("a payroll");
            prop_assert_eq!(&alone["months"][0], expected);
            // What one month rests on, the whole rests on.
            for assumption in list(&alone, "assumptions") {
                prop_assert!(list(&whole, "assumptions").contains(assumption));
            }
        }
    }

    #[test]
    fn each_line_hands_out_the_lines_of_the_payroll(case in case()) {
        let township = case.township();
        let stipends = case.stipends(&township);
        let mut found: Vec<(Month, PayLine<'_>)> = Vec::new();
        let streamed =
            stipends.each_line(case.first, case.last, |month, line| found.push((month, *line)));
        match stipends.payroll(case.first, case.last) {
            Err(error) => prop_assert_eq!(streamed, Err(error)),
            Ok(payroll) => {
                prop_assert_eq!(streamed, Ok(payroll.assumptions));
                let people = found.iter().map(|(month, line)| (line.person(), *month));
                prop_assert!(people.is_sorted(), "person by person, month by month");
                found.sort_by_key(|(month, _)| *month);
                let months = payroll.months.into_iter();
                let lines: Vec<(Month, PayLine<'_>)> = months
                    .flat_map(|month| month.lines.into_iter().map(move |line| (month.month, line)))
                    .collect();
                prop_assert_eq!(found, lines);
            }
        }
    }

    #[test]
    fn nothing_is_taken_off_that_was_not_earned(case in case()) {
        let checked = case.look(|payroll| {
            for month in &payroll.months {
                let mut sums = BTreeMap::<_, i64>::new();
                for line in &month.lines {
                    let earns = matches!(line.source(), Source::Rate(_))
                        || matches!(line.kind(), PayKind::Release(_));
                    prop_assert_eq!(earns, line.amount().fen() >= 0);
                    // What is paid out was kept back in other months. Discipline takes nothing off
                    // allowances, so stipends are looked at by themselves too.
                    let days = (line.span().from(), line.span().end_date());
                    let key = |is_all| (line.person(), line.unit(), line.post(), days, is_all);
                    if !matches!(line.kind(), PayKind::Release(_)) {
                        *sums.entry(key(true)).or_default() += line.amount().fen();
                        if line.kind().is_stipend() || line.kind().step().is_some() {
                            *sums.entry(key(false)).or_default() += line.amount().fen();
                        }
                    }
                }
                prop_assert!(sums.values().all(|sum| *sum >= 0), "{:?}", sums);
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }

    #[test]
    fn no_unit_costs_more_than_its_cap(case in case()) {
        let checked = case.look(|payroll| {
            for month in &payroll.months {
                let mut due = BTreeMap::<Unit<'_>, i64>::new();
                let before = month.lines.iter().filter(|line| line.kind().step().is_none());
                for line in before {
                    for unit in places(line) {
                        *due.entry(unit).or_default() += line.amount().fen();
                    }
                }
                for (unit, due) in due {
                    prop_assert!(unit.level() != Level::Household);
                    let most = cap(&case.schedule, unit, month.month);
                    prop_assert!(most.is_none_or(|most| due <= most), "{:?}: {}", unit, due);
                }
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }

    #[test]
    fn by_person_and_month_what_is_earned_is_rounded_once(case in case()) {
        let mut records: ScheduleRecords = case.schedule.clone().into();
        records.rounding.value.per = RoundingUnit::PersonMonth;
        let mode = records.rounding.value.mode;
        let case = Case { schedule: Schedule::new(records).unwrap(), ..case };
        let checked = case.look(|payroll| {
            for month in &payroll.months {
                let mut sums = BTreeMap::<_, (i128, i128)>::new();
                for line in month.lines.iter().filter(|line| matches!(line.source(), Source::Rate(_))) {
                    let (days, of) = (i128::from(line.days()), i128::from(line.of()));
                    let exact = i128::from(line.monthly().fen()) * days * (common() / of);
                    let off = i128::from(line.amount().fen()) * common() - exact;
                    // From one half to the next, the even one may lie a whole fen away.
                    let is_close = off.abs() < common()
                        || (off.abs() == common() && mode == RoundingMode::HalfEven);
                    prop_assert!(is_close, "more than a fen: {:?}", line);
                    let rounding = line.trace(&case.schedule).rounding;
                    prop_assert_eq!(rounding.is_some(), off != 0, "{:?}", line);
                    let sum = sums.entry(line.person()).or_default();
                    *sum = (sum.0 + exact, sum.1 + i128::from(line.amount().fen()));
                }
                for (person, (exact, paid)) in sums {
                    prop_assert_eq!(round(mode, exact, common()), paid, "{:?}", person);
                }
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }
}
