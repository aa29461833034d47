//! Targets of units: where they stand, how fast it must go, whether it will; and when they freeze.

use bangfu::basis::Basis;
use bangfu::calendar::{Date, Day};
use bangfu::charter::{Charter, CharterFault};
use bangfu::chrono::{Datelike, NaiveDate};
use bangfu::poverty::{
    AmendmentError, Baseline, Direction, Figure, Forecast, Goal, Outlook, PovertyRules, Required,
    Standing, Target, TargetFault, UnitName, standing,
};
use bangfu::quantity::{Percent, Ratio};
use bangfu::roster::{HouseholdRecord, Roster, SpanRecord, SpanRecords, VillageRecord};
use bangfu::testing;
use bangfu::township::Level;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::oracle::History;
use crate::{maoxi, township};

fn decision() -> Basis {
    Basis::Decision("2018-31".parse().unwrap())
}

fn target(year: u16, goal: Goal) -> Target {
    Target { year, unit: None, goal, baseline: None, basis: decision() }
}

fn named(level: Level, id: &str) -> UnitName {
    UnitName { level, id: id.parse().unwrap() }
}

fn rules() -> PovertyRules {
    Charter::maoxi().poverty
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The records of a unit: its villages, its households, its population.
type OfUnit<'r> = (Vec<&'r VillageRecord<'r>>, Vec<&'r HouseholdRecord<'r>>, Option<i64>);

fn of_unit<'r>(roster: &'r Roster<'r>, unit: Option<&UnitName>) -> Option<OfUnit<'r>> {
    let id = |name: &UnitName, id: &str| name.id.as_str() == id;
    let in_groups = |groups: Vec<&str>| {
        let households = roster.households.iter();
        households.filter(|one| groups.contains(&one.group.as_str())).collect::<Vec<_>>()
    };
    let in_villages = |villages: &[&VillageRecord<'_>]| {
        let groups = roster.groups.iter();
        let groups = groups.filter(|one| villages.iter().any(|village| village.id == one.village));
        in_groups(groups.map(|one| one.id.as_str()).collect())
    };
    let villages = |keep: &dyn Fn(&VillageRecord<'r>) -> bool| {
        roster.villages.iter().filter(|village| keep(village)).collect::<Vec<_>>()
    };
    let Some(name) = unit else {
        let villages = villages(&|_| true);
        let households = in_villages(&villages);
        return Some((villages, households, Some(roster.town.population)));
    };
    match name.level {
        Level::Town => id(name, roster.town.id.as_str()).then(|| of_unit(roster, None)).flatten(),
        Level::Zone => {
            roster.zones.iter().find(|one| id(name, one.id.as_str()))?;
            let villages = villages(&|one| one.zone.as_ref().is_some_and(|zone| *zone == name.id));
            let population = villages.iter().map(|one| one.population).sum::<Option<i64>>();
            Some((villages.clone(), in_villages(&villages), population))
        }
        Level::Village => {
            let village = roster.villages.iter().find(|one| id(name, one.id.as_str()))?;
            Some((vec![village], in_villages(&[village]), village.population))
        }
        Level::Group => {
            let group = roster.groups.iter().find(|one| id(name, one.id.as_str()))?;
            Some((Vec::new(), in_groups(vec![group.id.as_str()]), None))
        }
        Level::Household => {
            let household = roster.households.iter().find(|one| id(name, one.id.as_str()))?;
            Some((Vec::new(), vec![household], None))
        }
    }
}

/// Into so many parts a month is divided: each of its days has a whole number of them.
const MONTH: i128 = 28 * 29 * 30 * 31;

fn count(number: usize) -> i128 {
    i128::try_from(number).unwrap()
}

/// What there is on a day by the measure of a goal, if that can be known, and what there should be.
fn known(
    goal: Goal,
    unit: Option<&UnitName>,
    (villages, households, population): &OfUnit<'_>,
    on: NaiveDate,
) -> (Option<i128>, i128) {
    let poor = |one: &HouseholdRecord<'_>| History::of_records(&one.poor);
    let persons = |keep: &dyn Fn(&History) -> bool| -> i128 {
        let kept = households.iter().filter(|one| keep(&poor(one)));
        kept.map(|one| i128::from(one.persons)).sum()
    };
    let exited = |history: &History| history.has_exited(on);
    let has_villages = unit.is_none_or(|name| name.level <= Level::Village);
    match goal {
        Goal::ExitedHouseholds(goal) => {
            let exited = households.iter().filter(|one| exited(&poor(one))).count();
            (Some(count(exited)), goal.into())
        }
        Goal::ExitedPersons(goal) => (Some(persons(&exited)), goal.into()),
        Goal::DelistedVillages(goal) => {
            let listed = |one: &&&VillageRecord<'_>| exited(&History::of_records(&one.listed));
            let delisted = count(villages.iter().filter(listed).count());
            (has_villages.then_some(delisted), goal.into())
        }
        Goal::PoorPersons(goal) => (Some(persons(&|one| one.is_in_it(on))), goal.into()),
        Goal::Incidence(goal) => {
            let poor = persons(&|one| one.is_in_it(on));
            let Some(population) = population.filter(|population| *population > 0) else {
                return (None, 0);
            };
            // Published half up: the greatest number that is published as the goal.
            let publishes = |persons: i128| {
                (persons * 20_000 + i128::from(population)) / (i128::from(population) * 2)
            };
            let goal = i128::try_from(goal.hundredths()).unwrap();
            let most = (0..=i128::from(population) * 3).rev().find(|one| publishes(*one) <= goal);
            (Some(poor), most.unwrap_or(0))
        }
    }
}

/// The stock from which a measure starts.
fn stock(
    goal: Goal,
    unit: Option<&UnitName>,
    (villages, households, _): &OfUnit<'_>,
    on: NaiveDate,
) -> Option<i128> {
    let poor = households.iter().filter(|one| History::of_records(&one.poor).is_in_it(on));
    match goal {
        Goal::ExitedHouseholds(_) => Some(count(poor.count())),
        Goal::ExitedPersons(_) | Goal::PoorPersons(_) | Goal::Incidence(_) => {
            Some(poor.map(|one| i128::from(one.persons)).sum())
        }
        Goal::DelistedVillages(_) => {
            let listed =
                villages.iter().filter(|one| History::of_records(&one.listed).is_in_it(on));
            unit.is_none_or(|name| name.level <= Level::Village).then(|| count(listed.count()))
        }
    }
}

/// Whether the part over the whole of a ratio is that of two other numbers.
fn is(ratio: Ratio, part: i128, whole: i128) -> bool {
    i128::from(ratio.part()) * whole == part * i128::from(ratio.whole())
}

fn goal() -> impl Strategy<Value = Goal> {
    prop_oneof![
        (0..12_u64).prop_map(Goal::ExitedHouseholds),
        (0..40_u64).prop_map(Goal::ExitedPersons),
        (0..4_000_u64).prop_map(|hundredths| Goal::Incidence(Percent::from_hundredths(hundredths))),
        (0..3_u64).prop_map(Goal::DelistedVillages),
        (0..40_u64).prop_map(Goal::PoorPersons),
    ]
}

/// A roster, a day on or near one on which something began or ended, and a target of a unit.
fn case() -> impl Strategy<Value = (Roster<'static>, Day, Target)> {
    let baseline = prop_oneof![
        2 => Just(None),
        1 => (0..60_u64, proptest::option::of(testing::day())).prop_map(Some),
    ];
    let pick = (any::<Index>(), any::<Index>(), 0..3_u16, 0..40_i64);
    (testing::roster(), pick, goal(), baseline).prop_map(|(mut roster, pick, goal, baseline)| {
        let (of, at, year, population) = pick;
        roster.town.population = population + 1;
        let ends = roster.households.iter().flat_map(|one| &one.poor);
        let ends = ends.chain(roster.villages.iter().flat_map(|one| &one.listed));
        let ends = ends.flat_map(|span| [Some(span.from), span.until]).flatten();
        let mut days: Vec<Date> = ends.collect();
        days.push(day("2018-10-08").into());
        days.push(day("2018-12-31").into());
        days.extend([Day::MIN, Day::MAX].map(Date::from));
        let on: Day = (*at.get(&days)).try_into().unwrap();
        let mut units = vec![named(Level::Town, "t"), named(Level::Village, "nowhere")];
        units.extend(roster.zones.iter().map(|one| named(Level::Zone, one.id.as_str())));
        units.extend(roster.villages.iter().map(|one| named(Level::Village, one.id.as_str())));
        units.extend(roster.groups.iter().map(|one| named(Level::Group, one.id.as_str())));
        units.extend(roster.households.iter().map(|one| named(Level::Household, one.id.as_str())));
        let mut units: Vec<Option<UnitName>> = units.into_iter().map(Some).collect();
        units.push(None);
        let target = Target {
            year: (on.year() + [0, 0, 1][usize::from(year)])
                .saturating_sub(u16::from(at.index(9) == 0)),
            unit: of.get(&units).clone(),
            goal,
            baseline: baseline.map(|(figure, on)| Baseline { figure, on }),
            basis: [decision(), Basis::Assumption("A99".parse().unwrap())][at.index(2)].clone(),
        };
        (roster, on, target)
    })
}

/// What a standing rests on: what a share is of, and what the target was assumed by.
fn assumed(target: &Target, has_unit: bool) -> Value {
    let is_share = matches!(target.goal, Goal::Incidence(_)) && has_unit;
    let is_assumed = target.basis.assumption().is_some();
    let numbers = [is_share.then_some("A7"), is_assumed.then_some("A99")];
    numbers.into_iter().flatten().collect()
}

/// What is required of each of the days left, which is its part of its month.
fn assert_required(required: Required, missing: i128, stock: i128, date: NaiveDate) {
    let days: Vec<NaiveDate> =
        date.iter_days().take_while(|day| day.year() == date.year()).collect();
    let parts = days.iter().skip(1).map(|day| {
        let first = day.with_day(1).unwrap();
        let month = first.iter_days().take_while(|other| other.month() == day.month()).count();
        MONTH / count(month)
    });
    let parts: i128 = parts.sum();
    assert_eq!(i128::from(required.remaining), missing);
    assert_eq!(i128::from(required.short), (missing - stock).max(0));
    assert!(is(required.months, parts, MONTH), "{required:?}");
    assert!(is(required.per_month.unwrap(), missing * MONTH, parts), "{required:?}");
    let whole = i128::from(required.per_month_ceil);
    assert!(
        whole * parts >= missing * MONTH && (whole == 0 || (whole - 1) * parts < missing * MONTH)
    );
}

/// Holds every figure of a standing against the records, day by day; returns what kind it is.
fn assert_as_recorded(roster: &Roster<'_>, on: Day, target: &Target) -> &'static str {
    let township = township(roster);
    let found = standing(&township, on, &rules(), target);
    assert_eq!(found.target, *target);
    assert_eq!(json!(found.assumptions), assumed(target, found.unit.is_some()));
    let Some(records) = of_unit(roster, target.unit.as_ref()) else {
        let Standing { unit, actual, met, remaining, baseline, outlook, .. } = found;
        assert_eq!((unit, actual, met, remaining, baseline), (None, None, None, None, None));
        assert_eq!(outlook, Outlook::NoSuchUnit);
        return "no such unit";
    };
    // A year that is over is judged by its last day.
    let date = match NaiveDate::from_ymd_opt(target.year.into(), 12, 31) {
        Some(last) if (1949..=2199).contains(&target.year) => on.to_date().min(last),
        _ => on.to_date(),
    };
    let (mut actual, goal) = known(target.goal, target.unit.as_ref(), &records, date);
    if target.goal.direction() == Direction::AtLeast && i32::from(target.year) != date.year() {
        actual = None;
    }
    let missing = actual.map(|actual| match target.goal.direction() {
        Direction::AtLeast => (goal - actual).max(0),
        Direction::AtMost => (actual - goal).max(0),
    });
    assert_eq!(found.remaining.map(i128::from), missing, "{found:?}");
    assert_eq!(found.met, missing.map(|missing| missing == 0));
    if let Some(Figure::Count(count)) = found.actual {
        assert_eq!(Some(i128::from(count)), actual);
    }
    assert_eq!(found.actual.is_some(), actual.is_some());
    assert_eq!(
        matches!(found.actual, Some(Figure::Rate(_))),
        actual.is_some() && matches!(target.goal, Goal::Incidence(_))
    );

    let first = NaiveDate::from_ymd_opt(target.year.into(), 1, 1).unwrap();
    if !(1949..=2199).contains(&target.year) {
        assert_eq!(found.outlook, Outlook::Unknown);
        return "out of the calendar";
    }
    // The calendar has no day before its first year.
    let before = Day::try_from(first.pred_opt().unwrap()).ok().map(Day::to_date);
    let baseline = match (target.baseline, before) {
        (Some(Baseline { figure, on }), before) => {
            Some((i128::from(figure), on.map(Day::to_date).or(before)))
        }
        (None, Some(day)) if day <= date => {
            stock(target.goal, target.unit.as_ref(), &records, day).map(|one| (one, before))
        }
        (None, _) => None,
    };
    let told = found.baseline.map(|one| (i128::from(one.figure), one.on.map(Day::to_date)));
    assert_eq!(told, baseline);

    let days: Vec<NaiveDate> =
        first.iter_days().take_while(|day| day.year() == first.year()).collect();
    let left: Vec<&NaiveDate> = days.iter().filter(|day| **day > date).collect();
    if date < first {
        assert_eq!(found.outlook, Outlook::Ahead { begins: first.try_into().unwrap() });
        return "ahead";
    }
    if left.is_empty() {
        let ended = (*days.last().unwrap()).try_into().unwrap();
        assert_eq!(found.outlook, Outlook::Closed { ended });
        return "closed";
    }
    let Some((actual, missing)) = actual.zip(missing) else {
        assert_eq!(found.outlook, Outlook::Unknown);
        return "unknown";
    };
    let Outlook::Running { required, forecast } = found.outlook else {
        panic!("{:?}", found.outlook);
    };
    let left_over = stock(target.goal, target.unit.as_ref(), &records, date).unwrap();
    assert_required(required, missing, left_over, date);
    let (until, left) = (count(days.len() - left.len()), count(left.len()));
    let (part, over) = match (target.goal.direction(), baseline) {
        (Direction::AtLeast, _) => {
            ((actual * count(days.len())).min((actual + left_over) * until), until)
        }
        (Direction::AtMost, Some((from, Some(since)))) if since < date => {
            let elapsed = i128::from((date - since).num_days());
            let drawn_out = (actual * elapsed + (actual - from) * left).max(0);
            let everyone = match (target.goal, &records) {
                (Goal::Incidence(_), (_, _, Some(population))) => i128::from(*population),
                _ => i128::MAX / elapsed,
            };
            (drawn_out.min(everyone.max(actual) * elapsed), elapsed)
        }
        (Direction::AtMost, _) => {
            assert_eq!(forecast, None);
            return "without a forecast";
        }
    };
    let Forecast { figure, cautious, rate, meets } = forecast.unwrap();
    assert!(is(figure, part, over), "{figure:?}");
    assert_eq!(rate.is_some(), matches!(target.goal, Goal::Incidence(_)));
    let (rounded, is_met) = match target.goal.direction() {
        Direction::AtLeast => (part / over, part >= goal * over),
        Direction::AtMost => ((part + over - 1) / over, part <= goal * over),
    };
    assert_eq!((i128::from(cautious), meets), (rounded, is_met));
    if meets { "will be met" } else { "will be missed" }
}

#[test]
fn generated_targets_are_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let (roster, on, target) = case().new_tree(&mut runner).unwrap().current();
        seen.insert(assert_as_recorded(&roster, on, &target));
    }
    assert_eq!(seen.len(), 8, "only {seen:?}");
}

