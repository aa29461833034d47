use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::{Field, Findings, Format, Report, UniqueMap, or_default, whole, whole_map};
use crate::quantity::{Bounds, Id};

/// An assignment problem as a document holds it; [`check`](ProblemRecords::check) makes a
/// [`Problem`] of it.
///
/// In documents: see the fields. `incumbent` and `barred` may be absent or null.
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

/// An assignment problem (结对问题), checked: every helper has a class and every number is within its
/// bounds.
///
/// Helpers and households are in the order of their ids, so the same records in any order make the
/// same problem. It is made by [`ProblemRecords::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    // INVARIANT: helpers and households are sorted by id, and `helpers[k].at == k`.
    helpers: Vec<Helper>,
    households: Vec<Household>,
    /// The helpers of every class that has any, ascending.
    classes: Vec<Vec<usize>>,
    /// What can be served from where: for every site, the classes that list it, ascending.
    sites: Vec<Vec<Listing>>,
    keep: u32,
    balance: u32,
}

/// A helper (帮扶责任人) of a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    id: Id<'static>,
    at: usize,
    class: usize,
    capacity: u32,
}

/// A household (贫困户) of a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    id: Id<'static>,
    site: Option<usize>,
    // INVARIANT: an eligible helper.
    incumbent: Option<usize>,
    // INVARIANT: ascending, and only helpers whose class lists the site.
    barred: Vec<usize>,
}

/// That a class lists a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) class: usize,
    pub(super) minutes: u32,
}

impl Problem {
    /// How many households a helper may have at most.
    pub const CAPACITY: Bounds = Bounds::new(0, 1000);

    /// Minutes to a site, `keep` and `balance`.
    pub const MINUTES: Bounds = Bounds::new(0, 10_000);

    /// How many helpers, and how many households, one problem may have.
    pub const RECORDS: Bounds = Bounds::new(0, u32::MAX - 1);

    /// The helpers, in the order of their ids.
    #[must_use]
    pub fn helpers(&self) -> &[Helper] {
        &self.helpers
    }

    /// The households, in the order of their ids.
    #[must_use]
    pub fn households(&self) -> &[Household] {
        &self.households
    }

    /// The helper of that id, if there is one.
    #[must_use]
    pub fn helper(&self, id: &str) -> Option<&Helper> {
        let at = self.helpers.binary_search_by(|helper| helper.id.as_str().cmp(id)).ok()?;
        self.helpers.get(at)
    }

    /// The household of that id, if there is one.
    #[must_use]
    pub fn household(&self, id: &str) -> Option<&Household> {
        let at =
            self.households.binary_search_by(|household| household.id.as_str().cmp(id)).ok()?;
        self.households.get(at)
    }

    /// What it costs, balance apart, that the helper serves the household; `None` if the helper may
    /// not. Both must be of this problem. It may be negative, for an incumbent.
    #[must_use]
    pub fn cost(&self, household: &Household, helper: &Helper) -> Option<i32> {
        if household.barred.binary_search(&helper.at).is_ok() {
            return None;
        }
        let minutes = i32::try_from(self.minutes(household.site?, helper.class)?).ok()?;
        if household.incumbent == Some(helper.at) {
            return minutes.checked_sub_unsigned(self.keep);
        }
        Some(minutes)
    }

    /// The household's present helper (现任帮扶人), if they are among the helpers and may serve it.
    #[doc(alias = "现任帮扶人")]
    #[must_use]
    pub fn incumbent(&self, household: &Household) -> Option<&Helper> {
        self.helpers.get(household.incumbent?)
    }

    /// By how much the incumbent is cheaper, in minutes.
    #[must_use]
    pub const fn keep(&self) -> u32 {
        self.keep
    }

    /// By how much each further household of a helper costs more, in minutes: the k-th costs k times
    /// as much.
    #[must_use]
    pub const fn balance(&self) -> u32 {
        self.balance
    }

    /// The minutes of a class to a site, if the class lists it.
    pub(super) fn minutes(&self, site: usize, class: usize) -> Option<u32> {
        minutes(&self.sites, site, class)
    }

    /// The classes that have a helper: the helpers of each, ascending.
    pub(super) fn classes(&self) -> &[Vec<usize>] {
        &self.classes
    }

    /// The sites: for each the classes with a helper that list it, ascending.
    pub(super) fn sites(&self) -> &[Vec<Listing>] {
        &self.sites
    }
}

fn minutes(sites: &[Vec<Listing>], site: usize, class: usize) -> Option<u32> {
    let listings = sites.get(site)?;
    let at = listings.binary_search_by_key(&class, |listing| listing.class).ok()?;
    listings.get(at).map(|listing| listing.minutes)
}

