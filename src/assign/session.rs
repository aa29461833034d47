mod event;

use std::collections::BTreeMap;

use super::problem::instance::{Place, at};
use super::solver::{self, Residual, Source, State};
use super::{ClassRecord, HelperRecord, HouseholdRecord, Plan, Problem, ProblemRecords};
use crate::document::{Findings, Format};
use crate::quantity::Id;

pub use event::{Event, EventError, Reassignment};

/// A plan that is kept the best while its problem changes (动态调整).
///
/// After each [`Event`] the plan is again one of the best for the changed records: it covers as many
/// households and costs as much as one that is made anew, and its prices prove it. But it is made
/// from the one before, along one shortest way for each household that has to be placed.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::assign::{Event, ProblemRecords, Session, verify};
/// let document = br#"{ "format": 1,
///     "classes": [{"id": "c0", "minutes": {"g0": 12}}, {"id": "c1", "minutes": {"g0": 35}}],
///     "helpers": [{"id": "p0", "class": "c0", "capacity": 2},
///                 {"id": "p1", "class": "c1", "capacity": 2}],
///     "households": [{"id": "h0", "site": "g0"}, {"id": "h1", "site": "g0"}],
///     "keep": 0, "balance": 0 }"#;
/// let records: ProblemRecords<'_> = bangfu::document::read(document)?;
/// let mut session = Session::new(&records)?;
/// assert_eq!(session.plan().cost(), 12 + 12);
///
/// let changes = session.apply(&Event::HelperLeaves { helper: "p0".parse()? })?;
/// assert_eq!(changes.len(), 2);
/// assert_eq!(changes[0].after.as_ref().unwrap().as_str(), "p1");
/// assert_eq!(verify(&session.plan())?.cost(), 35 + 35);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    classes: BTreeMap<Id<'static>, ClassRecord<'static>>,
    helpers: BTreeMap<Id<'static>, HelperRecord<'static>>,
    // Whom a household names who is no helper now may be one later.
    households: BTreeMap<Id<'static>, HouseholdRecord<'static>>,
    // INVARIANT: what the check makes of these records.
    problem: Problem,
    // INVARIANT: settled.
    state: State,
}

/// More than so many households at once are dealt with together.
const MANY: usize = 64;

impl Session {
    /// Checks a problem and makes its best plan.
    ///
    /// # Errors
    /// [`Findings`] as of [`ProblemRecords::check`].
    pub fn new(records: &ProblemRecords<'_>) -> Result<Self, Findings> {
        let problem = records.check()?;
        let state = solve(&problem);
        let by_id = |id: &Id<'_>| id.clone().into_owned();
        let classes = records.classes.iter().cloned().map(ClassRecord::into_owned);
        let helpers = records.helpers.iter().cloned().map(HelperRecord::into_owned);
        let households = records.households.iter().cloned().map(HouseholdRecord::into_owned);
        Ok(Self {
            classes: classes.map(|record| (by_id(&record.id), record)).collect(),
            helpers: helpers.map(|record| (by_id(&record.id), record)).collect(),
            households: households.map(|record| (by_id(&record.id), record)).collect(),
            problem,
            state,
        })
    }

