use std::fmt;

/// The least and the greatest whole number that a quantity may have, both included.
///
/// A bound is stated once; the check, the text of its error and the generators of test values read
/// it from here.
///
/// ```
/// use bangfu::quantity::Bounds;
/// const PERSONS: Bounds = Bounds::new(1, 50);
/// assert_eq!(PERSONS.check(4), Ok(4));
/// assert_eq!(PERSONS.check(0).unwrap_err().to_string(), "`0` is not from 1 to 50");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    min: u32,
    max: u32,
}

impl Bounds {
    /// States the bounds `min..=max`.
    ///
    /// # Panics
    /// If `max` is less than `min`: bounds are constants, and this ends their compilation.
    #[must_use]
    pub const fn new(min: u32, max: u32) -> Self {
        assert!(min <= max, "the least number is greater than the greatest");
        Self { min, max }
    }

    /// The least number.
    #[must_use]
    pub const fn min(self) -> u32 {
        self.min
    }

    /// The greatest number.
    #[must_use]
    pub const fn max(self) -> u32 {
        self.max
    }

    /// Returns `found` if it lies within the bounds.
    ///
    /// # Errors
    /// [`OutOfBounds`] with the number and the bounds if it does not.
    pub fn check(self, found: i64) -> Result<u32, OutOfBounds> {
        match u32::try_from(found) {
            Ok(number) if self.min <= number && number <= self.max => Ok(number),
            _ => Err(OutOfBounds { found, bounds: self }),
        }
    }
}

/// A number that lies outside its [`Bounds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{} is not from {} to {}", quoted(*.found), .bounds.min, .bounds.max)]
pub struct OutOfBounds {
    /// The number that was found; one beyond 64 bits is held as the nearest of 64 bits.
    pub found: i64,
    /// The bounds that it misses.
    pub bounds: Bounds,
}

/// The number as it was found, as far as that is known.
fn quoted(found: i64) -> String {
    match found {
        i64::MIN | i64::MAX => "a number beyond 64 bits".to_owned(),
        found => format!("`{found}`"),
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.min, self.max)
    }
}
