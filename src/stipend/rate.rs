use serde::{Deserialize, Serialize};

use crate::basis::Basis;
use crate::calendar::{Day, EmptySpan, Overlap, Span, Spans, Timeline};
use crate::quantity::Yuan;

/// An amount a month, from a day on, and who says so (标准).
///
/// A list of them is a dated timeline: an amendment is a further entry that begins where the one
/// before ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rate")]
pub struct Rate {
    /// The amount for a whole month.
    pub monthly: Yuan,
    /// The first day for which it holds.
    pub from: Day,
    /// The first day for which it no longer holds; open if none.
    pub until: Option<Day>,
    /// The clause or the decision that says so.
    pub basis: Basis,
}

impl Rate {
    /// The most that a rate may be: ten million yuan a month.
    pub const MOST: Yuan = Yuan::from_fen(1_000_000_000);

    /// The days for which it holds.
    ///
    /// # Errors
    /// [`EmptySpan`] if it ends before it begins; one of a [`Schedule`](super::Schedule) does not.
    pub fn span(&self) -> Result<Span, EmptySpan> {
        Span::new(self.from, self.until)
    }

    /// What is left of it on the days outside a span: what was before, what comes after.
    pub(super) fn without(&self, during: Result<Span, EmptySpan>) -> impl Iterator<Item = Self> {
        let (Ok(own), Ok(during)) = (self.span(), during) else {
            // One of them is faulty; its list will say so.
            return vec![self.clone()].into_iter();
        };
        let left = Spans::from(own).difference(&during.into());
        let rate = |span: Span| Self { from: span.from(), until: span.until(), ..self.clone() };
        left.iter().map(rate).collect::<Vec<Self>>().into_iter()
    }
}

/// What may be wrong with a dated list of rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RateFault {
    /// There is no rate.
    #[error("has no rate")]
    None,
    /// A rate ends before it begins.
    #[error("has a rate that never holds: {0}")]
    Empty(EmptySpan),
    /// A rate is negative or greater than any may be.
    #[error("has the rate `{monthly}`, which is not from {} to {}", Yuan::ZERO, Rate::MOST)]
    OutOfRange {
        /// The rate.
        monthly: Yuan,
    },
    /// Two rates hold on one day.
    #[error("has two rates on one day: {0}")]
    Overlap(Overlap),
    /// No rate holds on some days between the first and the last.
    #[error("has no rate on the days `{days}`")]
    Gap {
        /// The first run of such days.
        days: Span,
    },
}

/// The timeline of a list of rates, or everything that is wrong with it.
pub(super) fn timeline(rates: &[Rate]) -> Result<Timeline<Rate>, Vec<RateFault>> {
    let mut faults = Vec::new();
    if rates.is_empty() {
        faults.push(RateFault::None);
    }
    let mut entries = Vec::new();
    for rate in rates {
        if !(Yuan::ZERO..=Rate::MOST).contains(&rate.monthly) {
            faults.push(RateFault::OutOfRange { monthly: rate.monthly });
        }
        match rate.span() {
            Ok(span) => entries.push((span, rate.clone())),
            Err(empty) => faults.push(RateFault::Empty(empty)),
        }
    }
    let days: Spans = entries.iter().map(|(span, _)| *span).collect();
    if let [first, .., last] = days.as_slice() {
        let whole = Span::new(first.from(), last.until()).unwrap_or(*first);
        faults.extend(days.gaps(whole).iter().take(1).map(|days| RateFault::Gap { days }));
    }
    match Timeline::new(entries) {
        Ok(timeline) if faults.is_empty() => Ok(timeline),
        Ok(_) => Err(faults),
        Err(overlap) => {
            faults.push(RateFault::Overlap(overlap));
            Err(faults)
        }
    }
}
