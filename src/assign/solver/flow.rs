//! The cheapest flow to one sink, by the network simplex method. It knows no domain.
//!
//! Units stand at nodes and want to reach the sink along edges of limited capacity, each at a cost. A unit whose way would cost more than the limit is better left where it is.
//!
//! The method keeps a tree, rooted at the sink, of arcs that may be partly full; every arc outside
//! of it is empty or full. The price of a node is the cost of its way up the tree. An arc outside
//! that would be cheaper than the way up (or, if it is full, dearer) comes into the tree: units are
//! sent around the circle that it closes, until some arc of the circle stops them, which goes.
//!
//! It ends. The tree is kept *strongly feasible* (Cunningham 1976): on every arc of it one more unit
//! could go up. A pivot that sends units lowers the whole cost, which is never below 0. One that
//! sends none is stopped on the way down to where the arc begins, since all ways up have room; so
//! the subtree that is hung anew is the one there, all of its prices fall, and no other changes.
//! Prices lie between plus and minus the sum of all costs. So there are at most as many pivots as
//! the cost at the start, times the nodes, times the range of prices; in practice a few for each
//! node. Because there is room on all ways up, the prices are exactly the least costs of bringing
//! one more unit to the sink.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the inner loops; the bounds are proved below"
)]
// INVARIANT (indices): the caller numbers nodes in the order in which it makes them, so that heads
// are below their number; the lists by node and by arc have one entry for each, `starts` in the
// simplex one more, whose last is the number of arcs.
//
// INVARIANT (sums): only the last arc of a way up the tree leads to the sink, and only such an arc may
// cost as much as a place or the limit: below 2^60. All others are pairings, of which each costs less
// than 2^26, and a way has fewer than 2^32. So a price is below 2^61 either way.
// All supplies together fit 32 bits, so nothing that is sent on an arc without capacity does not.

use std::ops::Range;

use crate::assign::problem::instance::{Place, at, place};

const NONE: Place = Place::MAX;
const UNLIMITED: u32 = u32::MAX;

/// A graph without circles, in the making: node by node, each with the edges that leave it.
#[derive(Debug, Default)]
pub(super) struct Graph {
    supplies: Vec<u32>,
    /// Where the arcs of each node begin: the first leads to the sink, for units that are left.
    starts: Vec<usize>,
    is_rising: Vec<bool>,
    arcs: Vec<Arc>,
    capacities: Vec<u32>,
}

/// A node of a [`Graph`], by its number: the nodes are made in this order, the sink last.
pub(super) type Node = Place;

/// An edge of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge(usize);

/// The cheapest flow of a [`Graph`].
#[derive(Debug)]
pub(super) struct Flow {
    units: Vec<u32>,
    prices: Vec<i64>,
}

impl Graph {
    /// An empty graph with room for so many nodes and edges.
    pub(super) fn with_capacity(nodes: usize, edges: usize) -> Self {
        let arcs = nodes + edges;
        Self {
            supplies: Vec::with_capacity(nodes),
            starts: Vec::with_capacity(nodes + 1),
            is_rising: Vec::with_capacity(nodes),
            arcs: Vec::with_capacity(arcs),
            capacities: Vec::with_capacity(arcs),
        }
    }

    /// Makes the next node, at which so many units stand. All together they must fit 32 bits.
    pub(super) fn node(&mut self, supply: u32) {
        self.supplies.push(supply);
        self.is_rising.push(false);
        self.starts.push(self.arcs.len());
        self.arcs.push(Arc { cost: 0, head: NONE, is_full: false });
        self.capacities.push(UNLIMITED);
    }

    /// Makes the next node, whose edges all lead to the sink and each cost more than the one before.
    /// However many there are, no more than two of them are looked at at once.
    pub(super) fn rising_node(&mut self) {
        self.node(0);
        if let Some(is_rising) = self.is_rising.last_mut() {
            *is_rising = true;
        }
    }

