//! The tally (统计): sums over households from which every rate and measure is finished.

mod figures;
mod gauge;
mod hierarchy;
mod lanes;
mod register;
mod rollup;
mod unit;
mod wire;

use std::iter::zip;

use serde::{Deserialize, Serialize};

pub use hierarchy::{Hierarchy, HierarchyError};
pub use register::{Register, RegisterError};
pub use rollup::Rollup;
pub use wire::{TallyFault, TallyRecords};

use super::{Circumstances, Headcount, Verdict, Verdicts, Yardstick};

/// The exact sums over some households from which all their rates and measures are finished (统计):
/// by one [`Yardstick`], which the tally carries.
///
/// Tallies are put together in any order and grouping to the same value, to the bit; what was put in
/// can be taken out again. So partial tallies of many machines fold to the one of all, and one of a
/// unit is the sum of its parts'. The neutral one is [`Tally::new`]. Tallies of different yardsticks
/// are never put together: that is an error, not a number.
///
/// In documents a tally is its [`TallyRecords`], which is also the state that an engine's aggregate
/// function carries; a state is refused if its sums show that no households can have it.
///
/// ```
/// use bangfu::poverty::{Circumstances, PoorAt, Tally, Verdicts, Yardstick, YardstickRecords};
/// let yardstick = Yardstick::new(YardstickRecords {
///     line: "125.00".parse()?,
///     poor: PoorAt::Below,
///     weights: Vec::new(),
///     cutoff: 0,
/// })?;
/// let household = |yuan: i64| {
///     let income = bangfu::quantity::Yuan::from_fen(yuan * 100);
///     Circumstances::new(1, Some(income), Verdicts::default())
/// };
/// let mut tally = Tally::new(yardstick);
/// for yuan in [100, 110, 150, 160] {
///     tally = tally.merge(&Tally::of(yardstick, household(yuan)?))?;
/// }
/// let measures = tally.income_poverty()?;
/// assert_eq!(measures.headcount.to_string(), "1/2");
/// assert_eq!(measures.severity.to_decimal_half_up(4), "0.0136");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "TallyRecords", into = "TallyRecords")]
pub struct Tally {
    yardstick: Yardstick,
    // INVARIANT: they are those of some households by the yardstick, of at most `MOST_HOUSEHOLDS`.
    sums: Sums,
}

/// The sums of a tally.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Sums {
    all: Headcount,
    income_unknown: Headcount,
    poor: Headcount,
    gap: u128,
    squared_gap: u128,
    all_met: Headcount,
    unclear: Headcount,
    deprived: Headcount,
    items: [ItemTally; Verdicts::MOST_ITEMS],
}

/// How households stand with one item of the standard.
///
/// Of the others nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the figures of an item")]
pub struct ItemTally {
    /// Those that meet it.
    pub met: Headcount,
    /// Those that do not.
    pub not_met: Headcount,
    /// The persons of those that do not, and are deprived (删失人口).
    pub censored: u64,
}

impl Sums {
    /// Adds or subtracts number by number; `None` if one does not fit.
    fn zip(
        &self,
        other: &Self,
        figure: impl Fn(u64, u64) -> Option<u64>,
        wide: impl Fn(u128, u128) -> Option<u128>,
    ) -> Option<Self> {
        let both = |a: Headcount, b: Headcount| {
            Some(Headcount {
                households: figure(a.households, b.households)?,
                persons: figure(a.persons, b.persons)?,
            })
        };
        let mut items = self.items;
        for (item, other) in zip(&mut items, &other.items) {
            *item = ItemTally {
                met: both(item.met, other.met)?,
                not_met: both(item.not_met, other.not_met)?,
                censored: figure(item.censored, other.censored)?,
            };
        }
        Some(Self {
            all: both(self.all, other.all)?,
            income_unknown: both(self.income_unknown, other.income_unknown)?,
            poor: both(self.poor, other.poor)?,
            gap: wide(self.gap, other.gap)?,
            squared_gap: wide(self.squared_gap, other.squared_gap)?,
            all_met: both(self.all_met, other.all_met)?,
            unclear: both(self.unclear, other.unclear)?,
            deprived: both(self.deprived, other.deprived)?,
            items,
        })
    }
}

impl Tally {
    /// The most households of a tally, a million million: so many that no sum of theirs overflows.
    pub const MOST_HOUSEHOLDS: u64 = 1_000_000_000_000;

    /// The tally of nobody, the neutral one.
    #[must_use]
    pub fn new(yardstick: Yardstick) -> Self {
        Self { yardstick, sums: Sums::default() }
    }

