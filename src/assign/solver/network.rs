//! From an instance to a graph of sites and classes, and from its flow to who serves whom.
//!
//! ```text
//! site ──────> class ──────> sink
//!   │ └─ kept ──┘ └─> helper ─┘      helpers who need a node of their own
//!   └──── kept ─────────┘
//! ```
//!
//! The households of a site are one node, whose supply is their number; the helpers of a class, who
//! are equally far from everywhere, are another. Those who are served by an incumbent of the class
//! go by a cheaper edge beside, which has room for so many: they may all stay, if no helper has more
//! incumbents than places. A helper who has more gets a node, and so does everybody whose places are
//! not all alike: with a balance each place costs more than the one before.
//!
//! Who bars whom is left out here. So the flow costs no more than the best plan; and where everybody
//! finds a helper whom they do not bar, it is one. Those who do not find one wait.
//!
//! Costs are shifted so that none is negative: every way to the sink costs as much more, and so does
//! leaving a household over.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "places of the instance index lists made with one entry for each"
)]
// INVARIANT (sums): costs are those of the objective, below 2^60, and two shifts of less than that.

use super::flow::{Edge, Flow, Graph, Node};
use super::parts::Part;
use crate::assign::problem::instance::{Instance, Place, at};

/// What comes out of a part of an instance.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) pairs: Vec<(Place, Place)>,
    /// The households that are best left over.
    pub(super) left_over: Vec<Place>,
    /// The households that found nobody whom they do not bar.
    pub(super) waiting: Vec<Place>,
    pub(super) prices: Vec<(Place, i64)>,
}

/// Solves a part of an instance, but for who bars whom. `pinned` says how many places of each helper
/// are taken already.
pub(super) fn solve(instance: &Instance, part: &Part, pinned: &[u32], weight: i64) -> Placed {
    let mut network = Network::new(instance, part, pinned);
    let graph = std::mem::take(&mut network.graph);
    let limit = weight + network.shift + instance.objective.least;
    let flow = graph.send(network.sink, limit);
    network.placed(&flow)
}

/// An edge from a site: for the households whose incumbents are there, or for new ones.
struct Way {
    head: Node,
    /// The class that the new ones come to, by its number in the part.
    new: Option<usize>,
}

/// A helper of the part, and the node by which they are reached.
#[derive(Clone, Copy)]
struct Reached {
    helper: Place,
    node: Node,
    /// The edge from the class, if the node is the helper's own.
    own: Option<usize>,
}

struct Network<'n> {
    instance: &'n Instance,
    part: &'n Part,
    pinned: &'n [u32],
    graph: Graph,
    sink: Node,
    /// What every edge from a site costs more.
    shift: i64,
    /// The helpers class by class, and where each class ends.
    helpers: Vec<Reached>,
    class_ends: Vec<usize>,
    /// Where each helper stands in `helpers`, ascending.
    order: Vec<(Place, usize)>,
    /// The first edges of the graph: those from the sites, and where each site's end.
    ways: Vec<Way>,
    way_ends: Vec<usize>,
}

impl<'n> Network<'n> {
    fn new(instance: &'n Instance, part: &'n Part, pinned: &'n [u32]) -> Self {
        let mut graph = Graph::default();
        let sites = part.sites.iter().map(|(_, households)| graph.node(units(households.len())));
        let sites: Vec<Node> = sites.collect();
        let mut network = Network {
            instance,
            part,
            pinned,
            sink: graph.node(0),
            graph,
            shift: instance.objective.scale * instance.objective.keep,
            helpers: Vec::new(),
            class_ends: Vec::new(),
            order: Vec::new(),
            ways: Vec::new(),
            way_ends: Vec::new(),
        };
        let classes = network.add_nodes();
        for ((site, households), node) in part.sites.iter().zip(sites) {
            network.add_ways(*site, households, node, &classes);
        }
        for class in 0..classes.len() {
            network.add_places(class, classes[class]);
        }
        network
    }

    /// How many households a helper may have beside those who are pinned.
    fn capacity(&self, helper: Place) -> u32 {
        self.instance.helpers[at(helper)].capacity.saturating_sub(self.pinned[at(helper)])
    }

