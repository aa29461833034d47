use std::iter::zip;

use serde::{Deserialize, Serialize};

use super::Verdicts;
use crate::quantity::{Bounds, OutOfBounds, Yuan};

/// On which side of the line a household is poor (贫困判定).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoorAt {
    /// Poor is an income under the line; one at the line is not poor (低于标准).
    Below,
    /// Poor is an income under the line or at it (不高于标准).
    BelowOrAt,
}

/// What poverty is measured by (标尺): the income line and on which side of it a household is poor;
/// and the items of a standard, with what each weighs and at which weight of items not met a
/// household is deprived.
///
/// Figures by different yardsticks say nothing about each other, so a [`Tally`](super::Tally) carries
/// its own, and no two of different ones are put together. In documents a yardstick is its
/// [`YardstickRecords`].
///
/// ```
/// use bangfu::poverty::{PoorAt, Yardstick, YardstickRecords};
/// let yardstick = Yardstick::new(YardstickRecords {
///     line: "2952.00".parse()?,
///     poor: PoorAt::Below,
///     weights: vec![2, 1, 1, 1],
///     cutoff: 2,
/// })?;
/// assert_eq!(yardstick.total_weight(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "YardstickRecords", into = "YardstickRecords")]
pub struct Yardstick {
    // INVARIANT: see `Yardstick::new`; weights beyond the items are 0.
    line: u32,
    poor: PoorAt,
    items: usize,
    weights: [u16; Verdicts::MOST_ITEMS],
    cutoff: u16,
}

/// What makes a [`Yardstick`], as a document holds it.
///
/// In documents `{"line": "2952.00", "poor": "below", "weights": [2, 1, 1, 1], "cutoff": 2}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a yardstick")]
pub struct YardstickRecords {
    /// The income line, in yuan a head and year.
    pub line: Yuan,
    /// On which side of it a household is poor.
    pub poor: PoorAt,
    /// What each item weighs, in the order of the standard; an item of weight 0 is counted only. No
    /// weights: income alone is measured. Which standard that is, the caller knows: verdicts by
    /// different ones are not told apart.
    pub weights: Vec<u16>,
    /// From which weight of items not met on a household is deprived: 1 is any item that has weight,
    /// the sum of all weights is all of them. 0 if there are no items.
    pub cutoff: u16,
}

impl Yardstick {
    /// The bounds of the income line, in fen.
    pub const LINE: Bounds = Bounds::new(1, 1_000_000_000);
    /// The bounds of the weight of an item.
    pub const WEIGHT: Bounds = Bounds::new(0, 1_000);

    /// Checks the parts of a yardstick.
    ///
    /// # Errors
    /// [`YardstickError`] if the line or a weight lies outside its bounds, there are more items than
    /// [`Verdicts`] hold, no item weighs anything, or the cut-off is not from 1 to the sum of the
    /// weights (0 where there are no items).
    pub fn new(records: YardstickRecords) -> Result<Self, YardstickError> {
        let YardstickRecords { line, poor, weights: given, cutoff } = records;
        let Ok(line) = Self::LINE.check(line.fen()) else {
            return Err(YardstickError::Line { found: line });
        };
        let items = given.len();
        if items > Verdicts::MOST_ITEMS {
            return Err(YardstickError::Items { found: items });
        }
        let mut weights = [0; Verdicts::MOST_ITEMS];
        for (item, (slot, weight)) in zip(&mut weights, given).enumerate() {
            let outside = |why| YardstickError::Weight { item, why };
            Self::WEIGHT.check(weight.into()).map_err(outside)?;
            *slot = weight;
        }
        let yardstick = Self { line, poor, items, weights, cutoff };
        let total = yardstick.total_weight();
        if items > 0 && total == 0 {
            return Err(YardstickError::NoWeight);
        }
        let least = u16::from(items > 0);
        if cutoff < least || total < cutoff {
            return Err(YardstickError::Cutoff { found: cutoff, least, most: total });
        }
        Ok(yardstick)
    }

