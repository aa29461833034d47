use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Ratio;
use super::text::{NotHundredths, hundredths, serde_as_text};

/// An amount of money (元) in yuan, held as whole fen (1 yuan = 100 fen); negative amounts are owed
/// back.
///
/// The text form, in documents too, has exactly two decimals, no sign but `-`, no leading zeros
/// and no separators: `1200.00`, `0.05`, `-840.00`. [`Decimal`] is the form for arithmetic
/// elsewhere.
///
/// ```
/// use bangfu::quantity::Yuan;
/// let monthly: Yuan = "1200.00".parse()?;
/// assert_eq!(monthly.fen(), 120_000);
/// assert_eq!(Yuan::from_fen(-5).to_string(), "-0.05");
/// assert!("1200".parse::<Yuan>().is_err());
/// # Ok::<(), bangfu::quantity::YuanError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yuan(i64);

impl Yuan {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount in fen, hundredths of a yuan.
    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum, or `None` if it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` if it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all amounts, or `None` if it does not fit.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        // The total decides, not the order in which it is added up.
        let fen = amounts
            .into_iter()
            .try_fold(0_i128, |sum, amount| sum.checked_add(i128::from(amount.0)))?;
        i64::try_from(fen).ok().map(Self)
    }

    /// The `share` of this amount, divided once and rounded to the fen as `mode` says. `None` if it
    /// does not fit, which takes a share above 1.
    ///
    /// ```
    /// use bangfu::quantity::{Ratio, RoundingMode, Yuan};
    /// let share = |mode| {
    ///     Yuan::from_fen(100_000).share(Ratio::new(15, 31)?, mode).map(|rounded| rounded.amount.fen())
    ///         .ok_or(bangfu::quantity::EmptyWhole)
    /// };
    /// assert_eq!(share(RoundingMode::HalfUp)?, 48_387); // 48,387.09…
    /// assert_eq!(share(RoundingMode::Up)?, 48_388);
    /// # Ok::<(), bangfu::quantity::EmptyWhole>(())
    /// ```
    #[must_use]
    pub fn share(self, share: Ratio, mode: RoundingMode) -> Option<Rounded> {
        let product = i128::from(self.0).checked_mul(i128::from(share.part()))?;
        let (fen, is_exact) = mode.quotient(product, i128::from(share.whole()))?;
        Some(Rounded { amount: Self(i64::try_from(fen).ok()?), is_exact })
    }

    /// The [`share`](Self::share) of this amount, half a fen rounded up.
    ///
    /// ```
    /// use bangfu::quantity::{Ratio, Yuan};
    /// let share = Yuan::from_fen(100_000).share_half_up(Ratio::new(15, 31)?).unwrap();
    /// assert_eq!((share.amount.to_string().as_str(), share.is_exact), ("483.87", false));
    /// # Ok::<(), bangfu::quantity::EmptyWhole>(())
    /// ```
    #[must_use]
    pub fn share_half_up(self, share: Ratio) -> Option<Rounded> {
        self.share(share, RoundingMode::HalfUp)
    }
}

/// How a quotient that is no whole number is rounded (取整方式).
///
/// Every mode treats an amount owed back as the amount paid: the sign never matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest; a half away from zero: 0.5 is 1, 1.5 is 2 (四舍五入).
    HalfUp,
    /// To the nearest; a half to the even one: 0.5 is 0, 1.5 is 2 (四舍六入五成双).
    HalfEven,
    /// Towards zero: what is over is dropped (舍去).
    Down,
    /// Away from zero: whatever is over counts as one (进位).
    Up,
}

impl RoundingMode {
    /// The rounded quotient of a number and a positive one, and whether nothing was over.
    #[inline]
    pub(crate) fn quotient(self, number: i128, divisor: i128) -> Option<(i128, bool)> {
        let (quotient, rest) = divided(number, divisor)?;
        let rest = rest.unsigned_abs();
        // Compared with what lacks to the next whole one, so that nothing is doubled.
        let lacking = divisor.unsigned_abs().checked_sub(rest)?;
        let away = match self {
            Self::HalfUp => rest >= lacking,
            Self::HalfEven => rest > lacking || (rest == lacking && quotient.checked_rem(2)? != 0),
            Self::Down => false,
            Self::Up => rest > 0,
        };
        let rounded = if away { quotient.checked_add(number.signum())? } else { quotient };
        Some((rounded, rest == 0))
    }
}

/// The whole quotient and what is left over.
#[inline]
fn divided(number: i128, divisor: i128) -> Option<(i128, i128)> {
    // Most figures fit into half the bits, where a division takes a fraction of the time.
    if let (Ok(number), Ok(divisor)) = (i64::try_from(number), i64::try_from(divisor))
        && let (Some(quotient), Some(rest)) =
            (number.checked_div(divisor), number.checked_rem(divisor))
    {
        return Some((quotient.into(), rest.into()));
    }
    Some((number.checked_div(divisor)?, number.checked_rem(divisor)?))
}

/// An amount after a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// The amount, to the fen.
    pub amount: Yuan,
    /// Whether the division left nothing over, so that nothing was rounded.
    pub is_exact: bool,
}

/// Why a text or a number is not an amount of [`Yuan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YuanError {
    /// The text is not of the form `1200.00`.
    #[error("an amount is written with two decimals, as `1200.00`")]
    Malformed,
    /// The number has a fraction of a fen.
    #[error("an amount has no fractions of a fen")]
    Fraction,
    /// The amount is greater than the type can hold.
    #[error("an amount lies from {} to {}", Yuan::from_fen(i64::MIN), Yuan::from_fen(i64::MAX))]
    TooLarge,
}

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let text = format!("{}.{:02}", fen / 100, fen % 100);
        f.pad_integral(self.0 >= 0, "", &text)
    }
}

impl FromStr for Yuan {
    type Err = YuanError;

    fn from_str(text: &str) -> Result<Self, YuanError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let fen = hundredths(digits)?;
        if negative && fen == 0 {
            return Err(YuanError::Malformed);
        }
        let fen = i128::try_from(fen).map_err(|_| YuanError::TooLarge)?;
        let signed = if negative { fen.checked_neg() } else { Some(fen) };
        let fits = signed.and_then(|fen| i64::try_from(fen).ok());
        fits.map(Self).ok_or(YuanError::TooLarge)
    }
}

impl From<NotHundredths> for YuanError {
    fn from(why: NotHundredths) -> Self {
        match why {
            NotHundredths::Malformed => Self::Malformed,
            NotHundredths::TooLarge => Self::TooLarge,
        }
    }
}

impl From<Yuan> for Decimal {
    fn from(amount: Yuan) -> Self {
        Decimal::new(amount.0, 2)
    }
}

impl TryFrom<Decimal> for Yuan {
    type Error = YuanError;

    /// Takes any number of whole fen, whatever its scale: `12`, `12.3` and `12.3400`.
    fn try_from(number: Decimal) -> Result<Self, YuanError> {
        // Normalised, so that a trailing zero is no fraction; scale 2 at most, so that nothing is lost.
        let number = number.normalize();
        let factor = match number.scale() {
            0 => 100,
            1 => 10,
            2 => 1,
            _ => return Err(YuanError::Fraction),
        };
        let fen = number.mantissa().checked_mul(factor);
        let fits = fen.and_then(|fen| i64::try_from(fen).ok());
        fits.map(Self).ok_or(YuanError::TooLarge)
    }
}

serde_as_text!(Yuan, "an amount in yuan, as text with two decimals");
