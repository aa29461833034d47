use serde::{Deserialize, Serialize};

use super::{Method, Target};
use crate::basis::Sourced;

/// What the drive is to reach, year by year, and what a rate of poverty is a share of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rules of poverty")]
pub struct PovertyRules {
    /// What the poverty incidence is a share of.
    pub incidence_base: Sourced<IncidenceBase>,
    /// The targets, in the order in which they are reported.
    pub targets: Vec<Target>,
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
