use bangfu::calendar::{Span, Spans};
use bangfu::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::model::{self, Cut, Naive, assert_same, cut, cuts, first_day};
use crate::through_json;

/// One step of a set's life.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<Cut>),
    Remove(Vec<Cut>),
    Keep(Vec<Cut>),
    KeepWindow(Cut),
    Complement(Cut),
    AddWhereTwoHold(Vec<Cut>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => cuts().prop_map(Step::Add),
        3 => cuts().prop_map(Step::Remove),
        1 => cuts().prop_map(Step::Keep),
        1 => cut().prop_map(Step::KeepWindow),
        2 => cut().prop_map(Step::Complement),
        2 => cuts().prop_map(Step::AddWhereTwoHold),
    ]
}

impl Step {
    fn of_set(&self, set: &Spans) -> Spans {
        match self {
            Self::Add(cuts) => set.union(&model::spans(cuts)),
            Self::Remove(cuts) => set.difference(&model::spans(cuts)),
            Self::Keep(cuts) => set.intersection(&model::spans(cuts)),
            Self::KeepWindow(window) => set.within(model::span(*window)),
            Self::Complement(window) => set.gaps(model::span(*window)),
            Self::AddWhereTwoHold(cuts) => {
                set.union(&Spans::of_at_least(2, cuts.iter().copied().map(model::span)))
            }
        }
    }

    fn of_model(&self, set: &Naive) -> Naive {
        match self {
            Self::Add(cuts) => set.zip(&Naive::of(cuts), |a, b| a || b),
            Self::Remove(cuts) => set.zip(&Naive::of(cuts), |a, b| a && !b),
            Self::Keep(cuts) => set.zip(&Naive::of(cuts), |a, b| a && b),
            Self::KeepWindow(window) => set.zip(&Naive::of(&[*window]), |a, b| a && b),
            Self::Complement(window) => set.zip(&Naive::of(&[*window]), |a, b| !a && b),
            Self::AddWhereTwoHold(cuts) => set.zip(&Naive::of_at_least(2, cuts), |a, b| a || b),
        }
    }
}

/// The days of both sets added up.
fn days_of_both(a: &Spans, b: &Spans) -> u32 {
    a.days() + b.days()
}

#[test]
fn the_empty_set_has_no_day() {
    assert_same(&Spans::EMPTY, &Naive::none());
    assert_eq!(Spans::default(), Spans::EMPTY);
    assert_eq!(Spans::EMPTY.to_string(), "");
    assert_eq!(Spans::EMPTY.gaps(Span::ALL), Spans::from(Span::ALL));
}

