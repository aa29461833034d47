use std::collections::BTreeMap;

use serde::Serialize;

use super::{Figures, Helper, Household, Plan};

/// That a household goes from one helper to another, or from or to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Move<'p> {
    /// The household.
    pub household: Household<'p>,
    /// Its helper before.
    pub from: Option<Helper<'p>>,
    /// Its helper after.
    pub to: Option<Helper<'p>>,
}

/// How many helpers have so many households, by each of two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LoadCount {
    /// The number of households.
    pub households: u64,
    /// How many helpers have that many by the first plan.
    pub before: u64,
    /// How many helpers have that many by the second.
    pub after: u64,
}

/// Two plans for one problem, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison<'p> {
    /// What the first plan comes to.
    pub before: Figures,
    /// What the second plan comes to.
    pub after: Figures,
    /// The households whose helper is another, by their ids.
    pub moves: Vec<Move<'p>>,
    /// The loads of the helpers, each number of households that somebody has by one of the plans,
    /// the smallest first.
    pub loads: Vec<LoadCount>,
}

/// Sets two plans for one problem side by side; `None` if they are for two.
///
/// Neither has to be the best, nor valid: [`verify`](super::verify) says whether it is.
///
/// # Complexity
/// Linear in the size of the plans, but for a logarithm.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::assign::{ProblemRecords, compare, solve};
/// let document = br#"{ "format": 1,
///     "classes": [{"id": "c0", "minutes": {"g0": 12}}, {"id": "c1", "minutes": {"g0": 35}}],
///     "helpers": [{"id": "p0", "class": "c0", "capacity": 1},
///                 {"id": "p1", "class": "c1", "capacity": 1}],
///     "households": [{"id": "h0", "site": "g0"}, {"id": "h1", "site": "g0"}],
///     "keep": 10, "balance": 0 }"#;
/// let problem = bangfu::document::read::<ProblemRecords>(document)?.check()?;
/// let best = solve(&problem);
///
/// let mut other = best.records();
/// other.pairings[0].helper = "p1".parse()?;
/// other.pairings[1].helper = "p0".parse()?;
/// (other.pairings[0].cost, other.pairings[1].cost) = (35, 12);
/// let other = other.check(&problem)?;
///
/// let comparison = compare(&best, &other).unwrap();
/// assert_eq!(comparison.before.cost, comparison.after.cost);
/// assert_eq!(comparison.moves.len(), 2);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare<'p>(before: &Plan<'p>, after: &Plan<'p>) -> Option<Comparison<'p>> {
    if !std::ptr::eq(before.problem(), after.problem()) {
        return None;
    }
    let moves = before.problem().households().map(|household| Move {
        household,
        from: before.helper(household),
        to: after.helper(household),
    });
    let mut loads: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    for ((_, before), (_, after)) in before.loads().zip(after.loads()) {
        let (count, _) = loads.entry(before).or_default();
        *count = count.saturating_add(1);
        let (_, count) = loads.entry(after).or_default();
        *count = count.saturating_add(1);
    }
    let row = |(households, (before, after))| LoadCount { households, before, after };
    Some(Comparison {
        before: Figures::of_plan(before),
        after: Figures::of_plan(after),
        moves: moves.filter(|one| one.from != one.to).collect(),
        loads: loads.into_iter().map(row).collect(),
    })
}
