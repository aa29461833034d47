use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::regional::{Row, verdict};
use super::{Answer, Answers, InForce, Item, RegionalStandard, Undetermined, Unknown};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::poverty::{Region, Reply, Verdict, Verdicts};

/// How a household or a village stands with every item of its standard, and what follows (评定).
///
/// In documents `{"region": "510525", "on": "2018-11-20", "decision": "refused", "reason": null,
/// "failed": ["water"], "missing": [], "items": [..], "assumptions": [..]}`; each item is an
/// [`AppraisedItem`], the reason an [`Undetermined`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appraisal<'s> {
    /// The region whose items, lines and limits were applied.
    pub region: Region,
    /// The day of the appraisal.
    pub on: Day,
    /// The items that hold there or in a part of it on that day, in the order of the standard; none if
    /// the standard does not [cover](super::Standard::covers) the region.
    pub items: Vec<AppraisedItem<'s>>,
    is_covered: bool,
    // INVARIANT: those of the items.
    verdicts: Verdicts,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// How a household or a village stands with one item.
///
/// In documents `{"item": "income", "title": "..", "mandatory": true, "verdict": "not_met", "found":
/// "3218.00", "on": "2019-10-02", "passes": "over", "threshold": "3218.00", "reason": null, "source":
/// "A31"}`. The source is that of the line or limit, of an item without one its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppraisedItem<'s> {
    /// The item.
    pub item: &'s Item,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found and when, if anybody asked.
    pub answer: Option<Answer>,
    /// The line or limit against which it was held, if it has one that holds.
    pub threshold: Option<InForce<'s>>,
    /// Why the verdict is unknown; none exactly if it is known.
    pub unknown: Option<Unknown>,
}

/// Whether a household leaves poverty, or a village the list (退出决定).
///
/// Items that are not mandatory decide nothing, and are in none of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExitDecision<'s> {
    /// There are mandatory items, and every one is met.
    Exit,
    /// Some mandatory item is not met.
    Refused {
        /// Those that are not met, in the order of the standard; at least one.
        failed: Vec<&'s Item>,
        /// Those that are unknown besides.
        missing: Vec<&'s Item>,
    },
    /// No mandatory item is known not to be met, but not all are known to be.
    Undetermined {
        /// Why not.
        why: Undetermined,
        /// Those that are unknown, in the order of the standard; at least one exactly if
        /// [items are missing](Undetermined::ItemsMissing).
        missing: Vec<&'s Item>,
    },
}

impl<'s> ExitDecision<'s> {
    /// The word for it in documents: `exit`, `refused` or `undetermined`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Exit => "exit",
            Self::Refused { .. } => "refused",
            Self::Undetermined { .. } => "undetermined",
        }
    }

    /// The mandatory items that are not met.
    #[must_use]
    pub fn failed(&self) -> &[&'s Item] {
        match self {
            Self::Refused { failed, .. } => failed,
            Self::Exit | Self::Undetermined { .. } => &[],
        }
    }

    /// The mandatory items of which nobody knows.
    #[must_use]
    pub fn missing(&self) -> &[&'s Item] {
        match self {
            Self::Refused { missing, .. } | Self::Undetermined { missing, .. } => missing,
            Self::Exit => &[],
        }
    }

    /// Why nothing is decided, if nothing is.
    #[must_use]
    pub const fn why(&self) -> Option<Undetermined> {
        match self {
            Self::Undetermined { why, .. } => Some(*why),
            Self::Exit | Self::Refused { .. } => None,
        }
    }
}

/// Whether the standard is met, as the [commitments](crate::poverty::commitments) ask `[F14]`: what
/// is undetermined counts as not asked.
impl From<&ExitDecision<'_>> for Reply {
    fn from(decision: &ExitDecision<'_>) -> Self {
        match decision {
            ExitDecision::Exit => Self::Yes,
            ExitDecision::Refused { .. } => Self::No,
            ExitDecision::Undetermined { .. } => Self::Unasked,
        }
    }
}

