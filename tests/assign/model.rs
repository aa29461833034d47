//! Problems made by construction, and what is best for the small ones, by trying everything.

use std::collections::BTreeMap;

use bangfu::assign::{
    ClassRecord, Fairness, Helper, HelperRecord, Household, HouseholdRecord, Plan, Problem,
    ProblemRecords,
};
use bangfu::document::{Format, UniqueMap};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::generator::id;

/// The greatest sizes and numbers of a problem.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub classes: usize,
    pub helpers: usize,
    pub households: usize,
    pub capacity: i64,
    pub bars: usize,
}

pub const SMALL: Size = Size { classes: 3, helpers: 6, households: 6, capacity: 3, bars: 3 };
pub const MEDIUM: Size = Size { classes: 6, helpers: 20, households: 60, capacity: 6, bars: 4 };

const SITES: i64 = 4;

/// Problems of every kind: with and without balance and bars, with room and without; incumbents and
/// barred ids may be of nobody, and households may live where nobody goes.
pub fn problem(size: Size) -> impl Strategy<Value = ProblemRecords<'static>> {
    let minutes = || btree_map(0..SITES, prop_oneof![9 => 0..=12_i64, 1 => 0..=10_000_i64], 0..=4);
    let classes = vec(minutes(), 1..=size.classes);
    let helpers = vec((0..size.classes, 0..=size.capacity), 0..=size.helpers);
    // One helper more than there are: nobody.
    let someone = move || 0..=size.helpers;
    let household = (0..=SITES, proptest::option::weighted(0.8, someone()), {
        prop_oneof![1 => Just(Vec::new()), 1 => vec(someone(), 0..=size.bars)]
    });
    let households = vec(household, 0..=size.households);
    let keep = prop_oneof![1 => Just(0), 3 => 1..=8_i64];
    let balance = prop_oneof![1 => Just(0), 1 => 1..=5_i64];
    (classes, helpers, households, keep, balance).prop_map(
        |(classes, helpers, households, keep, balance)| {
            let count = classes.len();
            let classes = (0..).zip(classes).map(|(at, minutes): (i64, _)| ClassRecord {
                id: id('c', at),
                minutes: UniqueMap(minutes.into_iter().map(|(s, m)| (id('g', s), m)).collect()),
            });
            let helpers = (0..).zip(helpers).map(|(at, (class, capacity)): (i64, _)| {
                HelperRecord { id: id('p', at), class: id('c', class % count), capacity, least: 0 }
            });
            let households =
                (0..).zip(households).map(|(at, (site, incumbent, barred)): (i64, _)| {
                    HouseholdRecord {
                        id: id('h', at),
                        site: id('g', site),
                        incumbent: incumbent.map(|at| id('p', at)),
                        barred: barred.into_iter().map(|at| id('p', at)).collect(),
                        pinned: None,
                    }
                });
            ProblemRecords {
                format: Format,
                classes: classes.collect(),
                helpers: helpers.collect(),
                households: households.collect(),
                keep,
                balance,
                fairness: None,
            }
        },
    )
}

/// The best of all plans: the fewest left over, then the least cost.
pub fn brute_force(problem: &Problem) -> (u64, i64) {
    fn from(problem: &Problem, household: usize, loads: &mut Vec<u32>) -> (u64, i64) {
        let Some(one) = problem.households().nth(household) else { return (0, 0) };
        let (uncovered, cost) = from(problem, household + 1, loads);
        let mut best = (uncovered + 1, cost);
        for (at, helper) in problem.helpers().enumerate() {
            let Some(pairing) = one.cost(helper) else { continue };
            if loads[at] < helper.capacity() {
                loads[at] += 1;
                let (uncovered, cost) = from(problem, household + 1, loads);
                let balance = i64::from(problem.balance()) * i64::from(loads[at]);
                best = best.min((uncovered, cost + i64::from(pairing) + balance));
                loads[at] -= 1;
            }
        }
        best
    }
    from(problem, 0, &mut vec![0; problem.helpers().len()])
}

