use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::instance::{HelperRow, HouseholdRow, Listing, Place, at, place};
use super::{Fairness, Problem};
use crate::document::{
    Field, Findings, Format, Report, UniqueMap, or_default, whole, whole_map, whole_or_null,
};
use crate::quantity::Id;

/// An assignment problem as a document holds it; [`check`](ProblemRecords::check) makes a
/// [`Problem`] of it.
///
/// In documents: see the fields. `incumbent`, `barred`, `pinned`, `least` and `fairness` may be absent
/// or null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an assignment problem")]
pub struct ProblemRecords<'a> {
    /// The format of the document.
    pub format: Format,
    /// Who can go where in which time.
    #[serde(borrow)]
    pub classes: Vec<ClassRecord<'a>>,
    /// Those who may be given households.
    #[serde(borrow)]
    pub helpers: Vec<HelperRecord<'a>>,
    /// Those who need a helper.
    #[serde(borrow)]
    pub households: Vec<HouseholdRecord<'a>>,
    /// By how much the incumbent is cheaper, within [`Problem::MINUTES`].
    #[serde(deserialize_with = "whole")]
    pub keep: i64,
    /// By how much each further household of a helper costs more, within [`Problem::MINUTES`].
    #[serde(deserialize_with = "whole")]
    pub balance: i64,
    /// Whether loads are to be as even as they can be, and what goes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fairness: Option<Fairness>,
}

/// A class of helpers who need the same time to every site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a class of helpers")]
pub struct ClassRecord<'a> {
    /// The id of the class.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// The sites that its helpers may serve, each with the minutes to it, within
    /// [`Problem::MINUTES`].
    #[serde(borrow, deserialize_with = "whole_map")]
    pub minutes: UniqueMap<'a, i64>,
}

/// A helper, as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a helper")]
pub struct HelperRecord<'a> {
    /// The id of the helper.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// The id of the helper's class.
    #[serde(borrow)]
    pub class: Id<'a>,
    /// The most households that the helper may have, within [`Problem::CAPACITY`].
    #[serde(deserialize_with = "whole")]
    pub capacity: i64,
    /// How many households the helper should have at least, within [`Problem::CAPACITY`]; none if
    /// absent. What is beyond the capacity asks for nothing.
    #[serde(default, deserialize_with = "least", skip_serializing_if = "is_zero")]
    pub least: i64,
}

/// A household, as a document holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a household")]
pub struct HouseholdRecord<'a> {
    /// The id of the household.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Where it lives; a site that no class lists can be served by nobody.
    #[serde(borrow)]
    pub site: Id<'a>,
    /// Its present helper; one who is not among the helpers, or may not serve it, is none.
    #[serde(borrow, default)]
    pub incumbent: Option<Id<'a>>,
    /// Who must not serve it; ids that are not among the helpers are ignored.
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub barred: Vec<Id<'a>>,
    /// The only one who may serve it, before all households that are not pinned; if they may not,
    /// nobody may.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Id<'a>>,
}

impl ClassRecord<'_> {
    /// The same class with ids of its own, so that it can outlive its document.
    #[must_use]
    pub fn into_owned(self) -> ClassRecord<'static> {
        let minutes = self.minutes.0.into_iter();
        ClassRecord {
            id: self.id.into_owned(),
            minutes: minutes.map(|(site, minutes)| (site.into_owned(), minutes)).collect(),
        }
    }
}

impl HelperRecord<'_> {
    /// The same helper with ids of their own, so that they can outlive their document.
    #[must_use]
    pub fn into_owned(self) -> HelperRecord<'static> {
        let Self { id, class, capacity, least } = self;
        HelperRecord { id: id.into_owned(), class: class.into_owned(), capacity, least }
    }
}

impl HouseholdRecord<'_> {
    /// The same household with ids of its own, so that it can outlive its document.
    #[must_use]
    pub fn into_owned(self) -> HouseholdRecord<'static> {
        HouseholdRecord {
            id: self.id.into_owned(),
            site: self.site.into_owned(),
            incumbent: self.incumbent.map(Id::into_owned),
            barred: self.barred.into_iter().map(Id::into_owned).collect(),
            pinned: self.pinned.map(Id::into_owned),
        }
    }
}

