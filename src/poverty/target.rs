mod fault;

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::basis::Basis;
use crate::calendar::{Day, Span};
use crate::document::owned_id;
use crate::quantity::{Id, Percent};
use crate::township::Level;

pub use fault::{TargetFault, TargetFaults};

/// What is to be reached by the end of a year (目标).
///
/// Its period is the year, from the first of January to the end of December. Before it begins the
/// target may be amended; from then on it is frozen (see
/// [`PovertyRules::amended`](super::PovertyRules::amended)). A target that says nothing has a
/// [`TargetFault`]; a goal of 0 to be reached at least is none, since a share of a target may be so. On
/// the screen ``the target of `incidence` for the town in 2018``.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a target")]
pub struct Target {
    /// The year.
    pub year: u16,
    /// By which unit it is to be reached; by the town if absent, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
    /// What is to be reached.
    pub goal: Goal,
    /// From where it starts, on a day before the year; if absent, from what the records say of the
    /// end of the year before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Where the target comes from.
    pub basis: Basis,
}

impl Target {
    /// The days in which it is to be reached; none if the year lies outside the calendar.
    #[must_use]
    pub fn period(&self) -> Option<Span> {
        let (first, last) = (Day::new(self.year, 1, 1).ok()?, Day::new(self.year, 12, 31).ok()?);
        Span::new(first, last.next()).ok()
    }

    /// Whether both say what the same unit is to reach in the same year by the same measure.
    #[must_use]
    pub fn is_of_same(&self, other: &Self) -> bool {
        self.subject() == other.subject()
    }

    /// What it is about: the same for no two targets of a charter.
    pub(crate) const fn subject(&self) -> (u16, Option<&UnitName>, &'static str) {
        (self.year, self.unit.as_ref(), self.goal.measure())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the target of `{}` for ", self.goal.measure())?;
        match &self.unit {
            None => f.write_str("the town")?,
            Some(unit) => unit.fmt(f)?,
        }
        write!(f, " in {}", self.year)
    }
}

/// A unit as rules name it, whether or not a township has it.
///
/// In documents `{"level": "village", "id": "510525108205"}`; on the screen ``the village
/// `510525108205` ``.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the name of a unit")]
pub struct UnitName {
    /// The level.
    pub level: Level,
    /// The id, unique among the units of the level.
    #[serde(deserialize_with = "owned_id")]
    pub id: Id<'static>,
}

impl fmt::Display for UnitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} `{}`", self.level, self.id)
    }
}

/// From where a target starts (基数): how many poor households, poor persons or listed villages, as
/// the measure asks, there were at the beginning; of an incidence the poor persons.
///
/// In documents `{"figure": 3328, "on": "2017-12-31"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a baseline")]
pub struct Baseline {
    /// How many there were.
    pub figure: u64,
    /// On which day; at the end of the year before if absent.
    #[serde(default)]
    pub on: Option<Day>,
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

/// From which side a goal is to be reached.
///
/// In documents `at_least` or `at_most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The more, the better.
    AtLeast,
    /// The less, the better.
    AtMost,
}

impl Goal {
    /// From which side it is to be reached; the measure decides.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::ExitedHouseholds(_) | Self::ExitedPersons(_) | Self::DelistedVillages(_) => {
                Direction::AtLeast
            }
            Self::Incidence(_) | Self::PoorPersons(_) => Direction::AtMost,
        }
    }

    /// Whether it can be known of some unit of a level. Of a group or a household there is no
    /// population, and no list of villages.
    pub(super) const fn is_known_of(self, level: Level) -> bool {
        match self {
            Self::Incidence(_) | Self::DelistedVillages(_) => {
                matches!(level, Level::Town | Level::Zone | Level::Village)
            }
            Self::ExitedHouseholds(_) | Self::ExitedPersons(_) | Self::PoorPersons(_) => true,
        }
    }

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
