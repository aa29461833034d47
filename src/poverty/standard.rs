mod answers;
mod appraisal;
mod comparison;
mod faults;
mod incidence;
mod item;
mod regional;
mod sheet;
mod unknown;
mod validity;

use serde::{Deserialize, Serialize};

use super::{Region, Verdicts};
use crate::basis::{Basis, Sourced};
use crate::quantity::Id;

pub use answers::{Answer, AnswerRecord, Answers, Found};
pub use appraisal::{Appraisal, AppraisedItem, ExitDecision};
pub use comparison::Comparison;
pub use faults::{Bound, StandardFault, StandardFaults};
pub use incidence::{IncidenceLimit, NoIncidenceLimit};
pub use item::{EvidenceAge, InForce, Item, Test, Threshold};
pub use regional::RegionalStandard;
pub use sheet::{AnswerSheet, SheetAppraisal, Subject};
pub use unknown::{Undetermined, Unknown};
pub use validity::{Extent, Validity};

/// The standard by which a household leaves poverty (一超六有), or a village the list of poor
/// villages (一低五有): the items that are checked, and what each of them asks for (退出标准).
///
/// Another province's differs only in the data. Maoxi's own are
/// [`Charter::maoxi`](crate::charter::Charter::maoxi)`().poverty.household_standard` and
/// `.village_standard`; the source only names the first `[F14]`, so both are assumptions. In
/// documents a standard is its [`StandardRecords`].
///
/// ```
/// use bangfu::charter::Charter;
/// let rules = Charter::maoxi().poverty;
/// let titles = rules.household_standard.items().iter().map(|item| item.title.as_str());
/// assert_eq!(titles.collect::<Vec<_>>(), [
///     "人均纯收入稳定超过国家扶贫标准", "吃穿不愁", "义务教育有保障", "基本医疗有保障",
///     "住房安全有保障", "有安全饮用水", "有生活用电", "有广播电视",
/// ]);
/// assert_eq!(rules.village_standard.items().len(), 6);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StandardRecords", into = "StandardRecords")]
pub struct Standard {
    // INVARIANT: without a fault, see `Standard::new`.
    records: StandardRecords,
}

/// The tables of a [`Standard`], as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a standard")]
pub struct StandardRecords {
    /// The items, in the order in which they are appraised: at most [`Verdicts::MOST_ITEMS`].
    pub items: Vec<Item>,
    /// How old the evidence for an item may be that says nothing of its own.
    pub evidence: Sourced<EvidenceAge>,
    /// The item that asks how low the incidence of a village must be: mandatory, a share, and with a
    /// ceiling. By it the [audit](super::audit()) checks delistings; none are checked if it is absent.
    #[serde(default, deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    pub incidence: Option<Id<'static>>,
    /// The regions for which the standard is made besides those that an item, a line or a limit
    /// names: that in them holds what holds everywhere, and nothing of their own. Absent or null if
    /// there are none; see [`Standard::covers`].
    ///
    /// Where nothing else names a region, the standard is made for everywhere, and the first region
    /// here takes everywhere else away. Each stands once; one that lies in another changes nothing.
    #[serde(default, deserialize_with = "listed", skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
}

impl Standard {
    /// The most items that a standard may have.
    pub const MOST_ITEMS: usize = Verdicts::MOST_ITEMS;

    /// Checks the tables.
    ///
    /// # Errors
    /// [`StandardFaults`], every one: no item, too many, or none that is mandatory; an item that
    /// stands twice, or ends before it begins; an item without a line or a limit; a line or a limit
    /// that is out of bounds, that no answer or every answer passes
    /// ([`NothingPasses`](StandardFault::NothingPasses),
    /// [`EverythingPasses`](StandardFault::EverythingPasses)), or that ends before it begins; two of
    /// one region on one day; an incidence that is no mandatory share with a ceiling; a region that
    /// stands twice in [`regions`](StandardRecords::regions).
    pub fn new(records: StandardRecords) -> Result<Self, StandardFaults> {
        StandardFaults::none_or(faults::faults(&records)).map(|()| Self { records })
    }

    /// The tables.
    #[must_use]
    pub const fn records(&self) -> &StandardRecords {
        &self.records
    }

    /// The items, in the order in which they are appraised.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.records.items
    }

    /// The position of an item, by which [`Verdicts`] speak of it.
    #[must_use]
    pub fn position(&self, item: &str) -> Option<usize> {
        self.items().iter().position(|one| one.id == *item)
    }

    /// Whether the standard is made for a region, or for everywhere if none is named.
    ///
    /// A standard that names no region is made for everywhere. One that names some, in an item, a
    /// line or a limit of any time or in [`StandardRecords::regions`], is made for these and all that
    /// they contain: of any other region it is not known what differs there.
    ///
    /// ```
    /// use bangfu::{charter::Charter, poverty::Standard};
    /// let mut records = Charter::maoxi().poverty.household_standard.records().clone();
    /// records.items[5].valid.region = Some("5105".parse()?); // water: asked for there only
    /// records.regions = vec!["51".parse()?]; // and not elsewhere in the province
    /// let standard = Standard::new(records)?;
    /// let on = "2019-11-20".parse()?;
    /// let items = |region: &str| -> Result<usize, Box<dyn std::error::Error>> {
    ///     let answers = standard.check(&[])?;
    ///     Ok(answers.appraise(&region.parse()?, on).items.len())
    /// };
    /// assert_eq!((items("510525")?, items("5106")?, items("52")?), (8, 7, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn covers(&self, region: Option<&Region>) -> bool {
        let of_items = self.items().iter().flat_map(Item::regions);
        let mut named = of_items.chain(&self.records.regions).peekable();
        named.peek().is_none() || region.is_some_and(|region| named.any(|own| own.contains(region)))
    }

    /// Every clause, assumption and decision that a value rests on.
    pub(crate) fn bases(&self) -> Vec<&Basis> {
        let items = self.items().iter().flat_map(Item::bases);
        items.chain([&self.records.evidence.basis]).collect()
    }

    /// How old the evidence for an item may be, and who says so.
    fn evidence_for<'s>(&'s self, item: &'s Item) -> (EvidenceAge, &'s Basis) {
        match item.evidence {
            Some(own) => (own, &item.basis),
            None => (self.records.evidence.value, &self.records.evidence.basis),
        }
    }
}

impl From<Standard> for StandardRecords {
    fn from(standard: Standard) -> Self {
        standard.records
    }
}

impl TryFrom<StandardRecords> for Standard {
    type Error = StandardFaults;

    fn try_from(records: StandardRecords) -> Result<Self, StandardFaults> {
        Self::new(records)
    }
}

/// Reads regions that may be absent or null.
fn listed<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Region>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads the id of an item that may be absent or null.
fn named<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Id<'static>>, D::Error> {
    let id: Option<Id<'de>> = Option::deserialize(deserializer)?;
    Ok(id.map(Id::into_owned))
}
