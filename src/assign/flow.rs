//! A plain exact minimum-cost flow over integers. It knows no domain.
//!
//! Units of flow stand at sources and want to reach the sink along edges, each at a cost. A unit
//! whose way would cost more than the limit is better left where it is. Primal-dual: again and again
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

/// A graph without circles, in the making.
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
    /// The most units. [`Edge::UNLIMITED`] is never reached if all supplies together are less, for
    /// in a graph without circles no unit takes an edge twice.
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

    /// Sends every unit to the sink for which that costs no more than the limit, so that the cost of
    /// those sent, and the limit for each one left, are together the least.
    ///
    /// Rounds: a search finds how far the sink is from the nearest source with units left, and
    /// raises the prices so that the edges of all cheapest ways have a reduced cost of 0. Walks send
    /// units along such edges, over and over, until a walk along them reaches the sink no more. So
    /// the distance grows with every search, and every walk but the last of a round sends a unit:
    /// there are at most as many searches as the limit is great, and as there are units; in practice
    /// one for each cost that occurs. With V nodes and E edges a search takes E log V, and the walks
    /// of one kind E, and the length of the way for each time that units are sent.
    pub(super) fn send(self, sink: Node, limit: i64) -> Flow {
        let mut solver = Solver::new(self, sink, limit.clamp(0, Self::LIMIT));
        while !solver.active.is_empty() {
            let is_reached = solver.search();
            solver.raise_prices();
            if !is_reached {
                break;
            }
            while solver.walk() {}
        }
        solver.into_flow()
    }
}

/// An edge in one of its two directions: twice its number, and 1 more for backwards.
#[derive(Clone, Copy)]
struct Arc(usize);

const UNSEEN: i64 = i64::MAX;

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
    /// How far the nodes are from the nearest active source, by the last search.
    distances: Vec<i64>,
    /// The nodes that have a distance.
    seen: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    /// Where among the arcs of a node the present walk goes on.
    next: Vec<usize>,
    /// Whether a node lies on the way from the source to where the walk is.
    on_way: Vec<bool>,
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
            distances: vec![UNSEEN; nodes],
            seen: Vec::new(),
            heap: BinaryHeap::new(),
            next: vec![0; nodes],
            on_way: vec![false; nodes],
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

    /// Finds the distances from all active sources at once, as far as the sink or the limit, and
    /// says whether the sink was reached. Distances up to the sink's are final.
    fn search(&mut self) -> bool {
        for node in self.seen.drain(..) {
            self.distances[node] = UNSEEN;
        }
        self.heap.clear();
        for at in 0..self.active.len() {
            self.see(self.active[at], 0);
        }
        self.rise = self.limit - self.risen;
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance > self.rise {
                break;
            }
            if distance > self.distances[node] {
                continue;
            }
            for at in self.first[node]..self.first[node + 1] {
                let arc = self.arcs[at];
                if self.room(arc) == 0 {
                    continue;
                }
                let head = self.head(arc);
                let distance = distance + self.reduced_cost(arc);
                if distance < self.distances[head] && distance <= self.rise {
                    if head == self.sink {
                        self.rise = distance;
                    }
                    self.see(head, distance);
                }
            }
        }
        self.distances[self.sink] != UNSEEN
    }

    fn see(&mut self, node: usize, distance: i64) {
        if self.distances[node] == UNSEEN {
            self.seen.push(node);
        }
        self.distances[node] = distance;
        self.heap.push(Reverse((distance, node)));
    }

    /// Raises the price of every node nearer than the sink, by as much as it is nearer.
    ///
    /// Let D be the rise, and an arc with room and reduced cost r go from u to v: the distance of v
    /// is at most that of u and r. So the rise of u, D less its distance or 0, exceeds that of v by
    /// no more than r: no reduced cost falls below 0. Active sources, at distance 0, rise by D.
    fn raise_prices(&mut self) {
        for &node in &self.seen {
            self.prices[node] += (self.rise - self.distances[node]).max(0);
        }
        self.risen += self.rise;
    }

    /// Walks along arcs of reduced cost 0 from every active source, sends units wherever it comes to
    /// the sink, and says whether it did. No arc is tried again once it has led to nothing, so some
    /// ways may be missed; but a walk that sends nothing has seen all there is to see.
    fn walk(&mut self) -> bool {
        // A cheapest way keeps to nodes that the search has seen: none of them is farther than the
        // sink.
        for &node in &self.seen {
            self.next[node] = self.first[node];
        }
        let mut has_sent = false;
        let mut way: Vec<Arc> = Vec::new();
        for at in 0..self.active.len() {
            let source = self.active[at];
            let mut node = source;
            loop {
                self.on_way[node] = true;
                if node == self.sink {
                    has_sent = true;
                    self.send_along(&way, source);
                    // Back to where the way is still open, or to its beginning.
                    let is_done = self.left[source] == 0;
                    let open = way.iter().take_while(|&&arc| !is_done && self.is_open(arc)).count();
                    while way.len() > open
                        && let Some(arc) = way.pop()
                    {
                        self.on_way[node] = false;
                        node = self.tail(arc);
                    }
                    if is_done {
                        break;
                    }
                } else if self.next[node] < self.first[node + 1] {
                    let arc = self.arcs[self.next[node]];
                    let head = self.head(arc);
                    let is_new = self.distances[head] != UNSEEN && !self.on_way[head];
                    if is_new && self.is_open(arc) {
                        way.push(arc);
                        node = head;
                    } else {
                        self.next[node] += 1;
                    }
                } else if let Some(arc) = way.pop() {
                    self.on_way[node] = false;
                    node = self.tail(arc);
                    self.next[node] += 1;
                } else {
                    break;
                }
            }
            self.on_way[node] = false;
        }
        let left = &self.left;
        self.active.retain(|&source| left[source] > 0);
        has_sent
    }

    /// Whether one more unit may go along an arc at a reduced cost of 0.
    fn is_open(&self, arc: Arc) -> bool {
        self.room(arc) > 0 && self.reduced_cost(arc) == 0
    }

    /// Sends as many units along a way as stand at its source and as have room.
    fn send_along(&mut self, way: &[Arc], source: usize) {
        let rooms = way.iter().map(|&arc| self.room(arc));
        let units = rooms.fold(self.left[source], u32::min);
        for &Arc(arc) in way {
            let flow = &mut self.flows[arc / 2];
            *flow = if arc % 2 == 0 { *flow + units } else { *flow - units };
        }
        self.left[source] -= units;
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
