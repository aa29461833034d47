//! The calendar in a few cells: single days at both of its ends and around the new year of 2019,
//! one long stretch between each. A set of days that begins and ends between cells is one flag for
//! each cell, and every operation on it a loop over the flags.

use std::sync::LazyLock;

use bangfu::calendar::{Day, Span, Spans};
use bangfu::chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;

/// Days from 1949-01-01 to 2199-12-31: 251 years, of which 61 leap years.
pub const CALENDAR: u32 = 251 * 365 + 61;

/// The numbers of the first days of all cells, and behind them the end of the calendar.
static STARTS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let new_year_2019 = 70 * 365 + 17;
    let ends = (0..=6).chain(CALENDAR - 6..=CALENDAR);
    let mut starts: Vec<u32> = ends.chain(new_year_2019 - 9..=new_year_2019 + 9).collect();
    starts.sort_unstable();
    starts
});

pub fn cells() -> usize {
    STARTS.len() - 1
}

/// The day so many days after 1949-01-01, by chrono.
pub fn day(number: u32) -> Day {
    let first = NaiveDate::from_ymd_opt(1949, 1, 1).unwrap();
    (first + Days::new(number.into())).try_into().unwrap()
}

pub fn first_day(cell: usize) -> Day {
    day(STARTS[cell])
}

pub fn last_day(cell: usize) -> Day {
    day(STARTS[cell + 1] - 1)
}

/// From the first cell up to, but without, the second: never empty.
pub type Cut = (usize, usize);

pub fn span((from, until): Cut) -> Span {
    let until = (until < cells()).then(|| first_day(until));
    Span::new(first_day(from), until).unwrap()
}

pub fn spans(cuts: &[Cut]) -> Spans {
    cuts.iter().copied().map(span).collect()
}

/// Cuts of all lengths, most of them short, some of them open.
pub fn cut() -> impl Strategy<Value = Cut> {
    (0..cells(), prop_oneof![4 => 1..6_usize, 1 => 1..40_usize])
        .prop_map(|(from, length)| (from, (from + length).min(cells())))
}

pub fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    vec(cut(), 0..9)
}

/// A set of days: for each cell, whether its days belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naive(pub Vec<bool>);

impl Naive {
    pub fn none() -> Self {
        Self(vec![false; cells()])
    }

    /// The cells that belong to at least so many of the cuts.
    pub fn of_at_least(least: usize, cuts: &[Cut]) -> Self {
        let holds = |cell: usize| cuts.iter().filter(|(a, b)| (*a..*b).contains(&cell)).count();
        Self((0..cells()).map(|cell| holds(cell) >= least).collect())
    }

    pub fn of(cuts: &[Cut]) -> Self {
        Self::of_at_least(1, cuts)
    }

    pub fn zip(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| keep(*a, *b)).collect())
    }

    /// The cells that belong to it.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..cells()).filter(|cell| self.0[*cell])
    }

    pub fn days(&self) -> u32 {
        self.members().map(|cell| STARTS[cell + 1] - STARTS[cell]).sum()
    }

    /// Its unbroken runs, each as long as it can be.
    pub fn runs(&self) -> Vec<Span> {
        let mut runs: Vec<Cut> = Vec::new();
        for cell in self.members() {
            match runs.last_mut() {
                Some((_, until)) if *until == cell => *until += 1,
                _ => runs.push((cell, cell + 1)),
            }
        }
        runs.into_iter().map(span).collect()
    }
}

/// That a set holds the days of the model and no other, in the one form that it may have.
pub fn assert_same(set: &Spans, model: &Naive) {
    assert_eq!(set.as_slice(), model.runs());
    assert_eq!(set.days(), model.days());
    assert_eq!(set.is_empty(), model.runs().is_empty());
    for cell in 0..cells() {
        assert_eq!(set.contains(first_day(cell)), model.0[cell], "{}", first_day(cell));
        assert_eq!(set.contains(last_day(cell)), model.0[cell], "{}", last_day(cell));
    }
}
