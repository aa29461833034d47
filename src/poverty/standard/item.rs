use std::num::NonZeroU8;

use serde::{Deserialize, Serialize, Serializer};

use crate::basis::{Basis, Sourced};
use crate::calendar::{Day, EmptySpan, Span};
use crate::document::{nullable, owned_id};
use crate::poverty::dates::months_earlier;
use crate::quantity::{Id, Ratio, Yuan};

/// One thing that a standard asks for (指标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an item of a standard")]
pub struct Item {
    /// Its id, unique in its standard.
    #[serde(deserialize_with = "owned_id")]
    pub id: Id<'static>,
    /// What it is called.
    pub title: String,
    /// Whether nobody gets out without it. What is not mandatory is told, and decides nothing.
    pub mandatory: bool,
    /// Where and when it is asked for.
    pub valid: Validity,
    /// How old the evidence for it may be, if that is settled for this item by itself; in documents
    /// null if it is not.
    #[serde(deserialize_with = "nullable")]
    pub evidence: Option<EvidenceAge>,
    /// When it is met.
    pub test: Test,
    /// Who asks for it.
    pub basis: Basis,
}

/// Where and when something holds (适用范围).
///
/// In documents `{"region": null, "from": "2013-01-01", "until": "2014-01-01"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "where and when it holds")]
pub struct Validity {
    /// The region, by its code; everywhere if none. Codes nest as those of administrative divisions
    /// do: what holds in `51`, a province, holds in `510525`, one of its counties. A code that a
    /// standard knows nothing of is a region in which only holds what holds everywhere.
    #[serde(deserialize_with = "region")]
    pub region: Option<Id<'static>>,
    /// The first day; since ever if none.
    #[serde(deserialize_with = "nullable")]
    pub from: Option<Day>,
    /// The first day no longer; open if none.
    pub until: Option<Day>,
}

impl Validity {
    /// Everywhere and always.
    pub const ALWAYS: Self = Self { region: None, from: None, until: None };

    /// Whether it is so in a region on a day; in no region that is named, only what is so everywhere.
    #[must_use]
    pub fn holds(&self, region: Option<&Id<'_>>, on: Day) -> bool {
        let is_there = self.region.as_ref().is_none_or(|own| {
            region.is_some_and(|region| region.as_str().starts_with(own.as_str()))
        });
        is_there
            && self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on < until)
    }

    /// The days.
    ///
    /// # Errors
    /// [`EmptySpan`] if it ends before it begins; one of a [`Standard`](super::Standard) does not.
    pub fn span(&self) -> Result<Span, EmptySpan> {
        Span::new(self.from.unwrap_or(Day::MIN), self.until)
    }
}

/// When an item is met (判定方式).
///
/// In documents `"fact"`, `{"amount": {"passes": {"value": "over", "basis": {"assumption": "A12"}},
/// "lines": [..]}}` or `{"share": {"passes": .., "limits": [..]}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// If it is so (是否).
    Fact,
    /// If an amount a year and head stands well against the line.
    Amount {
        /// How it must stand against the line.
        passes: Sourced<Floor>,
        /// The line, by region and time.
        lines: Vec<Threshold<Yuan>>,
    },
    /// If a share stands well against the limit.
    Share {
        /// How it must stand against the limit.
        passes: Sourced<Ceiling>,
        /// The limit, by region and time.
        limits: Vec<Threshold<Ratio>>,
    },
}

impl Test {
    /// The greatest line, and the greatest amount that an answer may give: ten million yuan a year.
    pub const MOST: Yuan = Yuan::from_fen(1_000_000_000);

    /// Who says how an answer must stand against the line or limit; nobody of a fact.
    pub(super) const fn passes_basis(&self) -> Option<&Basis> {
        match self {
            Self::Fact => None,
            Self::Amount { passes, .. } => Some(&passes.basis),
            Self::Share { passes, .. } => Some(&passes.basis),
        }
    }

    /// What answers it, as documents call it: `holds`, `amount` or `share`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Fact => "holds",
            Self::Amount { .. } => "amount",
            Self::Share { .. } => "share",
        }
    }
}

/// How an amount must stand against a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Floor {
    /// Strictly over it (超过): exactly at the line is not enough.
    Over,
    /// Over it or at it (达到).
    AtLeast,
}

impl Floor {
    /// Whether an amount passes.
    #[must_use]
    pub fn passes(self, amount: Yuan, line: Yuan) -> bool {
        match self {
            Self::Over => amount > line,
            Self::AtLeast => amount >= line,
        }
    }
}

