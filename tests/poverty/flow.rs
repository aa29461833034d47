use bangfu::calendar::{Day, Span, Timeline};
use bangfu::poverty::{Flow, Headcount, flow};
use bangfu::quantity::EmptyWhole;
use bangfu::testing;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::oracle::History;

/// So many days from this one on.
fn days_from(first: Day, count: usize) -> Vec<Day> {
    std::iter::successors(Some(first), |day| day.next()).take(count).collect()
}

/// Asserts the definition for every history of up to two spans with all ends among these days, on
/// every one of them; returns how often each outcome occurred.
fn assert_all(days: &[Day]) -> [usize; 4] {
    let mut seen = [0; 4];
    let ends =
        || (0..days.len()).flat_map(|from| (from + 1..=days.len()).map(move |until| (from, until)));
    let span =
        |(from, until): (usize, usize)| Span::new(days[from], days.get(until).copied()).unwrap();
    let first = ends().map(|one| vec![one]);
    let second = ends().flat_map(|one| {
        ends().filter(move |other| one.1 <= other.0).map(move |other| vec![one, other])
    });
    for cuts in first.chain(second) {
        let timeline = Timeline::new(cuts.into_iter().map(|cut| (span(cut), ()))).unwrap();
        let history = History::of_timeline(&timeline);
        for on in days {
            let expected = history.flow(on.to_date());
            assert_eq!(flow(&timeline, *on), expected, "{timeline:?} on {on}");
            seen[match expected {
                Flow::Outside => 0,
                Flow::Inside => 1,
                Flow::Relapsed => 2,
                Flow::Exited => 3,
            }] += 1;
        }
    }
    seen
}

#[test]
fn every_short_history_around_a_new_year_flows_as_defined() {
    let seen = assert_all(&days_from("2018-12-28".parse().unwrap(), 8));
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn every_short_history_at_the_ends_of_the_calendar_flows_as_defined() {
    assert_all(&days_from(Day::MIN, 6));
    assert_all(&days_from("2199-12-26".parse().unwrap(), 6));
}

#[test]
fn nothing_flows_without_a_span() {
    for on in [Day::MIN, "2018-12-31".parse().unwrap(), Day::MAX] {
        assert_eq!(flow(&Timeline::EMPTY, on), Flow::Outside);
    }
}

#[test]
fn a_rate_of_nobody_is_none() {
    let poor = Headcount { households: 0, persons: 0 };
    assert_eq!(poor.incidence(0), Err(EmptyWhole));
    assert_eq!(poor.incidence(1).map(|rate| rate.to_string()).as_deref(), Ok("0/1"));
}

fn headcount() -> impl Strategy<Value = Headcount> {
    (0..1_u64 << 40, 0..1_u64 << 40)
        .prop_map(|(households, persons)| Headcount { households, persons })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn long_histories_flow_as_defined(
        timeline in testing::timeline(Just(())), at in any::<Index>(), side in 0..3_usize,
        other in testing::day(),
    ) {
        let ends = timeline.iter().flat_map(|(span, ())| [Some(span.from()), span.until()]);
        let mut days: Vec<Day> = ends.flatten().collect();
        days.push(other);
        let day = *at.get(&days);
        let on = [Some(day), day.previous(), day.next()][side].unwrap_or(day);
        prop_assert_eq!(flow(&timeline, on), History::of_timeline(&timeline).flow(on.to_date()));
    }

    #[test]
    fn headcounts_add_up_in_any_order_and_grouping(
        a in headcount(), b in headcount(), c in headcount(),
    ) {
        prop_assert_eq!(a.merge(b), b.merge(a));
        prop_assert_eq!(a.merge(b).merge(c), a.merge(b.merge(c)));
        prop_assert_eq!(a.merge(Headcount::default()), a);
        let sum = Headcount { households: a.households + b.households, persons: a.persons + b.persons };
        prop_assert_eq!(a.merge(b), sum);
    }
}
