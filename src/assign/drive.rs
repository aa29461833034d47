use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::eligibility::{Judge, Reach, is_supported};
use super::{
    ClassRecord, HelperRecord, HouseholdRecord, Obstacle, PairingRules, Plan, PlannedPairing,
    ProblemRecords, Scope, Station, Terms,
};
use crate::basis::{Assumptions, Basis};
use crate::calendar::Day;
use crate::document::{Format, UniqueMap};
use crate::quantity::Id;
use crate::township::{Group, Household, Person, Township, Village};

/// The problem of a township on a day, not yet checked, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<'t> {
    /// The problem.
    pub records: ProblemRecords<'t>,
    /// The assumptions behind its figures: of every rule that decides something here.
    pub assumptions: Assumptions,
    /// Between which stations and groups no way is known, though somebody who is stationed there
    /// might serve the group. They do not: an unknown way is no short one.
    pub unknown_ways: BTreeSet<(Station<'t>, Group<'t>)>,
}

/// Drafts the problem of a township on a day: every household that the drive answers for by then,
/// its present helper as the incumbent, the sites being the groups.
///
/// Its helpers are those asked whose rank allows it. Whoever a household is pinned to is among them
/// too, but if they are not asked, or of another rank, they may go nowhere and have no place.
/// Helpers with the same way everywhere make one class. Who may serve whom is what
/// [`obstacles`](super::obstacles) says. Figures beyond their bounds, in the rules or the terms, are
/// findings of [`ProblemRecords::check`].
///
/// Asks for the minutes from each station to each group with such a household once for every rank,
/// and for everybody who is sent somewhere.
pub fn draft<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    township: &'t Township,
    on: Day,
    rules: &PairingRules,
    terms: &Terms<'t, M>,
) -> Draft<'t> {
    let households: Vec<Household<'t>> = supported(township, on).collect();
    let mut drafter = Drafter {
        judge: Judge { on, rules, terms },
        community: &township.organisation().records().community,
        sites: households.iter().map(|household| household.group()).collect(),
        rows: BTreeMap::new(),
        assumptions: Assumptions::default(),
        unknown_ways: BTreeSet::new(),
    };
    if !terms.helpers.is_empty() {
        drafter.assumptions.rest_on(&rules.ranks.basis);
    }
    let asked = terms.helpers.iter().copied().filter(|person| drafter.may_help(*person));
    let pinned = households.iter().filter_map(|household| terms.pinned.get(household).copied());
    let mut classes: BTreeMap<Row<'t>, Id<'static>> = BTreeMap::new();
    let mut helpers = Vec::new();
    for person in asked.chain(pinned).collect::<BTreeSet<_>>() {
        let HelperTerms { row, capacity, least } = drafter.helper(person);
        let number = classes.len();
        let class = classes.entry(row).or_insert_with(|| class_id(number)).clone();
        helpers.push(HelperRecord { id: person.id().as_borrowed(), class, capacity, least });
    }
    let mut barred: BTreeMap<Household<'t>, Vec<Id<'t>>> = BTreeMap::new();
    for (household, person) in &terms.barred {
        barred.entry(*household).or_default().push(person.id().as_borrowed());
    }
    let household = |household: Household<'t>| HouseholdRecord {
        id: household.id().as_borrowed(),
        site: household.group().id().as_borrowed(),
        incumbent: household.helper_on(on).map(|person| person.id().as_borrowed()),
        barred: barred.get(&household).cloned().unwrap_or_default(),
        pinned: terms.pinned.get(&household).map(|person| person.id().as_borrowed()),
    };
    if households.iter().any(|household| drafter.has_incumbent(*household)) {
        drafter.assumptions.rest_on(&rules.keep.basis);
    }
    let minutes = |row: Row<'t>| {
        UniqueMap(row.into_iter().map(|(site, m)| (site.id().as_borrowed(), m.into())).collect())
    };
    let classes = classes.into_iter();
    let records = ProblemRecords {
        format: Format,
        classes: classes.map(|(row, id)| ClassRecord { id, minutes: minutes(row) }).collect(),
        helpers,
        households: households.iter().copied().map(household).collect(),
        keep: rules.keep.value.into(),
        balance: rules.balance.value.into(),
        fairness: rules.fairness.value,
    };
    let Drafter { assumptions, unknown_ways, .. } = drafter;
    Draft { records, assumptions, unknown_ways }
}