/// The records if on the day after everybody left poverty, and every village the list, for good.
fn all_leave(mut roster: Roster<'static>, on: Day) -> Roster<'static> {
    let end = |spans: &mut SpanRecords| {
        let begun = spans.iter().filter(|span| span.from.to_date() <= on.to_date());
        let ended = begun.map(|span| {
            let is_over = span.until.is_some_and(|until| until.to_date() <= on.to_date());
            let until = if is_over { span.until } else { on.next().map(Date::from) };
            SpanRecord { from: span.from, until }
        });
        *spans = ended.collect();
    };
    roster.households.iter_mut().for_each(|one| end(&mut one.poor));
    roster.villages.iter_mut().for_each(|one| end(&mut one.listed));
    roster
}

/// Whether the forecast of what is counted within the year may come true, and what is short is short
/// whatever comes; returns what kind it is, if there is one.
fn assert_attainable(
    roster: Roster<'static>,
    on: Day,
    target: &Target,
) -> Option<(&'static str, bool)> {
    let found = standing(&township(&roster), on, &rules(), target).outlook;
    let Outlook::Running { required, forecast } = found else { return None };
    let ended = Day::new(on.year(), 12, 31).unwrap();
    let township = township(&all_leave(roster, on));
    let best = standing(&township, ended, &rules(), target);
    assert_eq!(required.short, best.remaining.unwrap());
    if target.goal.direction() == Direction::AtMost {
        assert_eq!(required.short, 0);
        return None;
    }
    let Some(Figure::Count(most)) = best.actual else { panic!("{best:?}") };
    let Forecast { figure, cautious, meets, .. } = forecast.unwrap();
    assert!(cautious <= most);
    assert!(figure.part() <= most.saturating_mul(figure.whole()));
    assert!(!meets || best.met == Some(true), "{found:?}, {best:?}");
    let kind = match (meets, best.met == Some(true)) {
        (true, _) => "will be met",
        (false, true) => "could be met",
        (false, false) => "is out of reach",
    };
    Some((kind, cautious == most))
}

/// What the charter takes is known of every unit of a township, as far as populations are, and starts
/// before its year; what it refuses is not.
fn assert_sound_or_not(roster: &Roster<'_>, on: Day, target: &Target) -> Option<&'static str> {
    let mut charter = Charter::maoxi();
    charter.poverty.targets = vec![target.clone()];
    let faults = charter.check().err();
    let faults = faults.iter().flat_map(|faults| faults.as_slice().iter());
    let faults: Vec<&TargetFault> = faults
        .filter_map(|fault| match fault {
            CharterFault::Target { fault, .. } => Some(fault),
            _ => None,
        })
        .collect();
    let township = township(roster);
    let found = standing(&township, on, &charter.poverty, target);
    let is_known = !matches!(found.outlook, Outlook::Unknown);
    let is = |kind: fn(&TargetFault) -> bool| faults.iter().any(|fault| kind(fault));
    let has_population = of_unit(roster, target.unit.as_ref())
        .is_some_and(|(.., population)| population.is_some_and(|population| population > 0));
    match target.goal {
        _ if is(|fault| matches!(fault, TargetFault::NeverKnown { .. })) => {
            assert!(found.actual.is_none() && found.met.is_none());
            Some("never known")
        }
        Goal::Incidence(_) if !has_population => None,
        _ if is(|fault| matches!(fault, TargetFault::LateBaseline { .. })) => {
            let Some(Baseline { on: Some(since), .. }) = target.baseline else { panic!() };
            assert!(since.year() >= target.year);
            Some("late")
        }
        _ if found.unit.is_some() && (1949..=2199).contains(&target.year) => {
            assert!(is_known, "{found:?}");
            let on = |one: Baseline| one.on.is_none_or(|on| on.year() < target.year);
            assert!(target.baseline.is_none_or(on));
            Some("sound")
        }
        _ => None,
    }
}

#[test]
fn targets_that_say_nothing_and_those_that_do_occur() {
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let (roster, on, target) = case().new_tree(&mut runner).unwrap().current();
        seen.extend(assert_sound_or_not(&roster, on, &target));
    }
    assert_eq!(seen.len(), 3, "only {seen:?}");
}

/// The beginning of a year, with a goal around what there is.
fn early_case() -> impl Strategy<Value = (Roster<'static>, Day, Target)> {
    (case(), 1..200_u64).prop_map(|((roster, on, target), days)| {
        let year = on.year().max(1950);
        let from = Day::new(year, 1, 1).unwrap().to_date();
        let on = from + bangfu::chrono::Days::new(days);
        (roster, on.try_into().unwrap(), Target { year, ..target })
    })
}

#[test]
fn generated_forecasts_are_bounded_and_not() {
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for at in 0..400 {
        let strategy = if at % 2 == 0 { case().boxed() } else { early_case().boxed() };
        let (roster, on, target) = strategy.new_tree(&mut runner).unwrap().current();
        seen.extend(assert_attainable(roster, on, &target));
    }
    // What could be met and is not, is forecast below what there is.
    assert_eq!(seen.len(), 5, "only {seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn what_is_forecast_of_a_year_can_be(
        (roster, on, target) in prop_oneof![case(), early_case()],
    ) {
        assert_attainable(roster, on, &target);
    }

    #[test]
    fn targets_of_every_unit_stand_as_the_records_say((roster, on, target) in case()) {
        assert_as_recorded(&roster, on, &target);
    }

    #[test]
    fn what_a_charter_takes_says_something((roster, on, target) in case()) {
        assert_sound_or_not(&roster, on, &target);
    }

    /// A town's target in the list of the year is judged as any other.
    #[test]
    fn progress_lists_what_each_target_says((roster, on, target) in case()) {
        let township = township(&roster);
        let rules = PovertyRules { targets: vec![target.clone(), target.clone()], ..rules() };
        let listed = bangfu::poverty::progress(&township, on, &rules).targets;
        let expected = if target.year == on.year() { 2 } else { 0 };
        prop_assert_eq!(listed.len(), expected);
        for found in listed {
            prop_assert_eq!(found, standing(&township, on, &rules, &target));
        }
    }

    #[test]
    fn what_has_begun_is_frozen(year in 1940..2210_u16, on in testing::day(), goal in 0..9_u64) {
        let rules = rules();
        let amended = rules.amended(target(year, Goal::PoorPersons(goal)), on);
        match amended {
            Ok(amended) => {
                prop_assert!(year > on.year());
                let others = |one: &&Target| one.year != year || one.goal.measure() != "poor_persons";
                let kept: Vec<&Target> = amended.targets.iter().filter(others).collect();
                prop_assert_eq!(kept, rules.targets.iter().filter(others).collect::<Vec<_>>());
                let new = amended.targets.iter().filter(|one| !others(one)).collect::<Vec<_>>();
                let set = target(year, Goal::PoorPersons(goal));
                prop_assert_eq!(new, vec![&set]);
            }
            Err(AmendmentError::Frozen { year: of, since, on: told }) => {
                prop_assert_eq!((of, told), (year, on));
                prop_assert_eq!(since, Day::new(year, 1, 1).unwrap());
                prop_assert!(since <= on);
            }
            Err(AmendmentError::OutOfCalendar { year: of }) => {
                prop_assert_eq!(of, year);
                prop_assert!(!(1949..=2199).contains(&year));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

#[test]
fn a_frozen_target_is_named_with_its_first_day() {
    let rules = rules();
    let amend = |year, basis, on| {
        let target = Target { basis, ..target(year, Goal::PoorPersons(50)) };
        rules.amended(target, day(on)).map_err(|error| error.to_string())
    };
    let message = |year, basis, on| amend(year, basis, on).unwrap_err();
    assert_eq!(
        message(2019, decision(), "2019-01-01"),
        "the targets of 2019 are frozen since 2019-01-01, and `2019-01-01` is not before"
    );
    assert_eq!(message(2200, decision(), "2019-01-01"), "the year 2200 is not from 1949 to 2199");
    assert_eq!(
        message(2019, Basis::Assumption("A9".parse().unwrap()), "2018-12-31"),
        "an amended target rests on a decision, not on `A9`"
    );
    // On the last day before, a target of 2019 takes the place of the old one, with its basis.
    let amended = amend(2019, decision(), "2018-12-31").unwrap();
    assert_eq!(amended.targets.len(), 5);
    assert_eq!(amended.targets[4], target(2019, Goal::PoorPersons(50)));
    let roster = maoxi::roster();
    let township = township(&roster);
    let found = standing(&township, day("2019-06-30"), &amended, &amended.targets[4]);
    let found = serde_json::to_value(found).unwrap();
    assert_eq!((&found["source"], &found["goal"]), (&json!("2018-31"), &json!("50")));
    // One of a village stands beside the town's.
    let of_village =
        Target { unit: Some(named(Level::Village, "510525108203")), ..amended.targets[4].clone() };
    let both = amended.amended(of_village.clone(), day("2018-12-31")).unwrap();
    assert_eq!(both.targets.len(), 6);
    assert_eq!(both.targets[5], of_village);
    // One of a town elsewhere takes the place of none: the town is meant where none is named.
    let elsewhere = Target { unit: Some(named(Level::Town, "elsewhere")), ..of_village.clone() };
    assert!(!elsewhere.is_of_same(&amended.targets[4]) && elsewhere.is_of_same(&elsewhere));
    let refused = |target| match both.amended(target, day("2018-12-31")).unwrap_err() {
        AmendmentError::Faults(faults) => faults.as_slice().to_vec(),
        other => panic!("{other}"),
    };
    assert_eq!(refused(elsewhere.clone()), [TargetFault::TownNamed]);
    let late = Some(Baseline { figure: 1, on: Some(day("2019-01-01")) });
    let late = Target { baseline: late, ..elsewhere };
    assert_eq!(refused(late).len(), 2);
}

#[test]
fn a_standing_in_a_document_has_its_outlook() {
    let roster = maoxi::roster();
    let township = township(&roster);
    let rules = rules();
    let told = |target: &Target, on| -> Value {
        serde_json::to_value(standing(&township, day(on), &rules, target)).unwrap()
    };
    let of_year = told(&rules.targets[0], "2018-11-30");
    assert_eq!(
        of_year,
        json!({"year": 2018, "unit": "510525108", "level": "town", "measure": "exited_households",
            "direction": "at_least", "goal": "507", "actual": "395", "met": false, "remaining": 112,
            "baseline": {"figure": 739, "on": "2017-12-31"},
            "outlook": {"outlook": "running",
                "required": {"remaining": 112, "short": 0, "months": "30/30", "per_month": "3360/30",
                    "per_month_ceil": 112},
                // 395 in 334 days.
                "forecast": {"figure": "144175/334", "cautious": 431, "rate": null, "meets": false}},
            "source": "F10", "assumptions": []})
    );
    let rate = told(&rules.targets[2], "2018-11-30");
    assert_eq!(rate["outlook"]["forecast"]["rate"], "3.09%");
    assert_eq!(rate["assumptions"], json!(["A7"]));
    let nowhere = Target {
        unit: Some(named(Level::Village, "v9")),
        baseline: Some(Baseline { figure: 7, on: None }),
        ..target(2018, Goal::PoorPersons(3))
    };
    assert_eq!(
        told(&nowhere, "2018-11-30"),
        json!({"year": 2018, "unit": "v9", "level": "village", "measure": "poor_persons",
            "direction": "at_most", "goal": "3", "actual": null, "met": null, "remaining": null,
            "baseline": null, "outlook": {"outlook": "no_such_unit"}, "source": "2018-31",
            "assumptions": []})
    );
    for (year, outlook) in [
        (2019, json!({"outlook": "ahead", "begins": "2019-01-01"})),
        (2017, json!({"outlook": "closed", "ended": "2017-12-31"})),
        (1_900, json!({"outlook": "unknown"})),
        (u16::MAX, json!({"outlook": "unknown"})),
    ] {
        assert_eq!(told(&target(year, Goal::PoorPersons(0)), "2018-11-30")["outlook"], outlook);
    }
    // A household is a unit too; it has no incidence.
    let of_household =
        Target { unit: Some(named(Level::Household, "h0001")), ..rules.targets[2].clone() };
    assert_eq!(told(&of_household, "2018-11-30")["outlook"], json!({"outlook": "unknown"}));
}

/// Three days of January, drawn out, would take off more than there is.
#[test]
fn a_goal_beyond_what_there_is_is_told_and_never_forecast() {
    let roster = maoxi::roster();
    let (township, rules) = (township(&roster), rules());
    let told = |level, id: &str, goal, on: &str| {
        let target = Target { unit: Some(named(level, id)), ..target(2018, goal) };
        let found = standing(&township, day(on), &rules, &target);
        let Outlook::Running { required, forecast } = found.outlook else { panic!("{found:?}") };
        let forecast = forecast.unwrap();
        let figure = forecast.figure.to_string();
        (
            (found.baseline.unwrap().figure, found.actual.unwrap().to_string()),
            (required.remaining, required.short),
            (figure, forecast.cautious, forecast.meets),
        )
    };
    let of_group = |goal| told(Level::Group, "205-1", Goal::ExitedHouseholds(goal), "2018-01-03");
    let (start, figure) = ((6, "1".to_owned()), || "18/3".to_owned());
    assert_eq!(of_group(30), (start.clone(), (29, 24), (figure(), 6, false)));
    assert_eq!(of_group(7), (start.clone(), (6, 1), (figure(), 6, false)));
    assert_eq!(of_group(6), (start, (5, 0), (figure(), 6, true)));
    // The household has left already, and leaves once.
    let of_household =
        |goal| told(Level::Household, "h0427", Goal::ExitedHouseholds(goal), "2018-01-03");
    let start = (1, "1".to_owned());
    assert_eq!(of_household(2), (start.clone(), (1, 1), ("3/3".to_owned(), 1, false)));
    assert_eq!(of_household(1), (start, (0, 0), ("3/3".to_owned(), 1, true)));
    // The town has four villages on the list.
    let of_town = |goal| told(Level::Town, "510525108", Goal::DelistedVillages(goal), "2018-12-20");
    let start = (4, "3".to_owned());
    assert_eq!(of_town(5), (start.clone(), (2, 1), ("1095/354".to_owned(), 3, false)));
    assert_eq!(of_town(4), (start, (1, 0), ("1095/354".to_owned(), 3, false)));
}

/// From nobody to three thousand in a day: drawn out it would be more than all people there are.
#[test]
fn no_more_than_everyone_is_forecast_to_be_poor() {
    let roster = maoxi::roster();
    let (township, rules) = (township(&roster), rules());
    let goal = Goal::Incidence("3.00%".parse().unwrap());
    let baseline = Some(Baseline { figure: 0, on: Some(day("2017-12-31")) });
    let target = Target { baseline, ..target(2018, goal) };
    let found = standing(&township, day("2018-01-01"), &rules, &target);
    let Outlook::Running { forecast: Some(forecast), .. } = found.outlook else {
        panic!("{found:?}")
    };
    assert_eq!((forecast.figure.to_string(), forecast.cautious), ("45000/1".to_owned(), 45_000));
    assert_eq!((forecast.rate, forecast.meets), (Some(Percent::WHOLE), false));
}

/// With everybody poor, a share of all is met, and one of a hundredth of a percent less is not.
#[test]
fn an_incidence_of_all_is_met_whatever_happens() {
    let mut roster = maoxi::roster();
    for household in &mut roster.households {
        household.poor = [SpanRecord { from: day("2014-01-01").into(), until: None }].into();
    }
    roster.town.population = roster.households.iter().map(|one| one.persons).sum();
    roster.villages.iter_mut().for_each(|village| village.population = None);
    let (township, rules) = (township(&roster), rules());
    let met = |goal: &str| {
        let target = target(2018, Goal::Incidence(goal.parse().unwrap()));
        (standing(&township, day("2018-06-30"), &rules, &target).met, target.to_string())
    };
    let name = || "the target of `incidence` for the town in 2018".to_owned();
    assert_eq!(met("100.00%"), (Some(true), name()));
    assert_eq!(met("99.99%"), (Some(false), name()));
}

#[test]
fn the_greatest_goals_are_survived() {
    let roster = maoxi::roster();
    let township = township(&roster);
    let rules = rules();
    for on in ["2018-01-01", "2018-12-30", "2018-12-31", "1949-01-01", "2199-12-31"].map(day) {
        for goal in [
            Goal::ExitedHouseholds(u64::MAX),
            Goal::PoorPersons(u64::MAX),
            Goal::Incidence(Percent::from_hundredths(u64::MAX)),
        ] {
            for on_day in [None, Some(on), Some(Day::MIN), Some(Day::MAX)] {
                let baseline = Some(Baseline { figure: u64::MAX, on: on_day });
                let target = Target { baseline, ..target(on.year(), goal) };
                let found = standing(&township, on, &rules, &target);
                assert!(serde_json::to_string(&found).is_ok());
            }
        }
    }
    let found = standing(
        &township,
        day("2018-12-30"),
        &rules,
        &target(2018, Goal::ExitedPersons(u64::MAX)),
    );
    let poor = found.baseline.unwrap().figure;
    let Outlook::Running { required, .. } = found.outlook else { panic!("{found:?}") };
    assert_eq!(required.short, u64::MAX - poor);
    assert_eq!((required.per_month, required.per_month_ceil), (None, u64::MAX));
}

#[test]
fn targets_of_units_are_read_and_written_as_they_are() {
    let text = r#"{"year":2019,"unit":{"level":"village","id":"v1"},"goal":{"measure":"poor_persons","figure":0},"baseline":{"figure":68,"on":"2018-12-31"},"basis":{"decision":"2018-31"}}"#;
    let read: Target = bangfu::document::read(text.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert_eq!(read.unit.as_ref().unwrap().to_string(), "the village `v1`");
    let period = read.period().unwrap();
    assert_eq!((period.to_string().as_str(), period.days()), ("2019-01-01..2020-01-01", 365));
    // The last year of the calendar has no day after it.
    assert_eq!(target(2199, read.goal).period().unwrap().days(), 365);
    let null = text.replace(r#"{"level":"village","id":"v1"}"#, "null");
    let null = null.replace(r#"{"figure":68,"on":"2018-12-31"}"#, r#"{"figure":68}"#);
    let read: Target = bangfu::document::read(null.as_bytes()).unwrap();
    assert_eq!((read.unit, read.baseline), (None, Some(Baseline { figure: 68, on: None })));
    for (old, new) in
        [("village", "county"), ("\"v1\"", "\"\""), (":68", ":-1"), ("\"on\"", "\"at\"")]
    {
        let bad = text.replace(old, new);
        assert!(bangfu::document::read::<Target>(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn a_unit_with_two_targets_of_one_measure_is_told() {
    let mut charter = Charter::maoxi();
    let of_village = Target {
        unit: Some(named(Level::Village, "v1")),
        basis: charter.poverty.targets[0].basis.clone(),
        ..target(2018, Goal::ExitedHouseholds(5))
    };
    charter.poverty.targets.push(of_village.clone());
    assert_eq!(charter.check(), Ok(()));
    charter.poverty.targets.push(of_village);
    assert_eq!(
        charter.check().unwrap_err().to_string(),
        "the village `v1` has two targets of `exited_households` in 2018"
    );
}

/// What was missed stays missed, and what was reached stays reached, whatever comes after the year.
#[test]
fn a_year_that_is_over_is_judged_by_its_last_day() {
    let roster: Roster<'_> =
        bangfu::document::read(include_bytes!("../../examples/data/maoxi.json")).unwrap();
    let (township, rules) = (township(&roster), rules());
    let of_2018 = |goal, on: &str| standing(&township, day(on), &rules, &target(2018, goal));
    for goal in [
        Goal::Incidence("2.26%".parse().unwrap()),
        Goal::Incidence("2.27%".parse().unwrap()),
        Goal::PoorPersons(1_020),
        Goal::ExitedHouseholds(507),
        Goal::ExitedHouseholds(508),
        Goal::DelistedVillages(3),
    ] {
        let then = of_2018(goal, "2018-12-31");
        assert!(then.met.is_some());
        for later in ["2019-01-01", "2019-06-30", "2020-12-31"] {
            assert_eq!(of_2018(goal, later), then, "{goal:?} {later}");
        }
    }
    let missed = of_2018(Goal::Incidence("2.26%".parse().unwrap()), "2019-12-31");
    assert_eq!((missed.met, missed.actual.unwrap().to_string()), (Some(false), "2.27%".to_owned()));
}
