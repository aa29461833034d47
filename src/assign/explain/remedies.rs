//! What would close a shortage: every single change by which one household more is covered.
//!
//! Whoever is in a shortage has all places taken. So a change helps exactly if it gives the shortage
//! a place, or leads from one of its households to somebody with *room*: who has a free place, or
//! could get one by giving a household away to somebody with room.

mod flow;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::flow::{Flow, Spot, with_room};
use crate::assign::certificate::{Refutation, verify};
use crate::assign::plan::{Lack, Plan};
use crate::assign::problem::instance::{HouseholdRow, Instance, Place, at, place};
use crate::assign::problem::{Helper, Household, Problem};
use crate::assign::solver;
use crate::quantity::Id;

/// A shortage (缺口), and what would close it (补救办法).
///
/// Its households can be served by its helpers alone, who have too few places for them. No two share
/// a household or a helper, and none falls in two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relief<'p> {
    /// The households, by their ids.
    pub households: Vec<Household<'p>>,
    /// All the helpers who may serve any of them, those of capacity 0 too, by their ids.
    pub helpers: Vec<Helper<'p>>,
    /// The capacity of these helpers together.
    pub capacity: u64,
    /// How many of the households are left over: their number less the capacity.
    pub short: u64,
    /// Every single change by which one household more would be covered, in the order of [`Remedy`].
    /// Any other change of these kinds alone would cover none.
    pub remedies: Vec<Remedy<'p>>,
}

/// A single change by which one household more would be covered, or several: the rest of the problem
/// stays as it is.
///
/// Where a change serves more than one shortage, it is named with each, and the number is that of all
/// together. Remedies are ordered as the variants stand here; of a kind those that cover more come
/// first, then by id.
///
/// In documents: the kind, and its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy<'p> {
    /// One more helper of a class, whom nobody bars. With a capacity of n, the smaller of n and
    /// `covers` more are covered.
    Helper {
        /// The class.
        class: &'p Id<'static>,
        /// How many households more are covered if the helper has places enough.
        covers: u64,
    },
    /// The capacity of one of these helpers is raised by one: one household more is covered.
    Capacity {
        /// The class of these helpers.
        class: &'p Id<'static>,
        /// The helpers, any of whom will do.
        helpers: Vec<Helper<'p>>,
    },
    /// A class lists one site more, or one of its helpers alone is allowed to serve there.
    Scope {
        /// The class.
        class: &'p Id<'static>,
        /// The sites, any of which will do; those that cover more first.
        sites: Vec<Widening<'p>>,
    },
    /// A household is served after all by one of those whom it bars: one household more is covered.
    Bar {
        /// The household.
        household: Household<'p>,
        /// The barred helpers, any of whom will do.
        helpers: Vec<Helper<'p>>,
    },
    /// A household is no longer pinned: one household more is covered.
    Pin {
        /// The household.
        household: Household<'p>,
        /// The helper to whom it is pinned.
        helper: Helper<'p>,
    },
}

/// A site that a class might list.
///
/// Whom a household bars at a site that the helper may not serve anyway, a checked problem does not
/// know; nor which households live together where nobody may serve. So such bars are not counted,
/// and at such a site there is one household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Widening<'p> {
    /// The site.
    pub site: Site<'p>,
    /// How many households more are covered if all the class may serve there.
    pub covers: u64,
    /// Those of the class who would cover one more at least if they alone might serve there. None if
    /// that takes more than one of them.
    pub helpers: Vec<Helper<'p>>,
}

/// Where households live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Site<'p> {
    /// A site of the problem.
    Listed(&'p Id<'static>),
    /// Where this household lives: a site that no class lists.
    Of(Household<'p>),
}

