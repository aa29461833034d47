//! Coverage against counting day by day over the plain records.

use std::collections::BTreeSet;

use bangfu::calendar::{Date, Day, Span};
use bangfu::charter::Charter;
use bangfu::chrono::{Days, NaiveDate};
use bangfu::coverage::coverage;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::testing;
use bangfu::township::{Township, Unit};
use proptest::prelude::*;
use serde_json::{Value, json};

const MAOXI: &[u8] = include_bytes!("../../examples/data/maoxi.json");

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).expect("a sound roster")
}

fn days(from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    from.iter_days().take_while(|day| *day < until).collect()
}

fn covers(from: Date, until: Option<Date>, on: NaiveDate) -> bool {
    from.to_date() <= on && until.is_none_or(|until| on < until.to_date())
}

/// The longest runs of consecutive days.
fn runs(days: &[NaiveDate]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        let next = day.succ_opt().expect("a day");
        match runs.last_mut() {
            Some((_, until)) if until == day => *until = next,
            _ => runs.push((*day, next)),
        }
    }
    runs
}

/// Which units lie in a unit: by the ids of the records, the unit's own level first.
struct Within<'r> {
    zones: Vec<&'r str>,
    villages: Vec<&'r str>,
    groups: Vec<&'r str>,
    households: Vec<&'r str>,
}

impl<'r> Within<'r> {
    fn of(roster: &'r Roster<'r>, level: &str, unit: &str) -> Self {
        let is_all = level == "town";
        let zones: Vec<&str> = roster
            .zones
            .iter()
            .map(|zone| zone.id.as_str())
            .filter(|id| is_all || (level == "zone" && *id == unit))
            .collect();
        let villages: Vec<&str> = roster
            .villages
            .iter()
            .filter(|village| {
                is_all
                    || (level == "village" && village.id == *unit)
                    || village.zone.as_ref().is_some_and(|zone| zones.contains(&zone.as_str()))
            })
            .map(|village| village.id.as_str())
            .collect();
        let groups: Vec<&str> = roster
            .groups
            .iter()
            .filter(|group| {
                (level == "group" && group.id == *unit)
                    || villages.contains(&group.village.as_str())
            })
            .map(|group| group.id.as_str())
            .collect();
        let households = roster
            .households
            .iter()
            .filter(|household| {
                (level == "household" && household.id == *unit)
                    || groups.contains(&household.group.as_str())
            })
            .map(|household| household.id.as_str())
            .collect();
        Self { zones, villages, groups, households }
    }
}

/// Coverage as formats.md words it, day by day.
fn expected(roster: &Roster<'_>, level: &str, unit: &str, window: &[NaiveDate]) -> Value {
    let within = Within::of(roster, level, unit);
    let (mut household_days, mut covered_days) = (0, 0);
    let mut gaps = Vec::new();
    for household in &roster.households {
        let id = household.id.as_str();
        let first = household.poor.iter().map(|span| span.from.to_date()).min();
        let Some(first) = first.filter(|_| within.households.contains(&id)) else { continue };
        let counted: Vec<NaiveDate> = window.iter().copied().filter(|day| *day >= first).collect();
        let (covered, missing): (Vec<_>, Vec<_>) = counted.iter().copied().partition(|on| {
            roster
                .pairings
                .iter()
                .any(|pairing| pairing.household == *id && covers(pairing.from, pairing.until, *on))
        });
        household_days += counted.len();
        covered_days += covered.len();
        gaps.extend(runs(&missing).into_iter().map(|(from, until)| (id, from, until)));
    }
    let community: BTreeSet<&str> = roster
        .villages
        .iter()
        .filter(|village| village.community)
        .map(|village| village.id.as_str())
        .collect();
    let mut needed: Vec<(&str, &str, usize)> = Vec::new();
    if level == "town" {
        needed.push((unit, "commander", 2));
    }
    needed.extend(within.zones.iter().map(|zone| (*zone, "zone_leader", 1)));
    for village in within.villages.iter().filter(|village| !community.contains(*village)) {
        let posts = ["dispatched_cadre", "first_secretary", "village_secretary"];
        needed.extend(posts.map(|post| (*village, post, 1)));
    }
    for group in &roster.groups {
        let id = group.id.as_str();
        if within.groups.contains(&id) && !community.contains(group.village.as_str()) {
            needed.push((id, "group_lead", 1));
        }
    }
    needed.sort_unstable();
    let mut posts = Vec::new();
    for (unit, post, seats) in needed {
        let tenures: Vec<_> = roster
            .tenures
            .iter()
            .filter(|tenure| tenure.unit == *unit && tenure.post.to_string() == post)
            .collect();
        let is_short = |on: &NaiveDate| {
            let held = tenures.iter().filter(|tenure| covers(tenure.from, tenure.until, *on));
            held.count() < seats
        };
        let short: Vec<NaiveDate> = window.iter().copied().filter(is_short).collect();
        posts.extend(runs(&short).into_iter().map(|(from, until)| {
            let (from, until) = (from.to_string(), until.to_string());
            json!({"post": post, "unit": unit, "from": from, "until": until})
        }));
    }
    gaps.sort_unstable();
    let gaps: Vec<Value> = gaps
        .into_iter()
        .map(|(household, from, until)| {
            json!({
                "household": household, "from": from.to_string(), "until": until.to_string(),
            })
        })
        .collect();
    json!({
        "household_days": household_days, "covered_days": covered_days,
        "gaps": gaps, "posts": posts,
    })
}

