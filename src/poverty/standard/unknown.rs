use std::fmt;

use serde::ser::{Serialize, Serializer};

use super::EvidenceAge;
use crate::calendar::Day;

/// Why nobody knows how it stands with an item.
///
/// In documents `no_line`, `region_too_wide`, `not_asked`, `not_known`, `later_evidence` or
/// `old_evidence`; its text form says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No line or limit is in force in the region on the day; none is guessed.
    NoLine,
    /// The item, or another line or limit for it, holds in a part of the region, and in which part
    /// the subject lies is not said.
    RegionTooWide,
    /// Nobody asked.
    NotAsked,
    /// It was looked for, and is not known.
    NotKnown,
    /// The evidence is of a later day than the appraisal.
    LaterEvidence {
        /// The day of the evidence.
        found: Day,
    },
    /// The evidence is older than it may be.
    OldEvidence {
        /// The day of the evidence.
        found: Day,
        /// How old it may be.
        most: EvidenceAge,
    },
}

impl Unknown {
    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoLine => "no_line",
            Self::RegionTooWide => "region_too_wide",
            Self::NotAsked => "not_asked",
            Self::NotKnown => "not_known",
            Self::LaterEvidence { .. } => "later_evidence",
            Self::OldEvidence { .. } => "old_evidence",
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLine => f.write_str("no line in force"),
            Self::RegionTooWide => f.write_str("a part of the region differs"),
            Self::NotAsked => f.write_str("not asked"),
            Self::NotKnown => f.write_str("not known"),
            Self::LaterEvidence { found } => write!(f, "the evidence is of a later day, {found}"),
            Self::OldEvidence { found, most: EvidenceAge::SameYear } => {
                write!(f, "the evidence is of another year, {found}")
            }
            Self::OldEvidence { found, most: EvidenceAge::Months(months) } => {
                write!(f, "the evidence is more than {months} months old, {found}")
            }
            Self::OldEvidence { found, most: EvidenceAge::Any } => {
                write!(f, "the evidence is too old, {found}")
            }
        }
    }
}

/// Why nothing is decided, though no mandatory item is known not to be met.
///
/// In documents `items_missing`, `region_not_covered` or `nothing_asked`; its text form says it in
/// words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Undetermined {
    /// Mandatory items are unknown.
    ItemsMissing,
    /// The standard names regions, and this one does not lie in any of them.
    RegionNotCovered,
    /// No mandatory item holds in the region on the day.
    NothingAsked,
}

impl Undetermined {
    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ItemsMissing => "items_missing",
            Self::RegionNotCovered => "region_not_covered",
            Self::NothingAsked => "nothing_asked",
        }
    }
}

impl fmt::Display for Undetermined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ItemsMissing => "mandatory items are unknown",
            Self::RegionNotCovered => "the standard is not made for the region",
            Self::NothingAsked => "no mandatory item is asked for in the region on the day",
        })
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for Undetermined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
