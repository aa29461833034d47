use std::cmp::Ordering;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::text::{NotHundredths, hundredths, serde_as_text};

/// An exact share (比率): a part of a whole that is not empty, as `1021/45000`.
///
/// Ratios are compared by value without rounding: `1/2` equals `2/4`. The terms stay as they were
/// given, since they are the figures behind the rate. The text form, in documents too, is
/// `part/whole`, without leading zeros.
///
/// ```
/// use bangfu::quantity::{EmptyWhole, Ratio};
/// let incidence = Ratio::new(1_021, 45_000)?;
/// assert_eq!(incidence.to_percent_half_up().to_string(), "2.27%");
/// assert_eq!(Ratio::new(0, 0), Err(EmptyWhole)); // nothing of nothing is no rate
/// # Ok::<(), EmptyWhole>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    part: u64,
    // INVARIANT: not 0.
    whole: u64,
}

impl Ratio {
    /// The share that `part` is of `whole`; it may be above 1.
    ///
    /// # Errors
    /// [`EmptyWhole`] if the whole is 0: then there is no rate, not a rate of 0.
    pub const fn new(part: u64, whole: u64) -> Result<Self, EmptyWhole> {
        if whole == 0 {
            return Err(EmptyWhole);
        }
        Ok(Self { part, whole })
    }

    /// The part.
    #[must_use]
    pub const fn part(self) -> u64 {
        self.part
    }

    /// The whole, never 0.
    #[must_use]
    pub const fn whole(self) -> u64 {
        self.whole
    }

    /// The share as it is published: in percent with two decimals, half a hundredth rounded up.
    #[must_use]
    pub fn to_percent_half_up(self) -> Percent {
        let whole = u128::from(self.whole);
        // INVARIANT: 2^64 * 20_000 + 2^64 < 2^79, and the whole is not 0.
        let doubled = u128::from(self.part).saturating_mul(20_000).saturating_add(whole);
        Percent(doubled.checked_div(whole.saturating_mul(2)).unwrap_or_default())
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        // INVARIANT: a product of two 64-bit numbers fits into 128 bits.
        let left = u128::from(self.part).saturating_mul(u128::from(other.whole));
        let right = u128::from(other.part).saturating_mul(u128::from(self.whole));
        left.cmp(&right)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.part, self.whole))
    }
}

impl FromStr for Ratio {
    type Err = RatioError;

    fn from_str(text: &str) -> Result<Self, RatioError> {
        let term = |digits: &str| {
            let has_leading_zero = digits.len() > 1 && digits.starts_with('0');
            let is_number = digits.bytes().all(|b| b.is_ascii_digit()) && !has_leading_zero;
            if is_number { digits.parse().ok() } else { None }
        };
        let (part, whole) = text.split_once('/').ok_or(RatioError::Malformed)?;
        match (term(part), term(whole)) {
            (Some(part), Some(whole)) => Ok(Self::new(part, whole)?),
            _ => Err(RatioError::Malformed),
        }
    }
}

serde_as_text!(Ratio, "a ratio, as text like `1021/45000`");

/// A share of an empty whole was asked for: there is no such rate, and it is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share of an empty whole is not defined")]
pub struct EmptyWhole;

/// Why a text is not a [`Ratio`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RatioError {
    /// The text is not two whole numbers of 64 bits with a `/` between them.
    #[error("a ratio is written as `1021/45000`")]
    Malformed,
    /// The whole is 0.
    #[error(transparent)]
    EmptyWhole(#[from] EmptyWhole),
}

/// A rate as it is published (百分比): in percent, with exactly two decimals, as `2.27%`.
///
/// It is a rounded figure: many shares publish as the same percent, and [`parts_of`] tells which.
/// Percents are ordered by their figure; the text form, in documents too, is the published one.
///
/// ```
/// use bangfu::quantity::Percent;
/// let published: Percent = "2.27%".parse()?;
/// assert_eq!(published.parts_of(45_000), Some(1_020..=1_023));
/// assert_eq!(published.parts_of(500), None); // nothing of 500 publishes as 2.27%
/// # Ok::<(), bangfu::quantity::PercentError>(())
/// ```
///
/// [`parts_of`]: Percent::parts_of
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u128);

impl Percent {
    /// `100.00%`, of everything.
    pub const WHOLE: Self = Self(10_000);

    /// So many hundredths of a percent: `227` is `2.27%`.
    #[must_use]
    pub fn from_hundredths(hundredths: u64) -> Self {
        Self(hundredths.into())
    }

    pub(super) const fn from_hundredths_wide(hundredths: u128) -> Self {
        Self(hundredths)
    }

    /// The rate in hundredths of a percent: `2.27%` is 227.
    #[must_use]
    pub const fn hundredths(self) -> u128 {
        self.0
    }

    /// The parts of `whole` that publish as this percent: all those from the first to the last of
    /// the range and no other, or `None` if no part does.
    #[must_use]
    pub fn parts_of(self, whole: u64) -> Option<RangeInclusive<u64>> {
        let first = match self.0.checked_sub(1) {
            Some(less) => Self(less).most_parts_of(whole)?.checked_add(1)?,
            None => 0,
        };
        let last = self.most_parts_of(whole)?;
        (first <= last).then_some(first..=last)
    }

    /// The greatest part of `whole` that publishes as this percent or less; `None` if the whole is
    /// empty, so that nothing of it is published.
    ///
    /// ```
    /// use bangfu::quantity::Percent;
    /// let published: Percent = "2.27%".parse()?;
    /// assert_eq!(published.most_parts_of(45_000), Some(1_023));
    /// assert_eq!(published.most_parts_of(500), Some(11)); // 2.20%
    /// # Ok::<(), bangfu::quantity::PercentError>(())
    /// ```
    #[must_use]
    pub fn most_parts_of(self, whole: u64) -> Option<u64> {
        // part/whole publishes as p hundredths or less when 20_000 * part < (2p + 1) * whole. Where
        // that product does not fit into 128 bits, every part of 64 bits lies below.
        let doubled = self.0.saturating_mul(2).saturating_add(1);
        let beyond = doubled.saturating_mul(whole.into()).div_ceil(20_000);
        let most = beyond.checked_sub(1)?;
        Some(u64::try_from(most).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}%", self.0 / 100, self.0 % 100))
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let digits = text.strip_suffix('%').ok_or(PercentError::Malformed)?;
        Ok(Self(hundredths(digits)?))
    }
}

impl From<NotHundredths> for PercentError {
    fn from(why: NotHundredths) -> Self {
        match why {
            NotHundredths::Malformed => Self::Malformed,
            NotHundredths::TooLarge => Self::TooLarge,
        }
    }
}

serde_as_text!(Percent, "a published rate, as text like `2.27%`");

/// Why a text is not a [`Percent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PercentError {
    /// The text is not of the form `2.27%`.
    #[error("a rate is written with two decimals, as `2.27%`")]
    Malformed,
    /// The rate has more hundredths of a percent than 128 bits hold.
    #[error("a rate has at most {} hundredths of a percent", u128::MAX)]
    TooLarge,
}
