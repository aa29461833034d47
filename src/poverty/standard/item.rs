use std::num::NonZeroU8;

use serde::{Deserialize, Serialize, Serializer};

use super::{Comparison, Extent, Unknown, Validity};
use crate::basis::{Basis, Sourced};
use crate::calendar::Day;
use crate::document::{nullable, owned_id};
use crate::poverty::Region;
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

/// When an item is met (判定方式).
///
/// In documents `"fact"`, `{"amount": {"passes": {"value": "over", "basis": {"assumption": "A12"}},
/// "lines": [..]}}` or `{"share": {"passes": .., "limits": [..]}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// If it is so (是否).
    Fact,
    /// If an amount a year and head stands well against the line: is over it, or below.
    Amount {
        /// How it must stand against the line.
        passes: Sourced<Comparison>,
        /// The line, by region and time.
        lines: Vec<Threshold<Yuan>>,
    },
    /// If a share stands well against the limit: is below it, or over.
    Share {
        /// How it must stand against the limit.
        passes: Sourced<Comparison>,
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
            Self::Amount { passes, .. } | Self::Share { passes, .. } => Some(&passes.basis),
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
    /// everywhere. Never one of another day, and none where one of a part of the region holds.
    fn in_force<'s>(
        table: &'s [Self],
        region: Option<&Region>,
        on: Day,
    ) -> Result<&'s Self, Unknown> {
        let of = |extent| table.iter().filter(move |one| one.valid.extent(region, on) == extent);
        if of(Extent::Part).next().is_some() {
            return Err(Unknown::RegionTooWide);
        }
        // INVARIANT: of one region at most one holds on a day; around a region, the code of a smaller
        // one begins with that of a wider, and is the greater.
        of(Extent::Whole).max_by_key(|one| one.valid.region.as_ref()).ok_or(Unknown::NoLine)
    }
}

/// The line or limit that holds in a region on a day, and how an answer must stand against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce<'s> {
    /// A line.
    Line(Comparison, &'s Threshold<Yuan>),
    /// A limit.
    Limit(Comparison, &'s Threshold<Ratio>),
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

    /// How an answer must stand against it.
    #[must_use]
    pub const fn passes(&self) -> Comparison {
        match self {
            Self::Line(passes, _) | Self::Limit(passes, _) => *passes,
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
    ///
    /// # Errors
    /// [`Unknown::RegionTooWide`] if another one holds in a part of the region, [`Unknown::NoLine`]
    /// if none holds.
    pub fn in_force(
        &self,
        region: Option<&Region>,
        on: Day,
    ) -> Result<Option<InForce<'_>>, Unknown> {
        Ok(match &self.test {
            Test::Fact => None,
            Test::Amount { passes, lines } => {
                Some(InForce::Line(passes.value, Threshold::in_force(lines, region, on)?))
            }
            Test::Share { passes, limits } => {
                Some(InForce::Limit(passes.value, Threshold::in_force(limits, region, on)?))
            }
        })
    }

    /// Every region that it names.
    pub(super) fn regions(&self) -> Vec<&Region> {
        fn of<T>(table: &[Threshold<T>]) -> impl Iterator<Item = &Region> {
            table.iter().filter_map(|one| one.valid.region.as_ref())
        }
        let mut regions: Vec<&Region> = self.valid.region.iter().collect();
        match &self.test {
            Test::Fact => {}
            Test::Amount { lines, .. } => regions.extend(of(lines)),
            Test::Share { limits, .. } => regions.extend(of(limits)),
        }
        regions
    }

    /// Every clause, assumption and decision that a value rests on.
    pub(super) fn bases(&self) -> Vec<&Basis> {
        let mut bases = vec![&self.basis];
        bases.extend(self.test.passes_basis());
        match &self.test {
            Test::Fact => {}
            Test::Amount { lines, .. } => bases.extend(lines.iter().map(|line| &line.basis)),
            Test::Share { limits, .. } => bases.extend(limits.iter().map(|limit| &limit.basis)),
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