/// The fields that formats.md names.
fn named(coverage: &impl serde::Serialize) -> Value {
    let coverage = serde_json::to_value(coverage).expect("JSON");
    let fields = ["household_days", "covered_days", "gaps", "posts"];
    fields.into_iter().map(|field| (field.to_owned(), coverage[field].clone())).collect()
}

fn span(window: &[NaiveDate]) -> Span {
    let day = |date: NaiveDate| Day::try_from(date).expect("a day");
    let last = window.last().expect("a window").succ_opt().expect("a day");
    Span::new(day(window[0]), Some(day(last))).expect("a span")
}

/// A window of up to two years, near something that happens.
fn window() -> impl Strategy<Value = Vec<NaiveDate>> {
    (testing::day(), prop_oneof![Just(1_u64), 2..40_u64, 40..700_u64]).prop_map(|(from, length)| {
        let end: NaiveDate = Day::MAX.into();
        let from = NaiveDate::from(from).min(end.pred_opt().expect("a day"));
        let until = from.checked_add_days(Days::new(length)).expect("a day").min(end);
        days(from, until)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    #[test]
    fn coverage_is_a_count_day_by_day_at_every_level(
        roster in testing::roster(), window in window(),
    ) {
        let township = township(&roster);
        for unit in Unit::from(township.town()).subtree() {
            let (level, id) = (unit.level().to_string(), unit.id().as_str());
            let found = coverage(unit, span(&window));
            prop_assert_eq!(named(&found), expected(&roster, &level, id, &window), "{:?}", unit);
        }
    }

    #[test]
    fn gaps_are_maximal_disjoint_and_inside(roster in testing::roster(), window in window()) {
        let township = township(&roster);
        let window = span(&window);
        let found = coverage(township.town().into(), window);
        let gap_days: u64 = found.gaps.iter().map(|gap| u64::from(gap.span.days())).sum();
        prop_assert_eq!(found.covered_days + gap_days, found.household_days);
        let gaps = found.gaps.iter().map(|gap| (gap.household.id().to_string(), gap.span));
        let posts = found.posts.iter();
        let posts = posts.map(|gap| (format!("{} {}", gap.unit.id(), gap.post), gap.span));
        for gaps in [gaps.collect::<Vec<_>>(), posts.collect()] {
            prop_assert!(gaps.iter().all(|(_, span)| window.covers(*span)));
            for pair in gaps.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                prop_assert!(pair[0].1.last() < pair[1].1.from(), "{:?}", pair);
                prop_assert!(!pair[0].1.meets(pair[1].1), "one run: {:?}", pair);
            }
        }
    }

    #[test]
    fn windows_that_meet_add_up(roster in testing::roster(), window in window()) {
        let township = township(&roster);
        let (first, second) = window.split_at(window.len() / 2);
        if first.is_empty() {
            return Ok(());
        }
        let counts = |window: &[NaiveDate]| {
            let found = coverage(township.town().into(), span(window));
            (found.household_days, found.covered_days)
        };
        let ((a, b), (c, d)) = (counts(first), counts(second));
        prop_assert_eq!(counts(&window), (a + c, b + d));
    }
}

#[test]
fn either_commander_missing_is_one_gap() {
    let text = br#"{ "format": 1, "town": {"id": "t", "population": 10}, "zones": [], "villages": [],
        "groups": [], "households": [], "pairings": [],
        "people": [{"id": "a", "rank": "town"}, {"id": "b", "rank": "town"}],
        "tenures": [
            {"person": "a", "post": "commander", "unit": "t", "from": "2018-01-05", "until": "2018-02-01"},
            {"person": "b", "post": "commander", "unit": "t", "from": "2018-01-10", "until": "2018-01-20"},
            {"person": "b", "post": "commander", "unit": "t", "from": "2018-01-25"}] }"#;
    let roster: Roster<'_> = read(text).unwrap();
    let township = township(&roster);
    let window = "2018-01-01..2018-03-01".parse().unwrap();
    let gap = |from, until| json!({"post": "commander", "unit": "t", "from": from, "until": until});
    assert_eq!(
        named(&coverage(township.town().into(), window)),
        json!({"household_days": 0, "covered_days": 0, "gaps": [], "posts": [
            gap("2018-01-01", "2018-01-10"),
            gap("2018-01-20", "2018-01-25"),
            gap("2018-02-01", "2018-03-01"),
        ]})
    );
}

