use std::collections::BTreeSet;

use bangfu::basis::Basis;
use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::poverty::{self, Goal, PovertyRules, progress};
use bangfu::roster::{Roster, SpanRecord};
use bangfu::testing;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::{oracle, standing, township};

/// Rosters of towns of every size, down to fewer people than live in their households.
fn roster() -> impl Strategy<Value = Roster<'static>> {
    let population = prop_oneof![1..60_i64, 1..3_000_i64, Just(45_000)];
    (testing::roster(), population).prop_map(|(mut roster, population)| {
        roster.town.population = population;
        roster
    })
}

/// A day of any kind, most often one on which something begins or ends, or right before or after.
fn day_of(roster: &Roster<'_>) -> impl Strategy<Value = Day> + use<> {
    let poor = roster.households.iter().flat_map(|household| &household.poor);
    let spans = poor.chain(roster.villages.iter().flat_map(|village| &village.listed));
    let ends = |span: &SpanRecord| [Some(span.from), span.until].into_iter().flatten();
    let mut days: Vec<Day> = spans.flat_map(ends).map(|date| date.try_into().unwrap()).collect();
    let new_years = days.iter().filter_map(|day| Day::new(day.year(), 1, 1).ok());
    days.extend(new_years.collect::<Vec<_>>());
    days.push(Day::MAX);
    let near = (any::<Index>(), 0..3_usize).prop_map(move |(at, side)| {
        let day = *at.get(&days);
        [Some(day), day.previous(), day.next()][side].unwrap_or(day)
    });
    let of_targets = (2018..2020_u16, 1..13_u8).prop_map(|(y, m)| Day::new(y, m, 28).unwrap());
    prop_oneof![5 => near, 2 => of_targets, 1 => testing::day()]
}

fn roster_and_day() -> impl Strategy<Value = (Roster<'static>, Day)> {
    roster().prop_flat_map(|roster| (day_of(&roster), Just(roster)).prop_map(|(day, r)| (r, day)))
}

/// The same records in another order.
fn shuffled(roster: Roster<'static>) -> impl Strategy<Value = Roster<'static>> {
    let Roster { zones, villages, groups, households, people, tenures, pairings, .. } =
        roster.clone();
    (
        Just(zones).prop_shuffle(),
        Just(villages).prop_shuffle(),
        Just(groups).prop_shuffle(),
        Just(households).prop_shuffle(),
        Just(people).prop_shuffle(),
        Just(tenures).prop_shuffle(),
        Just(pairings).prop_shuffle(),
    )
        .prop_map(
            move |(zones, villages, groups, mut households, people, tenures, pairings)| {
                for household in &mut households {
                    household.poor.reverse();
                }
                let roster = roster.clone();
                Roster { zones, villages, groups, households, people, tenures, pairings, ..roster }
            },
        )
}

/// Drops the fields that the format does not name.
fn named(mut progress: Value) -> Value {
    progress.as_object_mut().unwrap().remove("assumptions");
    progress["targets"].as_array_mut().unwrap().iter_mut().for_each(oracle::without_extras);
    progress
}

/// A town of one household of four, in a community, with these spans of poverty.
fn one_household(poor: &[(&str, Option<&str>)]) -> Roster<'static> {
    let text = r#"{"format": 1, "town": {"id": "t", "population": 1000}, "zones": [],
        "villages": [{"id": "c", "zone": null, "community": true, "population": 4}],
        "groups": [{"id": "g", "village": "c"}], "households": [], "people": [],
        "tenures": [], "pairings": []}"#;
    let mut roster: Roster<'static> = serde_json::from_str(text).unwrap();
    let date = |text: &str| -> Date { text.parse().unwrap() };
    let span = |(from, until): &(&str, Option<&str>)| SpanRecord {
        from: date(from),
        until: until.map(date),
    };
    roster.households.push(bangfu::roster::HouseholdRecord {
        id: "h".parse().unwrap(),
        group: "g".parse().unwrap(),
        persons: 4,
        poor: poor.iter().map(span).collect(),
    });
    roster
}

/// Poor, exited and relapsed households of that roster on a day.
fn counts(poor: &[(&str, Option<&str>)], on: &str) -> [u64; 3] {
    let found = standing(&township(&one_household(poor)), on.parse().unwrap());
    let count = |path| found.pointer(path).and_then(Value::as_u64).unwrap();
    ["/poor/households", "/year/exited/households", "/year/relapsed/households"].map(count)
}