/// The sites where somebody may serve, with the minutes.
type Row<'t> = Vec<(Group<'t>, u32)>;

/// What a problem says of a helper.
struct HelperTerms<'t> {
    row: Row<'t>,
    capacity: i64,
    least: i64,
}

/// A problem under way, and what it rests on so far.
struct Drafter<'a, 't, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> {
    judge: Judge<'a, 'a, 't, M>,
    /// On what it rests that a community lies in no zone.
    community: &'a Basis,
    sites: BTreeSet<Group<'t>>,
    rows: BTreeMap<Reach<'t>, Row<'t>>,
    assumptions: Assumptions,
    unknown_ways: BTreeSet<(Station<'t>, Group<'t>)>,
}

impl<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>> Drafter<'_, 't, M> {
    /// Whether a person is asked and of a rank that helps.
    fn may_help(&self, person: Person<'t>) -> bool {
        // Who may have no household is a helper nevertheless, of capacity 0.
        let mut obstacles = self.judge.of_person(person);
        obstacles.all(|obstacle| matches!(obstacle, Obstacle::NoPlace { .. }))
    }

    fn helper(&mut self, person: Person<'t>) -> HelperTerms<'t> {
        if !self.may_help(person) {
            return HelperTerms { row: Row::new(), capacity: 0, least: 0 };
        }
        let (rules, terms) = (self.judge.rules, self.judge.terms);
        let row = self.row(person).clone();
        let (capacity, least) = (self.judge.cap(person), self.judge.least(person));
        if !terms.caps.contains_key(&person) {
            self.assumptions.rest_on(&rules.caps.basis);
        }
        if capacity > 0 && !terms.least.contains_key(&person) {
            self.assumptions.rest_on(&rules.least.basis);
        }
        if person.home_village().is_none() && !self.sites.is_empty() {
            self.assumptions.rest_on(&rules.station.basis);
        }
        if capacity > 0 && !row.is_empty() {
            self.assumptions.rest_on(&rules.balance.basis);
            self.assumptions.rest_on(&rules.fairness.basis);
        }
        HelperTerms { row, capacity: capacity.into(), least: least.into() }
    }

    /// Where a helper may go.
    fn row(&mut self, person: Person<'t>) -> &Row<'t> {
        let reach = self.judge.reach(person);
        if !self.rows.contains_key(&reach) {
            let row = self.new_row(&reach);
            self.rows.insert(reach.clone(), row);
        }
        self.rows.entry(reach).or_default()
    }

    fn new_row(&mut self, reach: &Reach<'t>) -> Row<'t> {
        let (rules, station) = (self.judge.rules, reach.station);
        let mut row = Row::new();
        for site in &self.sites {
            let way = self.judge.way(reach, *site);
            let Some(minutes) = way.minutes else {
                if way.is_open {
                    self.unknown_ways.insert((station, *site));
                }
                continue;
            };
            if way.is_of_scope {
                self.assumptions.rest_on(&rules.scope.of(reach.rank).basis);
                // Did communities lie in zones, this one might lie in theirs, or they in its.
                let is_community = site.village().is_community() && station.zone().is_some()
                    || station.village().is_some_and(Village::is_community);
                if is_community && reach.scope == Scope::Zone {
                    self.assumptions.rest_on(self.community);
                }
            }
            if way.is_open {
                row.push((*site, minutes));
                if way.crosses {
                    self.assumptions.rest_on(&rules.cross_village.basis);
                }
            }
        }
        row
    }

    /// Whether the problem will have the household's present helper for its incumbent.
    fn has_incumbent(&mut self, household: Household<'t>) -> bool {
        let Some(helper) = household.helper_on(self.judge.on) else { return false };
        self.may_help(helper)
            && self.judge.of_household(helper, household).next().is_none()
            && self.row(helper).iter().any(|(site, _)| *site == household.group())
    }
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
    township.households().filter(move |household| is_supported(*household, on))
}

#[expect(clippy::expect_used, reason = "a letter and a number are an id")]
fn class_id(number: usize) -> Id<'static> {
    Id::new(format!("c{number}")).expect("the text is short and has no white space")
}
