//! A plain exact minimum-cost flow over integers. It knows no domain.
//!
//! Units of flow stand at sources and want to reach the sink along edges, each at a cost. A unit
//! whose way would cost the limit or more is better left where it is. Primal-dual: again and again
//! all cheapest ways are found at once, and as many units as possible sent along them.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the inner loops; the bounds are proved below"
)]
// INVARIANT (indices): a `Node` is made by `Graph::node` alone and graphs do not shrink, so every
// end of an edge is below the number of nodes, which is the length of every list by node. Edges are
// numbered by `Graph::edge`, which is the length of every list by edge. `first` has one entry more
// than there are nodes, and its last is the length of `arcs`.
//
// INVARIANT (sums): a cost is below 2^32 and a slope times a flow below 2^16 * 2^32, so an edge
// costs less than 2^49 whatever its flow. A price lies from 0 to the limit, which is at most 2^61;
// so does every distance that is followed up. A reduced cost is an edge and the difference of two
// prices, and a tentative distance a distance and a reduced cost: below 2^63.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A graph in the making. Its flow needs no graph without circles, [`Flow::take`] does.
#[derive(Debug, Default)]
pub(super) struct Graph {
    edges: Vec<Edge>,
    supplies: Vec<u32>,
}

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node(usize);

/// A way from one node to another: its n-th unit of flow costs `cost + slope * n`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) tail: Node,
    pub(super) head: Node,
    /// The most units; [`Edge::UNLIMITED`] is never reached, for all supplies together are less.
    pub(super) capacity: u32,
    pub(super) cost: u32,
    pub(super) slope: u16,
}

impl Edge {
    pub(super) const UNLIMITED: u32 = u32::MAX;
}

impl Node {
    pub(super) const fn place(self) -> usize {
        self.0
    }
}

impl Graph {
    /// The greatest limit.
    pub(super) const LIMIT: i64 = 1 << 61;

    /// A new node, at which so many units stand.
    pub(super) fn node(&mut self, supply: u32) -> Node {
        self.supplies.push(supply);
        Node(self.supplies.len() - 1)
    }

    /// A new edge between two nodes of this graph.
    pub(super) fn edge(&mut self, edge: Edge) {
        self.edges.push(edge);
    }

    /// Sends every unit to the sink for which that costs less than the limit, so that the cost of
    /// those sent, and the limit for each one left, are together the least.
    ///
    /// Rounds: let the label of a node be (cost, edges) of the cheapest residual way to it from a
    /// source with units left, the shortest of the cheapest. A round sends units along ways whose
    /// every edge raises the label by exactly (its reduced cost, 1), until each such way has a full
    /// edge. That opens only edges that go back along them, which raise the label by (0, -1): a
    /// way over one has more edges than its label says. So the label of the sink grows with every
    /// round, in cost or in edges; and each round sends a unit. Hence there are at most as many
    /// rounds as units, and as pairs of a cost below the limit and a length below the number of
    /// nodes; in practice a few for each cost that occurs. A round is one search, E log E for E
    /// edges, and one blocking flow, V * E at worst and about E in practice.
    pub(super) fn send(self, sink: Node, limit: i64) -> Flow {
        let mut solver = Solver::new(self, sink, limit.clamp(0, Self::LIMIT));
        while !solver.active.is_empty() {
            let way = solver.search();
            solver.raise_prices();
            if !way {
                break;
            }
            solver.send_along_ways();
        }
        solver.into_flow()
    }
}

/// An edge in one of its two directions: twice its number, and 1 more for backwards.
#[derive(Clone, Copy)]
struct Arc(usize);

/// How a search came to a node: the distance, and the number of edges.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    distance: i64,
    edges: usize,
}

const UNSEEN: Label = Label { distance: i64::MAX, edges: usize::MAX };

struct Solver {
    edges: Vec<Edge>,
    flows: Vec<u32>,
    /// The arcs that leave node v are `arcs[first[v]..first[v + 1]]`.
    first: Vec<usize>,
    arcs: Vec<Arc>,
    /// How much it costs at least to bring one more unit from a node to the sink.
    ///
    /// INVARIANT: no arc with room has a reduced cost, `cost + prices[head] - prices[tail]`, below
    /// 0. So it is at the beginning, where prices are 0 and costs are not negative.
    prices: Vec<i64>,
    left: Vec<u32>,
    /// The sources that have units left; the price of all of them is the same.
    active: Vec<usize>,
    labels: Vec<Label>,
    /// The nodes that have a label, in the order in which they were first seen.
    seen: Vec<usize>,
    heap: BinaryHeap<Reverse<(Label, usize)>>,
    /// Where among the arcs of a node the search for a way goes on.
    next: Vec<usize>,
    /// How far prices rise in this round.
    rise: i64,
    risen: i64,
    limit: i64,
    sink: usize,
}

