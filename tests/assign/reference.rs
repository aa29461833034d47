//! The solver of the textbooks: an arc for every household and every helper who may serve it, and
//! one successive shortest path for each household. It shares nothing with the library's.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use bangfu::assign::Problem;

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
