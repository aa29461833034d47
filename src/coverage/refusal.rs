use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::calendar::{Day, Span, Spans};
use crate::quantity::Id;
use crate::township::{Post, Rank, Role};

/// Which of a person's duties: there is one of a role at a unit from a day on.
///
/// Ordered by unit, role and day. The text form is as in messages, `` `group_lead` at `209-3` from
/// `2018-09-10` ``.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DutyName {
    /// The unit's id; the role says at which level to look.
    pub unit: Id<'static>,
    /// As what they answer.
    pub role: Role,
    /// The first day.
    pub from: Day,
}

/// One thing that stands against a handover.
///
/// Its [`code`](Objection::code) is stable; its text form is the message. Objections are ordered as
/// the variants stand here, within one by duty, then by successor. In documents the code, then the
/// duty's `post`, `unit` and `from`, the `successor`, each if there is one, and the message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Objection {
    /// Whoever leaves is not known; so nothing is said about duties.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// The id.
        person: Id<'static>,
    },
    /// Nobody takes a duty over, nor is it said that it lapses.
    #[error("{duty} is left")]
    Left {
        /// The duty.
        duty: DutyName,
    },
    /// A duty is to lapse that the mechanism needs.
    #[error("{duty} cannot lapse: somebody is missing on {missing}")]
    Needed {
        /// The duty.
        duty: DutyName,
        /// The days on which somebody would be missing.
        missing: Spans,
    },
    /// A duty is handed over more than once.
    #[error("{duty} is handed over more than once")]
    MoreThanOnce {
        /// The duty.
        duty: DutyName,
    },
    /// Something is handed over that the person does not answer for from the day on.
    #[error("{duty} is no duty of who leaves")]
    NotADuty {
        /// What was named.
        duty: DutyName,
    },
    /// The successor is not known.
    #[error("{duty} cannot pass to `{successor}`: there is no such person")]
    UnknownSuccessor {
        /// The duty.
        duty: DutyName,
        /// The id.
        successor: Id<'static>,
    },
    /// The successor is the one who leaves.
    #[error("{duty} cannot pass to `{successor}`, who leaves")]
    Leaving {
        /// The duty.
        duty: DutyName,
        /// Who leaves.
        successor: Id<'static>,
    },
    /// The successor's rank does not allow the post.
    #[error("{duty} cannot pass to `{successor}`: it is not open to the rank `{rank}`")]
    WrongRank {
        /// The duty.
        duty: DutyName,
        /// The successor.
        successor: Id<'static>,
        /// Their rank.
        rank: Rank,
    },
    /// The successor holds that very post on some of the days, and nobody holds one twice.
    #[error("{duty} cannot pass to `{successor}`, who holds it already, `{held}`")]
    HeldAlready {
        /// The duty.
        duty: DutyName,
        /// The successor.
        successor: Id<'static>,
        /// When they hold it, the first time that is in the way.
        held: Span,
    },
    /// The successor holds a post on some of the days that excludes this one, as who stays behind
    /// may not be at the front `[F25]`.
    #[error(
        "{duty} cannot pass to `{successor}`, who is `{other}`, `{held}`: they exclude each other"
    )]
    Excluded {
        /// The duty.
        duty: DutyName,
        /// The successor.
        successor: Id<'static>,
        /// Their post.
        other: Post,
        /// When they hold it, the first time that is in the way.
        held: Span,
    },
    /// The successor would help more households than they may (A10).
    #[error(
        "`{successor}` would help {households} households on `{on}`, at most {cap} are allowed"
    )]
    OverCap {
        /// The successor.
        successor: Id<'static>,
        /// The first day on which they would help too many, one taken over among them.
        on: Day,
        /// How many they would help on that day.
        households: usize,
        /// The most that they may help.
        cap: u32,
    },
}

/// Everything that stands against a handover, in order; never empty.
///
/// Every independent objection is there, each once; what only follows from another is not. In
/// documents `{"objections": [{"code": "left", "post": "group_lead", "unit": "209-3", "from":
/// "2018-09-10", "message": "…"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refusal {
    objections: Vec<Objection>,
}

