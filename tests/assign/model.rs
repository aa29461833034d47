//! Problems made by construction, and what is best for the small ones, by trying everything.

use bangfu::assign::{ClassRecord, HelperRecord, HouseholdRecord, Problem, ProblemRecords};
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
