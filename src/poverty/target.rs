use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::basis::Basis;
use crate::quantity::Percent;

/// What is to be reached by the end of a year (目标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a target")]
pub struct Target {
    /// The year.
    pub year: u16,
    /// What is to be reached.
    pub goal: Goal,
    /// Where the target comes from.
    pub basis: Basis,
}

/// A measure with the figure that it is to reach, and from which side.
///
/// In documents `{"measure": "incidence", "figure": "2.27%"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "measure", content = "figure", deny_unknown_fields)]
pub enum Goal {
    /// At least so many households leave poverty in the year.
    ExitedHouseholds(u64),
    /// At least so many persons leave poverty in the year.
    ExitedPersons(u64),
    /// The incidence is at most this, compared as published.
    Incidence(Percent),
    /// At least so many villages are taken off the list in the year.
    DelistedVillages(u64),
    /// At most so many persons are poor.
    PoorPersons(u64),
}

impl Goal {
    /// The word for the measure in documents.
    #[must_use]
    pub const fn measure(self) -> &'static str {
        match self {
            Self::ExitedHouseholds(_) => "exited_households",
            Self::ExitedPersons(_) => "exited_persons",
            Self::Incidence(_) => "incidence",
            Self::DelistedVillages(_) => "delisted_villages",
            Self::PoorPersons(_) => "poor_persons",
        }
    }

    /// The figure to be reached.
    #[must_use]
    pub const fn figure(self) -> Figure {
        match self {
            Self::Incidence(rate) => Figure::Rate(rate),
            Self::ExitedHouseholds(count)
            | Self::ExitedPersons(count)
            | Self::DelistedVillages(count)
            | Self::PoorPersons(count) => Figure::Count(count),
        }
    }
}

/// The figure of a measure: a count, or a rate as published. In documents it is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// So many households, persons or villages.
    Count(u64),
    /// A published rate.
    Rate(Percent),
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Rate(rate) => rate.fmt(f),
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How things stand against one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The target.
    pub target: Target,
    /// What has been reached, if it is known.
    pub actual: Option<Figure>,
    /// Whether the target is met, if that is known.
    pub met: Option<bool>,
    /// How many households, persons or villages are still missing, 0 if the target is met. Of a
    /// rate: how many persons must still leave poverty for it to publish as the goal.
    pub remaining: Option<u64>,
}

impl Serialize for Standing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut standing = serializer.serialize_struct("Standing", 7)?;
        standing.serialize_field("year", &self.target.year)?;
        standing.serialize_field("measure", self.target.goal.measure())?;
        standing.serialize_field("goal", &self.target.goal.figure())?;
        standing.serialize_field("actual", &self.actual)?;
        standing.serialize_field("met", &self.met)?;
        standing.serialize_field("remaining", &self.remaining)?;
        standing.serialize_field("source", self.target.basis.id())?;
        standing.end()
    }
}
