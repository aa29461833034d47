use serde::{Deserialize, Serialize};

use crate::assign::{ClassRecord, HelperRecord, HouseholdRecord};
use crate::document::Findings;
use crate::quantity::{Id, OutOfBounds};

/// Something that changes a problem.
///
/// In documents: the name of what happens, and what it is about, as `{"helper_leaves": {"helper":
/// "p0"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", expecting = "an event")]
pub enum Event<'a> {
    /// A helper leaves. Households that are pinned to them are released.
    HelperLeaves {
        /// Who.
        #[serde(borrow)]
        helper: Id<'a>,
    },
    /// A new helper joins.
    HelperJoins {
        /// Who.
        #[serde(borrow)]
        helper: HelperRecord<'a>,
        /// Their class, if it is a new one.
        #[serde(borrow, default)]
        class: Option<ClassRecord<'a>>,
    },
    /// A helper may have more households than before, or fewer.
    CapacityChanges {
        /// Who.
        #[serde(borrow)]
        helper: Id<'a>,
        /// How many, within [`Problem::CAPACITY`](crate::assign::Problem::CAPACITY).
        capacity: i64,
    },
    /// A new household is to be served.
    HouseholdComes {
        /// Which.
        #[serde(borrow)]
        household: HouseholdRecord<'a>,
    },
    /// A household is no longer to be served.
    HouseholdGoes {
        /// Which.
        #[serde(borrow)]
        household: Id<'a>,
    },
    /// A household is to be served by this helper and nobody else.
    HouseholdPinned {
        /// Which.
        #[serde(borrow)]
        household: Id<'a>,
        /// By whom.
        #[serde(borrow)]
        helper: Id<'a>,
    },
    /// A household may be served by anybody again.
    HouseholdReleased {
        /// Which.
        #[serde(borrow)]
        household: Id<'a>,
    },
}

/// That an event gives a household another helper, or one at all, or none any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reassignment {
    /// The household.
    pub household: Id<'static>,
    /// Its helper before the event.
    pub before: Option<Id<'static>>,
    /// Its helper after it.
    pub after: Option<Id<'static>>,
}

/// Why an event cannot happen; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// There is no such helper.
    #[error("there is no helper `{id}`")]
    UnknownHelper {
        /// The id.
        id: Id<'static>,
    },
    /// There is no such household.
    #[error("there is no household `{id}`")]
    UnknownHousehold {
        /// The id.
        id: Id<'static>,
    },
    /// There is one of that id already.
    #[error("there is already a {what} `{id}`")]
    KnownAlready {
        /// A class, helper or household.
        what: &'static str,
        /// The id.
        id: Id<'static>,
    },
    /// What joins does not go with the rest.
    #[error(transparent)]
    Findings(Findings),
    /// The capacity is out of bounds.
    #[error(transparent)]
    Capacity(OutOfBounds),
}
