use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ExitRefusal, ExitRules};
use crate::calendar::Day;
use crate::poverty::dates::{days_later, months_later};

/// Where a household stands on its way out of poverty (所处环节).
///
/// In documents `poor`, `on_notice` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitStage {
    /// It is poor, and no attempt is under way.
    Poor,
    /// It is proposed for exit.
    Proposed,
    /// It is verified that it meets the standard.
    Verified,
    /// It consented.
    Consented,
    /// The notice is posted, and no objection is open.
    OnNotice,
    /// The notice is posted, and some objection is open.
    Disputed,
    /// It is out of poverty, and watched.
    Watched,
    /// It is out of poverty, and the watch has ended.
    Out,
}

/// The kinds of [`ExitStep`](super::ExitStep).
///
/// In documents `proposed`, `watch_ended` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is documented at the step of its name")]
pub enum ExitKind {
    Proposed,
    NotProposed,
    Verified,
    NotVerified,
    Consented,
    Declined,
    Posted,
    Objected,
    Dismissed,
    Upheld,
    Announced,
    Withdrawn,
    Relapsed,
    WatchEnded,
}

/// From which stage which step leads to which. What is not here is not allowed.
///
/// A dismissed objection leads back to the notice only if no other is open.
const STEPS: &[(ExitStage, ExitKind, ExitStage)] = {
    use ExitKind as Kind;
    use ExitStage::{Consented, Disputed, OnNotice, Out, Poor, Proposed, Verified, Watched};
    &[
        (Poor, Kind::Proposed, Proposed),
        (Poor, Kind::NotProposed, Poor),
        (Proposed, Kind::Verified, Verified),
        (Proposed, Kind::NotVerified, Poor),
        (Proposed, Kind::Withdrawn, Poor),
        (Verified, Kind::Consented, Consented),
        (Verified, Kind::Declined, Poor),
        (Verified, Kind::Withdrawn, Poor),
        (Consented, Kind::Posted, OnNotice),
        (Consented, Kind::Withdrawn, Poor),
        (OnNotice, Kind::Objected, Disputed),
        (OnNotice, Kind::Announced, Watched),
        (OnNotice, Kind::Withdrawn, Poor),
        (Disputed, Kind::Objected, Disputed),
        (Disputed, Kind::Dismissed, OnNotice),
        (Disputed, Kind::Upheld, Poor),
        (Disputed, Kind::Withdrawn, Poor),
        (Watched, Kind::Relapsed, Poor),
        (Watched, Kind::WatchEnded, Out),
        (Out, Kind::Relapsed, Poor),
    ]
};

/// Where a case stands.
///
/// In documents: see the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExitState {
    /// The stage.
    pub stage: ExitStage,
    /// The day on which it was entered, from whichever other.
    pub since: Day,
    /// The day of the last step, or since when the household is poor.
    pub last: Day,
    /// The day on which the notice of the attempt under way was posted.
    pub posted: Option<Day>,
    /// The day on which it got out of poverty, as long as it is out.
    pub exited: Option<Day>,
    /// How many objections are open.
    pub objections: u32,
}

/// A step that may happen next.
///
/// In documents `{"step": "announced", "from": "2018-11-13"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Allowed {
    /// The kind of step.
    #[serde(rename = "step")]
    pub kind: ExitKind,
    /// The first day on which it may happen.
    pub from: Day,
}

impl ExitState {
    /// Poor since a day, and nothing has happened.
    pub(super) const fn poor_since(day: Day) -> Self {
        Self {
            stage: ExitStage::Poor,
            since: day,
            last: day,
            posted: None,
            exited: None,
            objections: 0,
        }
    }

    /// What may happen next, each from which day on; what the rules put beyond the calendar may not.
    #[must_use]
    pub fn allowed(&self, rules: &ExitRules) -> Vec<Allowed> {
        let own = STEPS.iter().filter(|(stage, ..)| *stage == self.stage);
        own.filter_map(|(_, kind, _)| Some(Allowed { kind: *kind, from: self.from(rules, *kind)? }))
            .collect()
    }