/// Says for each shortage of a plan what would close it: independent shortages, those with the first
/// households first. None if all households are covered.
///
/// # Errors
/// [`Refutation`] if the plan is not proved to be the best: then a better one may cover more without
/// any change.
///
/// # Complexity
/// For each class, and each site with a household of a shortage, one search through the plan for
/// each household that it covers by way of others, and one more.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::assign::{ProblemRecords, Remedy, remedies, solve};
/// let document = br#"{ "format": 1,
///     "classes": [{"id": "c0", "minutes": {"g0": 12}}, {"id": "c1", "minutes": {"g1": 35}}],
///     "helpers": [{"id": "p0", "class": "c0", "capacity": 1},
///                 {"id": "p1", "class": "c1", "capacity": 1}],
///     "households": [{"id": "h0", "site": "g0"}, {"id": "h1", "site": "g0"}],
///     "keep": 10, "balance": 0 }"#;
/// let problem = bangfu::document::read::<ProblemRecords>(document)?.check()?;
/// let reliefs = remedies(&solve(&problem))?;
/// let relief = &reliefs[0];
/// assert_eq!((relief.households.len(), relief.capacity, relief.short), (2, 1, 1));
/// assert!(matches!(&relief.remedies[..], [
///     Remedy::Helper { covers: 1, .. },   // one more like p0,
///     Remedy::Capacity { .. },            // or p0 takes both,
///     Remedy::Scope { .. },               // or p1 may go to g0
/// ]));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn remedies<'p>(plan: &Plan<'p>) -> Result<Vec<Relief<'p>>, Refutation> {
    verify(plan)?;
    let (problem, helper_of) = (plan.problem(), &plan.solution().helper_of);
    // The plan's own may be told together.
    let lacks = solver::lacks(problem.instance(), helper_of);
    if lacks.is_empty() {
        return Ok(Vec::new());
    }
    let finder = Finder::new(problem, helper_of, &lacks);
    let relief = |lack: &Lack| Relief {
        households: lack.households.iter().map(|one| problem.household_at(*one)).collect(),
        helpers: finder.helpers(&lack.helpers),
        capacity: lack.capacity,
        short: lack.short,
        remedies: finder.remedies(lack),
    };
    Ok(lacks.iter().map(relief).collect())
}

struct Finder<'p> {
    problem: &'p Problem,
    instance: &'p Instance,
    /// The helpers with room.
    has_room: Vec<bool>,
    /// How many more one more helper of each class would cover.
    newcomers: Vec<u64>,
    /// For each spot with a household of a shortage, and each class that does not list it, how many
    /// more the class would cover there; none that would not.
    widenings: BTreeMap<(Spot, Place), u64>,
    /// The households that are pinned to somebody who may not serve them, and would be covered if
    /// all the class of that helper might.
    scope_is_lacking: BTreeSet<Place>,
}