    /// The problem as it stands.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The records as they stand, every list by id.
    #[must_use]
    pub fn records(&self) -> ProblemRecords<'static> {
        ProblemRecords {
            format: Format,
            classes: self.classes.values().cloned().collect(),
            helpers: self.helpers.values().cloned().collect(),
            households: self.households.values().cloned().collect(),
            keep: self.problem.keep().into(),
            balance: self.problem.balance().into(),
            fairness: self.problem.fairness(),
        }
    }

    /// The plan as it stands: none is better. In linear time, for the plan is copied and shortages
    /// are looked for anew.
    #[must_use]
    pub fn plan(&self) -> Plan<'_> {
        let State { weight, helper_of, prices, .. } = &self.state;
        let solution =
            solver::solution(self.problem.instance(), *weight, helper_of.clone(), prices.clone());
        Plan::new(&self.problem, solution)
    }

    /// Lets something happen, and returns what it changes in the plan, by the household's id;
    /// households that come and go are not among the changes unless they get or had a helper.
    ///
    /// # Errors
    /// [`EventError`], and nothing has changed.
    ///
    /// # Complexity
    /// Linear in the size of the problem, without a look at every helper for every household; and
    /// one search for each household that has to be placed and each place that is to be filled. With
    /// [`Fairness`](super::Fairness) or least loads a change of the greatest capacity may change what
    /// everything weighs, and the plan is made anew; so it is if too many have to be placed.
    pub fn apply(&mut self, event: &Event<'_>) -> Result<Vec<Reassignment>, EventError> {
        let before = self.problem.instance().objective;
        let mut moved = Moved::default();
        match event {
            Event::HelperLeaves { helper } => self.leave(helper, &mut moved)?,
            Event::HelperJoins { helper, class } => self.join(helper, class.as_ref())?,
            Event::CapacityChanges { helper, capacity } => {
                self.set_capacity(helper, *capacity, &mut moved)?;
            }
            Event::HouseholdComes { household } => self.come(household, &mut moved)?,
            Event::HouseholdGoes { household } => self.go(household, &mut moved)?,
            Event::HouseholdPinned { household, helper } => {
                self.pin(household, Some(helper), &mut moved)?;
            }
            Event::HouseholdReleased { household } => self.pin(household, None, &mut moved)?,
        }
        let planned = self.state.helper_of.clone();
        let now = self.problem.instance().objective;
        let is_same =
            (before.scale, before.slope, before.least) == (now.scale, now.slope, now.least);
        if is_same && moved.waiting.len() <= self.state.helper_of.len().div_euclid(8).max(MANY) {
            self.settle(moved.waiting, now.uncovered);
        } else {
            self.state = solve(&self.problem);
        }
        Ok(self.reassignments(&planned, moved.before))
    }

    /// Places whoever waits, and fills the places that are paid for.
    fn settle(&mut self, mut waiting: Vec<Source>, weight: i64) {
        let mut state = std::mem::take(&mut self.state);
        if weight > state.weight {
            // Who is left over is worth more now, and must be settled again.
            waiting.extend(state.left_over.drain(..).map(Source::Household));
            state.weight = weight;
        }
        let mut residual = Residual::resume(self.problem.instance(), state);
        residual.settle(&waiting);
        self.state = residual.into_state();
    }

    /// The households whose helper is another than planned before, or than the one they had before
    /// the event took it.
    fn reassignments(
        &self,
        planned: &[Option<Place>],
        mut taken: BTreeMap<Id<'static>, Option<Id<'static>>>,
    ) -> Vec<Reassignment> {
        let mut changes = Vec::new();
        let helper = |helper: Place| self.problem.helper_at(helper).id().clone();
        for ((household, before), now) in (0..).zip(planned).zip(&self.state.helper_of) {
            if before == now && (before.is_some() || taken.is_empty()) {
                continue;
            }
            let household = self.problem.household_at(household).id().clone();
            let before = taken.remove(&household).unwrap_or_else(|| before.map(helper));
            let after = now.map(helper);
            if before != after {
                changes.push(Reassignment { household, before, after });
            }
        }
        // Households that are gone.
        let gone = taken.into_iter().filter(|(_, before)| before.is_some());
        changes.extend(gone.map(|(household, before)| Reassignment {
            household,
            before,
            after: None,
        }));
        changes.sort_unstable_by(|one, other| one.household.cmp(&other.household));
        changes
    }

    fn helper(&self, id: &Id<'_>) -> Result<Place, EventError> {
        let unknown = || EventError::UnknownHelper { id: id.clone().into_owned() };
        Ok(self.problem.helper(id.as_str()).ok_or_else(unknown)?.place())
    }

    fn household(&self, id: &Id<'_>) -> Result<Place, EventError> {
        let unknown = || EventError::UnknownHousehold { id: id.clone().into_owned() };
        Ok(self.problem.household(id.as_str()).ok_or_else(unknown)?.place())
    }

    /// Takes a household's helper away, so that it waits.
    fn unplace(&mut self, household: Place, moved: &mut Moved) {
        let Some(entry) = self.state.helper_of.get_mut(at(household)) else { return };
        let before = entry.take().map(|helper| self.problem.helper_at(helper).id().clone());
        if before.is_none() {
            self.state.left_over.retain(|one| *one != household);
        }
        moved.before.insert(self.problem.household_at(household).id().clone(), before);
        moved.waiting.push(Source::Household(household));
    }

    fn leave(&mut self, id: &Id<'_>, moved: &mut Moved) -> Result<(), EventError> {
        let helper = self.helper(id)?;
        let all = (0..).zip(&self.state.helper_of);
        let served = all.filter(|(_, one)| **one == Some(helper)).map(|(household, _)| household);
        let pinned = (0..).zip(&self.problem.instance().households);
        let pinned = pinned.filter(|(_, row)| row.pinned == Some(helper));
        let released: Vec<Place> = pinned.map(|(household, _)| household).collect();
        let mut waiting: Vec<Place> = served.chain(released.iter().copied()).collect();
        waiting.sort_unstable();
        waiting.dedup();
        for household in waiting {
            self.unplace(household, moved);
        }
        self.helpers.remove(id.as_str());
        self.problem.remove_helper(helper);
        self.state.remove_helper(helper);
        for household in self.households.values_mut() {
            household.pinned.take_if(|pinned| pinned.as_str() == id.as_str());
        }
        // Released, a household may have its incumbent again.
        self.reread(&released);
        Ok(())
    }

    /// Reads the records of some households again.
    fn reread(&mut self, households: &[Place]) {
        // Each is put into lists of all; of many, the whole problem is read faster.
        if households.len() > MANY
            && let Ok(problem) = self.records().check()
        {
            self.problem = problem;
            return;
        }
        for household in households {
            let id = self.problem.household_at(*household).id().clone();
            if let Some(record) = self.households.get(id.as_str()) {
                self.problem.reread_household(*household, record);
            }
        }
        self.problem.settle();
    }

    fn join(
        &mut self,
        record: &HelperRecord<'_>,
        class: Option<&ClassRecord<'_>>,
    ) -> Result<(), EventError> {
        let known =
            |what, id: &Id<'_>| EventError::KnownAlready { what, id: id.clone().into_owned() };
        if self.helpers.contains_key(record.id.as_str()) {
            return Err(known("helper", &record.id));
        }
        if let Some(class) = class.filter(|class| self.classes.contains_key(class.id.as_str())) {
            return Err(known("class", &class.id));
        }
        self.check(class, Some(record), None)?;
        if let Some(class) = class {
            let class = class.clone().into_owned();
            self.classes.insert(class.id.clone(), class);
            // New sites may come in everywhere.
            self.problem = self.records().check().map_err(EventError::Findings)?;
        }
        let record = record.clone().into_owned();
        let Some(helper) = self.problem.insert_helper(&record) else { return Ok(()) };
        // Who names the newcomer now names a helper.
        let id = &record.id;
        let is_named = |household: &HouseholdRecord<'_>| {
            household.incumbent.as_ref() == Some(id) || household.barred.contains(id)
        };
        let all = (0..).zip(self.households.values());
        let naming = all.filter(|(_, record)| is_named(record)).map(|(household, _)| household);
        let naming: Vec<Place> = naming.collect();
        self.helpers.insert(record.id.clone(), record);
        self.reread(&naming);
        self.state.insert_helper(self.problem.instance(), helper);
        Ok(())
    }

    fn set_capacity(
        &mut self,
        id: &Id<'_>,
        capacity: i64,
        moved: &mut Moved,
    ) -> Result<(), EventError> {
        let helper = self.helper(id)?;
        let most = at(Problem::CAPACITY.check(capacity).map_err(EventError::Capacity)?);
        if let Some(record) = self.helpers.get_mut(id.as_str()) {
            record.capacity = capacity;
            self.problem.set_capacity(helper, record);
        }
        let load = self.state.helper_of.iter().filter(|one| **one == Some(helper)).count();
        moved.waiting.extend((most..load).map(|_| Source::Helper(helper)));
        Ok(())
    }

    fn come(&mut self, record: &HouseholdRecord<'_>, moved: &mut Moved) -> Result<(), EventError> {
        if self.households.contains_key(record.id.as_str()) {
            let id = record.id.clone().into_owned();
            return Err(EventError::KnownAlready { what: "household", id });
        }
        self.check(None, None, Some(record))?;
        let record = record.clone().into_owned();
        if let Some(household) = self.problem.insert_household(&record) {
            self.state.insert_household(household);
            moved.waiting.push(Source::Household(household));
        }
        self.households.insert(record.id.clone(), record);
        Ok(())
    }

    fn go(&mut self, id: &Id<'_>, moved: &mut Moved) -> Result<(), EventError> {
        let household = self.household(id)?;
        self.unplace(household, moved);
        moved.waiting.clear();
        self.households.remove(id.as_str());
        self.problem.remove_household(household);
        self.state.remove_household(household);
        Ok(())
    }

    fn pin(
        &mut self,
        id: &Id<'_>,
        to: Option<&Id<'_>>,
        moved: &mut Moved,
    ) -> Result<(), EventError> {
        let household = self.household(id)?;
        if let Some(to) = to {
            self.helper(to)?;
        }
        if let Some(record) = self.households.get_mut(id.as_str()) {
            record.pinned = to.map(|to| to.clone().into_owned());
        }
        self.unplace(household, moved);
        self.reread(&[household]);
        Ok(())
    }

    /// Checks what is new against the rest: together they must be a problem.
    fn check(
        &self,
        class: Option<&ClassRecord<'_>>,
        helper: Option<&HelperRecord<'_>>,
        household: Option<&HouseholdRecord<'_>>,
    ) -> Result<(), EventError> {
        let pinned =
            household.and_then(|household| self.helpers.get(household.pinned.as_ref()?.as_str()));
        let helpers: Vec<_> = helper.into_iter().chain(pinned).cloned().collect();
        let known = helpers.iter().filter_map(|helper| self.classes.get(helper.class.as_str()));
        let records = ProblemRecords {
            format: Format,
            classes: class.into_iter().chain(known).cloned().collect(),
            helpers,
            households: household.into_iter().cloned().collect(),
            keep: 0,
            balance: 0,
            fairness: None,
        };
        records.check().map(drop).map_err(EventError::Findings)
    }
}

/// What an event takes from households: those that wait, and who served them before.
#[derive(Debug, Default)]
struct Moved {
    waiting: Vec<Source>,
    before: BTreeMap<Id<'static>, Option<Id<'static>>>,
}

/// The best plan for a problem, to go on with.
fn solve(problem: &Problem) -> State {
    let instance = problem.instance();
    solver::settled(instance, instance.objective.uncovered).into_state()
}
