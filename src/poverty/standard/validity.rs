use serde::{Deserialize, Serialize};

use crate::calendar::{Day, EmptySpan, Span};
use crate::document::nullable;
use crate::poverty::Region;

/// Where and when something holds (适用范围).
///
/// In documents `{"region": null, "from": "2013-01-01", "until": "2014-01-01"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "where and when it holds")]
pub struct Validity {
    /// The region; everywhere if none. What holds in a region holds in all that it contains.
    #[serde(deserialize_with = "nullable")]
    pub region: Option<Region>,
    /// The first day; since ever if none.
    #[serde(deserialize_with = "nullable")]
    pub from: Option<Day>,
    /// The first day no longer; open if none.
    pub until: Option<Day>,
}

impl Validity {
    /// Everywhere and always.
    pub const ALWAYS: Self = Self { region: None, from: None, until: None };

    /// How much of a region it is so in on a day; where none is named, how much of everywhere.
    #[must_use]
    pub fn extent(&self, region: Option<&Region>, on: Day) -> Extent {
        let is_then =
            self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on < until);
        match (&self.region, region) {
            _ if !is_then => Extent::None,
            (None, _) => Extent::Whole,
            (Some(_), None) => Extent::Part,
            (Some(own), Some(region)) if own.contains(region) => Extent::Whole,
            (Some(own), Some(region)) if region.contains(own) => Extent::Part,
            (Some(_), Some(_)) => Extent::None,
        }
    }

    /// The days.
    ///
    /// # Errors
    /// [`EmptySpan`] if it ends before it begins; one of a [`Standard`](super::Standard) does not.
    pub fn span(&self) -> Result<Span, EmptySpan> {
        Span::new(self.from.unwrap_or(Day::MIN), self.until)
    }
}

/// How much of a region something holds in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A part of it, but not everywhere in it.
    Part,
    /// Nothing of it.
    None,
}
