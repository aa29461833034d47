//! What tests and bench share: a textbook solver, and a small generator of townships.
//!
//! The solver is the one of the textbooks: an arc for every household and every helper who may
//! serve it, and one successive shortest path for each household. It shares nothing with the
//! library's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use bangfu::assign::{ClassRecord, HelperRecord, HouseholdRecord, Problem, ProblemRecords};
use bangfu::document::Format;
use bangfu::quantity::Id;

/// What an uncovered household costs here: above any sum of costs in the tests.
const UNCOVERED: i64 = 1 << 40;

/// How many households are left over at least, and what the others cost at least.
pub fn textbook(problem: &Problem) -> (u64, i64) {
    let households: Vec<_> = problem.households().collect();
    let helpers: Vec<_> = problem.helpers().collect();
    let sink = households.len() + helpers.len();
    let mut graph = Residual { arcs: Vec::new(), leaving: vec![Vec::new(); sink + 1] };
    // Costs are shifted so that none is negative.
    let shift = i64::from(problem.keep());
    for (h, household) in households.iter().enumerate() {
        graph.arc(h, sink, UNCOVERED + shift);
        for (k, helper) in helpers.iter().enumerate() {
            if let Some(cost) = household.cost(*helper) {
                graph.arc(h, households.len() + k, i64::from(cost) + shift);
            }
        }
    }
    for (k, helper) in helpers.iter().enumerate() {
        for n in 1..=i64::from(helper.capacity()) {
            graph.arc(households.len() + k, sink, n * i64::from(problem.balance()));
        }
    }
    let mut potentials = vec![0; sink + 1];
    let total: i64 = (0..households.len()).map(|h| graph.add(h, sink, &mut potentials)).sum();
    let total = total - shift * i64::try_from(households.len()).unwrap();
    let uncovered = (total + UNCOVERED / 2).div_euclid(UNCOVERED);
    (u64::try_from(uncovered).unwrap(), total - uncovered * UNCOVERED)
}

struct Residual {
    /// Where an arc leads, its cost and whether it is free; the arc back is the next or the last.
    arcs: Vec<(usize, i64, bool)>,
    leaving: Vec<Vec<usize>>,
}

impl Residual {
    fn arc(&mut self, tail: usize, head: usize, cost: i64) {
        self.leaving[tail].push(self.arcs.len());
        self.arcs.push((head, cost, true));
        self.leaving[head].push(self.arcs.len());
        self.arcs.push((tail, -cost, false));
    }

    /// Sends one unit from a new source along the cheapest path, and returns its cost.
    fn add(&mut self, source: usize, sink: usize, potentials: &mut [i64]) -> i64 {
        // Nothing leads to the source yet: any potential will do by which its arcs cost enough.
        let leaving = self.leaving[source].iter().map(|&arc| self.arcs[arc]);
        potentials[source] = leaving.map(|(head, cost, _)| potentials[head] - cost).max().unwrap();
        let mut distances = vec![i64::MAX; potentials.len()];
        let mut arrivals = vec![usize::MAX; potentials.len()];
        let mut open = BinaryHeap::from([Reverse((0, source))]);
        distances[source] = 0;
        while let Some(Reverse((distance, node))) = open.pop() {
            if node == sink {
                break;
            }
            if distance > distances[node] {
                continue;
            }
            for &arc in &self.leaving[node] {
                let (head, cost, is_free) = self.arcs[arc];
                let new = distance + cost + potentials[node] - potentials[head];
                if is_free && new < distances[head] {
                    distances[head] = new;
                    arrivals[head] = arc;
                    open.push(Reverse((new, head)));
                }
            }
        }
        for (potential, distance) in potentials.iter_mut().zip(&distances) {
            *potential += distance.min(&distances[sink]);
        }
        let (mut node, mut total) = (sink, 0);
        while node != source {
            let arc = arrivals[node];
            total += self.arcs[arc].1;
            self.arcs[arc].2 = false;
            self.arcs[arc ^ 1].2 = true;
            node = self.arcs[arc ^ 1].0;
        }
        total
    }
}

/// The kinds of township of the oracle's generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Some serve their village, some their zone, some the township.
    Default,
    /// The same, no two helpers alike.
    Home,
    /// Nobody serves beyond their zone.
    Zones,
    /// Too few places.
    Short,
    /// The load is balanced.
    Balance,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Default, Self::Home, Self::Zones, Self::Short, Self::Balance];
}

/// Whole numbers that look random: `SplitMix64`.
pub struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        let end = u128::try_from(end).unwrap();
        i64::try_from((u128::from(z) * end) >> 64).unwrap()
    }
}

pub fn id(letter: char, number: impl std::fmt::Display) -> Id<'static> {
    Id::new(format!("{letter}{number}")).unwrap()
}

/// A township of three villages to each zone, eight sites to each village, on a grid.
pub fn township(
    kind: Kind,
    seed: u64,
    zones: i64,
    households_per_site: i64,
) -> ProblemRecords<'static> {
    let mut draws = Draws(seed);
    let villages = zones * 3;
    let places: Vec<(i64, i64)> = (0..villages)
        .map(|village| (village / 3 * 30 + draws.below(15), draws.below(20)))
        .collect();
    let sites: Vec<(i64, i64, i64)> = (0..villages * 8)
        .map(|site| {
            let (x, y) = places[usize::try_from(site / 8).unwrap()];
            (site / 8, x + draws.below(7), y + draws.below(7))
        })
        .collect();
    let per_cent = if kind == Kind::Short { 90 } else { 120 };
    let wanted = villages * 8 * households_per_site * per_cent / 100;
    let (mut classes, mut helpers) = (BTreeMap::new(), Vec::new());
    let mut capacity = 0;
    while capacity < wanted {
        let base = draws.below(villages);
        let scope = match draws.below(10) {
            0..=3 => 0,
            9 if kind != Kind::Zones => 2,
            _ => 1,
        };
        let (mut x, mut y) = places[usize::try_from(base).unwrap()];
        let mut name = format!("{scope}-{base}");
        if kind == Kind::Home {
            (x, y) = (x + draws.below(9) - 4, y + draws.below(9) - 4);
            name = format!("home-{}", helpers.len());
        }
        let minutes = sites.iter().zip(0..).filter_map(|((village, at, to), site)| {
            let is_near = [*village == base, village / 3 == base / 3, true];
            let minutes = (at - x).abs() + (to - y).abs() + if *village == base { 0 } else { 15 };
            is_near[scope].then(|| (id('g', site), minutes))
        });
        classes.entry(id('c', name.clone())).or_insert_with(|| minutes.collect());
        let places = 1 + draws.below(6);
        helpers.push(HelperRecord {
            id: id('p', helpers.len()),
            class: id('c', name),
            capacity: places,
            least: 0,
        });
        capacity += places;
    }
    let count = i64::try_from(helpers.len()).unwrap();
    let households = (0..villages * 8 * households_per_site).map(|household| HouseholdRecord {
        id: id('h', household),
        site: id('g', household / households_per_site),
        incumbent: (draws.below(10) < 9).then(|| id('p', draws.below(count))),
        barred: (0..draws.below(3)).map(|_| id('p', draws.below(count))).collect(),
        pinned: None,
    });
    ProblemRecords {
        format: Format,
        households: households.collect(),
        classes: classes.into_iter().map(|(id, minutes)| ClassRecord { id, minutes }).collect(),
        helpers,
        keep: 10,
        balance: if kind == Kind::Balance { 2 } else { 0 },
        fairness: None,
    }
}