impl<'p> Finder<'p> {
    fn new(problem: &'p Problem, helper_of: &[Option<Place>], lacks: &[Lack]) -> Self {
        let instance = problem.instance();
        let flow = Flow::new(instance, helper_of);
        let has_room = with_room(instance, helper_of);
        let households = lacks.iter().flat_map(|lack| &lack.households).copied();
        let households: BTreeSet<Place> = households.collect();
        let mut finder = Self {
            problem,
            instance,
            has_room,
            newcomers: Vec::new(),
            widenings: BTreeMap::new(),
            scope_is_lacking: BTreeSet::new(),
        };
        // The households of shortages who may go to anybody at their site, and those who would go to
        // one helper alone, did the class list the site.
        let mut free: BTreeMap<Spot, BTreeSet<Place>> = BTreeMap::new();
        let mut pinned: BTreeMap<(Spot, Place), Vec<Place>> = BTreeMap::new();
        for household in households {
            let Some(spot) = finder.spot(household) else { continue };
            match finder.row(household).and_then(|row| row.pinned) {
                None => _ = free.entry(spot).or_default().insert(household),
                Some(helper) => {
                    let Some(class) = finder.class(helper) else { continue };
                    if !finder.lists(class, spot) {
                        pinned.entry((spot, class)).or_default().push(household);
                    }
                }
            }
        }
        let classes = 0..place(instance.members.len());
        for class in classes.clone() {
            let listed = free.iter().filter(|(spot, _)| finder.lists(class, **spot));
            let targets: BTreeSet<Place> = listed.flat_map(|(_, here)| here).copied().collect();
            finder.newcomers.push(flow.clone().leave(&targets));
        }
        let leaving: BTreeMap<Spot, u64> =
            free.into_iter().map(|(spot, here)| (spot, flow.clone().leave(&here))).collect();
        let most = leaving.values().copied().max().unwrap_or_default();
        for class in classes {
            let members = instance.members.of(class);
            if !members.iter().any(|helper| finder.has(*helper)) {
                continue;
            }
            // So many can leave the shortages there, and so many go on from the class: any of the
            // ones to any of the others.
            let room = flow.clone().take(members, most);
            for (spot, leaving) in &leaving {
                if !finder.lists(class, *spot) {
                    finder.widenings.insert((*spot, class), room.min(*leaving));
                }
            }
        }
        // Where some may go to one of the class alone, all ways are tried.
        let left_over: Vec<Place> = (0..)
            .zip(helper_of)
            .filter(|(_, helper)| helper.is_none())
            .map(|(household, _)| household)
            .collect();
        for ((spot, class), households) in pinned {
            let covers = flow.clone().cover(&left_over, spot, class);
            if covers > 0 {
                finder.widenings.insert((spot, class), covers);
            }
            let helps = |one: &Place| flow.clone().cover(&[*one], spot, class) > 0;
            finder.scope_is_lacking.extend(households.into_iter().filter(helps));
        }
        finder
    }