#[test]
fn spans_that_meet_are_a_relapse() {
    let poor = [("2014-01-01", Some("2018-11-20")), ("2018-11-20", None)];
    assert_eq!(counts(&poor, "2018-11-19"), [1, 0, 0]);
    assert_eq!(counts(&poor, "2018-11-20"), [1, 0, 1]);
    assert_eq!(counts(&poor, "2018-12-31"), [1, 0, 1]);
    assert_eq!(counts(&poor, "2019-01-01"), [1, 0, 0]);
}

#[test]
fn an_exit_counts_in_its_year_and_as_long_as_it_lasts() {
    let poor = [("2014-01-01", Some("2018-03-01")), ("2018-06-01", Some("2019-01-01"))];
    assert_eq!(counts(&poor, "2018-02-28"), [1, 0, 0]);
    assert_eq!(counts(&poor, "2018-03-01"), [0, 1, 0]);
    assert_eq!(counts(&poor, "2018-05-31"), [0, 1, 0]);
    assert_eq!(counts(&poor, "2018-06-01"), [1, 0, 1]);
    assert_eq!(counts(&poor, "2018-12-31"), [1, 0, 1]);
    // It was poor on the last day of 2018.
    assert_eq!(counts(&poor, "2019-01-01"), [0, 1, 0]);
    assert_eq!(counts(&poor, "2019-12-31"), [0, 1, 0]);
    assert_eq!(counts(&poor, "2020-01-01"), [0, 0, 0]);
}

#[test]
fn an_exit_on_new_years_eve_is_not_next_years() {
    let poor = [("2014-01-01", Some("2018-12-31"))];
    assert_eq!(counts(&poor, "2018-12-31"), [0, 1, 0]);
    assert_eq!(counts(&poor, "2019-01-01"), [0, 0, 0]);
}

#[test]
fn the_first_year_has_no_year_before() {
    let poor = [("1949-01-01", Some("1949-01-02")), ("1949-01-03", None)];
    assert_eq!(counts(&poor, "1949-01-01"), [1, 0, 0]);
    assert_eq!(counts(&poor, "1949-01-02"), [0, 1, 0]);
    assert_eq!(counts(&poor, "1949-01-03"), [1, 0, 1]);
    assert_eq!(counts(&poor, "1950-01-01"), [1, 0, 0]);
}

#[test]
fn the_last_day_of_the_calendar_counts() {
    let open = [("2199-12-31", None)];
    assert_eq!(counts(&open, "2199-12-30"), [0, 0, 0]);
    assert_eq!(counts(&open, "2199-12-31"), [1, 0, 0]);
    let left = [("2018-01-01", Some("2199-12-31"))];
    assert_eq!(counts(&left, "2199-12-30"), [1, 0, 0]);
    assert_eq!(counts(&left, "2199-12-31"), [0, 1, 0]);
}

#[test]
fn a_year_without_targets_lists_none() {
    let township = township(&one_household(&[]));
    for (year, targets) in [(2017, 0), (2018, 4), (2019, 1), (2020, 0), (2199, 0)] {
        let found = standing(&township, Day::new(year, 12, 31).unwrap());
        assert_eq!(found["targets"].as_array().map(Vec::len), Some(targets), "{year}");
    }
}

/// A target that was only assumed is one of the assumptions, as is what a share is of; what was decided is
/// none.
#[test]
fn progress_rests_on_what_its_targets_rest_on() {
    let township = township(&one_household(&[("2018-01-01", None)]));
    let mut rules = Charter::maoxi().poverty;
    let listed = |rules: &PovertyRules| {
        let found = progress(&township, "2018-06-01".parse().unwrap(), rules);
        let of_targets = found.targets.iter().map(|standing| json!(standing.assumptions));
        (json!(found.assumptions), of_targets.collect::<Value>())
    };
    assert_eq!(listed(&rules), (json!(["A7"]), json!([[], [], ["A7"], []])));
    rules.targets[1].basis = Basis::Assumption("A98".parse().unwrap());
    rules.targets[2].basis = Basis::Assumption("A99".parse().unwrap());
    assert_eq!(
        listed(&rules),
        (json!(["A7", "A98", "A99"]), json!([[], ["A98"], ["A7", "A99"], []]))
    );
    let decided = Basis::Decision("2018-31".parse().unwrap());
    rules.incidence_base.basis = decided.clone();
    rules.targets[2].basis = decided;
    assert_eq!(listed(&rules), (json!(["A98"]), json!([[], ["A98"], [], []])));
    // A target of another year is not reported.
    rules.targets[1].year = 2020;
    assert_eq!(listed(&rules), (json!([]), json!([[], [], []])));
}

