mod auditor;
mod bounds;
mod checks;
mod delisting;
mod discrepancy;
mod sheet;
mod sums;

use std::fmt;

use serde::Serialize;

use self::auditor::Auditor;
use super::{NoIncidenceLimit, Standard};
use crate::basis::Assumptions;
use crate::quantity::{Id, Percent};
use crate::township::Level;

pub use discrepancy::{AuditFinding, Demand, Discrepancy, Entry, FigureName};
pub use sheet::{CountRecord, Counted, ReportRecord, Sheet, SheetRecords, Term};

/// Whether the figures of a sheet can be true (数据审核); see [`audit`](audit()).
///
/// In documents: see the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audit<'s> {
    /// The year.
    pub year: u16,
    /// How many checks were made, with or without a finding.
    pub checked: u64,
    /// What cannot be true, unit by unit in the order of their ids, and then check by check.
    pub findings: Vec<AuditFinding<'s>>,
    /// The checks that could not be made, likewise.
    pub unchecked: Vec<Unchecked<'s>>,
    /// The figures that are unknown, but follow from the others, likewise.
    pub derived: Vec<Derived<'s>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// A check that could not be made, since figures that it needs are unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unchecked<'s> {
    /// The unit.
    pub unit: &'s Id<'static>,
    /// Its level.
    pub level: Level,
    /// The check.
    pub check: Check,
    /// The unknown figures.
    pub unknown: Vec<UnknownFigure<'s>>,
    /// Why the [limit](FigureName::Limit) is unknown; absent if another figure is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoIncidenceLimit>,
}

/// A figure that a unit did not report, or a population of nobody, of which nothing is a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownFigure<'s> {
    /// The unit.
    pub unit: &'s Id<'static>,
    /// The figure.
    pub figure: FigureName,
}

/// What an unknown figure would have to be, for a check to find nothing. It counts in no other check;
/// but what it would have to be by several must agree. The same figure may follow twice from sums:
/// as that of a part, and as that of a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Derived<'s> {
    /// The unit.
    pub unit: &'s Id<'static>,
    /// Its level.
    pub level: Level,
    /// The figure.
    pub figure: FigureName,
    /// The check.
    pub check: Check,
    /// What it would have to be.
    #[serde(flatten)]
    pub value: DerivedValue,
}

/// What an unknown figure would have to be.
///
/// In documents `{"least": 1020, "most": 1023}`, where the most of a population may be null, or
/// `{"rate": "2.27%"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DerivedValue {
    /// At least so much, and at most so much if there is a bound.
    Count {
        /// The least.
        least: u64,
        /// The greatest.
        most: Option<u64>,
    },
    /// A rate.
    Rate {
        /// The rate.
        rate: Percent,
    },
}

impl DerivedValue {
    const fn exactly(value: u64) -> Self {
        Self::Count { least: value, most: Some(value) }
    }
}

/// What is checked of each unit.
///
/// In documents `bounds`, `headcount`, `flow`, `population`, `rate`, `delisting` or `sum`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Every figure lies within the bounds of a sheet, those not reported too.
    Bounds,
    /// Every household has as many persons as a household may have, and every person a household: in
    /// the counts of whole households.
    Headcount,
    /// opening + new + relapsed + born + moved in - exited - died - moved away = closing, of
    /// households and of persons.
    Flow,
    /// The poor are no more than the population.
    Population,
    /// The poor persons over the population publish as the rate.
    Rate,
    /// A village is off the list only if its incidence at the end of that year passes the
    /// [limit](Standard::incidence_limit) of the standard for villages, as it holds on that day in all
    /// of the region of the sheet. Where the poor persons or the population are unknown, all that
    /// publish as the rate decide, if they stand on one side of the limit.
    Delisting,
    /// Each figure of the parts adds up to that of the whole; of those who moved in and away only
    /// the difference does. For a part that does not report the figure stand its own parts, if it is
    /// known of one of them.
    Sum,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Bounds => "bounds",
            Self::Headcount => "headcount",
            Self::Flow => "flow",
            Self::Population => "population",
            Self::Rate => "rate",
            Self::Delisting => "delisting",
            Self::Sum => "sum",
        })
    }
}

/// Audits reported figures: whether they can be true at all, and what follows from them.
///
/// What is unknown never counts as 0. A flow, rate or sum with one unknown figure says what that
/// would have to be; one with more is named as not made, unless none of its figures is known, or of
/// a sum no part's. Either is a finding where no figures within their bounds can make it true; several
/// unknown terms of a flow may be of any size. The other checks are made where all figures are known; a delisting is always checked or named. A rate
/// that no number of persons publishes as is held against none. Takes O(n log n) steps for n units.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::{charter::Charter, poverty::{SheetRecords, audit}};
/// let text = br#"{"format": 1, "year": 2018, "units": [
///     {"id": "v1", "level": "village", "population": 500, "rate": "2.27%",
///      "opening": {"persons": 320}, "new": {"persons": 3}, "relapsed": {"persons": 5},
///      "born": {"persons": 2}, "moved_in": {"persons": 0}, "exited": {"persons": 210},
///      "died": {"persons": 4}, "moved_out": {"persons": 1}, "closing": {"persons": 117}}]}"#;
/// let sheet = bangfu::document::read::<SheetRecords<'_>>(text)?.check()?;
/// let audit = audit(&sheet, &Charter::maoxi().poverty.village_standard);
/// let messages: Vec<String> =
///     audit.findings.iter().map(|finding| finding.discrepancy.to_string()).collect();
/// assert_eq!(messages, [
///     "opening 320 + new 3 + relapsed 5 + born 2 + moved_in 0 - exited 210 - died 4 - moved_out 1 \
///      = 115 persons, but the closing is 117: 2 too many",
///     "no number of persons of 500 is published as `2.27%`",
/// ]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn audit<'s>(sheet: &'s Sheet, village_standard: &Standard) -> Audit<'s> {
    let mut auditor = Auditor::new(sheet, village_standard);
    for (at, unit) in sheet.units.iter().enumerate() {
        auditor.headcounts(unit);
        auditor.flows(unit);
        auditor.population(unit);
        auditor.rate(unit);
        auditor.delisting(unit);
        auditor.sums(unit, at);
    }
    auditor.end()
}
