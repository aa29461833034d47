use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{EmptyWhole, Percent, Ratio};

/// An exact quotient (分数) of two whole numbers, not negative: what a computed measure is.
///
/// A fraction is always in lowest terms, so that `2/4` is `1/2` and equal fractions are equal to
/// the bit; its terms have up to 128 bits, enough for sums over a nation. A share whose terms are
/// the figures behind it is a [`Ratio`]. Fractions are ordered by value, whatever their terms. The
/// text form, in documents too, is `17/1250`: lowest terms, without leading zeros; nothing is `0/1`.
///
/// ```
/// use bangfu::quantity::Fraction;
/// let severity = Fraction::new(136, 10_000)?;
/// assert_eq!(severity.to_string(), "17/1250");
/// assert_eq!(severity.to_decimal_half_up(3), "0.014");
/// assert_eq!(severity.to_percent_half_up().map(|rate| rate.to_string()), Some("1.36%".into()));
/// # Ok::<(), bangfu::quantity::EmptyWhole>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u128,
    // INVARIANT: not 0, and without a common divisor with the numerator.
    denominator: u128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The quotient of two numbers.
    ///
    /// # Errors
    /// [`EmptyWhole`] if the denominator is 0: then there is no quotient, not one of 0.
    pub fn new(numerator: u128, denominator: u128) -> Result<Self, EmptyWhole> {
        let divisor = common_divisor(numerator, denominator);
        let terms = (numerator.checked_div(divisor), denominator.checked_div(divisor));
        match terms {
            (Some(numerator), Some(denominator)) if denominator > 0 => {
                Ok(Self { numerator, denominator })
            }
            _ => Err(EmptyWhole),
        }
    }

    /// The term above the line, in lowest terms.
    #[must_use]
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// The term below the line, in lowest terms; never 0.
    #[must_use]
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// The sum; `None` if its terms, or those on the way to them, do not fit into 128 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Over the least common denominator.
        let divisor = common_divisor(self.denominator, other.denominator);
        let (own, others) =
            (self.denominator.checked_div(divisor)?, other.denominator.checked_div(divisor)?);
        let left = self.numerator.checked_mul(others)?;
        let sum = left.checked_add(other.numerator.checked_mul(own)?)?;
        // Whatever can be cancelled of it divides the common divisor.
        let cancelled = common_divisor(sum, divisor);
        let denominator = own.checked_mul(other.denominator.checked_div(cancelled)?)?;
        Some(Self { numerator: sum.checked_div(cancelled)?, denominator })
    }

    /// The product; `None` if its terms do not fit into 128 bits.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        // Cancelled crosswise first: then the product is in lowest terms, and fits if it can.
        let left = Self::new(self.numerator, other.denominator).ok()?;
        let right = Self::new(other.numerator, self.denominator).ok()?;
        Some(Self {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }

    /// The fraction in percent with two decimals, half a hundredth rounded up; `None` if that has
    /// more hundredths than 128 bits hold, which takes a fraction far above 1.
    #[must_use]
    pub fn to_percent_half_up(self) -> Option<Percent> {
        let (whole, digits) = self.rounded_half_up(4);
        let hundredths = digits.iter().try_fold(whole, |number, digit| {
            number.checked_mul(10)?.checked_add(u128::from(*digit))
        });
        hundredths.map(Percent::from_hundredths_wide)
    }

    /// The fraction as a decimal number with so many places, half a unit of the last one rounded
    /// up: `17/1250` with 3 places is `0.014`, with none `0`.
    ///
    /// ```
    /// use bangfu::quantity::Fraction;
    /// assert_eq!(Fraction::new(2, 3)?.to_decimal_half_up(4), "0.6667");
    /// assert_eq!(Fraction::new(5, 2)?.to_decimal_half_up(0), "3");
    /// # Ok::<(), bangfu::quantity::EmptyWhole>(())
    /// ```
    #[must_use]
    pub fn to_decimal_half_up(self, places: u8) -> String {
        let (whole, digits) = self.rounded_half_up(places);
        let mut text = whole.to_string();
        if !digits.is_empty() {
            text.push('.');
        }
        text.extend(digits.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 10)));
        text
    }

    /// The whole part and the digits behind the point.
    fn rounded_half_up(self, places: u8) -> (u128, Vec<u8>) {
        // INVARIANT: the denominator is not 0.
        let mut whole = self.numerator.checked_div(self.denominator).unwrap_or_default();
        let mut rest = self.numerator.checked_rem(self.denominator).unwrap_or_default();
        let mut digits: Vec<u8> = (0..places).map(|_| self.next_digit(&mut rest)).collect();
        // Compared with what lacks to the next unit, so that nothing is doubled.
        if rest >= self.denominator.saturating_sub(rest) {
            for digit in digits.iter_mut().rev() {
                if *digit < 9 {
                    *digit = digit.saturating_add(1);
                    return (whole, digits);
                }
                *digit = 0;
            }
            // INVARIANT: there was a rest, so the denominator is 2 or more, and the whole part at
            // most half of the greatest number.
            whole = whole.saturating_add(1);
        }
        (whole, digits)
    }

    /// How often the denominator goes into ten times the rest, and what is then left.
    fn next_digit(self, rest: &mut u128) -> u8 {
        // Added up, as ten times the rest need not fit.
        // INVARIANT: the rest, and `left`, are below the denominator.
        let (mut left, mut digit) = (0_u128, 0_u8);
        for _ in 0..10 {
            let lacking = self.denominator.saturating_sub(*rest);
            if left >= lacking {
                left = left.saturating_sub(lacking);
                digit = digit.saturating_add(1);
            } else {
                left = left.saturating_add(*rest);
            }
        }
        *rest = left;
        digit
    }
}

