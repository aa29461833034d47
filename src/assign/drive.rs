use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ClassRecord, HelperRecord, HouseholdRecord, Plan, PlannedPairing, ProblemRecords};
use crate::basis::{Assumptions, Sourced};
use crate::calendar::Day;
use crate::document::{Format, UniqueMap};
use crate::quantity::Id;
use crate::township::{Group, Household, Person, Rank, Township};

/// The most households that one helper may have, by rank (A10); real counties use such ladders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the caps of helpers by rank")]
pub struct HelperCaps {
    /// Of a city cadre.
    pub city: u16,
    /// Of a county cadre.
    pub county: u16,
    /// Of a town cadre.
    pub town: u16,
    /// Of a village cadre.
    pub village: u16,
    /// Of a group cadre.
    pub group: u16,
}

impl HelperCaps {
    /// The most households of a helper of this rank.
    #[must_use]
    pub const fn of(self, rank: Rank) -> u16 {
        match rank {
            Rank::City => self.city,
            Rank::County => self.county,
            Rank::Town => self.town,
            Rank::Village => self.village,
            Rank::Group => self.group,
        }
    }
}

/// What a township does not know of itself, and whoever asks for a plan must add.
#[derive(Clone, Debug)]
pub struct Terms<'t, M: Fn(Person<'t>, Group<'t>) -> Option<u32>> {
    /// Who may be given households.
    pub helpers: Vec<Person<'t>>,
    /// The minutes that a helper needs to the households of a group, within
    /// [`Problem::MINUTES`](super::Problem::MINUTES); `None` if they may not serve there.
    pub minutes: M,
    /// Who must not serve which household.
    pub barred: Vec<(Household<'t>, Person<'t>)>,
    /// By how many minutes the present helper is preferred.
    pub keep: u32,
    /// By how many minutes each further household of a helper counts more.
    pub balance: u32,
}

/// The problem of a township on a day, not yet checked, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<'t> {
    /// The problem.
    pub records: ProblemRecords<'t>,
    /// The assumptions behind its figures.
    pub assumptions: Assumptions,
}

/// Drafts the problem of a township on a day: every household that the drive answers for by then,
/// its present helper as the incumbent, the sites being the groups.
///
/// Helpers who need the same minutes everywhere make one class. Asks for the minutes of every
/// helper to every group with such a household, once.
pub fn draft<'t, M: Fn(Person<'t>, Group<'t>) -> Option<u32>>(
    township: &'t Township,
    on: Day,
    caps: &Sourced<HelperCaps>,
    terms: &Terms<'t, M>,
) -> Draft<'t> {
    let households: Vec<Household<'t>> = supported(township, on).collect();
    let sites: BTreeSet<Group<'t>> = households.iter().map(|household| household.group()).collect();
    let mut class_of_minutes: BTreeMap<Vec<(Group<'t>, u32)>, Id<'static>> = BTreeMap::new();
    let mut helpers = Vec::new();
    for person in terms.helpers.iter().copied().collect::<BTreeSet<_>>() {
        let minutes = |site: &Group<'t>| Some((*site, (terms.minutes)(person, *site)?));
        let minutes: Vec<(Group<'t>, u32)> = sites.iter().filter_map(minutes).collect();
        let number = class_of_minutes.len();
        let class = class_of_minutes.entry(minutes).or_insert_with(|| class_id(number)).clone();
        let capacity = caps.value.of(person.rank()).into();
        helpers.push(HelperRecord { id: person.id().as_borrowed(), class, capacity, least: 0 });
    }
    let minutes = |row: Vec<(Group<'t>, u32)>| {
        UniqueMap(row.into_iter().map(|(site, m)| (site.id().as_borrowed(), m.into())).collect())
    };
    let classes = class_of_minutes.into_iter();
    let mut barred: BTreeMap<Household<'t>, Vec<Id<'t>>> = BTreeMap::new();
    for (household, person) in &terms.barred {
        barred.entry(*household).or_default().push(person.id().as_borrowed());
    }
    let mut assumptions = Assumptions::default();
    assumptions.rest_on(&caps.basis);
    let records = ProblemRecords {
        format: Format,
        classes: classes.map(|(row, id)| ClassRecord { id, minutes: minutes(row) }).collect(),
        helpers,
        households: households
            .into_iter()
            .map(|household| HouseholdRecord {
                id: household.id().as_borrowed(),
                site: household.group().id().as_borrowed(),
                incumbent: household.helper_on(on).map(|person| person.id().as_borrowed()),
                barred: barred.remove(&household).unwrap_or_default(),
                pinned: None,
            })
            .collect(),
        keep: terms.keep.into(),
        balance: terms.balance.into(),
        fairness: None,
    };
    Draft { records, assumptions }
}

/// A change that a plan asks for: another helper for a household than today's, or one at all, or
/// none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change<'t> {
    /// The household.
    pub household: Household<'t>,
    /// Its helper on the day of the question.
    pub today: Option<Person<'t>>,
    /// Its helper by the plan.
    pub planned: Option<Person<'t>>,
}

/// What a plan changes against the pairings in force on a day, by household; households that keep
/// their helper are left out.
///
/// # Errors
/// [`ForeignPlan`] if the plan names a household or helper whom the township does not know.
pub fn changes<'t>(
    township: &'t Township,
    on: Day,
    plan: &Plan<'_>,
) -> Result<Vec<Change<'t>>, ForeignPlan> {
    let foreign = |id: &Id<'_>| ForeignPlan { id: id.clone().into_owned() };
    let mut planned: BTreeMap<Household<'t>, Person<'t>> = BTreeMap::new();
    for PlannedPairing { household, helper } in plan.pairings() {
        let (household, helper) = (household.id(), helper.id());
        let known = township.household(household.as_str()).ok_or_else(|| foreign(household))?;
        let person = township.person(helper.as_str()).ok_or_else(|| foreign(helper))?;
        planned.insert(known, person);
    }
    let change = |household: Household<'t>| Change {
        household,
        today: household.helper_on(on),
        planned: planned.get(&household).copied(),
    };
    let mut changes: Vec<Change<'t>> = supported(township, on)
        .map(change)
        .filter(|change| change.today != change.planned)
        .collect();
    changes.sort_by_key(|change| change.household.id());
    Ok(changes)
}

/// A plan is not one for this township: it names somebody whom the township does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the township has no `{id}`")]
pub struct ForeignPlan {
    /// The id of the household or helper.
    pub id: Id<'static>,
}

/// The households that the drive answers for by a day.
fn supported(township: &Township, on: Day) -> impl Iterator<Item = Household<'_>> {
    let is_supported =
        move |household: &Household<'_>| household.supported_from().is_some_and(|from| from <= on);
    township.households().filter(is_supported)
}

#[expect(clippy::expect_used, reason = "a letter and a number are an id")]
fn class_id(number: usize) -> Id<'static> {
    Id::new(format!("c{number}")).expect("the text is short and has no white space")
}
