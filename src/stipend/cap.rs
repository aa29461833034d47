use serde::{Deserialize, Serialize};

use super::Rate;
use crate::document::owned_ids_or_null;
use crate::quantity::Id;
use crate::township::{Level, Unit};

/// The most that is paid for a unit a month (封顶), stipends and allowances together, before any
/// deduction.
///
/// What is paid for a unit is what is paid for the posts in it. If that is more, every line of the
/// unit is cut in proportion by a negative line beside it: the cuts of the lines up to any one, in
/// their order, are the same share of their amounts as in all, rounded down to the fen; so together
/// they are exactly what is too much, and none is more than its line. A unit is cut before those
/// above it, which count what that leaves of each line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a cap")]
pub struct Cap {
    /// The level of the units.
    pub level: Level,
    /// The units, by id; if null, all of the level that no other cap names, whenever it holds.
    #[serde(default, deserialize_with = "owned_ids_or_null")]
    pub units: Option<Vec<Id<'static>>>,
    /// The most for a whole month, from when until when: whole months.
    pub rates: Vec<Rate>,
}

impl Cap {
    /// Whether it is one for this unit.
    pub(super) fn is_for(&self, unit: Unit<'_>) -> bool {
        self.level == unit.level()
            && self.units.as_ref().is_none_or(|units| units.contains(unit.id()))
    }
}