impl<'s> Appraisal<'s> {
    /// Holds answers against their standard, as it holds in a region on a day.
    pub(super) fn of(answers: &Answers<'s>, regional: &RegionalStandard<'s>) -> Self {
        let mut assumptions = Assumptions::default();
        let mut verdicts = Verdicts::default();
        let mut items = Vec::new();
        for row in regional.rows() {
            let Row { item, threshold, .. } = *row;
            let answer = answers.at(row.position);
            assumptions.rest_on(&item.basis);
            if let Some(basis) = item.test.passes_basis() {
                assumptions.rest_on(basis);
            }
            let threshold = threshold.ok().flatten();
            if let Some(threshold) = threshold {
                assumptions.rest_on(threshold.basis());
            }
            if answer.is_some() {
                assumptions.rest_on(row.age_basis);
            }
            let standing = row.standing(answer, regional.on());
            let verdict = verdict(standing);
            verdicts = verdicts.with(row.position, verdict);
            let unknown = standing.err();
            items.push(AppraisedItem { item, verdict, answer, threshold, unknown });
        }
        let (region, on) = (regional.region().clone(), regional.on());
        let is_covered = regional.is_covered();
        Self { region, on, items, is_covered, verdicts, assumptions }
    }

    /// The verdicts by the positions of the standard's items; an item that does not hold is unknown.
    #[must_use]
    pub const fn verdicts(&self) -> Verdicts {
        self.verdicts
    }

    /// What follows from the mandatory items.
    #[must_use]
    pub fn decision(&self) -> ExitDecision<'s> {
        let mandatory = || self.items.iter().filter(|one| one.item.mandatory);
        let of = |verdict| {
            let those = mandatory().filter(|one| one.verdict == verdict);
            those.map(|one| one.item).collect::<Vec<_>>()
        };
        let (failed, missing) = (of(Verdict::NotMet), of(Verdict::Unknown));
        if !failed.is_empty() {
            ExitDecision::Refused { failed, missing }
        } else if !missing.is_empty() {
            ExitDecision::Undetermined { why: Undetermined::ItemsMissing, missing }
        } else if mandatory().next().is_some() {
            ExitDecision::Exit
        } else if self.is_covered {
            ExitDecision::Undetermined { why: Undetermined::NothingAsked, missing }
        } else {
            ExitDecision::Undetermined { why: Undetermined::RegionNotCovered, missing }
        }
    }

    /// The verdict on an item by its id, if it holds in the region or in a part of it on the day.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&AppraisedItem<'s>> {
        self.items.iter().find(|one| one.item.id == *id)
    }
}

impl Serialize for AppraisedItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = self.threshold.as_ref().map_or(&self.item.basis, InForce::basis);
        let mut item = serializer.serialize_struct("AppraisedItem", 10)?;
        item.serialize_field("item", &self.item.id)?;
        item.serialize_field("title", &self.item.title)?;
        item.serialize_field("mandatory", &self.item.mandatory)?;
        item.serialize_field("verdict", &self.verdict)?;
        item.serialize_field("found", &self.answer.map(|answer| answer.found))?;
        item.serialize_field("on", &self.answer.map(|answer| answer.on))?;
        item.serialize_field("passes", &self.threshold.as_ref().map(|one| one.passes().as_str()))?;
        item.serialize_field("threshold", &self.threshold)?;
        item.serialize_field("reason", &self.unknown)?;
        item.serialize_field("source", source.id())?;
        item.end()
    }
}

impl Serialize for Appraisal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = self.decision();
        let ids = |items: &[&Item]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
        let mut appraisal = serializer.serialize_struct("Appraisal", 8)?;
        appraisal.serialize_field("region", &self.region)?;
        appraisal.serialize_field("on", &self.on)?;
        appraisal.serialize_field("decision", decision.as_str())?;
        appraisal.serialize_field("reason", &decision.why())?;
        appraisal.serialize_field("failed", &ids(decision.failed()))?;
        appraisal.serialize_field("missing", &ids(decision.missing()))?;
        appraisal.serialize_field("items", &self.items)?;
        appraisal.serialize_field("assumptions", &self.assumptions)?;
        appraisal.end()
    }
}