    /// The first day on which a step may happen, if it is the next; none if that lies beyond the
    /// calendar.
    fn from(&self, rules: &ExitRules, kind: ExitKind) -> Option<Day> {
        // INVARIANT: of a step that is the next, the day that it is counted from is known.
        let wait = match kind {
            ExitKind::Announced => days_later(self.posted?, rules.notice_days.value.get().into()),
            ExitKind::WatchEnded => months_later(self.exited?, rules.watch_months.value.into()),
            // On the day of the exit itself it is out.
            ExitKind::Relapsed => self.exited?.next(),
            _ => Some(self.last),
        };
        wait.map(|day| day.max(self.last))
    }

    /// Where a case stands after a step.
    ///
    /// # Errors
    /// [`ExitRefusal`] if the step is not among the [allowed](Self::allowed) ones, comes before its
    /// day, or has its day beyond the calendar.
    pub fn after(&self, rules: &ExitRules, kind: ExitKind, on: Day) -> Result<Self, ExitRefusal> {
        let mut steps = STEPS.iter();
        let next = steps.find(|(stage, known, _)| (*stage, *known) == (self.stage, kind));
        let stage = self.stage;
        let Some((.., next)) = next else {
            return Err(ExitRefusal::NotNext { stage, kind, allowed: self.allowed(rules) });
        };
        let from = self.from(rules, kind).ok_or(ExitRefusal::OutOfCalendar { stage, kind, on })?;
        if on < from {
            return Err(ExitRefusal::TooEarly { stage, kind, on, from });
        }
        // INVARIANT: nobody objects 2^32 times.
        let objections = match kind {
            ExitKind::Objected => self.objections.saturating_add(1),
            ExitKind::Dismissed => self.objections.saturating_sub(1),
            _ => 0,
        };
        let stage = if objections > 0 { ExitStage::Disputed } else { *next };
        let since = if stage == self.stage { self.since } else { on };
        let posted = match stage {
            ExitStage::OnNotice | ExitStage::Disputed => self.posted.or(Some(on)),
            _ => None,
        };
        let exited = (!stage.is_poor()).then(|| self.exited.unwrap_or(on));
        Ok(Self { stage, since, last: on, posted, exited, objections })
    }
}

impl ExitStage {
    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Poor => "poor",
            Self::Proposed => "proposed",
            Self::Verified => "verified",
            Self::Consented => "consented",
            Self::OnNotice => "on_notice",
            Self::Disputed => "disputed",
            Self::Watched => "watched",
            Self::Out => "out",
        }
    }

    /// Whether the household is poor in it.
    #[must_use]
    pub const fn is_poor(self) -> bool {
        !matches!(self, Self::Watched | Self::Out)
    }
}

impl ExitKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 14] = [
        Self::Proposed,
        Self::NotProposed,
        Self::Verified,
        Self::NotVerified,
        Self::Consented,
        Self::Declined,
        Self::Posted,
        Self::Objected,
        Self::Dismissed,
        Self::Upheld,
        Self::Announced,
        Self::Withdrawn,
        Self::Relapsed,
        Self::WatchEnded,
    ];

    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::NotProposed => "not_proposed",
            Self::Verified => "verified",
            Self::NotVerified => "not_verified",
            Self::Consented => "consented",
            Self::Declined => "declined",
            Self::Posted => "posted",
            Self::Objected => "objected",
            Self::Dismissed => "dismissed",
            Self::Upheld => "upheld",
            Self::Announced => "announced",
            Self::Withdrawn => "withdrawn",
            Self::Relapsed => "relapsed",
            Self::WatchEnded => "watch_ended",
        }
    }
}

impl fmt::Display for ExitStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for ExitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` from {} on", self.kind, self.from)
    }
}