impl Solver {
    fn new(graph: Graph, Node(sink): Node, limit: i64) -> Self {
        let nodes = graph.supplies.len();
        let mut first = vec![0; nodes + 1];
        for edge in &graph.edges {
            first[edge.tail.0] += 1;
            first[edge.head.0] += 1;
        }
        let mut sum = 0;
        for entry in &mut first {
            sum += *entry;
            *entry = sum;
        }
        // Every entry is now the end of its node's arcs. Filling them in from behind, in the
        // reverse order of the edges, leaves the beginning.
        let mut arcs = vec![Arc(0); sum];
        for (at, edge) in graph.edges.iter().enumerate().rev() {
            for (node, arc) in [(edge.head.0, Arc(2 * at + 1)), (edge.tail.0, Arc(2 * at))] {
                first[node] -= 1;
                arcs[first[node]] = arc;
            }
        }
        let active = (0..nodes).filter(|&node| graph.supplies[node] > 0 && node != sink).collect();
        Self {
            flows: vec![0; graph.edges.len()],
            edges: graph.edges,
            first,
            arcs,
            prices: vec![0; nodes],
            left: graph.supplies,
            active,
            labels: vec![UNSEEN; nodes],
            seen: Vec::new(),
            heap: BinaryHeap::new(),
            next: vec![0; nodes],
            rise: 0,
            risen: 0,
            limit,
            sink,
        }
    }

    fn tail(&self, Arc(arc): Arc) -> usize {
        let edge = &self.edges[arc / 2];
        if arc % 2 == 0 { edge.tail.0 } else { edge.head.0 }
    }

    fn head(&self, Arc(arc): Arc) -> usize {
        self.tail(Arc(arc ^ 1))
    }

    /// How many units may go along an arc at its present cost.
    fn room(&self, Arc(arc): Arc) -> u32 {
        let (edge, flow) = (&self.edges[arc / 2], self.flows[arc / 2]);
        let room = if arc % 2 == 0 { edge.capacity - flow } else { flow };
        // Every unit of an edge with a slope has a cost of its own.
        if edge.slope == 0 { room } else { room.min(1) }
    }

    /// What one more unit costs along an arc with room, by the prices: never below 0.
    fn reduced_cost(&self, arc: Arc) -> i64 {
        let (edge, flow) = (&self.edges[arc.0 / 2], self.flows[arc.0 / 2]);
        let (cost, slope) = (i64::from(edge.cost), i64::from(edge.slope));
        let cost = if arc.0.is_multiple_of(2) {
            cost + slope * (i64::from(flow) + 1)
        } else {
            -(cost + slope * i64::from(flow))
        };
        cost + self.prices[self.head(arc)] - self.prices[self.tail(arc)]
    }

    /// Labels the nodes from all active sources at once, as far as the sink or the limit, and says
    /// whether the sink was reached. Labels below the sink's are final.
    fn search(&mut self) -> bool {
        for node in self.seen.drain(..) {
            self.labels[node] = UNSEEN;
        }
        self.heap.clear();
        for at in 0..self.active.len() {
            self.see(self.active[at], Label { distance: 0, edges: 0 });
        }
        let mut nearest = Label { distance: self.limit - self.risen, edges: 0 };
        while let Some(Reverse((label, node))) = self.heap.pop() {
            if label >= nearest {
                break;
            }
            if label > self.labels[node] {
                continue;
            }
            for at in self.first[node]..self.first[node + 1] {
                let arc = self.arcs[at];
                if self.room(arc) == 0 {
                    continue;
                }
                let head = self.head(arc);
                let distance = label.distance + self.reduced_cost(arc);
                let new = Label { distance, edges: label.edges + 1 };
                if new < self.labels[head] && new < nearest {
                    if head == self.sink {
                        nearest = new;
                    }
                    self.see(head, new);
                }
            }
        }
        self.rise = nearest.distance;
        self.labels[self.sink] != UNSEEN
    }

    fn see(&mut self, node: usize, label: Label) {
        if self.labels[node] == UNSEEN {
            self.seen.push(node);
            self.next[node] = self.first[node];
        }
        self.labels[node] = label;
        self.heap.push(Reverse((label, node)));
    }