#[test]
fn spans_that_meet_become_one_and_a_day_between_keeps_two() {
    let set = |texts: [&str; 2]| -> Spans {
        texts.map(|text| text.parse().unwrap()).into_iter().collect()
    };
    let meeting = set(["2018-09-10..2018-10-01", "2018-10-01..2018-11-01"]);
    assert_eq!(meeting.to_string(), "2018-09-10..2018-11-01");
    let apart = set(["2018-10-02..2018-11-01", "2018-09-10..2018-10-01"]);
    assert_eq!(apart.to_string(), "2018-09-10..2018-10-01, 2018-10-02..2018-11-01");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_set_is_the_runs_of_its_days(cuts in cuts()) {
        let set = model::spans(&cuts);
        assert_same(&set, &Naive::of(&cuts));
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), set.as_slice());
        prop_assert_eq!(Vec::from(set.clone()), set.as_slice());
        prop_assert_eq!((&set).into_iter().collect::<Vec<_>>(), set.as_slice());
    }

    #[test]
    fn the_order_and_the_pieces_of_the_spans_do_not_matter(
        (cuts, shuffled) in cuts()
            .prop_flat_map(|cuts| (Just(cuts.clone()), Just(cuts).prop_shuffle())),
        at in 0..40_usize,
    ) {
        let pieces = shuffled.iter().flat_map(|(from, until)| {
            let middle = at.clamp(*from, *until);
            [(*from, middle), (middle, *until)]
        });
        let pieces: Vec<Cut> = pieces.filter(|(from, until)| from < until).collect();
        let set = model::spans(&cuts);
        prop_assert_eq!(&model::spans(&shuffled), &set);
        prop_assert_eq!(&model::spans(&pieces), &set);
        let pieces: Vec<Span> = pieces.into_iter().map(model::span).collect();
        prop_assert_eq!(&Spans::from(pieces), &set);
    }

    #[test]
    fn sets_are_equal_exactly_if_their_days_are(
        a in vec((0..4_usize, 4..6_usize), 0..3), b in vec((0..4_usize, 4..6_usize), 0..3),
    ) {
        let same_days = Naive::of(&a) == Naive::of(&b);
        prop_assert_eq!(model::spans(&a) == model::spans(&b), same_days);
    }

    #[test]
    fn every_step_of_a_set_agrees_with_the_model(steps in vec(step(), 0..10)) {
        let (mut set, mut model) = (Spans::EMPTY, Naive::none());
        for step in steps {
            (set, model) = (step.of_set(&set), step.of_model(&model));
            assert_same(&set, &model);
        }
    }

    #[test]
    fn a_window_cuts_days_and_gaps(cuts in cuts(), window in cut()) {
        let (set, view) = (model::spans(&cuts), model::span(window));
        let (model, inside) = (Naive::of(&cuts), Naive::of(&[window]));
        let seen = model.zip(&inside, |a, b| a && b);
        assert_same(&set.within(view), &seen);
        prop_assert_eq!(set.days_within(view), seen.days());
        assert_same(&set.gaps(view), &inside.zip(&model, |a, b| a && !b));
    }

    #[test]
    fn at_least_so_many_hold_where_so_many_are_counted(cuts in cuts(), least in 0..5_usize) {
        let held = Spans::of_at_least(least, cuts.iter().copied().map(model::span));
        assert_same(&held, &Naive::of_at_least(least, &cuts));
    }

    #[test]
    fn no_set_contains_a_day_outside_its_spans(set in testing::spans(), day in testing::day()) {
        let found = set.as_slice().iter().any(|span| span.from() <= day && day <= span.last());
        prop_assert_eq!(set.contains(day), found);
    }

    #[test]
    fn union_and_intersection_are_a_lattice(
        a in testing::spans(), b in testing::spans(), c in testing::spans(),
    ) {
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.intersection(&b), b.intersection(&a));
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(a.intersection(&b).intersection(&c), a.intersection(&b.intersection(&c)));
        prop_assert_eq!(&a.union(&a), &a);
        prop_assert_eq!(&a.intersection(&a), &a);
        prop_assert_eq!(&a.union(&Spans::EMPTY), &a);
        prop_assert_eq!(&a.intersection(&Span::ALL.into()), &a);
        prop_assert_eq!(&a.intersection(&Spans::EMPTY), &Spans::EMPTY);
        prop_assert_eq!(&a.union(&a.intersection(&b)), &a);
        prop_assert_eq!(
            a.intersection(&b.union(&c)),
            a.intersection(&b).union(&a.intersection(&c))
        );
    }

    #[test]
    fn de_morgan_holds_in_every_window(
        a in testing::spans(), b in testing::spans(), window in testing::span(),
    ) {
        let gaps = |set: &Spans| set.gaps(window);
        prop_assert_eq!(gaps(&a.union(&b)), gaps(&a).intersection(&gaps(&b)));
        prop_assert_eq!(gaps(&a.intersection(&b)), gaps(&a).union(&gaps(&b)));
        prop_assert_eq!(gaps(&gaps(&a)), a.within(window));
    }

    #[test]
    fn a_difference_and_what_it_leaves_make_the_whole(
        a in testing::spans(), b in testing::spans(), c in testing::spans(),
    ) {
        let (rest, common) = (a.difference(&b), a.intersection(&b));
        prop_assert_eq!(&rest.union(&common), &a);
        prop_assert_eq!(rest.intersection(&b), Spans::EMPTY);
        prop_assert_eq!(days_of_both(&rest, &common), a.days());
        prop_assert_eq!(days_of_both(&a.union(&b), &common), days_of_both(&a, &b));
        prop_assert_eq!(a.difference(&b.union(&c)), rest.difference(&c));
        prop_assert_eq!(a.difference(&Spans::EMPTY), a.clone());
        prop_assert_eq!(a.difference(&a), Spans::EMPTY);
    }

    #[test]
    fn gaps_and_days_partition_every_window(set in testing::spans(), window in testing::span()) {
        let (gaps, held) = (set.gaps(window), set.within(window));
        prop_assert_eq!(days_of_both(&gaps, &held), window.days());
        prop_assert_eq!(set.days_within(window), held.days());
        prop_assert!(gaps.intersection(&held).is_empty());
        prop_assert_eq!(gaps.union(&held), Spans::from(window));
    }

    #[test]
    fn two_windows_side_by_side_see_what_one_sees(set in testing::spans(), cut in 1..30_usize) {
        let cut = first_day(cut);
        let (left, right) = (Span::new(first_day(0), Some(cut)).unwrap(), Span::starting(cut));
        prop_assert_eq!(set.days_within(left) + set.days_within(right), set.days());
        prop_assert_eq!(set.within(left).union(&set.within(right)), set);
    }

    #[test]
    fn a_document_lists_the_spans_and_gives_the_set_back(set in testing::spans()) {
        let ends = |span: Span| {
            let until = span.until().map(|day| day.to_string());
            json!({"from": span.from().to_string(), "until": until})
        };
        let list: Vec<_> = set.iter().map(ends).collect();
        prop_assert_eq!(through_json(&set), (json!(list), set.clone()));
        let texts: Vec<String> = set.iter().map(|span| span.to_string()).collect();
        prop_assert_eq!(set.to_string(), texts.join(", "));
    }

    #[test]
    fn a_document_may_list_any_spans(cuts in cuts()) {
        let list: Vec<Span> = cuts.iter().copied().map(model::span).collect();
        let read: Spans = serde_json::from_value(json!(list)).unwrap();
        assert_same(&read, &Naive::of(&cuts));
    }
}