    /// The incumbent whom it is cheaper for a household to keep.
    fn incumbent(&self, household: Place) -> Option<Place> {
        let keep = self.instance.objective.keep;
        self.instance.households[at(household)].incumbent.filter(|_| keep > 0)
    }

    /// Makes the nodes of the classes, which it returns, and of the helpers who need their own.
    fn add_nodes(&mut self) -> Vec<Node> {
        let (instance, part) = (self.instance, self.part);
        let households = part.sites.iter().flat_map(|(_, households)| households);
        let mut kept: Vec<Place> = households.filter_map(|one| self.incumbent(*one)).collect();
        kept.sort_unstable();
        let mut classes = Vec::with_capacity(part.classes.len());
        for class in &part.classes {
            let node = self.graph.node(0);
            let members = instance.members.of(*class);
            for &helper in members {
                let is_even =
                    instance.objective.slope == 0 && instance.helpers[at(helper)].least == 0;
                let first = kept.partition_point(|one| *one < helper);
                let has_too_many = kept.get(first + at(self.capacity(helper))) == Some(&helper);
                let is_own = members.len() > 1 && (!is_even || has_too_many);
                let node = if is_own { self.graph.node(0) } else { node };
                self.order.push((helper, self.helpers.len()));
                self.helpers.push(Reached { helper, node, own: is_own.then_some(usize::MAX) });
            }
            self.class_ends.push(self.helpers.len());
            classes.push(node);
        }
        self.order.sort_unstable();
        classes
    }

    /// Where a helper of the part stands among its helpers.
    fn find(&self, helper: Place) -> usize {
        self.order[self.order.partition_point(|(one, _)| *one < helper)].1
    }

    fn class(&self, class: usize) -> std::ops::Range<usize> {
        class.checked_sub(1).map_or(0, |before| self.class_ends[before])..self.class_ends[class]
    }

    /// Makes the edges of a site: first those for the incumbents, by their nodes.
    fn add_ways(&mut self, site: Place, households: &[Place], node: Node, classes: &[Node]) {
        let (instance, objective) = (self.instance, &self.instance.objective);
        let cost = |class: Place, is_kept: bool| {
            let minutes = instance.minutes(site, class).unwrap_or_default();
            objective.pairing(minutes, is_kept) + self.shift
        };
        let kept = households.iter().filter_map(|household| {
            let helper = self.incumbent(*household)?;
            let class = instance.helpers[at(helper)].class;
            Some((self.helpers[self.find(helper)].node, class))
        });
        let mut kept: Vec<(Node, Place)> = kept.collect();
        kept.sort_unstable();
        for alike in kept.chunk_by(|one, other| one == other) {
            let (head, class) = alike[0];
            let edge =
                Edge { tail: node, head, capacity: units(alike.len()), cost: cost(class, true) };
            self.graph.edge(edge);
            self.ways.push(Way { head, new: None });
        }
        for listing in instance.listings.of(site) {
            let Ok(class) = self.part.classes.binary_search(&listing.class) else { continue };
            let cost = objective.pairing(listing.minutes, false) + self.shift;
            let (head, capacity) = (classes[class], units(households.len()));
            self.graph.edge(Edge { tail: node, head, capacity, cost });
            self.ways.push(Way { head, new: Some(class) });
        }
        self.way_ends.push(self.ways.len());
    }

    /// Makes the edges of a class to the helpers who have nodes of their own, and of all to the sink.
    fn add_places(&mut self, class: usize, node: Node) {
        let mut rest = 0;
        for index in self.class(class) {
            let Reached { helper, node: head, own } = self.helpers[index];
            let capacity = self.capacity(helper);
            if own.is_some() {
                self.helpers[index].own =
                    Some(self.graph.edge(Edge { tail: node, head, capacity, cost: 0 }));
            } else if self.class(class).len() > 1 {
                // Even places, as those of all the others without a node of their own.
                rest += capacity;
                continue;
            }
            self.add_own_places(helper, head);
        }
        let least = self.instance.objective.least;
        if rest > 0 {
            self.graph.edge(Edge { tail: node, head: self.sink, capacity: rest, cost: least });
        }
    }

