use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use bangfu::calendar::{Day, Overlap, Span, Spans, Timeline};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{self, Naive, cells, cut, first_day, last_day};

/// Entries of which no two share a day, in any order, some of which meet.
fn entries() -> impl Strategy<Value = Vec<(Span, u8)>> {
    vec((0..4_usize, 1..5_usize, any::<u8>()), 0..10)
        .prop_map(|pieces| {
            let mut next = 0;
            let mut entries = Vec::new();
            for (gap, length, value) in pieces {
                let (from, until) = (next + gap / 2, (next + gap / 2 + length).min(cells()));
                next = until;
                if from < until {
                    entries.push((model::span((from, until)), value));
                }
            }
            entries
        })
        .prop_shuffle()
}

/// The entry that holds on a day, by looking at each.
fn scan(entries: &[(Span, u8)], on: Day) -> Option<(Span, &u8)> {
    let entry = entries.iter().find(|(span, _)| span.from() <= on && on <= span.last());
    entry.map(|(span, value)| (*span, value))
}

/// Of all pairs that share a day the one whose later span is the first to begin.
fn first_clash(spans: &[Span]) -> Option<(Span, Span)> {
    let mut sorted = spans.to_vec();
    sorted.sort_by_key(|span| (span.from(), span.end_date()));
    for (at, later) in sorted.iter().enumerate() {
        let clashing = sorted[..at].iter().find(|earlier| earlier.last() >= later.from());
        if let Some(earlier) = clashing {
            return Some((*earlier, *later));
        }
    }
    None
}

#[test]
fn entries_that_meet_stay_two_even_if_equal() {
    let spans: [Span; 2] =
        ["2018-01-01..2018-06-01", "2018-06-01.."].map(|text| text.parse().unwrap());
    let timeline = Timeline::new(spans.map(|span| (span, 'x'))).unwrap();
    assert_eq!(timeline.len(), 2);
    assert_eq!(timeline.entry_at("2018-06-01".parse().unwrap()), Some((spans[1], &'x')));
    assert_eq!(timeline.days().to_string(), "2018-01-01..");
    assert_eq!(timeline.within(Span::ALL).count(), 2);
}

#[test]
fn an_overlap_names_both_spans() {
    let spans: [Span; 2] =
        ["2018-06-01..", "2018-01-01..2018-06-02"].map(|text| text.parse().unwrap());
    let error = Timeline::new(spans.map(|span| (span, ()))).unwrap_err();
    assert_eq!(error, Overlap { earlier: spans[1], later: spans[0] });
    assert_eq!(error.to_string(), "`2018-06-01..` overlaps `2018-01-01..2018-06-02`");
}

#[test]
fn the_empty_timeline_has_no_value() {
    let empty = Timeline::<u8>::EMPTY;
    assert!(empty.is_empty());
    assert_eq!((empty.len(), empty.first_day(), empty.at(Day::MIN)), (0, None, None));
    assert_eq!(Timeline::default(), empty);
    assert_eq!(empty.days(), Spans::EMPTY);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_look_up_equals_a_linear_scan(entries in entries()) {
        let timeline = Timeline::new(entries.clone()).unwrap();
        for on in (0..cells()).flat_map(|cell| [first_day(cell), last_day(cell)]) {
            let found = scan(&entries, on);
            prop_assert_eq!(timeline.entry_at(on), found, "{}", on);
            prop_assert_eq!(timeline.at(on), found.map(|(_, value)| value));
        }
    }

    #[test]
    fn every_entry_is_kept_in_order(entries in entries()) {
        let timeline = Timeline::new(entries.clone()).unwrap();
        let mut sorted = entries.clone();
        sorted.sort_by_key(|(span, _)| span.from());
        let kept: Vec<(Span, u8)> = timeline.iter().map(|(span, value)| (span, *value)).collect();
        prop_assert_eq!(kept, sorted);
        prop_assert_eq!(timeline.len(), entries.len());
        prop_assert_eq!(timeline.is_empty(), entries.is_empty());
        prop_assert_eq!(timeline.first_day(), entries.iter().map(|(span, _)| span.from()).min());
        prop_assert_eq!(timeline.days(), entries.iter().map(|(span, _)| *span).collect());
    }

    #[test]
    fn a_window_cuts_the_entries_that_hold_in_it(entries in entries(), window in cut()) {
        let timeline = Timeline::new(entries.clone()).unwrap();
        let seen: Vec<(Span, u8)> =
            timeline.within(model::span(window)).map(|(span, value)| (span, *value)).collect();
        let inside = Naive::of(&[window]);
        for cell in 0..cells() {
            let expected = scan(&entries, first_day(cell)).filter(|_| inside.0[cell]);
            let found = scan(&seen, first_day(cell));
            prop_assert_eq!(found.map(|(_, value)| value), expected.map(|(_, value)| value));
        }
        let touched = entries.iter().filter(|(span, _)| {
            inside.members().any(|cell| span.contains(first_day(cell)))
        });
        prop_assert_eq!(seen.len(), touched.count());
        prop_assert!(seen.windows(2).all(|pair| pair[0].0.last() < pair[1].0.from()));
    }

    #[test]
    fn timelines_are_compared_and_hashed_as_their_entries_are(one in entries(), other in entries()) {
        let sorted = |entries: &[(Span, u8)]| {
            let mut sorted = entries.to_vec();
            sorted.sort_unstable();
            sorted
        };
        let timeline = |entries: &[(Span, u8)]| Timeline::new(entries.to_vec()).unwrap();
        let (first, second) = (timeline(&one), timeline(&other));
        prop_assert_eq!(first.cmp(&second), sorted(&one).cmp(&sorted(&other)));
        prop_assert_eq!(first == second, sorted(&one) == sorted(&other));
        let hash = |timeline: &Timeline<u8>| BuildHasherDefault::<DefaultHasher>::default().hash_one(timeline);
        prop_assert_eq!(hash(&first), hash(&timeline(&sorted(&one))));
    }

    #[test]
    fn overlapping_entries_are_refused_with_the_first_pair(cuts in vec(cut(), 0..5)) {
        let spans: Vec<Span> = cuts.into_iter().map(model::span).collect();
        let made = Timeline::new(spans.iter().map(|span| (*span, ())));
        let refused = made.err().map(|overlap| (overlap.earlier, overlap.later));
        prop_assert_eq!(refused, first_clash(&spans));
    }

    #[test]
    fn one_entry_is_a_timeline(cut in cut(), value in any::<u8>()) {
        let entry = (model::span(cut), value);
        prop_assert_eq!(Ok(Timeline::from(entry)), Timeline::new([entry]));
    }

    #[test]
    fn generated_timelines_keep_their_own_rule(timeline in testing::timeline(any::<u8>())) {
        let spans: Vec<Span> = timeline.iter().map(|(span, _)| span).collect();
        prop_assert_eq!(first_clash(&spans), None);
        prop_assert_eq!(timeline.days().days(), spans.iter().map(|span| span.days()).sum::<u32>());
    }
}