/// The greatest number that divides both; the other one if one is 0.
fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        // As continued fractions: whole parts first, then the rests turned over, which turns the
        // order too. Nothing is multiplied, so that nothing can overflow.
        let (mut a, mut b) = (*self, *other);
        let mut is_turned = false;
        loop {
            let wholes = (a.whole(), b.whole());
            let (left, right) = (a.turned_rest(), b.turned_rest());
            let order = match (left, right) {
                _ if wholes.0 != wholes.1 => wholes.0.cmp(&wholes.1),
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Less,
                (Some(_), None) => Ordering::Greater,
                (Some(left), Some(right)) => {
                    (a, b) = (left, right);
                    is_turned = !is_turned;
                    continue;
                }
            };
            return if is_turned { order.reverse() } else { order };
        }
    }
}

impl Fraction {
    fn whole(self) -> u128 {
        // INVARIANT: the denominator is not 0.
        self.numerator.checked_div(self.denominator).unwrap_or_default()
    }

    /// The denominator over what is left of the numerator, if something is.
    fn turned_rest(self) -> Option<Self> {
        let rest = self.numerator.checked_rem(self.denominator).filter(|rest| *rest > 0)?;
        Some(Self { numerator: self.denominator, denominator: rest })
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Ratio> for Fraction {
    fn from(ratio: Ratio) -> Self {
        // INVARIANT: the whole of a ratio is not 0.
        Self::new(ratio.part().into(), ratio.whole().into()).unwrap_or(Self::ZERO)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.numerator, self.denominator))
    }
}

impl FromStr for Fraction {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Self, FractionError> {
        let term = |digits: &str| {
            let has_leading_zero = digits.len() > 1 && digits.starts_with('0');
            let is_number = digits.bytes().all(|b| b.is_ascii_digit()) && !has_leading_zero;
            if is_number { digits.parse().ok() } else { None }
        };
        let (above, below) = text.split_once('/').ok_or(FractionError::Malformed)?;
        let (Some(numerator), Some(denominator)) = (term(above), term(below)) else {
            return Err(FractionError::Malformed);
        };
        let fraction = Self::new(numerator, denominator)?;
        if fraction.denominator == denominator {
            Ok(fraction)
        } else {
            Err(FractionError::NotLowest)
        }
    }
}

serde_as_text!(Fraction, "a fraction in lowest terms, as text like `17/1250`");

/// Why a text is not a [`Fraction`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FractionError {
    /// The text is not two whole numbers of 128 bits with a `/` between them.
    #[error("a fraction is written as `17/1250`")]
    Malformed,
    /// The terms have a common divisor.
    #[error("a fraction is written in lowest terms, as `1/2` for `2/4`")]
    NotLowest,
    /// The denominator is 0.
    #[error(transparent)]
    EmptyWhole(#[from] EmptyWhole),
}