/// How a share must stand against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ceiling {
    /// Strictly below it (低于): exactly at the limit is too much.
    Below,
    /// Below it or at it (不高于).
    AtMost,
}

impl Ceiling {
    /// Whether a share passes. The comparison is exact.
    #[must_use]
    pub fn passes(self, share: Ratio, limit: Ratio) -> bool {
        match self {
            Self::Below => share < limit,
            Self::AtMost => share <= limit,
        }
    }
}

/// A line or a limit, where and when it holds, and who says so.
///
/// In documents `{"value": "2736.00", "valid": {"region": null, "from": "2013-01-01", "until":
/// "2014-01-01"}, "basis": {"assumption": "A31"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a line or a limit")]
pub struct Threshold<T> {
    /// The line, in yuan a year and head; or the limit, a share.
    pub value: T,
    /// Where and when it holds.
    pub valid: Validity,
    /// Who says so.
    pub basis: Basis,
}

impl<T> Threshold<T> {
    /// The one of a region on a day: that of the smallest region around it, or else the one of
    /// everywhere. Never one of another day.
    fn in_force<'s>(table: &'s [Self], region: Option<&Id<'_>>, on: Day) -> Option<&'s Self> {
        let all = table.iter().filter(|one| one.valid.holds(region, on));
        // INVARIANT: of one region at most one holds on a day.
        all.max_by_key(|one| one.valid.region.as_ref().map(|own| own.as_str().len()))
    }
}

/// The line or limit that holds in a region on a day, and how an answer must stand against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce<'s> {
    /// A line.
    Line(Floor, &'s Threshold<Yuan>),
    /// A limit.
    Limit(Ceiling, &'s Threshold<Ratio>),
}

impl InForce<'_> {
    /// Who says so.
    #[must_use]
    pub const fn basis(&self) -> &Basis {
        match self {
            Self::Line(_, line) => &line.basis,
            Self::Limit(_, limit) => &limit.basis,
        }
    }

    /// `over`, `at_least`, `below` or `at_most`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Line(Floor::Over, _) => "over",
            Self::Line(Floor::AtLeast, _) => "at_least",
            Self::Limit(Ceiling::Below, _) => "below",
            Self::Limit(Ceiling::AtMost, _) => "at_most",
        }
    }
}

/// The value alone: `"3218.00"` or `"3/100"`.
impl Serialize for InForce<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Line(_, line) => line.value.serialize(serializer),
            Self::Limit(_, limit) => limit.value.serialize(serializer),
        }
    }
}

impl Item {
    /// The line or limit that holds in a region on a day; none for a fact.
    #[must_use]
    pub fn in_force(&self, region: Option<&Id<'_>>, on: Day) -> Option<InForce<'_>> {
        match &self.test {
            Test::Fact => None,
            Test::Amount { passes, lines } => {
                Threshold::in_force(lines, region, on).map(|line| InForce::Line(passes.value, line))
            }
            Test::Share { passes, limits } => Threshold::in_force(limits, region, on)
                .map(|limit| InForce::Limit(passes.value, limit)),
        }
    }

    /// Every clause, assumption and decision that a value rests on.
    pub(super) fn bases(&self) -> Vec<&Basis> {
        let mut bases = vec![&self.basis];
        match &self.test {
            Test::Fact => {}
            Test::Amount { passes, lines } => {
                bases.push(&passes.basis);
                bases.extend(lines.iter().map(|line| &line.basis));
            }
            Test::Share { passes, limits } => {
                bases.push(&passes.basis);
                bases.extend(limits.iter().map(|limit| &limit.basis));
            }
        }
        bases
    }
}

/// How old the evidence for an item may be on the day of the appraisal (证据时效).
///
/// In documents `"any"`, `"same_year"` or `{"months": 12}`. Evidence of a later day than the
/// appraisal's never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceAge {
    /// Of any age.
    Any,
    /// Of the same calendar year.
    SameYear,
    /// So many months at most: evidence of 15 January is twelve months old on the 15 January after.
    Months(NonZeroU8),
}

impl EvidenceAge {
    /// Whether evidence of a day is not too old on another.
    #[must_use]
    pub fn allows(self, evidence: Day, on: Day) -> bool {
        match self {
            Self::Any => true,
            Self::SameYear => evidence.year() == on.year(),
            Self::Months(months) => {
                evidence >= months_earlier(on, u32::from(months.get())).unwrap_or(Day::MIN)
            }
        }
    }
}

/// Reads a region that must be there, but may be null.
fn region<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Id<'static>>, D::Error> {
    let region: Option<Id<'de>> = Option::deserialize(deserializer)?;
    Ok(region.map(Id::into_owned))
}
