use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::ExitKind;
use crate::calendar::Day;
use crate::poverty::ExitDecision;
use crate::township::Person;

/// Something that happened on the way of a household out of poverty, and when.
///
/// In documents `{"on": "2018-11-04", "step": "verified", "by": "p042"}`; `by` is null but of a
/// verification.
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

impl Serialize for ExitEvent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut event = serializer.serialize_struct("ExitEvent", 3)?;
        event.serialize_field("on", &self.on)?;
        event.serialize_field("step", &self.step.kind())?;
        event.serialize_field("by", &self.step.verifier())?;
        event.end()
    }
}