const CLASSES: Field = Field::new(1, "classes");
const HELPERS: Field = Field::new(2, "helpers");
const HOUSEHOLDS: Field = Field::new(3, "households");
const KEEP: Field = Field::new(4, "keep");
const BALANCE: Field = Field::new(5, "balance");
const ID: Field = Field::new(0, "id");
const CLASS: Field = Field::new(1, "class");
const MINUTES: Field = Field::new(1, "minutes");
const CAPACITY: Field = Field::new(2, "capacity");
const LEAST: Field = Field::new(3, "least");
const PINNED: Field = Field::new(4, "pinned");

/// Reads a least load; null is none.
fn least<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    whole_or_null(deserializer).map(Option::unwrap_or_default)
}

// Serde asks for a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl ProblemRecords<'_> {
    /// Checks the records as a whole.
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong: ids that stand twice, helpers of an unknown
    /// class, households pinned to an unknown helper, numbers out of bounds.
    pub fn check(&self) -> Result<Problem, Findings> {
        let mut report = Report::default();
        let classes = report.index(CLASSES, ID, self.classes.iter().map(|class| &class.id));
        let helpers = report.index(HELPERS, ID, self.helpers.iter().map(|helper| &helper.id));
        let households = self.households.iter().map(|household| &household.id);
        let households = report.index(HOUSEHOLDS, ID, households);
        few_enough(CLASSES, self.classes.len(), &mut report);
        few_enough(HELPERS, self.helpers.len(), &mut report);
        few_enough(HOUSEHOLDS, self.households.len(), &mut report);
        for (at, class) in self.classes.iter().enumerate() {
            for (site, &minutes) in &class.minutes.0 {
                let path = || CLASSES.at(at).field(MINUTES).key(site);
                report.number(Problem::MINUTES, minutes, path);
            }
        }
        for (at, helper) in self.helpers.iter().enumerate() {
            let path = || HELPERS.at(at);
            report.refer(&classes, "class", &helper.class, || path().field(CLASS));
            report.number(Problem::CAPACITY, helper.capacity, || path().field(CAPACITY));
            report.number(Problem::CAPACITY, helper.least, || path().field(LEAST));
        }
        for (at, household) in self.households.iter().enumerate() {
            if let Some(pinned) = &household.pinned {
                report.refer(&helpers, "helper", pinned, || HOUSEHOLDS.at(at).field(PINNED));
            }
        }
        let keep = report.number(Problem::MINUTES, self.keep, || KEEP.path()).unwrap_or_default();
        let balance = report.number(Problem::MINUTES, self.balance, || BALANCE.path());
        let balance = balance.unwrap_or_default();
        report.end()?;

        // Nothing below can fail any more: what is skipped is not there.
        let mut problem = Problem { keep, balance, fairness: self.fairness, ..Problem::default() };
        let places = problem.add_classes(
            classes.into_positions().into_iter().filter_map(|at| self.classes.get(at)),
        );
        problem.add_helpers(
            helpers.into_positions().into_iter().filter_map(|at| self.helpers.get(at)),
            &places,
        );
        for record in
            households.into_positions().into_iter().filter_map(|at| self.households.get(at))
        {
            let row = problem.household_row(record);
            problem.household_ids.push(record.id.clone().into_owned());
            problem.instance.households.push(row);
            let barred = problem.barred_of(record, row.site);
            problem.instance.barred.push(barred);
        }
        problem.settle();
        Ok(problem)
    }
}

