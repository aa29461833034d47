//! What every line says of how its figure came about.

use std::collections::BTreeSet;

use bangfu::calendar::Span;
use bangfu::charter::Charter;
use bangfu::stipend::{
    PartMonth, PayKind, PayLine, RoundingUnit, Schedule, ScheduleRecords, Source, Trace,
};
use bangfu::township::{Person, Post, Tenure, Unit};
use proptest::prelude::*;

use crate::oracle::month::round;
use crate::oracle::{Case, case};

fn assumptions<'t>(bases: impl IntoIterator<Item = &'t bangfu::basis::Basis>) -> BTreeSet<String> {
    bases.into_iter().filter_map(|basis| basis.assumption()).map(ToString::to_string).collect()
}

fn seat<'t>(tenure: &Tenure<'t>) -> (Person<'t>, Post, Unit<'t>) {
    (tenure.person(), tenure.post(), tenure.unit())
}

/// Whether tenures in one order, each meeting the next, hold every day of a span.
fn cover(tenures: &[Tenure<'_>], span: Span) -> bool {
    let (Some(first), Some(last)) = (tenures.first(), tenures.last()) else { return false };
    tenures.windows(2).all(|pair| pair[0].span().meets(pair[1].span()))
        && first.span().contains(span.from())
        && last.span().contains(span.last())
}

fn holds_records(trace: &Trace<'_>, schedule: &Schedule) -> Result<(), TestCaseError> {
    let line = &trace.line;
    let own = (line.person(), line.post(), line.unit());
    prop_assert!(trace.tenures.iter().all(|tenure| seat(tenure) == own));
    // What is paid out is one line of the month, whether or not the post is still held.
    let is_release = matches!(line.kind(), PayKind::Release(_));
    prop_assert!(is_release || cover(&trace.tenures, line.span()), "{:?}", trace);
    prop_assert!(is_release || line.tenure().span().from() <= trace.tenures[0].span().from());
    for tenure in &trace.beside {
        prop_assert!(tenure.person() == line.person() && seat(tenure) != own);
        let days = tenure.span().intersection(line.span());
        let days = days.expect("held on some of these days");
        prop_assert!(schedule.rates(tenure.post()).within(days).next().is_some());
    }
    prop_assert!(trace.concurrent_posts.is_none() || !trace.beside.is_empty());
    prop_assert_eq!(trace.condition.is_some(), matches!(line.kind(), PayKind::Allowance(_)));
    let is_part = line.span().days() < line.span().from().month().days();
    prop_assert_eq!(trace.part_month.is_some(), is_part);
    Ok(())
}

/// By lines, an amount follows from the other figures of the line alone.
fn recomputes(line: &PayLine<'_>, schedule: &Schedule) -> Result<(), TestCaseError> {
    let rules = schedule.records();
    if let Source::Rate(rate) = line.source() {
        prop_assert_eq!(line.monthly(), rate.monthly);
        prop_assert!(rate.span().expect("a span").covers(line.span()));
        let exact = i128::from(line.monthly().fen()) * i128::from(line.days());
        let amount = round(rules.rounding.value.mode, exact, line.of().into());
        prop_assert_eq!(i128::from(line.amount().fen()), amount);
    }
    let month = line.span().from().month().span();
    let days = match &rules.part_month.value {
        _ if matches!(line.kind(), PayKind::Release(_)) => (line.span().days(), month.days()),
        PartMonth::CalendarDays => (line.span().days(), month.days()),
        PartMonth::WholeMonth => (line.span().days(), line.of()),
        PartMonth::Fifteenth => (1, 1),
        PartMonth::WorkingDays(days) => {
            (days.days_within(line.span()).unwrap(), days.days_within(month).unwrap())
        }
    };
    prop_assert_eq!((line.days(), line.of()), days);
    prop_assert!(line.days() > 0 && line.days() <= line.of());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_line_says_what_it_is_taken_from(case in case()) {
        let mut records: ScheduleRecords = case.schedule.clone().into();
        records.rounding.value.per = RoundingUnit::Line;
        let schedule = Schedule::new(records).unwrap();
        let case = Case { schedule, ..case };
        let charter = Charter { stipend: case.schedule.clone(), ..Charter::maoxi() };
        let all = charter.bases();
        let checked = case.look(|payroll| {
            for line in payroll.months.iter().flat_map(|month| &month.lines) {
                let trace = line.trace(&case.schedule);
                prop_assert_eq!(&trace.line, line);
                holds_records(&trace, &case.schedule)?;
                recomputes(line, &case.schedule)?;
                prop_assert!(trace.bases().into_iter().all(|basis| all.contains(&basis)));
                let text = trace.to_string();
                prop_assert!(text.contains(&line.amount().to_string()), "{}", text);
                for basis in trace.bases() {
                    let is_named = text.contains(&format!("[{basis}]"));
                    // What is taken off names its own rule; the line beside it the others.
                    let is_own = matches!(line.source(), Source::Rate(_)) || basis == line.source().basis();
                    prop_assert!(is_named || !is_own, "{} without {}", text, basis);
                }
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }

    /// Beyond what the lines rest on, a payroll may rest on rules by which a day is not paid, or
    /// something taken off was rounded, on the start, and on what follows from discipline.
    #[test]
    fn payroll_rests_on_what_its_lines_rest_on(case in case()) {
        let rules = case.schedule.records();
        let may = assumptions([
            &rules.start.basis, &rules.part_month.basis, &rules.concurrent_posts.basis,
            &rules.rounding.basis, &rules.deductions.basis,
        ]);
        let pays_every_day =
            matches!(rules.part_month.value, PartMonth::CalendarDays | PartMonth::WholeMonth);
        let checked = case.look(|payroll| {
            let found: BTreeSet<String> =
                payroll.assumptions.iter().map(ToString::to_string).collect();
            let lines = payroll.months.iter().flat_map(|month| &month.lines);
            let of_lines = lines.flat_map(|line| line.trace(&case.schedule).bases());
            let mut of_lines = assumptions(of_lines);
            prop_assert!(of_lines.is_subset(&found), "{:?} of {:?}", found, of_lines);
            if case.steps.is_empty() {
                if case.first == case.schedule.first_month() {
                    of_lines.extend(assumptions([&rules.start.basis]));
                }
                if pays_every_day {
                    prop_assert_eq!(&found, &of_lines);
                }
                prop_assert!(found.is_subset(&(&of_lines | &may)));
            }
            Ok(())
        });
        checked.unwrap_or(Ok(()))?;
    }
}
