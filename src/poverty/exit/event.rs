use serde::{Deserialize, Serialize, Serializer};

use super::ExitKind;
use crate::calendar::Day;
use crate::poverty::ExitDecision;
use crate::quantity::Id;
use crate::township::{Person, Township};

/// Something that happened on the way of a household out of poverty, and when.
///
/// In documents its [`ExitRecord`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitEvent<'t> {
    /// The day.
    pub on: Day,
    /// What happened.
    pub step: ExitStep<'t>,
}

/// What may happen on the way of a household out of poverty (退出环节).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStep<'t> {
    /// The villagers' appraisal (民主评议) proposes its exit.
    Proposed,
    /// The villagers' appraisal does not propose it.
    NotProposed,
    /// It is verified (核实) that the household meets the standard.
    Verified {
        /// By whom.
        by: Person<'t>,
    },
    /// It is found that the household does not meet the standard.
    NotVerified {
        /// By whom.
        by: Person<'t>,
    },
    /// The household consents (认可).
    Consented,
    /// The household does not consent.
    Declined,
    /// The public notice (公示) is posted.
    Posted,
    /// Somebody objects (异议).
    Objected,
    /// An objection is found to be without ground.
    Dismissed,
    /// An objection is found to be right, and that ends the attempt.
    Upheld,
    /// The exit is announced (公告), and takes effect.
    Announced,
    /// The attempt is given up.
    Withdrawn,
    /// The household is poor again (返贫).
    Relapsed,
    /// The watch (监测) ends.
    WatchEnded,
}

impl<'t> ExitStep<'t> {
    /// What an appraisal by the standard makes of a verification; nothing is verified as long as the
    /// decision is undetermined.
    #[must_use]
    pub const fn of_verification(by: Person<'t>, decision: &ExitDecision<'_>) -> Option<Self> {
        match decision {
            ExitDecision::Exit => Some(Self::Verified { by }),
            ExitDecision::Refused { .. } => Some(Self::NotVerified { by }),
            ExitDecision::Undetermined { .. } => None,
        }
    }

    /// That it happened on a day.
    #[must_use]
    pub const fn on(self, on: Day) -> ExitEvent<'t> {
        ExitEvent { on, step: self }
    }

    /// What kind of step it is.
    #[must_use]
    pub const fn kind(self) -> ExitKind {
        match self {
            Self::Proposed => ExitKind::Proposed,
            Self::NotProposed => ExitKind::NotProposed,
            Self::Verified { .. } => ExitKind::Verified,
            Self::NotVerified { .. } => ExitKind::NotVerified,
            Self::Consented => ExitKind::Consented,
            Self::Declined => ExitKind::Declined,
            Self::Posted => ExitKind::Posted,
            Self::Objected => ExitKind::Objected,
            Self::Dismissed => ExitKind::Dismissed,
            Self::Upheld => ExitKind::Upheld,
            Self::Announced => ExitKind::Announced,
            Self::Withdrawn => ExitKind::Withdrawn,
            Self::Relapsed => ExitKind::Relapsed,
            Self::WatchEnded => ExitKind::WatchEnded,
        }
    }

    /// Who verified, if it is a verification.
    #[must_use]
    pub const fn verifier(self) -> Option<Person<'t>> {
        match self {
            Self::Verified { by } | Self::NotVerified { by } => Some(by),
            _ => None,
        }
    }
}

/// An event as a document or a database holds it; [`ExitRecord::of`] looks its person up.
///
/// In documents `{"on": "2018-11-04", "step": "verified", "by": "p042"}`; `by` is null, or absent, but
/// of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an event on the way out of poverty")]
pub struct ExitRecord<'a> {
    /// The day.
    pub on: Day,
    /// What happened.
    pub step: ExitKind,
    /// By whom it was verified.
    #[serde(borrow, default)]
    pub by: Option<Id<'a>>,
}

impl ExitRecord<'_> {
    /// The event, with its person.
    ///
    /// # Errors
    /// [`ExitRecordError`] if there is no such person, or one is named where nobody verifies, or none
    /// where somebody does.
    pub fn of<'t>(&self, township: &'t Township) -> Result<ExitEvent<'t>, ExitRecordError> {
        let unknown = |id: &Id<'_>| ExitRecordError::UnknownPerson { id: id.clone().into_owned() };
        let person = |id| township.person(Id::as_str(id)).ok_or_else(|| unknown(id));
        let by = self.by.as_ref().map(person).transpose()?;
        let step = match (self.step, by) {
            (ExitKind::Verified, Some(by)) => ExitStep::Verified { by },
            (ExitKind::NotVerified, Some(by)) => ExitStep::NotVerified { by },
            (ExitKind::Verified | ExitKind::NotVerified, None) => {
                return Err(ExitRecordError::NoVerifier { kind: self.step });
            }
            (kind, Some(_)) => return Err(ExitRecordError::NothingToVerify { kind }),
            (ExitKind::Proposed, None) => ExitStep::Proposed,
            (ExitKind::NotProposed, None) => ExitStep::NotProposed,
            (ExitKind::Consented, None) => ExitStep::Consented,
            (ExitKind::Declined, None) => ExitStep::Declined,
            (ExitKind::Posted, None) => ExitStep::Posted,
            (ExitKind::Objected, None) => ExitStep::Objected,
            (ExitKind::Dismissed, None) => ExitStep::Dismissed,
            (ExitKind::Upheld, None) => ExitStep::Upheld,
            (ExitKind::Announced, None) => ExitStep::Announced,
            (ExitKind::Withdrawn, None) => ExitStep::Withdrawn,
            (ExitKind::Relapsed, None) => ExitStep::Relapsed,
            (ExitKind::WatchEnded, None) => ExitStep::WatchEnded,
        };
        Ok(step.on(self.on))
    }
}

impl<'t> From<ExitEvent<'t>> for ExitRecord<'t> {
    fn from(event: ExitEvent<'t>) -> Self {
        let by = event.step.verifier().map(|person| person.id().as_borrowed());
        Self { on: event.on, step: event.step.kind(), by }
    }
}

/// Why a record is no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitRecordError {
    /// The township knows nobody of that id.
    #[error("there is no person `{id}`")]
    UnknownPerson {
        /// The id.
        id: Id<'static>,
    },
    /// It is a verification, and nobody verified.
    #[error("`{kind}` names nobody who did it")]
    NoVerifier {
        /// What happened.
        kind: ExitKind,
    },
    /// Somebody is named, and it is no verification.
    #[error("`{kind}` names somebody, and nothing is verified")]
    NothingToVerify {
        /// What happened.
        kind: ExitKind,
    },
}

impl Serialize for ExitEvent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ExitRecord::from(*self).serialize(serializer)
    }
}
