use serde::{Deserialize, Serialize};

use super::{ExitRules, Method, Standard, Target, TargetFaults};
use crate::basis::{Basis, Sourced};
use crate::calendar::Day;

/// By what poverty is judged: what the drive is to reach, year by year, and what a rate is a share of;
/// by which standards and steps households and villages get out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rules of poverty")]
pub struct PovertyRules {
    /// What the poverty incidence is a share of.
    pub incidence_base: Sourced<IncidenceBase>,
    /// The targets, in the order in which they are reported.
    pub targets: Vec<Target>,
    /// What a household must meet to leave poverty.
    #[doc(alias = "一超六有")]
    pub household_standard: Standard,
    /// What a village must meet to leave the list of poor villages.
    #[doc(alias = "一低五有")]
    pub village_standard: Standard,
    /// How a household leaves poverty.
    pub exit: ExitRules,
    /// How a target of the town is apportioned to its villages and groups, if that is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apportionment: Option<Sourced<Method>>,
}

/// What the poverty incidence is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IncidenceBase {
    /// The whole population of the town.
    TownPopulation,
}

impl PovertyRules {
    /// Every clause, assumption and decision that a value rests on.
    pub(crate) fn bases(&self) -> Vec<&Basis> {
        let targets = self.targets.iter().map(|target| &target.basis);
        let mut bases: Vec<&Basis> = targets.chain([&self.incidence_base.basis]).collect();
        bases.extend(self.household_standard.bases());
        bases.extend(self.village_standard.bases());
        bases.extend(self.exit.bases());
        bases.extend(self.apportionment.iter().map(|method| &method.basis));
        bases
    }

    /// The rules with a target set or amended by a decision that was taken on a day: it takes the
    /// place of the one of the same year, unit and measure, or comes last.
    ///
    /// Targets are frozen from the first day of their year on: whoever is measured by them cannot
    /// have them moved. `on` is the day of the decision, for which the caller vouches.
    ///
    /// # Errors
    /// [`AmendmentError::Frozen`] if the year had begun on that day,
    /// [`AmendmentError::OutOfCalendar`] if the calendar does not have it,
    /// [`AmendmentError::NoDecision`] if the new target does not rest on a decision,
    /// [`AmendmentError::Faults`] if it says nothing.
    pub fn amended(&self, target: Target, on: Day) -> Result<Self, AmendmentError> {
        let year = target.year;
        let period = target.period().ok_or(AmendmentError::OutOfCalendar { year })?;
        if period.from() <= on {
            return Err(AmendmentError::Frozen { year, since: period.from(), on });
        }
        if !matches!(target.basis, Basis::Decision(_)) {
            return Err(AmendmentError::NoDecision { basis: target.basis });
        }
        TargetFaults::none_or(target.faults().collect())?;
        let mut rules = self.clone();
        match rules.targets.iter_mut().find(|earlier| earlier.is_of_same(&target)) {
            Some(earlier) => *earlier = target,
            None => rules.targets.push(target),
        }
        Ok(rules)
    }
}

/// Why a target cannot be amended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmendmentError {
    /// Its period has begun.
    #[error("the targets of {year} are frozen since {since}, and `{on}` is not before")]
    Frozen {
        /// The year.
        year: u16,
        /// Its first day.
        since: Day,
        /// The day of the decision.
        on: Day,
    },
    /// There is no such year.
    #[error("the year {year} is not from {} to {}", Day::MIN.year(), Day::MAX.year())]
    OutOfCalendar {
        /// The year.
        year: u16,
    },
    /// Nobody decided it.
    #[error("an amended target rests on a decision, not on `{basis}`")]
    NoDecision {
        /// On what it rests.
        basis: Basis,
    },
    /// It says nothing.
    #[error("the target cannot stand: {0}")]
    Faults(#[from] TargetFaults),
}