impl Objection {
    /// The stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownPerson { .. } => "unknown_person",
            Self::Left { .. } => "left",
            Self::Needed { .. } => "needed",
            Self::MoreThanOnce { .. } => "more_than_once",
            Self::NotADuty { .. } => "not_a_duty",
            Self::UnknownSuccessor { .. } => "unknown_successor",
            Self::Leaving { .. } => "leaving",
            Self::WrongRank { .. } => "wrong_rank",
            Self::HeldAlready { .. } => "held_already",
            Self::Excluded { .. } => "stay_behind_at_front",
            Self::OverCap { .. } => "over_cap",
        }
    }

    /// The duty that it is about; none if it is about a person.
    #[must_use]
    pub const fn duty(&self) -> Option<&DutyName> {
        match self {
            Self::UnknownPerson { .. } | Self::OverCap { .. } => None,
            Self::Left { duty }
            | Self::Needed { duty, .. }
            | Self::MoreThanOnce { duty }
            | Self::NotADuty { duty }
            | Self::UnknownSuccessor { duty, .. }
            | Self::Leaving { duty, .. }
            | Self::WrongRank { duty, .. }
            | Self::HeldAlready { duty, .. }
            | Self::Excluded { duty, .. } => Some(duty),
        }
    }

    /// The successor whom it is about, if any.
    #[must_use]
    pub const fn successor(&self) -> Option<&Id<'static>> {
        match self {
            Self::UnknownPerson { .. }
            | Self::Left { .. }
            | Self::Needed { .. }
            | Self::MoreThanOnce { .. }
            | Self::NotADuty { .. } => None,
            Self::UnknownSuccessor { successor, .. }
            | Self::Leaving { successor, .. }
            | Self::WrongRank { successor, .. }
            | Self::HeldAlready { successor, .. }
            | Self::Excluded { successor, .. }
            | Self::OverCap { successor, .. } => Some(successor),
        }
    }
}

impl Refusal {
    /// Returns `Ok` if nothing stands against it.
    pub(super) fn none_or(objections: Vec<Objection>) -> Result<(), Self> {
        if objections.is_empty() { Ok(()) } else { Err(Self::of(objections)) }
    }

    // INVARIANT: there are objections.
    pub(super) fn of(mut objections: Vec<Objection>) -> Self {
        objections.sort();
        objections.dedup();
        Self { objections }
    }

    /// The objections, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Objection] {
        &self.objections
    }

    /// The objections, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Objection> {
        self.objections.iter()
    }
}

impl fmt::Display for DutyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at `{}` from `{}`", self.role, self.unit, self.from)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.objections.as_slice() {
            [first, _, ..] => {
                write!(f, "{first}; and {} more", self.objections.len().saturating_sub(1))
            }
            _ => self.objections.iter().try_for_each(|objection| write!(f, "{objection}")),
        }
    }
}

impl std::error::Error for Refusal {}

impl<'a> IntoIterator for &'a Refusal {
    type Item = &'a Objection;
    type IntoIter = std::slice::Iter<'a, Objection>;

    fn into_iter(self) -> Self::IntoIter {
        self.objections.iter()
    }
}

impl IntoIterator for Refusal {
    type Item = Objection;
    type IntoIter = std::vec::IntoIter<Objection>;

    fn into_iter(self) -> Self::IntoIter {
        self.objections.into_iter()
    }
}

impl Serialize for Objection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut objection = serializer.serialize_map(None)?;
        objection.serialize_entry("code", self.code())?;
        if let Some(duty) = self.duty() {
            objection.serialize_entry("post", &duty.role)?;
            objection.serialize_entry("unit", &duty.unit)?;
            objection.serialize_entry("from", &duty.from)?;
        }
        if let Some(successor) = self.successor() {
            objection.serialize_entry("successor", successor)?;
        }
        objection.serialize_entry("message", &self.to_string())?;
        objection.end()
    }
}