    /// Makes an edge from the node that was made last: to whom, for how many units, and what each
    /// costs, never below 0.
    pub(super) fn edge(&mut self, head: Node, capacity: u32, cost: i64) -> Edge {
        self.arcs.push(Arc { cost, head, is_full: false });
        self.capacities.push(capacity);
        Edge(self.arcs.len() - 1)
    }

    /// Sends every unit to the sink for which that costs no more than the limit, so that the cost of
    /// those sent, and the limit for each one left, are together the least.
    pub(super) fn send(self, limit: i64) -> Flow {
        // With a low limit first: a high one drives the prices up and down.
        let most = self.arcs.iter().map(|arc| arc.cost).max().unwrap_or_default();
        let first = limit.min(most + 1);
        let mut simplex = Simplex::new(self, first);
        simplex.hang_all();
        simplex.run();
        if first < limit {
            simplex.raise_limit(limit - first);
            simplex.run();
        }
        simplex.into_flow()
    }
}

impl Flow {
    /// How many units go along an edge.
    pub(super) fn units(&self, Edge(arc): Edge) -> u32 {
        self.units[arc]
    }

    /// How much it costs at least to bring one more unit from a node to the sink, or to leave it.
    /// Along an edge that is not full the price falls by no more than the cost, along one that is
    /// not empty by no less.
    pub(super) fn price(&self, node: Node) -> i64 {
        self.prices[at(node)]
    }
}

/// What the search for a better arc reads of it.
#[derive(Clone, Copy, Debug)]
struct Arc {
    cost: i64,
    head: Node,
    /// Of an arc outside the tree: full, not empty.
    is_full: bool,
}

/// The arc between a node and its parent in the tree.
#[derive(Clone, Copy)]
struct Link {
    arc: usize,
    /// Whether the arc leads from the node to its parent.
    is_upward: bool,
    /// What more may be sent from the node to its parent, and from the parent to the node.
    room_up: u32,
    room_down: u32,
}

impl Link {
    const fn reversed(self) -> Self {
        Self {
            is_upward: !self.is_upward,
            room_up: self.room_down,
            room_down: self.room_up,
            ..self
        }
    }
}

/// A node in the tree.
#[derive(Clone, Copy)]
struct Hung {
    parent: Place,
    depth: u32,
    /// Its neighbours in a preorder of the tree, which is a circle.
    next: Place,
    previous: Place,
    link: Link,
}

struct Simplex {
    sink: Node,
    arcs: Vec<Arc>,
    capacities: Vec<u32>,
    starts: Vec<usize>,
    /// Of a node with rising edges, how many are full.
    //
    // INVARIANT: the first ones; and if one is in the tree, the next. For then the price of the node
    // is its cost, so that none before it is worth emptying, and none behind it worth filling. If
    // none is, the next to be filled or emptied is at the border.
    levels: Vec<Option<usize>>,
    prices: Vec<i64>,
    tree: Vec<Hung>,
}

impl Simplex {
    /// Every node beside the sink, with an arc to it along which all of its units are left.
    fn new(graph: Graph, limit: i64) -> Self {
        let Graph { supplies, mut starts, is_rising, mut arcs, capacities } = graph;
        let sink = place(supplies.len() - 1);
        let mut prices = Vec::with_capacity(supplies.len());
        let mut tree = Vec::with_capacity(supplies.len());
        for ((node, &supply), &arc) in (0..).zip(&supplies).zip(&starts) {
            // A node without units has none to leave: any other way up is better.
            let cost = if node == sink { 0 } else { limit + i64::from(supply == 0) };
            (arcs[arc].cost, arcs[arc].head) = (cost, sink);
            prices.push(cost);
            let (room_up, room_down) = (UNLIMITED - supply, supply);
            let link = Link { arc, is_upward: true, room_up, room_down };
            tree.push(Hung { parent: NONE, depth: 0, next: sink, previous: sink, link });
        }
        starts.push(arcs.len());
        let levels = is_rising.iter().map(|is_rising| is_rising.then_some(0)).collect();
        Self { sink, arcs, capacities, starts, levels, prices, tree }
    }