#[test]
fn households_count_from_their_first_poor_day_on() {
    let text = br#"{ "format": 1, "town": {"id": "t", "population": 10}, "zones": [],
        "villages": [{"id": "c", "zone": null, "community": true}],
        "groups": [{"id": "g", "village": "c"}],
        "households": [
            {"id": "h2", "group": "g", "persons": 1, "poor": [
                {"from": "2019-06-01"}, {"from": "2018-01-11", "until": "2018-01-12"}]},
            {"id": "h1", "group": "g", "persons": 1, "poor": []},
            {"id": "h10", "group": "g", "persons": 1, "poor": [{"from": "2014-01-01"}]}],
        "people": [{"id": "a", "rank": "city"}], "tenures": [],
        "pairings": [{"household": "h2", "helper": "a", "from": "2018-01-01", "until": "2018-01-21"}] }"#;
    let roster: Roster<'_> = read(text).unwrap();
    let township = township(&roster);
    let found =
        coverage(township.village("c").unwrap().into(), "2018-01-01..2018-02-01".parse().unwrap());
    assert_eq!(
        named(&found),
        json!({"household_days": 21 + 31, "covered_days": 10, "posts": [], "gaps": [
            {"household": "h10", "from": "2018-01-01", "until": "2018-02-01"},
            {"household": "h2", "from": "2018-01-21", "until": "2018-02-01"},
        ]})
    );
}

#[test]
fn maoxi_is_covered_but_for_the_gaps_that_were_planned() {
    let roster: Roster<'_> = read(MAOXI).unwrap();
    let township = township(&roster);
    let window = |text: &str| text.parse().unwrap();
    let october = coverage(township.town().into(), window("2018-10-08..2018-10-09"));
    assert_eq!((october.household_days, october.covered_days), (1_592, 1_592));
    assert!(october.gaps.is_empty() && october.posts.is_empty());

    let drive = coverage(township.town().into(), window("2018-09-10..2019-01-01"));
    assert_eq!(drive.household_days, 1_592 * 113);
    let posts: Vec<_> = drive
        .posts
        .iter()
        .map(|gap| format!("{} {} {}", gap.unit.id(), gap.post, gap.span))
        .collect();
    assert_eq!(
        posts,
        [
            "203-4 group_lead 2018-12-03..2018-12-06",
            "204-7 group_lead 2018-10-22..2018-11-02",
            "211-2 group_lead 2018-09-26..2018-10-03",
            "510525108210 first_secretary 2018-10-20..2018-10-29",
            "z4 zone_leader 2018-11-05..2018-11-12",
        ]
    );
}
