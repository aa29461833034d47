use super::{PoorAt, Verdicts, Yardstick};
use crate::quantity::{Bounds, OutOfBounds, Yuan};
use crate::township::Household;

/// What is known of a household when poverty is measured (家庭情况): its persons, what each has to
/// live on, and how it stands with the items of the standard.
///
/// Kept in few bytes, as there may be millions of them.
///
/// ```
/// use bangfu::poverty::{Circumstances, Verdicts};
/// let known = Circumstances::new(4, Some("2860.00".parse()?), Verdicts::default())?;
/// let unknown = known.with_income(None)?;
/// assert_eq!((known.persons(), unknown.income()), (4, None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Circumstances {
    // INVARIANT: within `Household::PERSONS`.
    persons: u8,
    // INVARIANT: within `Circumstances::INCOME`, or `UNKNOWN`.
    income: i32,
    verdicts: Verdicts,
}

/// Stands for an income that is not known. It lies above every line, so that nobody is counted as
/// poor by it.
pub(super) const UNKNOWN: i32 = i32::MAX;

impl Circumstances {
    /// The bounds of an income, in fen a head and year.
    ///
    /// A household that lost money has no income of this kind: how far it is below the line is more
    /// than the line, which no measure from 0 to 1 can hold. The caller decides what it counts as.
    pub const INCOME: Bounds = Bounds::new(0, 2_000_000_000);

    /// The persons of a household, its net income a head and year if that is known, and its verdicts.
    ///
    /// # Errors
    /// [`CircumstancesError`] if the persons are not within [`Household::PERSONS`], or the income is
    /// not within [`Circumstances::INCOME`].
    pub fn new(
        persons: u32,
        income: Option<Yuan>,
        verdicts: Verdicts,
    ) -> Result<Self, CircumstancesError> {
        let persons = Household::PERSONS.check(persons.into())?;
        // INVARIANT: the bounds of persons fit into 8 bits.
        let persons = u8::try_from(persons).unwrap_or(u8::MAX);
        Self { persons, income: UNKNOWN, verdicts }.with_income(income)
    }

    /// A household of which only the persons are known.
    #[must_use]
    pub fn of(household: Household<'_>) -> Self {
        // INVARIANT: a household's persons are within its bounds, which fit into 8 bits.
        let persons = u8::try_from(household.persons()).unwrap_or(u8::MAX);
        Self { persons, income: UNKNOWN, verdicts: Verdicts::default() }
    }

    /// The same with another income.
    ///
    /// # Errors
    /// [`CircumstancesError`] if it is not within [`Circumstances::INCOME`].
    pub fn with_income(self, income: Option<Yuan>) -> Result<Self, CircumstancesError> {
        let fen = |found: Yuan| {
            let within = Self::INCOME.check(found.fen()).ok();
            let fen = within.and_then(|fen| i32::try_from(fen).ok());
            fen.ok_or(CircumstancesError::Income { found })
        };
        Ok(Self { income: income.map_or(Ok(UNKNOWN), fen)?, ..self })
    }

    /// The same with other verdicts.
    #[must_use]
    pub const fn with_verdicts(self, verdicts: Verdicts) -> Self {
        Self { persons: self.persons, income: self.income, verdicts }
    }

    /// The number of persons.
    #[must_use]
    pub fn persons(self) -> u32 {
        self.persons.into()
    }

    /// The net income a head and year, if it is known.
    #[must_use]
    pub fn income(self) -> Option<Yuan> {
        (self.income != UNKNOWN).then(|| Yuan::from_fen(self.income.into()))
    }

    /// How the household stands with the items of the standard.
    #[must_use]
    pub const fn verdicts(self) -> Verdicts {
        self.verdicts
    }

    /// How far the income of a poor household is below the line, in fen; `None` if the household is
    /// not poor, or its income not known.
    #[must_use]
    pub fn gap(self, yardstick: &Yardstick) -> Option<u32> {
        let income = u32::try_from(self.income().map(Yuan::fen)?).ok()?;
        let gap = yardstick.line_fen().checked_sub(income)?;
        (gap > 0 || yardstick.poor() == PoorAt::BelowOrAt).then_some(gap)
    }

    /// Whether an item that weighs something is unknown, so that nobody can say whether the
    /// household is deprived.
    #[must_use]
    pub fn is_unclear(self, yardstick: &Yardstick) -> bool {
        let known = self.verdicts.met() | self.verdicts.not_met();
        yardstick.weighty() & !known != 0
    }

    /// Whether the items that are not met weigh at least the cut-off, and none is unknown that
    /// weighs something.
    #[must_use]
    pub fn is_deprived(self, yardstick: &Yardstick) -> bool {
        let weight = yardstick.weight_of(self.verdicts.not_met());
        yardstick.items() != 0 && !self.is_unclear(yardstick) && weight >= yardstick.cutoff()
    }

    /// Whether all items are met; if there are none, nothing is.
    #[must_use]
    pub fn meets_all(self, yardstick: &Yardstick) -> bool {
        let items = yardstick.items();
        items != 0 && items & !self.verdicts.met() == 0
    }

    /// As the columns of a register hold it.
    pub(super) const fn columns(self) -> (u8, i32, Verdicts) {
        (self.persons, self.income, self.verdicts)
    }

    // INVARIANT: they were taken out of circumstances by `columns`.
    pub(super) const fn of_columns(persons: u8, income: i32, verdicts: Verdicts) -> Self {
        Self { persons, income, verdicts }
    }
}

/// Why some figures are no [`Circumstances`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CircumstancesError {
    /// The number of persons lies outside its bounds.
    #[error("the number of persons: {0}")]
    Persons(#[from] OutOfBounds),
    /// The income lies outside its bounds.
    #[error(
        "an income of `{found}` is not from {} to {}",
        Yuan::from_fen(Circumstances::INCOME.min().into()),
        Yuan::from_fen(Circumstances::INCOME.max().into())
    )]
    Income {
        /// The income.
        found: Yuan,
    },
}
