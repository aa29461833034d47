//! The strategies build every kind of case, so that the laws are laws of something.

use std::collections::BTreeMap;

use bangfu::stipend::{
    ConcurrentPosts, Counts, PartMonth, PayLine, PayrollError, Place, Posts, ScheduleRecords,
    Source, Start,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::oracle::{Case, case};

type Counted = BTreeMap<String, u32>;

fn count(counted: &mut Counted, what: impl Into<String>) {
    *counted.entry(what.into()).or_default() += 1;
}

fn count_rules(rules: &ScheduleRecords, counted: &mut Counted) {
    let part_month = match &rules.part_month.value {
        PartMonth::CalendarDays => "calendar days",
        PartMonth::WholeMonth => "whole month",
        PartMonth::Fifteenth => "fifteenth",
        PartMonth::WorkingDays(_) => "working days",
    };
    let concurrent_posts = match &rules.concurrent_posts.value {
        ConcurrentPosts::HighestOnly => "highest only",
        ConcurrentPosts::Sum => "sum",
        ConcurrentPosts::HighestPlusSupplement(_) => "highest plus supplement",
        ConcurrentPosts::Combined(_) => "combined",
        ConcurrentPosts::Refuse => "refuse",
    };
    let start = match rules.start.value {
        Start::Month(_) => "start with a month",
        Start::Day(_) => "start with a day",
    };
    let rounding = format!("{:?}", rules.rounding.value);
    for what in [part_month, concurrent_posts, start, rounding.as_str()] {
        count(counted, what);
    }
    for allowance in &rules.allowances {
        let condition = &allowance.condition.value;
        let is_listed = matches!(condition.posts, Posts::Listed(_));
        count(counted, if is_listed { "listed posts" } else { "paid posts" });
        count(counted, format!("{:?}", condition.place));
        count(counted, format!("{:?}", condition.counts));
    }
    for cap in &rules.caps {
        let is_listed = if cap.units.is_some() { "listed" } else { "all" };
        count(counted, format!("cap of {is_listed} {}s", cap.level));
    }
}

fn count_line(line: &PayLine<'_>, case: &Case, counted: &mut Counted) {
    let kind = match line.source() {
        Source::Rate(rate) if rate.monthly.fen() == 0 => "rate of nothing",
        _ => line.kind().as_str(),
    };
    count(counted, format!("line: {kind}"));
    let trace = line.trace(&case.schedule);
    for (is_so, what) in [
        (trace.tenures.len() > 1, "line of tenures that meet"),
        (trace.concurrent_posts.is_some(), "line beside other posts"),
        (trace.rounding.is_some(), "rounded line"),
        (trace.tenures.is_empty(), "paid out after the post was left"),
    ] {
        if is_so {
            count(counted, what);
        }
    }
    if let Source::Rate(_) = line.source() {
        let rates = case.schedule.rates(line.post());
        let rates_of_month = rates.within(line.span().from().month().span()).count();
        if line.kind().as_str() == "stipend" && rates_of_month > 1 {
            count(counted, "rate that changes within the month");
        }
        let is_of_the_post = rates.iter().any(|(_, rate)| rate.basis == *line.source().basis());
        if line.kind().as_str() == "stipend" && !is_of_the_post {
            count(counted, "combined rate");
        }
    }
}

fn count_case(case: &Case, counted: &mut Counted) {
    count_rules(case.schedule.records(), counted);
    let township = case.township();
    let payroll = match case.stipends(&township).payroll(case.first, case.last) {
        Ok(payroll) => payroll,
        Err(error) => {
            let what = match error {
                PayrollError::Concurrent { .. } => "refused: concurrent",
                PayrollError::UnknownWorkdays { .. } => "refused: unknown working days",
                PayrollError::NoWorkdays { .. } => "refused: no working day",
                _ => "refused otherwise",
            };
            return count(counted, what);
        }
    };
    for month in &payroll.months {
        if month.lines.is_empty() {
            count(counted, "empty month");
        }
        for line in &month.lines {
            count_line(line, case, counted);
        }
        let caps = |line: &&PayLine<'_>| matches!(line.source(), Source::Cap(_));
        let cuts: Vec<&PayLine<'_>> = month.lines.iter().filter(caps).collect();
        if cuts.windows(2).any(|pair| {
            pair[0].tenure() == pair[1].tenure() && pair[0].source() != pair[1].source()
        }) {
            count(counted, "line cut twice");
        }
        let follows = |line: &&PayLine<'_>| matches!(line.source(), Source::Deduction(_));
        let taken_off: Vec<&PayLine<'_>> = month.lines.iter().filter(follows).collect();
        if taken_off
            .windows(2)
            .any(|pair| (pair[0].tenure(), pair[0].span()) == (pair[1].tenure(), pair[1].span()))
        {
            count(counted, "line of which two steps take off");
        }
        let first_month = payroll.months.first().map(|first| first.month);
        if Some(month.month) == first_month
            && month.lines.iter().any(|line| line.kind().as_str() == "release")
        {
            count(counted, "paid out from months that were not asked for");
        }
    }
}

#[test]
fn every_kind_of_case_occurs() {
    let mut runner = TestRunner::deterministic();
    let strategy = case();
    let mut counted = Counted::new();
    for _ in 0..2_000 {
        let case = strategy.new_tree(&mut runner).unwrap().current();
        count_case(&case, &mut counted);
    }
    let mut wanted: Vec<String> = [
        "calendar days",
        "whole month",
        "fifteenth",
        "working days",
        "highest only",
        "sum",
        "highest plus supplement",
        "combined",
        "refuse",
        "start with a month",
        "start with a day",
        "listed posts",
        "paid posts",
        "combined rate",
        "rate that changes within the month",
        "line of tenures that meet",
        "line beside other posts",
        "rounded line",
        "line cut twice",
        "paid out after the post was left",
        "paid out from months that were not asked for",
        "refused: concurrent",
        "refused: unknown working days",
        "refused: no working day",
        "empty month",
        "line of which two steps take off",
        "line: rate of nothing",
    ]
    .map(str::to_owned)
    .into();
    for kind in [
        "stipend",
        "supplement",
        "travel",
        "meals",
        "remote",
        "cap",
        "deduction",
        "withholding",
        "release",
    ] {
        wanted.push(format!("line: {kind}"));
    }
    for level in ["town", "zone", "village", "group"] {
        wanted.extend(["listed", "all"].map(|which| format!("cap of {which} {level}s")));
    }
    for mode in ["HalfUp", "HalfEven", "Down", "Up"] {
        let per = ["Line", "PersonMonth"];
        wanted.extend(per.map(|per| format!("Rounding {{ mode: {mode}, per: {per} }}")));
    }
    wanted.extend([Place::Anywhere, Place::Away, Place::Home].map(|place| format!("{place:?}")));
    wanted.extend([Counts::Held, Counts::PaidThatDay].map(|counts| format!("{counts:?}")));
    let few: Vec<&String> =
        wanted.iter().filter(|what| counted.get(*what).is_none_or(|count| *count < 5)).collect();
    assert!(few.is_empty(), "too few of {few:?} among {counted:#?}");
    assert!(!counted.contains_key("refused otherwise"));
}
