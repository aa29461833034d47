use super::few::Few;
use super::{Day, Span, Spans};

/// Values that hold one at a time: dated entries in order, no two of which share a day.
///
/// Entries that meet stay two entries, even with equal values: a household that left poverty and
/// fell back the same day did both. A day without an entry has no value.
///
/// ```
/// use bangfu::calendar::{Day, Span, Timeline};
/// let helper = Timeline::new([
///     ("2018-10-01..".parse::<Span>()?, "Wang"),
///     ("2018-09-10..2018-09-28".parse()?, "Li"),
/// ])?;
/// let at = |day: &str| day.parse::<Day>().map(|day| helper.at(day).copied());
/// assert_eq!(at("2018-09-27")?, Some("Li"));
/// assert_eq!(at("2018-09-28")?, None);
/// assert_eq!(at("2018-10-01")?, Some("Wang"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timeline<V>(
    // INVARIANT: ordered by span, no two spans overlap.
    Few<(Span, V)>,
);

impl<V> Timeline<V> {
    /// The timeline without an entry.
    pub const EMPTY: Self = Self(Few::EMPTY);

    /// Makes a timeline of entries in any order.
    ///
    /// # Errors
    /// [`Overlap`] with the first two spans that share a day.
    pub fn new(entries: impl IntoIterator<Item = (Span, V)>) -> Result<Self, Overlap> {
        let mut entries: Few<_> = entries.into_iter().collect();
        entries.sort_by_key(|(span, _)| *span);
        for pair in entries.windows(2) {
            if let [(earlier, _), (later, _)] = pair
                && earlier.overlaps(*later)
            {
                return Err(Overlap { earlier: *earlier, later: *later });
            }
        }
        Ok(Self(entries))
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The entries, in order.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Span, &V)> + ExactSizeIterator {
        self.0.iter().map(|(span, value)| (*span, value))
    }

    /// Changes every value; the spans stay.
    pub(crate) fn for_each_mut(&mut self, change: impl FnMut(&mut V)) {
        self.0.iter_mut().map(|(_, value)| value).for_each(change);
    }

    /// Keeps the entries of some values, each as it is.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&V) -> bool) {
        // INVARIANT: fewer entries stay in order and overlap no more than before.
        self.0.retain(|(_, value)| is_kept(value));
    }

    /// The value that holds on a day.
    #[must_use]
    #[inline]
    pub fn at(&self, on: Day) -> Option<&V> {
        self.entry_at(on).map(|(_, value)| value)
    }

    /// The entry that holds on a day.
    #[must_use]
    #[inline]
    pub fn entry_at(&self, on: Day) -> Option<(Span, &V)> {
        let after = self.0.partition_point(|(span, _)| span.start() <= on.number());
        let (span, value) = self.0.get(after.checked_sub(1)?)?;
        span.contains(on).then_some((*span, value))
    }

    /// The days about a day on which the same entry holds, or none does, with its value.
    pub(crate) fn around(&self, on: Day) -> (Span, Option<&V>) {
        let after = self.0.partition_point(|(span, _)| span.start() <= on.number());
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        match before {
            Some((span, value)) if span.contains(on) => (*span, Some(value)),
            _ => {
                let from = before.map_or(Span::ALL.start(), |(span, _)| span.end());
                let end = self.0.get(after).map_or(Span::ALL.end(), |(span, _)| span.start());
                // INVARIANT: the day itself lies between.
                (Span::between(from, end).unwrap_or(Span::ALL), None)
            }
        }
    }

    /// The entries that hold on some day of `window`, each cut to it.
    pub fn within(&self, window: Span) -> impl Iterator<Item = (Span, &V)> {
        let first = self.0.partition_point(|(span, _)| span.end() <= window.start());
        let from_first = self.0.get(first..).unwrap_or_default().iter();
        from_first.map_while(move |(span, value)| Some((span.intersection(window)?, value)))
    }

    /// The first day of the first entry.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        self.0.first().map(|(span, _)| span.from())
    }

    /// The days from the first entry to the last.
    pub(crate) fn whole(&self) -> Option<Span> {
        let (first, last) = (self.0.first()?, self.0.last()?);
        Span::new(first.0.from(), last.0.until()).ok()
    }

    /// The days on which some value holds.
    #[must_use]
    pub fn days(&self) -> Spans {
        self.0.iter().map(|(span, _)| *span).collect()
    }
}

/// The timeline of one entry.
impl<V> From<(Span, V)> for Timeline<V> {
    fn from(entry: (Span, V)) -> Self {
        Self(Few::One([entry]))
    }
}

impl<V> Default for Timeline<V> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// Two spans that must not share a day do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{later}` overlaps `{earlier}`")]
pub struct Overlap {
    /// The span that begins first.
    pub earlier: Span,
    /// The span that begins on one of its days.
    pub later: Span,
}