impl Problem {
    /// Adds the classes, which come in order, and the sites that they list; returns the place of
    /// each class.
    fn add_classes<'r>(
        &mut self,
        records: impl Iterator<Item = &'r ClassRecord<'r>>,
    ) -> BTreeMap<&'r str, Place> {
        let mut places = BTreeMap::new();
        let mut sites: BTreeMap<&Id<'_>, Vec<Listing>> = BTreeMap::new();
        for (class, record) in (0..).zip(records) {
            places.insert(record.id.as_str(), class);
            self.class_ids.push(record.id.clone().into_owned());
            for (site, &minutes) in &record.minutes.0 {
                let minutes = u32::try_from(minutes).unwrap_or_default();
                sites.entry(site).or_default().push(Listing { class, minutes });
            }
        }
        for (id, listings) in sites {
            self.site_ids.push(id.clone().into_owned());
            self.instance.listings.push(listings);
        }
        places
    }

    /// Adds the helpers, who come in order.
    fn add_helpers<'r>(
        &mut self,
        records: impl Iterator<Item = &'r HelperRecord<'r>>,
        classes: &BTreeMap<&str, Place>,
    ) {
        let mut members = vec![Vec::new(); self.class_ids.len()];
        for (helper, record) in (0..).zip(records) {
            let class = classes.get(record.class.as_str()).copied().unwrap_or_default();
            if let Some(members) = members.get_mut(at(class)) {
                members.push(helper);
            }
            self.helper_ids.push(record.id.clone().into_owned());
            self.instance.helpers.push(helper_row(record, class));
        }
        for members in members {
            self.instance.members.push(members);
        }
    }

    /// What the solver will know of a household.
    pub(super) fn household_row(&self, record: &HouseholdRecord<'_>) -> HouseholdRow {
        let site = self.site_ids.binary_search(&record.site).ok().map(place);
        let helper = |id: &Id<'_>| self.helper_ids.binary_search(id).ok().map(place);
        let is_barred = |id: &Id<'_>| record.barred.contains(id);
        let serves = |helper: Place| {
            let class = self.instance.helpers.get(at(helper))?.class;
            self.instance.minutes(site?, class)
        };
        let pinned = record.pinned.as_ref().and_then(helper);
        let incumbent = record.incumbent.as_ref().filter(|id| !is_barred(id)).and_then(helper);
        let incumbent = incumbent.filter(|helper| serves(*helper).is_some());
        let incumbent = incumbent.filter(|helper| pinned.is_none_or(|pinned| pinned == *helper));
        HouseholdRow { site, incumbent, pinned }
    }

    /// The helpers whom a household at a site bars, in order.
    pub(super) fn barred_of(
        &self,
        record: &HouseholdRecord<'_>,
        site: Option<Place>,
    ) -> Vec<Place> {
        let helper = |id: &Id<'_>| self.helper_ids.binary_search(id).ok().map(place);
        let serves = |helper: &Place| {
            let class = self.instance.helpers.get(at(*helper))?.class;
            self.instance.minutes(site?, class)
        };
        let barred = record.barred.iter().filter_map(helper);
        let mut barred: Vec<Place> = barred.filter(|helper| serves(helper).is_some()).collect();
        barred.sort_unstable();
        barred.dedup();
        barred
    }
}

/// What the solver will know of a helper.
pub(super) fn helper_row(record: &HelperRecord<'_>, class: Place) -> HelperRow {
    let number = |number: i64| u32::try_from(number).unwrap_or_default();
    let capacity = number(record.capacity);
    HelperRow { class, capacity, least: number(record.least).min(capacity) }
}

/// A list of more than [`Problem::RECORDS`] is a finding: every count of records, and of all kinds
/// together, fits 32 bits, and every sum of costs along a way 64.
fn few_enough(list: Field, length: usize, report: &mut Report) {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    report.number(Problem::RECORDS, length, || list.path());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_too_long_to_be_counted_is_refused() {
        let mut report = Report::default();
        few_enough(HOUSEHOLDS, 1_073_741_824, &mut report);
        assert_eq!(report.len(), 0);
        few_enough(HOUSEHOLDS, 1_073_741_825, &mut report);
        assert_eq!(
            report.end().unwrap_err().to_string(),
            "households: `1073741825` is not from 0 to 1073741824 [out_of_range]"
        );
    }
}
