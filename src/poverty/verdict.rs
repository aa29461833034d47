use serde::{Deserialize, Serialize};

/// How a household or a village stands with one item of a standard (达标情况).
///
/// In documents `met`, `not_met` or `unknown`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// Nobody knows; that is neither met nor not met.
    #[default]
    Unknown,
}

/// How a household or a village stands with every item of a standard, by the items' positions.
///
/// Small enough to be kept for millions of households: two bits an item. What nothing is known of
/// is [`Verdict::Unknown`], as everything is in [`Verdicts::default`].
///
/// ```
/// use bangfu::poverty::{Verdict, Verdicts};
/// let verdicts = Verdicts::default().with(0, Verdict::Met).with(3, Verdict::NotMet);
/// assert_eq!(verdicts.of(0), Verdict::Met);
/// assert_eq!(verdicts.of(1), Verdict::Unknown);
/// assert_eq!((verdicts.met(), verdicts.not_met()), (0b0001, 0b1000));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verdicts {
    met: u16,
    // INVARIANT: shares no bit with `met`.
    not_met: u16,
}

impl Verdicts {
    /// The most items that a standard may have.
    pub const MOST_ITEMS: usize = 16;

    /// The verdict on the item of a position; unknown beyond the last possible one.
    #[must_use]
    pub const fn of(self, item: usize) -> Verdict {
        let bit = Self::bit(item);
        if self.met & bit != 0 {
            Verdict::Met
        } else if self.not_met & bit != 0 {
            Verdict::NotMet
        } else {
            Verdict::Unknown
        }
    }

    /// The same with another verdict on one item; beyond the last possible one nothing changes.
    #[must_use]
    pub const fn with(self, item: usize, verdict: Verdict) -> Self {
        let bit = Self::bit(item);
        let Self { met, not_met } = Self { met: self.met & !bit, not_met: self.not_met & !bit };
        match verdict {
            Verdict::Met => Self { met: met | bit, not_met },
            Verdict::NotMet => Self { met, not_met: not_met | bit },
            Verdict::Unknown => Self { met, not_met },
        }
    }

    /// The items that are met: bit `n` stands for the item of position `n`.
    #[must_use]
    pub const fn met(self) -> u16 {
        self.met
    }

    /// The items that are not met, likewise.
    #[must_use]
    pub const fn not_met(self) -> u16 {
        self.not_met
    }

    /// Puts the bits of other verdicts together again.
    // INVARIANT: they are those of one value, so that no item is both met and not.
    pub(super) const fn of_bits(met: u16, not_met: u16) -> Self {
        Self { met, not_met }
    }

    const fn bit(item: usize) -> u16 {
        if item < Self::MOST_ITEMS { 1 << item } else { 0 }
    }
}

impl FromIterator<Verdict> for Verdicts {
    /// Verdicts in the order of the items.
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Self {
        let numbered = verdicts.into_iter().enumerate();
        numbered.fold(Self::default(), |all, (item, verdict)| all.with(item, verdict))
    }
}