impl Helper {
    /// The helper's id.
    #[must_use]
    pub const fn id(&self) -> &Id<'static> {
        &self.id
    }

    /// The most households that the helper may have, within [`Problem::CAPACITY`].
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.capacity
    }

    /// The helper's place among the helpers of the problem.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The place of the helper's class among the classes of the problem.
    pub(super) const fn class(&self) -> usize {
        self.class
    }
}

impl Household {
    /// The household's id.
    #[must_use]
    pub const fn id(&self) -> &Id<'static> {
        &self.id
    }

    /// The place of the household's site among the sites of the problem; `None` if no class lists
    /// it.
    pub(super) const fn site(&self) -> Option<usize> {
        self.site
    }

    /// Who must not serve the household though their class lists its site, ascending.
    pub(super) fn barred(&self) -> &[usize] {
        &self.barred
    }
}

impl ProblemRecords<'_> {
    /// Checks the records as a whole.
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong: ids that stand twice, helpers of an unknown
    /// class, numbers out of bounds.
    pub fn check(&self) -> Result<Problem, Findings> {
        let mut report = Report::default();
        let classes = report.index(CLASSES, ID, self.classes.iter().map(|class| &class.id));
        let helpers = report.index(HELPERS, ID, self.helpers.iter().map(|helper| &helper.id));
        let households = self.households.iter().map(|household| &household.id);
        let households = report.index(HOUSEHOLDS, ID, households);
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
        }
        let keep = report.number(Problem::MINUTES, self.keep, || KEEP.path()).unwrap_or_default();
        let balance = report.number(Problem::MINUTES, self.balance, || BALANCE.path());
        let balance = balance.unwrap_or_default();
        report.end()?;

        // Nothing below can fail any more: what is skipped is not there.
        let helpers = helpers.positions().filter_map(|at| self.helpers.get(at));
        let (helpers, classes, class_places) = sorted_helpers(helpers);
        let (sites, site_places) = self.sites(&class_places);
        let households = households.positions().filter_map(|at| self.households.get(at));
        let households = households.map(|record| {
            let site = site_places.get(record.site.as_str()).copied();
            let serves = |id: &Id<'_>| {
                let at = helpers.binary_search_by(|helper: &Helper| helper.id.cmp(id)).ok()?;
                minutes(&sites, site?, helpers.get(at)?.class).and(Some(at))
            };
            let mut barred: Vec<usize> = record.barred.iter().filter_map(serves).collect();
            barred.sort_unstable();
            barred.dedup();
            let incumbent = record.incumbent.as_ref().and_then(serves);
            let incumbent = incumbent.filter(|at| barred.binary_search(at).is_err());
            Household { id: record.id.clone().into_owned(), site, incumbent, barred }
        });
        let households = households.collect();
        Ok(Problem { helpers, households, classes, sites, keep, balance })
    }

    /// The sites that a class with a helper lists, and the place of each.
    fn sites(&self, classes: &BTreeMap<&str, usize>) -> (Vec<Vec<Listing>>, BTreeMap<&str, usize>) {
        let mut listings: BTreeMap<&str, Vec<Listing>> = BTreeMap::new();
        for record in &self.classes {
            let Some(&class) = classes.get(record.id.as_str()) else { continue };
            for (site, &minutes) in &record.minutes.0 {
                let minutes = u32::try_from(minutes).unwrap_or_default();
                listings.entry(site.as_str()).or_default().push(Listing { class, minutes });
            }
        }
        let places = listings.keys().enumerate().map(|(at, site)| (*site, at)).collect();
        let mut sites: Vec<_> = listings.into_values().collect();
        for site in &mut sites {
            site.sort_unstable_by_key(|listing| listing.class);
        }
        (sites, places)
    }
}

/// The helpers in order, the helpers of every class that has any, and the places of those classes.
fn sorted_helpers<'a>(
    records: impl Iterator<Item = &'a HelperRecord<'a>>,
) -> (Vec<Helper>, Vec<Vec<usize>>, BTreeMap<&'a str, usize>) {
    let records: Vec<_> = records.collect();
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        members.entry(record.class.as_str()).or_default().push(at);
    }
    let places: BTreeMap<_, _> = members.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let helpers = records.iter().enumerate().filter_map(|(at, record)| {
        let class = *places.get(record.class.as_str())?;
        let capacity = u32::try_from(record.capacity).ok()?;
        Some(Helper { id: record.id.clone().into_owned(), at, class, capacity })
    });
    (helpers.collect(), members.into_values().collect(), places)
}

/// A list of more than [`Problem::RECORDS`] is a finding: every count fits 32 bits, and every sum
/// of costs 64.
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
        few_enough(HOUSEHOLDS, 4_294_967_294, &mut report);
        assert_eq!(report.len(), 0);
        few_enough(HOUSEHOLDS, 4_294_967_295, &mut report);
        assert_eq!(
            report.end().unwrap_err().to_string(),
            "households: `4294967295` is not from 0 to 4294967294 [out_of_range]"
        );
    }
}
