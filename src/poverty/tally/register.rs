use std::iter::zip;

use super::{Hierarchy, HierarchyError};
use crate::poverty::circumstances::UNKNOWN;
use crate::poverty::{Circumstances, Verdicts, Yardstick};
use crate::township::{Household, Level, Township};

/// The circumstances of all households (登记册), column by column, in the order of a [`Hierarchy`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    hierarchy: Hierarchy,
    // INVARIANT: each is as long as the hierarchy has households, and each row is circumstances.
    persons: Vec<u8>,
    incomes: Vec<i32>,
    met: Vec<u16>,
    not_met: Vec<u16>,
}

impl Register {
    /// The circumstances of each household of a hierarchy, in its order.
    ///
    /// # Errors
    /// [`RegisterError`] if there are not as many as households.
    pub fn new(
        hierarchy: Hierarchy,
        circumstances: impl IntoIterator<Item = Circumstances>,
    ) -> Result<Self, RegisterError> {
        let expected = hierarchy.count(Level::Household);
        let mut register = Self::empty(hierarchy);
        register.extend(circumstances);
        let found = register.persons.len();
        if found == expected { Ok(register) } else { Err(RegisterError { found, expected }) }
    }

    /// The circumstances of each household of a township; `known` is asked once for each.
    ///
    /// # Errors
    /// What `known` returns; [`HierarchyError::TooMany`] if there are more households than can be
    /// held.
    pub fn of<'t, E: From<HierarchyError>>(
        township: &'t Township,
        known: impl FnMut(Household<'t>) -> Result<Circumstances, E>,
    ) -> Result<Self, E> {
        let hierarchy = Hierarchy::of(township)?;
        let rows = township.households().map(known).collect::<Result<Vec<_>, E>>()?;
        let mut register = Self::empty(hierarchy);
        register.extend(rows);
        Ok(register)
    }

    fn empty(hierarchy: Hierarchy) -> Self {
        let households = hierarchy.count(Level::Household);
        Self {
            hierarchy,
            persons: Vec::with_capacity(households),
            incomes: Vec::with_capacity(households),
            met: Vec::with_capacity(households),
            not_met: Vec::with_capacity(households),
        }
    }

    fn extend(&mut self, circumstances: impl IntoIterator<Item = Circumstances>) {
        for household in circumstances {
            let (persons, income, verdicts) = household.columns();
            self.persons.push(persons);
            self.incomes.push(income);
            self.met.push(verdicts.met());
            self.not_met.push(verdicts.not_met());
        }
    }

    /// Which unit each unit lies in.
    #[must_use]
    pub const fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    /// The circumstances of the household at a position; none if there is no such.
    #[must_use]
    pub fn get(&self, household: usize) -> Option<Circumstances> {
        let persons = *self.persons.get(household)?;
        let income = *self.incomes.get(household)?;
        let verdicts = Verdicts::of_bits(*self.met.get(household)?, *self.not_met.get(household)?);
        Some(Circumstances::of_columns(persons, income, verdicts))
    }

    /// The circumstances of all households, in order.
    pub fn iter(&self) -> impl Iterator<Item = Circumstances> {
        let rows = zip(zip(&self.persons, &self.incomes), zip(&self.met, &self.not_met));
        rows.map(|((persons, income), (met, not_met))| {
            Circumstances::of_columns(*persons, *income, Verdicts::of_bits(*met, *not_met))
        })
    }

    /// The positions of the households whose income is not known.
    pub fn income_unknown(&self) -> impl Iterator<Item = usize> {
        let numbered = self.incomes.iter().enumerate();
        numbered.filter(|(_, income)| **income == UNKNOWN).map(|(at, _)| at)
    }

    /// The positions of the households of which an item is unknown that weighs something.
    pub fn unclear(&self, yardstick: &Yardstick) -> impl Iterator<Item = usize> {
        let numbered = self.iter().enumerate();
        numbered.filter(|(_, household)| household.is_unclear(yardstick)).map(|(at, _)| at)
    }

    /// All rows.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            persons: &self.persons,
            incomes: &self.incomes,
            met: &self.met,
            not_met: &self.not_met,
        }
    }

    /// Puts other circumstances in the place of the household's; returns those before.
    pub(super) fn replace(&mut self, household: usize, by: Circumstances) -> Option<Circumstances> {
        let before = self.get(household)?;
        let (persons, income, verdicts) = by.columns();
        *self.persons.get_mut(household)? = persons;
        *self.incomes.get_mut(household)? = income;
        *self.met.get_mut(household)? = verdicts.met();
        *self.not_met.get_mut(household)? = verdicts.not_met();
        Some(before)
    }
}

/// Some rows of a register.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rows<'r> {
    pub(super) persons: &'r [u8],
    pub(super) incomes: &'r [i32],
    pub(super) met: &'r [u16],
    pub(super) not_met: &'r [u16],
}

impl Rows<'_> {
    /// The first rows, as many as there are up to so many, taken off.
    #[inline]
    pub(super) fn take(&mut self, count: usize) -> Self {
        fn part<'r, T>(column: &mut &'r [T], count: usize) -> &'r [T] {
            let (first, rest) = column.split_at_checked(count).unwrap_or((*column, &[]));
            *column = rest;
            first
        }
        Self {
            persons: part(&mut self.persons, count),
            incomes: part(&mut self.incomes, count),
            met: part(&mut self.met, count),
            not_met: part(&mut self.not_met, count),
        }
    }
}

/// There are not as many circumstances as households.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` circumstances are not those of {expected} households")]
pub struct RegisterError {
    /// How many circumstances there are.
    pub found: usize,
    /// How many households there are.
    pub expected: usize,
}