/// Problems as above, of which some pin households, ask for least loads and for fairness.
pub fn any_problem(size: Size) -> impl Strategy<Value = ProblemRecords<'static>> {
    let pins =
        vec(proptest::option::weighted(0.15, any::<proptest::sample::Index>()), size.households);
    let least = prop_oneof![
        1 => Just(vec![0; size.helpers]),
        1 => vec(0..=size.capacity + 1, size.helpers),
    ];
    let fairness = prop_oneof![
        2 => Just(None),
        1 => Just(Some(Fairness::BeforeCost)),
        1 => Just(Some(Fairness::AfterCost)),
    ];
    (problem(size), pins, least, fairness).prop_map(|(mut records, pins, least, fairness)| {
        records.fairness = fairness;
        for (helper, least) in records.helpers.iter_mut().zip(least) {
            helper.least = least;
        }
        if !records.helpers.is_empty() {
            for (household, pin) in records.households.iter_mut().zip(pins) {
                household.pinned = pin.map(|pin| pin.get(&records.helpers).id.clone());
            }
        }
        records
    })
}

/// What counts, in its order, the smaller the better: households left over, those of them that are
/// pinned, places that should be filled and are not, then the cost and how uneven the loads are, or
/// the other way round.
pub type Worth = [i64; 5];

/// What pairings come to; `None` if they are not allowed.
pub fn worth_of<'p>(
    problem: &'p Problem,
    pairs: impl IntoIterator<Item = (Household<'p>, Helper<'p>)>,
) -> Option<Worth> {
    let mut loads: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut covered, mut cost) = (0, 0);
    let mut pinned = problem.households().filter(|household| household.pinned().is_some()).count();
    for (household, helper) in pairs {
        covered += 1;
        pinned -= usize::from(household.pinned().is_some());
        cost += i64::from(household.cost(helper)?);
        *loads.entry(helper.id().as_str()).or_default() += 1;
    }
    let (mut short, mut uneven) = (0, 0);
    for helper in problem.helpers() {
        let load = loads.get(helper.id().as_str()).copied().unwrap_or_default();
        if load > i64::from(helper.capacity()) {
            return None;
        }
        short += (i64::from(helper.least()) - load).max(0);
        uneven += load * (load + 1) / 2;
    }
    cost += i64::from(problem.balance()) * uneven;
    let pinned = i64::try_from(pinned).unwrap();
    let left_over = i64::try_from(problem.households().len()).unwrap() - covered;
    Some(match problem.fairness() {
        None => [left_over, pinned, short, cost, 0],
        Some(Fairness::AfterCost) => [left_over, pinned, short, cost, uneven],
        Some(Fairness::BeforeCost) => [left_over, pinned, short, uneven, cost],
    })
}

/// What a plan comes to.
pub fn worth_of_plan(plan: &Plan<'_>) -> Worth {
    let pairs = plan.pairings().map(|pairing| (pairing.household, pairing.helper));
    worth_of(plan.problem(), pairs).unwrap()
}

/// What the best of all plans comes to, in which a household has a certain helper if one is given.
pub fn best_worth(problem: &Problem, forced: Option<(Household<'_>, Helper<'_>)>) -> Worth {
    fn from<'p>(
        problem: &'p Problem,
        forced: Option<(Household<'_>, Helper<'_>)>,
        rest: &[Household<'p>],
        pairs: &mut Vec<(Household<'p>, Helper<'p>)>,
    ) -> Option<Worth> {
        let Some((household, rest)) = rest.split_first() else {
            return worth_of(problem, pairs.iter().copied());
        };
        let forced_here = forced.filter(|(one, _)| one == household).map(|(_, helper)| helper);
        let mut best = None;
        if forced_here.is_none() {
            best = from(problem, forced, rest, pairs);
        }
        for helper in problem.helpers() {
            if household.cost(helper).is_some() && forced_here.is_none_or(|one| one == helper) {
                pairs.push((*household, helper));
                best = best.into_iter().chain(from(problem, forced, rest, pairs)).min();
                pairs.pop();
            }
        }
        best
    }
    let households: Vec<_> = problem.households().collect();
    from(problem, forced, &households, &mut Vec::new()).unwrap()
}