    /// Every remedy of a shortage.
    fn remedies(&self, lack: &Lack) -> Vec<Remedy<'p>> {
        let mut found = self.more_helpers(lack);
        found.extend(self.more_places(lack));
        found.extend(self.wider_scopes(lack));
        let households = lack.households.iter();
        found.extend(households.clone().filter_map(|household| self.lifted_bars(*household)));
        found.extend(households.filter_map(|household| self.released_pin(*household)));
        found
    }

    fn more_helpers(&self, lack: &Lack) -> Vec<Remedy<'p>> {
        let spots = lack.households.iter().filter(|one| self.is_free(**one));
        let spots: BTreeSet<Spot> = spots.filter_map(|one| self.spot(*one)).collect();
        let classes = (0..).zip(&self.newcomers);
        let mut found: Vec<(u64, Place)> = classes
            .filter(|(class, _)| spots.iter().any(|spot| self.lists(*class, *spot)))
            .map(|(class, covers)| (*covers, class))
            .collect();
        found.sort_by_key(|(covers, class)| (Reverse(*covers), *class));
        let remedy =
            |(covers, class)| Remedy::Helper { class: self.problem.class_id(class), covers };
        found.into_iter().map(remedy).collect()
    }

    fn more_places(&self, lack: &Lack) -> Vec<Remedy<'p>> {
        let mut by_class: BTreeMap<Place, Vec<Helper<'p>>> = BTreeMap::new();
        for helper in self.helpers(&lack.helpers) {
            if let Some(class) = self.class(helper.place())
                && i64::from(helper.capacity()) < i64::from(Problem::CAPACITY.max())
            {
                by_class.entry(class).or_default().push(helper);
            }
        }
        let remedy =
            |(class, helpers)| Remedy::Capacity { class: self.problem.class_id(class), helpers };
        by_class.into_iter().map(remedy).collect()
    }

    fn wider_scopes(&self, lack: &Lack) -> Vec<Remedy<'p>> {
        // For each spot, whether anybody will do there, and those to whom a household is pinned.
        let mut spots: BTreeMap<Spot, (bool, BTreeSet<Place>)> = BTreeMap::new();
        for &household in &lack.households {
            let Some(row) = self.row(household) else { continue };
            let (is_free, pinned) = spots.entry(Spot::of(household, *row)).or_default();
            *is_free |= row.pinned.is_none();
            pinned.extend(row.pinned.filter(|_| self.scope_is_lacking.contains(&household)));
        }
        let mut by_class: BTreeMap<Place, Vec<Widening<'p>>> = BTreeMap::new();
        for (spot, (is_free, pinned)) in &spots {
            for ((_, class), covers) in self.widenings.range((*spot, 0)..=(*spot, Place::MAX)) {
                let members = self.instance.members.of(*class).iter().copied();
                let helpers = members
                    .clone()
                    .filter(|helper| self.has(*helper) && (*is_free || pinned.contains(helper)));
                let helpers: Vec<Helper<'p>> =
                    helpers.map(|helper| self.problem.helper_at(helper)).collect();
                if helpers.is_empty() && !members.clone().any(|helper| pinned.contains(&helper)) {
                    continue;
                }
                let site = match *spot {
                    Spot::Site(site) => Site::Listed(self.problem.site_id(site)),
                    Spot::Of(household) => Site::Of(self.problem.household_at(household)),
                };
                let widening = Widening { site, covers: *covers, helpers };
                by_class.entry(*class).or_default().push(widening);
            }
        }
        let covers = |sites: &Vec<Widening<'p>>| sites.iter().map(|one| one.covers).max();
        let mut found: Vec<(Place, Vec<Widening<'p>>)> = by_class.into_iter().collect();
        found.sort_by_key(|(class, sites)| (Reverse(covers(sites)), *class));
        let remedy = |(class, mut sites): (Place, Vec<Widening<'p>>)| {
            // A stable sort: by id where as many are covered.
            sites.sort_by_key(|one| Reverse(one.covers));
            Remedy::Scope { class: self.problem.class_id(class), sites }
        };
        found.into_iter().map(remedy).collect()
    }

    fn lifted_bars(&self, household: Place) -> Option<Remedy<'p>> {
        let pinned = self.row(household)?.pinned;
        let barred = self.instance.barred.of(household).iter().copied();
        let helpers = barred
            .filter(|helper| self.has(*helper) && pinned.is_none_or(|pinned| pinned == *helper));
        let helpers: Vec<Helper<'p>> =
            helpers.map(|helper| self.problem.helper_at(helper)).collect();
        let household = self.problem.household_at(household);
        (!helpers.is_empty()).then_some(Remedy::Bar { household, helpers })
    }

    fn released_pin(&self, household: Place) -> Option<Remedy<'p>> {
        let row = self.row(household)?;
        let pinned = self.problem.helper_at(row.pinned?);
        let barred = self.instance.barred.of(household);
        let classes = self.instance.listings.of(row.site?).iter().map(|listing| listing.class);
        let mut helpers = classes.flat_map(|class| self.instance.members.of(class));
        let helps =
            helpers.any(|helper| self.has(*helper) && barred.binary_search(helper).is_err());
        let household = self.problem.household_at(household);
        helps.then_some(Remedy::Pin { household, helper: pinned })
    }

    fn helpers(&self, places: &[Place]) -> Vec<Helper<'p>> {
        places.iter().map(|helper| self.problem.helper_at(*helper)).collect()
    }

    fn row(&self, household: Place) -> Option<&'p HouseholdRow> {
        self.instance.households.get(at(household))
    }

    /// Whether anybody may serve a household, as far as pins go.
    fn is_free(&self, household: Place) -> bool {
        self.row(household).is_some_and(|row| row.pinned.is_none())
    }

    fn class(&self, helper: Place) -> Option<Place> {
        Some(self.instance.helpers.get(at(helper))?.class)
    }

    fn spot(&self, household: Place) -> Option<Spot> {
        Some(Spot::of(household, *self.row(household)?))
    }

    fn lists(&self, class: Place, spot: Spot) -> bool {
        matches!(spot, Spot::Site(site) if self.instance.minutes(site, class).is_some())
    }

    /// Whether a helper has room.
    fn has(&self, helper: Place) -> bool {
        self.has_room.get(at(helper)).is_some_and(|has_room| *has_room)
    }
}
