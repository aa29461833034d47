use std::fmt;

use serde::{Deserialize, Serialize};

/// How an amount must stand against a line, or a share against a limit (比较方式): two ask for a
/// floor, two for a ceiling.
///
/// In documents `over`, `at_least`, `below` or `at_most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Strictly over it (超过): exactly at it is not enough.
    Over,
    /// Over it or at it (达到).
    AtLeast,
    /// Strictly below it (低于): exactly at it is too much.
    Below,
    /// Below it or at it (不高于).
    AtMost,
}

impl Comparison {
    /// Whether what was found passes. The comparison is exact.
    #[must_use]
    pub fn passes<T: Copy + Ord>(self, found: T, bound: T) -> bool {
        match self {
            Self::Over => found > bound,
            Self::AtLeast => found >= bound,
            Self::Below => found < bound,
            Self::AtMost => found <= bound,
        }
    }

    /// Whether less is better, so that it asks for a ceiling.
    #[must_use]
    pub const fn is_ceiling(self) -> bool {
        matches!(self, Self::Below | Self::AtMost)
    }

    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::AtLeast => "at_least",
            Self::Below => "below",
            Self::AtMost => "at_most",
        }
    }
}

/// In words: `over`, `at least`, `below` or `at most`.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Over => "over",
            Self::AtLeast => "at least",
            Self::Below => "below",
            Self::AtMost => "at most",
        })
    }
}