    /// Raises the price of every node nearer than the sink, by as much as it is nearer.
    ///
    /// Let D be the rise, and an arc with room and reduced cost r go from u to v: the distance of v
    /// is at most that of u and r. So the rise of u, D less its distance or 0, exceeds that of v by
    /// no more than r: no reduced cost falls below 0. Active sources, at distance 0, rise by D.
    fn raise_prices(&mut self) {
        for &node in &self.seen {
            self.prices[node] += (self.rise - self.labels[node].distance).max(0);
        }
        self.risen += self.rise;
    }

    /// Sends units along ways of reduced cost 0 on which the edges are counted one by one, until
    /// none is left: a walk with a stack of its own, that never comes twice to a dead end.
    fn send_along_ways(&mut self) {
        let mut way: Vec<Arc> = Vec::new();
        for at in 0..self.active.len() {
            let source = self.active[at];
            let mut node = source;
            loop {
                if node == self.sink {
                    let rooms = way.iter().map(|&arc| self.room(arc));
                    let units = rooms.min().unwrap_or(0).min(self.left[source]);
                    for Arc(arc) in way.drain(..) {
                        let flow = &mut self.flows[arc / 2];
                        *flow = if arc % 2 == 0 { *flow + units } else { *flow - units };
                    }
                    self.left[source] -= units;
                    if self.left[source] == 0 {
                        break;
                    }
                    node = source;
                } else if self.next[node] < self.first[node + 1] {
                    let arc = self.arcs[self.next[node]];
                    if self.leads_on(arc) {
                        way.push(arc);
                        node = self.head(arc);
                    } else {
                        self.next[node] += 1;
                    }
                } else if let Some(arc) = way.pop() {
                    node = self.tail(arc);
                    self.next[node] += 1;
                } else {
                    break;
                }
            }
        }
        let left = &self.left;
        self.active.retain(|&source| left[source] > 0);
    }

    /// Whether an arc is one edge of a cheapest, shortest way to the sink, as far as labels tell.
    fn leads_on(&self, arc: Arc) -> bool {
        let (tail, head) = (self.labels[self.tail(arc)], self.labels[self.head(arc)]);
        let is_next = head.edges == tail.edges + 1
            && (self.head(arc) == self.sink || head.edges < self.labels[self.sink].edges);
        is_next && self.room(arc) > 0 && self.reduced_cost(arc) == 0
    }

    fn into_flow(mut self) -> Flow {
        for (next, first) in self.next.iter_mut().zip(&self.first) {
            *next = *first;
        }
        Flow { solver: self }
    }
}

/// The best flow of a [`Graph`].
pub(super) struct Flow {
    solver: Solver,
}

impl Flow {
    /// How much it costs at least to bring one more unit from a node to the sink, or to leave it:
    /// from 0 to the limit, which it is at a source with units left. Along an edge that is not full
    /// the price falls by no more than the cost of the next unit, along one that is not empty by no
    /// less than the cost of the last.
    pub(super) fn price(&self, node: Node) -> i64 {
        self.solver.prices[node.0]
    }

    /// Whether a node can be reached, over edges that are not full and backwards over edges that
    /// are not empty, from a source with units left; by place of the node.
    pub(super) fn reached(&self) -> Vec<bool> {
        let solver = &self.solver;
        let mut reached = vec![false; solver.left.len()];
        let mut open = solver.active.clone();
        for &source in &open {
            reached[source] = true;
        }
        while let Some(node) = open.pop() {
            for &arc in &solver.arcs[solver.first[node]..solver.first[node + 1]] {
                let head = solver.head(arc);
                if !reached[head] && solver.room(arc) > 0 {
                    reached[head] = true;
                    open.push(head);
                }
            }
        }
        reached
    }

    /// Takes one unit that comes from a node out of the flow, and returns the last node before the
    /// sink on its way; `None` if no more of the flow comes from there.
    ///
    /// The flow must have no circles.
    pub(super) fn take(&mut self, Node(mut node): Node) -> Option<Node> {
        let solver = &mut self.solver;
        let mut last = None;
        while node != solver.sink {
            let arc = *solver.arcs[..solver.first[node + 1]].get(solver.next[node])?;
            if arc.0.is_multiple_of(2) && solver.flows[arc.0 / 2] > 0 {
                solver.flows[arc.0 / 2] -= 1;
                last = Some(Node(node));
                node = solver.head(arc);
            } else {
                solver.next[node] += 1;
            }
        }
        last
    }
}