    /// Makes the edges of a helper to the sink: one for all places that cost the same.
    fn add_own_places(&mut self, helper: Place, node: Node) {
        let (instance, taken) = (self.instance, self.pinned[at(helper)]);
        let row = &instance.helpers[at(helper)];
        let cost = |n: u32| instance.objective.place(row, n) + instance.objective.least;
        let mut first = taken + 1;
        while first <= row.capacity {
            let mut end = first + 1;
            while end <= row.capacity && cost(end) == cost(first) {
                end += 1;
            }
            let capacity = end - first;
            self.graph.edge(Edge { tail: node, head: self.sink, capacity, cost: cost(first) });
            first = end;
        }
    }

    /// Follows the flow down to who serves whom: first those who stay, then those who move, whoever
    /// bars somebody before the others.
    fn placed(&self, flow: &Flow) -> Placed {
        let mut placed = Placed::default();
        // How many new ones may come to each helper.
        let mut free: Vec<u32> = self
            .helpers
            .iter()
            .map(|reached| {
                let incoming = |edge| flow.units(edge);
                reached.own.map_or_else(|| self.capacity(reached.helper), incoming)
            })
            .collect();
        let mut movers: Vec<Vec<Place>> = Vec::with_capacity(self.part.sites.len());
        let mut start = 0;
        for ((_, households), &end) in self.part.sites.iter().zip(&self.way_ends) {
            let kept = self.ways[start..end].iter().take_while(|way| way.new.is_none()).count();
            let ways = &self.ways[start..start + kept];
            let mut units: Vec<u32> = (start..start + kept).map(|edge| flow.units(edge)).collect();
            let mut moving = Vec::new();
            for &household in households {
                let stays = self.incumbent(household).and_then(|helper| {
                    let index = self.find(helper);
                    let way = ways.partition_point(|way| way.head < self.helpers[index].node);
                    units[way] = units[way].checked_sub(1)?;
                    if self.helpers[index].own.is_none() {
                        free[index] -= 1;
                    }
                    placed.pairs.push((household, helper));
                    Some(())
                });
                if stays.is_none() {
                    moving.push(household);
                }
            }
            // Whoever bars somebody chooses first.
            moving.sort_by_key(|household| self.instance.barred.of(*household).is_empty());
            movers.push(moving);
            start = end;
        }
        // The first helper of each class who may still be free.
        let mut next: Vec<usize> =
            (0..self.class_ends.len()).map(|class| self.class(class).start).collect();
        start = 0;
        for (moving, &end) in movers.iter().zip(&self.way_ends) {
            let mut new: Vec<(usize, u32)> = (start..end)
                .filter_map(|edge| Some((self.ways[edge].new?, flow.units(edge))))
                .filter(|(_, units)| *units > 0)
                .collect();
            let mut left_over = moving.len();
            for (_, units) in &new {
                left_over -= at(*units);
            }
            let (stay_out, moving) =
                (&moving[moving.len() - left_over..], &moving[..moving.len() - left_over]);
            placed.left_over.extend(stay_out);
            for &household in moving {
                let barred = self.instance.barred.of(household);
                let found =
                    new.iter_mut().filter(|(_, units)| *units > 0).find_map(|(class, units)| {
                        let range = self.class(*class);
                        while next[*class] < range.end && free[next[*class]] == 0 {
                            next[*class] += 1;
                        }
                        let index = (next[*class]..range.end).find(|index| {
                            free[*index] > 0 && !barred.contains(&self.helpers[*index].helper)
                        })?;
                        *units -= 1;
                        Some(index)
                    });
                if let Some(index) = found {
                    free[index] -= 1;
                    placed.pairs.push((household, self.helpers[index].helper));
                } else {
                    placed.waiting.push(household);
                }
            }
            start = end;
        }
        let price = |reached: &Reached| {
            (reached.helper, flow.price(reached.node) - self.instance.objective.least)
        };
        placed.prices = self.helpers.iter().map(price).collect();
        placed
    }
}

/// A number of households, which a place can say.
fn units(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