    fn leaving(&self, node: Place) -> Range<usize> {
        self.starts[at(node)]..self.starts[at(node) + 1]
    }

    /// Makes the first tree: sources hang on the sink, other nodes where their way up is cheapest of
    /// those that are there by then.
    fn hang_all(&mut self) {
        for node in (0..place(self.tree.len())).rev() {
            if node == self.sink {
                continue;
            }
            let mut parent = self.sink;
            if self.tree[at(node)].link.room_down == 0 {
                for index in self.leaving(node) {
                    let Arc { cost, head, .. } = self.arcs[index];
                    let price = cost + self.prices[at(head)];
                    let is_hung = head == self.sink || self.tree[at(head)].parent != NONE;
                    if is_hung && self.capacities[index] > 0 && price < self.prices[at(node)] {
                        parent = head;
                        self.prices[at(node)] = price;
                        let (room_up, room_down) = (self.capacities[index], 0);
                        self.tree[at(node)].link =
                            Link { arc: index, is_upward: true, room_up, room_down };
                    }
                }
            }
            self.tree[at(node)].parent = parent;
            self.tree[at(node)].depth = self.tree[at(parent)].depth + 1;
            self.insert(parent, node, node);
        }
    }

    /// Raises what a unit costs that is left.
    fn raise_limit(&mut self, by: i64) {
        for node in (0..self.tree.len()).filter(|node| *node != at(self.sink)) {
            self.arcs[self.starts[node]].cost += by;
        }
        let mut node = self.tree[at(self.sink)].next;
        while node != self.sink {
            let Hung { parent, next, link, .. } = self.tree[at(node)];
            let cost = self.arcs[link.arc].cost;
            let cost = if link.is_upward { cost } else { -cost };
            self.prices[at(node)] = self.prices[at(parent)] + cost;
            node = next;
        }
    }

    /// Goes round the nodes and pivots on the best arc of each, until none has one.
    fn run(&mut self) {
        let nodes = place(self.tree.len());
        let (mut node, mut idle) = (0, 0);
        while idle < nodes {
            let (mut gain, mut best) = (0, None);
            let mut range = self.leaving(node);
            if let Some(level) = self.levels[at(node)] {
                // The last that is full (or that for units that are left), and the one after it.
                range = range.start + level..range.end.min(range.start + level + 2);
            }
            let price = self.prices[at(node)];
            for (index, arc) in range.clone().zip(&self.arcs[range]) {
                let saved = price - arc.cost - self.prices[at(arc.head)];
                let saved = if arc.is_full { -saved } else { saved };
                if saved > gain {
                    (gain, best) = (saved, Some(index));
                }
            }
            idle += 1;
            if let Some(arc) = best {
                self.pivot(node, arc, gain);
                idle = 0;
            }
            node = if node + 1 == nodes { 0 } else { node + 1 };
        }
    }