    /// The tally of one household.
    #[must_use]
    pub fn of(yardstick: Yardstick, household: Circumstances) -> Self {
        let one = Headcount { households: 1, persons: household.persons().into() };
        let if_so = |is_so: bool| if is_so { one } else { Headcount::default() };
        let (gap, is_deprived) = (household.gap(&yardstick), household.is_deprived(&yardstick));
        let wide = u128::from(gap.unwrap_or_default());
        // INVARIANT: 50 persons times the square of 10^9 fen.
        let persons_gap = wide.saturating_mul(one.persons.into());
        let mut items = [ItemTally::default(); Verdicts::MOST_ITEMS];
        let count = yardstick.weights().len();
        for (item, tally) in items.iter_mut().enumerate().take(count) {
            let verdict = household.verdicts().of(item);
            let not_met = if_so(verdict == Verdict::NotMet);
            let censored = if is_deprived { not_met.persons } else { 0 };
            *tally = ItemTally { met: if_so(verdict == Verdict::Met), not_met, censored };
        }
        let sums = Sums {
            all: one,
            income_unknown: if_so(household.income().is_none()),
            poor: if_so(gap.is_some()),
            gap: persons_gap,
            squared_gap: persons_gap.saturating_mul(wide),
            all_met: if_so(household.meets_all(&yardstick)),
            unclear: if_so(household.is_unclear(&yardstick)),
            deprived: if_so(is_deprived),
            items,
        };
        Self { yardstick, sums }
    }

    /// The tally of some households.
    ///
    /// # Errors
    /// [`TallyError::TooMany`] if there are more than [`Tally::MOST_HOUSEHOLDS`].
    pub fn of_all(
        yardstick: Yardstick,
        households: impl IntoIterator<Item = Circumstances>,
    ) -> Result<Self, TallyError> {
        let mut tallies = households.into_iter().map(|household| Self::of(yardstick, household));
        tallies.try_fold(Self::new(yardstick), |sum, tally| sum.merge(&tally))
    }

    /// The tally of the households of both, which must be different ones.
    ///
    /// # Errors
    /// [`TallyError`] if the yardsticks differ, or there are more households than
    /// [`Tally::MOST_HOUSEHOLDS`].
    pub fn merge(&self, other: &Self) -> Result<Self, TallyError> {
        self.same_yardstick(other)?;
        let sums = self.sums.zip(&other.sums, u64::checked_add, u128::checked_add);
        let fits = sums.filter(|sums| sums.all.households <= Self::MOST_HOUSEHOLDS);
        Ok(Self { sums: fits.ok_or(TallyError::TooMany)?, ..*self })
    }

    /// The tally without the households of another, all of which must be in this one: what was put
    /// in by [`merge`](Self::merge) is taken out again, to the bit.
    ///
    /// # Errors
    /// [`TallyError`] if the yardsticks differ, or the other figures are not part of these.
    pub fn without(&self, other: &Self) -> Result<Self, TallyError> {
        self.same_yardstick(other)?;
        let sums = self.sums.zip(&other.sums, u64::checked_sub, u128::checked_sub);
        let rest = sums.filter(|sums| wire::fault(&self.yardstick, sums).is_none());
        Ok(Self { sums: rest.ok_or(TallyError::NotPart)?, ..*self })
    }

    fn same_yardstick(&self, other: &Self) -> Result<(), TallyError> {
        if self.yardstick == other.yardstick { Ok(()) } else { Err(TallyError::OtherYardstick) }
    }

    /// What it is measured by.
    #[must_use]
    pub const fn yardstick(&self) -> &Yardstick {
        &self.yardstick
    }

    /// All households.
    #[must_use]
    pub const fn all(&self) -> Headcount {
        self.sums.all
    }

    /// Those whose income is not known: they are in no measure of it.
    #[must_use]
    pub const fn income_unknown(&self) -> Headcount {
        self.sums.income_unknown
    }

    /// Those that are poor by their income.
    #[must_use]
    pub const fn poor(&self) -> Headcount {
        self.sums.poor
    }

    /// How far the poor are below the line, in fen: added up over their persons.
    #[must_use]
    pub const fn gap(&self) -> u128 {
        self.sums.gap
    }

    /// The squares of how far the poor are below the line, in square fen: added up over their
    /// persons.
    #[must_use]
    pub const fn squared_gap(&self) -> u128 {
        self.sums.squared_gap
    }

    /// Those that meet every item; nobody if there are no items.
    #[must_use]
    pub const fn all_met(&self) -> Headcount {
        self.sums.all_met
    }

    /// Those of which an item is unknown that weighs something: nobody can say whether they are
    /// deprived, and they are in no multidimensional measure.
    #[must_use]
    pub const fn unclear(&self) -> Headcount {
        self.sums.unclear
    }

    /// Those that are deprived: their items not met weigh at least the cut-off.
    #[must_use]
    pub const fn deprived(&self) -> Headcount {
        self.sums.deprived
    }

    /// What the items that the deprived do not meet weigh, person by person.
    pub(super) fn lacking(&self) -> u128 {
        wire::lacking(&self.yardstick, &self.sums)
    }

    /// How they stand with each item, in the order of the standard.
    #[must_use]
    pub fn items(&self) -> &[ItemTally] {
        self.sums.items.get(..self.yardstick.weights().len()).unwrap_or_default()
    }
}

/// Why two tallies make no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TallyError {
    /// They were measured by different yardsticks.
    #[error("the tallies are by different yardsticks")]
    OtherYardstick,
    /// Together they have more households than sums are kept for.
    #[error("a tally has at most {} households", Tally::MOST_HOUSEHOLDS)]
    TooMany,
    /// What is to be taken out is not in it.
    #[error("the figures are not part of the tally")]
    NotPart,
}
