use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Day, Span};

/// A set of days, kept as the fewest spans that hold them.
///
/// The spans are in order, and between two of them lies at least one day that does not belong to
/// the set; so two sets are equal exactly when they hold the same days. Building a set from spans
/// in any order, or uniting sets in any grouping, gives the same set.
///
/// ```
/// use bangfu::calendar::{Span, Spans};
/// let helped: Spans = ["2018-09-10..2018-10-01", "2018-10-03..", "2018-11-01.."]
///     .iter()
///     .map(|text| text.parse::<Span>())
///     .collect::<Result<_, _>>()?;
/// let autumn: Span = "2018-09-01..2018-12-01".parse()?;
/// assert_eq!(helped.gaps(autumn).to_string(), "2018-09-01..2018-09-10, 2018-10-01..2018-10-03");
/// assert_eq!(helped.days_within(autumn), 91 - 9 - 2);
/// # Ok::<(), bangfu::calendar::SpanError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Span>", into = "Vec<Span>")]
pub struct Spans(
    // INVARIANT: in order, and each ends before the next begins, with a day between them.
    Vec<Span>,
);

impl Spans {
    /// The set without a day.
    pub const EMPTY: Self = Self(Vec::new());

    /// The days that belong to at least `least` of the spans, in any order; every day if that is 0.
    ///
    /// ```
    /// use bangfu::calendar::{Span, Spans};
    /// let seats: Vec<Span> = vec!["2018-09-10..".parse()?, "2018-09-01..2018-10-01".parse()?];
    /// assert_eq!(Spans::of_at_least(2, seats).to_string(), "2018-09-10..2018-10-01");
    /// # Ok::<(), bangfu::calendar::SpanError>(())
    /// ```
    #[must_use]
    pub fn of_at_least(least: usize, spans: impl IntoIterator<Item = Span>) -> Self {
        if least == 0 {
            return Span::ALL.into();
        }
        let (mut starts, mut ends): (Vec<u32>, Vec<u32>) =
            spans.into_iter().map(|span| (span.start(), span.end())).unzip();
        starts.sort_unstable();
        ends.sort_unstable();
        // On a day when k-1 spans have ended, n are running exactly if k+n-1 have begun: that is
        // from the (k+n-1)-th start on and before the k-th end.
        let from_nth = starts.iter().skip(least.saturating_sub(1));
        from_nth.zip(&ends).filter_map(|(start, end)| Span::between(*start, *end)).collect()
    }

    /// Whether no day belongs to the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spans, in order; between two of them lies at least one day.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The spans, in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> {
        self.0.iter().copied()
    }

    /// The number of days.
    #[must_use]
    pub fn days(&self) -> u32 {
        // INVARIANT: disjoint spans hold at most as many days as the calendar.
        self.0.iter().fold(0, |days, span| days.saturating_add(span.days()))
    }

    /// The number of days of the set that lie in `window`.
    #[must_use]
    pub fn days_within(&self, window: Span) -> u32 {
        self.clipped(window).fold(0, |days, span| days.saturating_add(span.days()))
    }

    /// Whether the day belongs to the set.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        let after = self.0.partition_point(|span| span.from() <= day);
        let candidate = after.checked_sub(1).and_then(|at| self.0.get(at));
        candidate.is_some_and(|span| span.contains(day))
    }

    /// The days that belong to either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// The days that belong to both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        let mut both = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            both.extend(a.intersection(*b));
            // Whichever ends first can meet nothing later on the other side.
            if a.end() <= b.end() {
                left.next()
            } else {
                right.next()
            };
        }
        // INVARIANT: parts of spans with days between them have days between them.
        Self(both)
    }

    /// The days of this set that do not belong to `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.gaps(Span::ALL))
    }

    /// The days of `window` that do not belong to the set.
    #[must_use]
    pub fn gaps(&self, window: Span) -> Self {
        let mut gaps = Vec::new();
        let mut free_from = window.start();
        for span in self.clipped(window) {
            gaps.extend(Span::between(free_from, span.start()));
            free_from = span.end();
        }
        gaps.extend(Span::between(free_from, window.end()));
        Self(gaps)
    }

    /// The days of the set that lie in `window`.
    #[must_use]
    pub fn within(&self, window: Span) -> Self {
        Self(self.clipped(window).collect())
    }

    fn clipped(&self, window: Span) -> impl Iterator<Item = Span> {
        let first = self.0.partition_point(|span| span.end() <= window.start());
        let from_first = self.0.get(first..).unwrap_or_default().iter();
        from_first.map_while(move |span| span.intersection(window))
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().collect();
        sorted.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match merged.last_mut() {
                Some(last) if span.start() <= last.end() => {
                    let end = last.end().max(span.end());
                    *last = Span::between(last.start(), end).unwrap_or(span);
                }
                _ => merged.push(span),
            }
        }
        Self(merged)
    }
}

impl From<Vec<Span>> for Spans {
    fn from(spans: Vec<Span>) -> Self {
        spans.into_iter().collect()
    }
}

impl From<Spans> for Vec<Span> {
    fn from(spans: Spans) -> Self {
        spans.0
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl IntoIterator for Spans {
    type Item = Span;
    type IntoIter = std::vec::IntoIter<Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Spans {
    type Item = Span;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, Span>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

impl fmt::Display for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, span) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{span}")?;
        }
        Ok(())
    }
}
