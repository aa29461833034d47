use std::fmt;
use std::str::FromStr;

use crate::quantity::serde_as_text;

/// A region by the code of its administrative division (行政区划代码, GB/T 2260 and GB/T 10114): of a
/// province 2 digits, a prefecture 4, a county 6, a town 9, a village 12.
///
/// Codes nest: `51`, a province, contains `510525`, one of its counties, and itself. Whether there is
/// such a division is not known here. A code has one form: filled up with zeros, as `510000`, it is
/// refused. Regions are ordered by their codes. In documents the code as text.
///
/// ```
/// use bangfu::poverty::Region;
/// let region = |code: &str| code.parse::<Region>();
/// assert!(region("51")?.contains(&region("510525")?));
/// assert!(!region("510525")?.contains(&region("51")?));
/// assert_eq!(region("510").unwrap_err().to_string(),
///     "the code of a region has 2, 4, 6, 9 or 12 digits, not 3");
/// assert_eq!(region("510000").unwrap_err().to_string(),
///     "the code of a region does not end in a part of zeros: write `51`");
/// # Ok::<(), bangfu::poverty::RegionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: digits, as many as one of `LENGTHS`, of which the last part is not all zeros.
pub struct Region(Box<str>);

/// The digits of a code, level by level.
const LENGTHS: [usize; 5] = [2, 4, 6, 9, 12];

impl Region {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether another region lies in this one, or is this one.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        // INVARIANT: both are whole parts, so that no code begins with half a part of the other.
        other.0.starts_with(&*self.0)
    }
}

/// Why a text is not a [`Region`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegionError {
    /// It holds something else than digits.
    #[error("the code of a region holds digits only, found `{found:?}`")]
    NotADigit {
        /// The first that is none.
        found: char,
    },
    /// No division has a code of that length.
    #[error("the code of a region has 2, 4, 6, 9 or 12 digits, not {found}")]
    WrongLength {
        /// How many digits there are.
        found: usize,
    },
    /// It is filled up with zeros.
    #[error("the code of a region does not end in a part of zeros: write `{region}`")]
    FilledUp {
        /// The region whose code it is without them.
        region: Region,
    },
    /// It is nothing but zeros.
    #[error("the code of a region is not all zeros")]
    Zeros,
}

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, RegionError> {
        if let Some(found) = text.chars().find(|found| !found.is_ascii_digit()) {
            return Err(RegionError::NotADigit { found });
        }
        if !LENGTHS.contains(&text.len()) {
            return Err(RegionError::WrongLength { found: text.len() });
        }
        // The shortest code behind which there are zeros only.
        let is_rest = |length: &usize| text.bytes().skip(*length).all(|digit| digit == b'0');
        let length = LENGTHS.into_iter().find(is_rest).unwrap_or(text.len());
        let code = text.get(..length).unwrap_or(text);
        if code.bytes().all(|digit| digit == b'0') {
            return Err(RegionError::Zeros);
        }
        let region = Self(code.into());
        if code.len() < text.len() {
            return Err(RegionError::FilledUp { region });
        }
        Ok(region)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

serde_as_text!(Region, "the code of a region, as text");
