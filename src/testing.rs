//! Strategies for property tests, feature `proptest`: valid values, built by construction.
//!
//! ```
//! use bangfu::testing;
//! use proptest::prelude::*;
//! proptest!(|(span in testing::span(), window in testing::span())| {
//!     let common = span.intersection(window);
//!     prop_assert_eq!(common, window.intersection(span));
//! });
//! ```

mod choices;
mod pairing;
mod roster;
mod schedule;
mod standard;
mod tally;

use proptest::collection::vec;
use proptest::prelude::*;

use self::choices::later;
use crate::calendar::{Day, Month, Span, Spans, Timeline, Workdays, WorkdaysRecords};
use crate::quantity::{Fraction, Id, Percent, Ratio, Yuan};

pub use pairing::pairing_rules;
pub use roster::{roster, township};
pub use schedule::schedule;
pub use standard::{answer_sheet, region, standard};
pub use tally::{circumstances, hierarchy, register, tally, tally_by, verdicts, yardstick};

/// Ids of all lengths, with letters of several scripts.
pub fn id() -> impl Strategy<Value = Id<'static>> {
    let text = prop_oneof!["[a-z0-9]{1,6}", "[!-~¡-῿⺀-鿿]{1,64}"];
    text.prop_filter_map("white space or control", |text| Id::new(text).ok())
}

/// Days, most of them around 2018, some at the ends of the calendar.
pub fn day() -> impl Strategy<Value = Day> {
    let (around_2018, end) = (24_000..26_500_u32, Span::ALL.days());
    let last_year = end.saturating_sub(365)..end;
    let number = prop_oneof![6 => around_2018, 1 => 0..400_u32, 1 => last_year];
    number.prop_map(day_number)
}

/// The day so many days after the first one.
fn day_number(number: u32) -> Day {
    let days = chrono::Days::new(number.into());
    let date = Day::MIN.to_date().checked_add_days(days);
    date.and_then(|date| Day::try_from(date).ok()).unwrap_or(Day::MAX)
}

/// Months of the days of [`day`].
pub fn month() -> impl Strategy<Value = Month> {
    day().prop_map(Day::month)
}

/// Spans, some of them open, some of one day.
pub fn span() -> impl Strategy<Value = Span> {
    (day(), prop_oneof![3 => (1..800_u32).prop_map(Some), 1 => Just(Some(1)), 1 => Just(None)])
        .prop_map(|(from, days)| span_of(from, days))
}

/// The span of so many days, or open.
fn span_of(from: Day, days: Option<u32>) -> Span {
    let until = days.and_then(|days| {
        let date = from.to_date().checked_add_days(chrono::Days::new(days.into()))?;
        Day::try_from(date).ok()
    });
    Span::new(from, until).unwrap_or(Span::single(from))
}

/// Sets of days: of no span, of some.
pub fn spans() -> impl Strategy<Value = Spans> {
    vec(span(), 0..6).prop_map(Spans::from_iter)
}

/// Timelines of up to six entries, some of which meet.
pub fn timeline<S: Strategy>(value: S) -> impl Strategy<Value = Timeline<S::Value>> {
    (day(), vec((0..40_u32, 1..200_u32, value), 0..6)).prop_map(|(start, entries)| {
        let mut next = Some(start);
        let mut spans = Vec::new();
        for (gap, days, value) in entries {
            let Some(from) = next.map(|day| span_of(day, Some(gap.saturating_add(1))).last())
            else {
                break;
            };
            let span = span_of(from, Some(days));
            next = span.until();
            spans.push((span, value));
        }
        Timeline::new(spans).unwrap_or_default()
    })
}

/// Calendars of working days with up to five exceptions of each kind: on weekdays and weekends, at
/// either end of the span and across each other; some calendars are open.
pub fn workdays() -> impl Strategy<Value = Workdays> {
    let exception = || (prop_oneof![3 => 0..40_u32, 1 => any::<u32>()], 1..12_u32);
    let exceptions = || vec(exception(), 0..6);
    (span(), exceptions(), exceptions()).prop_map(|(within, off, worked)| {
        let lie = |exceptions: Vec<(u32, u32)>| -> Vec<Span> {
            let place = |(number, days): (u32, u32)| {
                let from = later(within.from(), number.checked_rem(within.days())?)?;
                span_of(from, Some(days)).intersection(within)
            };
            exceptions.into_iter().filter_map(place).collect()
        };
        let off = lie(off);
        let worked = Spans::from(lie(worked)).difference(&off.iter().copied().collect());
        workdays_of(WorkdaysRecords { within, off, worked: worked.into() })
    })
}

#[expect(clippy::expect_used, reason = "no exception lies outside or is of both kinds")]
fn workdays_of(records: WorkdaysRecords) -> Workdays {
    Workdays::new(records).expect("sound records")
}

/// Amounts of every size, negative ones too.
pub fn yuan() -> impl Strategy<Value = Yuan> {
    prop_oneof![-100_000..1_000_000_i64, any::<i64>()].prop_map(Yuan::from_fen)
}

/// Shares of every size, some above 1.
pub fn ratio() -> impl Strategy<Value = Ratio> {
    let terms = prop_oneof![(0..2_000_u64, 1..50_000_u64), (any::<u64>(), 1..=u64::MAX)];
    terms.prop_filter_map("an empty whole", |(part, whole)| Ratio::new(part, whole).ok())
}

/// Fractions of every size: small ones, shares of large wholes, and those with terms of 128 bits.
pub fn fraction() -> impl Strategy<Value = Fraction> {
    let terms = prop_oneof![
        (0..60_u128, 1..60_u128),
        (0..2_000_000_u128, 1..3_000_000_u128),
        (any::<u128>(), 1..=u128::MAX),
        (0..3_u128, 0..3_u128)
            .prop_map(|(a, b)| { (u128::MAX.saturating_sub(a), u128::MAX.saturating_sub(b)) }),
    ];
    terms.prop_filter_map("an empty whole", |(above, below)| Fraction::new(above, below).ok())
}

/// Published rates, most of them up to 100 %.
pub fn percent() -> impl Strategy<Value = Percent> {
    prop_oneof![9 => 0..=10_000_u64, 1 => any::<u64>()].prop_map(Percent::from_hundredths)
}