    /// The income line.
    #[must_use]
    pub fn line(&self) -> Yuan {
        Yuan::from_fen(self.line.into())
    }

    pub(super) const fn line_fen(&self) -> u32 {
        self.line
    }

    /// On which side of the line a household is poor.
    #[must_use]
    pub const fn poor(&self) -> PoorAt {
        self.poor
    }

    /// What each item weighs, in the order of the standard.
    #[must_use]
    pub fn weights(&self) -> &[u16] {
        self.weights.get(..self.items).unwrap_or_default()
    }

    /// What all items weigh together.
    #[must_use]
    pub fn total_weight(&self) -> u16 {
        // INVARIANT: 16 weights of at most 1,000.
        self.weights.iter().fold(0, |sum, weight| sum.saturating_add(*weight))
    }

    /// From which weight of items not met on a household is deprived.
    #[must_use]
    pub const fn cutoff(&self) -> u16 {
        self.cutoff
    }

    /// The items, as the bits of [`Verdicts::met`] have them.
    pub(super) fn items(&self) -> u16 {
        self.bits(|_| true)
    }

    /// The items that weigh something: a household of which one is unknown cannot be judged.
    pub(super) fn weighty(&self) -> u16 {
        self.bits(|weight| weight > 0)
    }

    fn bits(&self, is_such: impl Fn(u16) -> bool) -> u16 {
        let numbered = self.weights().iter().enumerate();
        let bit = |item: usize| u32::try_from(item).ok().and_then(|item| 1_u16.checked_shl(item));
        numbered
            .filter(|(_, weight)| is_such(**weight))
            .fold(0, |bits, (item, _)| bits | bit(item).unwrap_or_default())
    }

    /// What the items of these bits weigh together.
    pub(super) fn weight_of(&self, bits: u16) -> u16 {
        let weights = self.weights.iter().enumerate();
        // INVARIANT: at most the total weight.
        weights
            .filter(|(item, _)| {
                bits.checked_shr(u32::try_from(*item).unwrap_or(u32::MAX))
                    .is_some_and(|bits| bits & 1 == 1)
            })
            .fold(0, |sum, (_, weight)| sum.saturating_add(*weight))
    }
}

impl From<Yardstick> for YardstickRecords {
    fn from(yardstick: Yardstick) -> Self {
        Self {
            line: yardstick.line(),
            poor: yardstick.poor,
            weights: yardstick.weights().to_vec(),
            cutoff: yardstick.cutoff,
        }
    }
}

impl TryFrom<YardstickRecords> for Yardstick {
    type Error = YardstickError;

    fn try_from(records: YardstickRecords) -> Result<Self, YardstickError> {
        Self::new(records)
    }
}

/// Why some parts make no [`Yardstick`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YardstickError {
    /// The line lies outside its bounds.
    #[error(
        "a line of `{found}` is not from {} to {}",
        Yuan::from_fen(Yardstick::LINE.min().into()),
        Yuan::from_fen(Yardstick::LINE.max().into())
    )]
    Line {
        /// The line.
        found: Yuan,
    },
    /// There are more items than verdicts hold.
    #[error("`{found}` items are more than {}", Verdicts::MOST_ITEMS)]
    Items {
        /// How many there are.
        found: usize,
    },
    /// A weight lies outside its bounds.
    #[error("the weight of the item at `{item}`: {why}")]
    Weight {
        /// The position of the item.
        item: usize,
        /// The weight and the bounds.
        why: OutOfBounds,
    },
    /// There are items, but none weighs anything.
    #[error("no item has a weight")]
    NoWeight,
    /// The cut-off cannot be reached, or is always reached.
    #[error("a cut-off of `{found}` is not from {least} to {most}, the sum of the weights")]
    Cutoff {
        /// The cut-off.
        found: u16,
        /// The least that it may be: 1, or 0 if there are no items.
        least: u16,
        /// The sum of the weights.
        most: u16,
    },
}