#[test]
fn a_unit_of_nobody_has_no_rate_and_one_unknown_is_not_listed() {
    let mut roster = one_household(&[("2018-01-01", None)]);
    roster.villages[0].population = None;
    let on = "2018-06-01".parse().unwrap();
    assert_eq!(standing(&township(&roster), on)["units"], Value::Array(Vec::new()));
    roster.households.clear();
    roster.villages[0].population = Some(0);
    let found = standing(&township(&roster), on);
    assert_eq!(found["units"][0]["population"], 0);
    assert_eq!(found["units"][0]["incidence"], Value::Null);
}

/// What the generator must reach, else the comparison below would prove little.
#[test]
fn generated_rosters_hold_every_kind_of_case() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let (roster, day) = roster_and_day().new_tree(&mut runner).unwrap().current();
        let found = oracle::progress(&roster, day);
        let units = found["units"].as_array().unwrap();
        let has_zone = units.iter().any(|unit| unit["level"] == "zone");
        let has_rate = |unit: &Value| !unit["incidence"].is_null();
        let met: Vec<&Value> =
            found["targets"].as_array().unwrap().iter().map(|target| &target["met"]).collect();
        let cases = [
            ("no household", roster.households.is_empty()),
            ("poor", found["poor"]["persons"] != 0),
            ("nobody poor", found["poor"]["persons"] == 0),
            ("exited", found["year"]["exited"]["persons"] != 0),
            ("relapsed", found["year"]["relapsed"]["persons"] != 0),
            ("delisted", found["year"]["delisted_villages"] != 0),
            ("zone", has_zone),
            ("zone unknown", !has_zone && !roster.zones.is_empty()),
            ("community", units.iter().any(|unit| unit["level"] == "community")),
            ("no rate", !units.iter().all(has_rate)),
            ("a target met", met.contains(&&Value::Bool(true))),
            ("a target missed", met.contains(&&Value::Bool(false))),
            ("no target", met.is_empty()),
        ];
        seen.extend(cases.into_iter().filter_map(|(name, holds)| holds.then_some(name)));
    }
    assert_eq!(seen.len(), 13, "only {seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn progress_is_what_the_records_say_day_by_day((roster, on) in roster_and_day()) {
        let found = standing(&township(&roster), on);
        prop_assert_eq!(named(found), oracle::progress(&roster, on));
    }

    #[test]
    fn the_order_of_the_records_changes_no_byte(
        (roster, on, shuffled) in roster_and_day().prop_flat_map(|(roster, on)| {
            (Just(roster.clone()), Just(on), shuffled(roster))
        }),
    ) {
        let rules = Charter::maoxi().poverty;
        let bytes = |roster: &Roster<'_>| {
            serde_json::to_string(&progress(&township(roster), on, &rules)).unwrap()
        };
        prop_assert_eq!(bytes(&roster), bytes(&shuffled));
    }

    #[test]
    fn what_remains_is_just_enough((roster, on) in roster_and_day(), year in 2018..2020_u16) {
        let township = township(&roster);
        let rules = Charter::maoxi().poverty;
        // A year that is over is judged by its last day.
        let judged = on.min(Day::new(year, 12, 31).unwrap());
        let progress = progress(&township, judged, &rules);
        let population = u64::from(progress.population);
        for target in rules.targets.iter().filter(|target| target.year == year) {
            let standing = poverty::standing(&township, on, &rules, target);
            let is_stock = matches!(target.goal, Goal::PoorPersons(_) | Goal::Incidence(_));
            if year > on.year() && !is_stock {
                // What left in an earlier year says nothing of this target.
                let unknown = (standing.actual, standing.met, standing.remaining);
                prop_assert_eq!(unknown, (None, None, None));
                continue;
            }
            let remaining = standing.remaining.unwrap();
            prop_assert_eq!(standing.met, Some(remaining == 0));
            let (exited, poor) = (progress.year.exited, progress.poor.persons);
            let is_just_enough = match target.goal {
                Goal::ExitedHouseholds(goal) => remaining == goal.saturating_sub(exited.households),
                Goal::ExitedPersons(goal) => remaining == goal.saturating_sub(exited.persons),
                Goal::DelistedVillages(goal) => {
                    remaining == goal.saturating_sub(progress.year.delisted_villages)
                }
                Goal::PoorPersons(goal) => remaining == poor.saturating_sub(goal),
                // 2.27 % is published for less than 2.275 %.
                Goal::Incidence(_) => {
                    let fits = |poor: u64| poor * 100_000 < 2_275 * population;
                    fits(poor - remaining) && (remaining == 0 || !fits(poor - remaining + 1))
                }
            };
            prop_assert!(is_just_enough, "{:?}", standing);
        }
    }
}
