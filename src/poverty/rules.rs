use serde::{Deserialize, Serialize};

use super::{ExitRules, Standard, Target};
use crate::basis::{Basis, Sourced};

/// What the drive is to reach, year by year, and what a rate of poverty is a share of.
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
}

impl PovertyRules {
    /// Every clause, assumption and decision that a value rests on.
    pub(crate) fn bases(&self) -> Vec<&Basis> {
        let targets = self.targets.iter().map(|target| &target.basis);
        let mut bases: Vec<&Basis> = targets.chain([&self.incidence_base.basis]).collect();
        bases.extend(self.household_standard.bases());
        bases.extend(self.village_standard.bases());
        bases.extend(self.exit.bases());
        bases
    }
}

/// What the poverty incidence is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IncidenceBase {
    /// The whole population of the town.
    TownPopulation,
}