    /// Sends as many units as have room along an arc, or back if it is full, and around the circle
    /// that it closes with the tree; the arc takes the place of the one that stopped them.
    fn pivot(&mut self, tail: Place, arc: usize, gain: i64) {
        let Arc { head, is_full, .. } = self.arcs[arc];
        let capacity = self.capacities[arc];
        let (from, to) = if is_full { (head, tail) } else { (tail, head) };

        // The room on both sides of the circle, and the node above which it is cut: of those where
        // units are stopped the last, seen from the top in the direction in which they go.
        let (mut down, mut up) = (from, to);
        let (mut room_down, mut room_up) = (capacity, UNLIMITED);
        let (mut cut_down, mut cut_up) = (None, None);
        while down != up {
            let (below, above) = (&self.tree[at(down)], &self.tree[at(up)]);
            if below.depth >= above.depth {
                if below.link.room_down < room_down {
                    (room_down, cut_down) = (below.link.room_down, Some(down));
                }
                down = below.parent;
            } else {
                if above.link.room_up <= room_up {
                    (room_up, cut_up) = (above.link.room_up, Some(up));
                }
                up = above.parent;
            }
        }
        let (top, units) = (up, room_down.min(room_up));
        if units > 0 {
            (down, up) = (from, to);
            while down != top {
                let Hung { parent, link, .. } = &mut self.tree[at(down)];
                link.room_down -= units;
                link.room_up += units;
                down = *parent;
            }
            while up != top {
                let Hung { parent, link, .. } = &mut self.tree[at(up)];
                link.room_up -= units;
                link.room_down += units;
                up = *parent;
            }
        }

        // The subtree below the cut is hung on the other end of the arc.
        let (is_up, cut, inside, outside) = match (cut_up, cut_down) {
            (Some(cut), _) if room_up <= room_down => (true, cut, to, from),
            (_, Some(cut)) => (false, cut, from, to),
            _ => {
                // The arc itself stopped them.
                self.set_full(tail, arc, !is_full);
                return;
            }
        };
        let Hung { parent, link: leaving, .. } = self.tree[at(cut)];
        let leaves = if leaving.is_upward { cut } else { parent };
        self.set_full(leaves, leaving.arc, leaving.is_upward == is_up);
        self.set_full(tail, arc, false);
        let room_down = if is_full { capacity - units } else { units };
        let room_up = capacity - room_down;
        let link = Link { arc, is_upward: true, room_up, room_down };
        let link = if inside == tail { link } else { link.reversed() };
        self.hang(inside, cut, outside, link, if is_up { gain } else { -gain });
    }

    /// Says whether an arc outside the tree is full.
    fn set_full(&mut self, tail: Node, arc: usize, is_full: bool) {
        let was_full = std::mem::replace(&mut self.arcs[arc].is_full, is_full);
        if let Some(level) = &mut self.levels[at(tail)] {
            *level = *level + usize::from(is_full) - usize::from(was_full);
        }
    }

    /// Hangs the subtree of `cut` by its node `inside` on the node `outside`; its prices change.
    fn hang(&mut self, inside: Place, cut: Place, outside: Place, mut link: Link, change: i64) {
        let (mut node, mut parent, mut end) = (inside, outside, outside);
        loop {
            // What is still below the node follows it in the preorder.
            let level = self.tree[at(node)].depth;
            let rise = (self.tree[at(parent)].depth + 1).wrapping_sub(level);
            let (mut last, mut next) = (node, node);
            while next == node || self.tree[at(next)].depth > level {
                let below = &mut self.tree[at(next)];
                below.depth = below.depth.wrapping_add(rise);
                self.prices[at(next)] += change;
                (last, next) = (next, below.next);
            }
            let previous = self.tree[at(node)].previous;
            self.tree[at(previous)].next = next;
            self.tree[at(next)].previous = previous;
            self.insert(end, node, last);
            end = last;
            let hung = &mut self.tree[at(node)];
            let above = std::mem::replace(&mut hung.parent, parent);
            link = std::mem::replace(&mut hung.link, link).reversed();
            if node == cut {
                return;
            }
            (parent, node) = (node, above);
        }
    }

    /// Puts the nodes from `first` to `last` behind another in the preorder.
    fn insert(&mut self, previous: Place, first: Place, last: Place) {
        let next = std::mem::replace(&mut self.tree[at(previous)].next, first);
        self.tree[at(first)].previous = previous;
        self.tree[at(last)].next = next;
        self.tree[at(next)].previous = last;
    }

    fn into_flow(self) -> Flow {
        let of_arc = |(arc, capacity): (&Arc, &u32)| if arc.is_full { *capacity } else { 0 };
        let mut units: Vec<u32> = self.arcs.iter().zip(&self.capacities).map(of_arc).collect();
        for Hung { link, .. } in &self.tree {
            units[link.arc] = if link.is_upward { link.room_down } else { link.room_up };
        }
        Flow { units, prices: self.prices }
    }
}
