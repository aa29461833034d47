use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Path;
use crate::calendar::{Date, Day};
use crate::quantity::{Id, OutOfBounds, Ratio, Yuan};
use crate::township::{Level, Post, Rank};

/// One thing that is wrong with what a document says, at the place where a person would mend it.
///
/// In documents: severity, code, path, related paths, and the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is to be mended.
    pub path: Path,
    /// What is wrong.
    pub fault: Fault,
    /// Other places that it has to do with, in order.
    pub related: Vec<Path>,
}

/// What may be wrong with what a document says.
///
/// Its [`code`](Fault::code) is stable; its text form is the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An id stands again in its list.
    #[error("the id `{id}` stands twice in its list")]
    DuplicateId {
        /// The id.
        id: Id<'static>,
    },
    /// There is no record of that id.
    #[error("there is no {what} `{id}`")]
    UnknownReference {
        /// What kind of record was looked for.
        what: &'static str,
        /// The id.
        id: Id<'static>,
    },
    /// The organisation has no such post.
    #[error("the organisation has no post `{post}`")]
    UnknownPost {
        /// The post.
        post: Post,
    },
    /// A span ends on or before its first day.
    #[error("`{until}` is not after `{from}`")]
    BadSpan {
        /// The first day.
        from: Date,
        /// The first day no longer.
        until: Date,
    },
    /// A number lies outside its bounds.
    #[error(transparent)]
    NumberOutOfRange(OutOfBounds),
    /// A day lies outside the calendar.
    #[error("`{found}` is not from {} to {}", Day::MIN, Day::MAX)]
    DayOutOfRange {
        /// The day.
        found: Date,
    },
    /// Two spans share a day and must not.
    #[error("{0}")]
    Overlap(Clash),
    /// A village that is no community lies in no zone.
    #[error("a village lies in a zone; only a community lies in none")]
    ZoneMissing,
    /// A community lies in a zone.
    #[error("a community lies in no zone")]
    ZoneUnexpected,
    /// A zone has too few or too many villages.
    #[error("a zone has {expected} villages, this one {found}")]
    ZoneSize {
        /// How many it has.
        found: usize,
        /// How many a zone has.
        expected: u16,
    },
    /// A post is held at a unit of the wrong level.
    #[error("`{post}` is held at a {expected}, not at a {found}")]
    WrongUnit {
        /// The post.
        post: Post,
        /// The level of the units at which it is held.
        expected: Level,
        /// The level of the unit that was named.
        found: Level,
    },
    /// The holder's rank does not allow the post.
    #[error("`{post}` is not open to the rank `{rank}`")]
    WrongRank {
        /// The post.
        post: Post,
        /// The holder's rank.
        rank: Rank,
    },
    /// A village or group cadre without a village.
    #[error("a person of the rank `{rank}` serves in a village")]
    HomeMissing {
        /// The person's rank.
        rank: Rank,
    },
    /// A person holds two posts on one day that exclude each other.
    #[error("`{post}` and `{other}` exclude each other")]
    Excluded {
        /// The post taken up later.
        post: Post,
        /// The post held already.
        other: Post,
    },
    /// A unit is part of one that is on no level above.
    #[error("a {level} is no part of a {parent}")]
    WrongParent {
        /// The level of the unit.
        level: Level,
        /// The level of the one of which it is said to be a part.
        parent: Level,
    },
    /// The persons of a village's households are more than its population.
    #[error("the households of the village have {persons} persons, its population is {population}")]
    PopulationExceeded {
        /// The persons of its households in this roster.
        persons: u64,
        /// Its population.
        population: u32,
    },
    /// An item of a standard is answered by something of another kind.
    #[error("`{item}` is answered by `{expected}`")]
    WrongKind {
        /// The item.
        item: Id<'static>,
        /// The field in which its answer belongs.
        expected: &'static str,
    },
    /// An amount lies outside its bounds.
    #[error("`{found}` is not from {least} to {most}")]
    AmountOutOfRange {
        /// The amount.
        found: Yuan,
        /// The least that it may be.
        least: Yuan,
        /// The most that it may be.
        most: Yuan,
    },
    /// A share is more than the whole.
    #[error("`{found}` is more than 1")]
    ShareOutOfRange {
        /// The share.
        found: Ratio,
    },
}

/// Which rule two overlapping spans break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// A household has two helpers.
    #[error("the household already has a helper on some of these days")]
    Helpers,
    /// A post has more holders than seats.
    #[error("all seats of `{post}` are already taken on some of these days")]
    Seats {
        /// The post.
        post: Post,
    },
    /// A person holds the same post at the same unit twice.
    #[error("the person already holds `{post}` here on some of these days")]
    SamePerson {
        /// The post.
        post: Post,
    },
    /// A household is poor twice.
    #[error("the household is already poor on some of these days")]
    Poor,
    /// A village stands on the list twice.
    #[error("the village is already listed on some of these days")]
    Listed,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To be looked at; the document can be used.
    Warning,
    /// The document cannot be used.
    Error,
}

impl Fault {
    /// The stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateId { .. } => "duplicate_id",
            Self::UnknownReference { .. } | Self::UnknownPost { .. } => "unknown_reference",
            Self::BadSpan { .. } => "bad_span",
            Self::NumberOutOfRange(_)
            | Self::DayOutOfRange { .. }
            | Self::AmountOutOfRange { .. }
            | Self::ShareOutOfRange { .. } => "out_of_range",
            Self::Overlap(_) => "overlap",
            Self::ZoneMissing => "zone_missing",
            Self::ZoneUnexpected => "zone_unexpected",
            Self::ZoneSize { .. } => "zone_size",
            Self::WrongUnit { .. } => "wrong_unit",
            Self::WrongRank { .. } => "wrong_rank",
            Self::HomeMissing { .. } => "home_missing",
            Self::Excluded { .. } => "stay_behind_at_front",
            Self::WrongParent { .. } => "wrong_parent",
            Self::PopulationExceeded { .. } => "population_exceeded",
            Self::WrongKind { .. } => "wrong_kind",
        }
    }

    /// How grave the fault is; every one of format 1 is an error.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        Severity::Error
    }
}

impl Severity {
    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.path, self.fault, self.fault.code())?;
        for (at, path) in self.related.iter().enumerate() {
            f.write_str(if at == 0 { ", see " } else { ", " })?;
            write!(f, "{path}")?;
        }
        Ok(())
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut finding = serializer.serialize_struct("Finding", 5)?;
        finding.serialize_field("severity", self.fault.severity().as_str())?;
        finding.serialize_field("code", self.fault.code())?;
        finding.serialize_field("path", &self.path)?;
        finding.serialize_field("related", &self.related)?;
        finding.serialize_field("message", &self.fault.to_string())?;
        finding.end()
    }
}

/// Everything that is wrong with a document, sorted by path, then by code; never empty.
///
/// Every independent fault is there, each once; what only follows from another is not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Findings {
    findings: Vec<Finding>,
}

impl Findings {
    /// Returns `Ok` if nothing was found.
    pub(crate) fn none_or(mut findings: Vec<Finding>) -> Result<(), Self> {
        if findings.is_empty() {
            return Ok(());
        }
        findings.sort_by(|a, b| (&a.path, a.fault.code()).cmp(&(&b.path, b.fault.code())));
        Err(Self { findings })
    }

    /// The findings, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.findings.as_slice() {
            [first, _, ..] => {
                write!(f, "{first}; and {} more", self.findings.len().saturating_sub(1))
            }
            _ => self.findings.iter().try_for_each(|finding| write!(f, "{finding}")),
        }
    }
}

impl std::error::Error for Findings {}
