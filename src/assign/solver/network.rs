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
//! incumbents than places. A helper who has more gets a node. With a balance, each place costs more
//! than the one before; then everybody gets one who is an incumbent, and the others fill up evenly.
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

use std::ops::Range;

use super::flow::{Edge, Flow, Graph, Node};
use super::parts::{Part, Parts};
use crate::assign::problem::instance::{Instance, Place, at, place};

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
pub(super) fn solve(
    instance: &Instance,
    parts: &Parts,
    part: &Part,
    pinned: &[u32],
    weight: i64,
) -> Placed {
    let mut network = Network::new(instance, parts, part, pinned);
    let limit = weight + network.shift + instance.objective.least;
    let flow = network.graph(pinned).send(limit);
    network.placed(&flow)
}

/// An edge from a site: for the households whose incumbents are there, or for new ones.
struct Way {
    edge: Edge,
    head: Node,
    /// The class that the new ones come to, by its number in the part.
    new: Option<Place>,
}

/// A helper of the part, and the node by which they are reached.
struct Reached {
    helper: Place,
    node: Node,
    /// Whether the node is the helper's own, and the edge to it from the class.
    has_node: bool,
    edge: Option<Edge>,
    /// How many places are not taken by the pinned.
    places: u32,
    /// How many households would be cheaper with the helper, their incumbent, than with others of
    /// the class.
    incumbent_of: u32,
}

struct Network<'n> {
    instance: &'n Instance,
    parts: &'n Parts,
    part: &'n Part,
    /// What every edge from a site costs more.
    shift: i64,
    /// The helpers class by class, and where each class begins; last where the last ends.
    helpers: Vec<Reached>,
    classes: Vec<usize>,
    /// For every household, site by site, where among the helpers the incumbent stands.
    incumbents: Vec<Option<usize>>,
    /// The edges from the sites, and where each site's end.
    ways: Vec<Way>,
    ends: Vec<usize>,
}

impl<'n> Network<'n> {
    fn new(instance: &'n Instance, parts: &'n Parts, part: &'n Part, pinned: &[u32]) -> Self {
        let mut network = Network {
            instance,
            parts,
            part,
            shift: instance.objective.scale * instance.objective.keep,
            helpers: Vec::new(),
            classes: Vec::new(),
            incumbents: Vec::new(),
            ways: Vec::new(),
            ends: Vec::new(),
        };
        network.add_helpers(pinned);
        network
    }

    /// Lists the helpers, and the incumbents among them.
    fn add_helpers(&mut self, pinned: &[u32]) {
        let (instance, part) = (self.instance, self.part);
        for class in &part.classes {
            self.classes.push(self.helpers.len());
            self.helpers.extend(instance.members.of(*class).iter().map(|&helper| Reached {
                helper,
                node: 0,
                has_node: false,
                edge: None,
                places: instance.helpers[at(helper)].capacity.saturating_sub(pinned[at(helper)]),
                incumbent_of: 0,
            }));
        }
        self.classes.push(self.helpers.len());
        for household in self.parts.sites(part).flat_map(|(_, households)| households) {
            // With nothing to keep, an incumbent is as good as anyone.
            let incumbent = instance.households[at(*household)].incumbent;
            let incumbent = incumbent.filter(|_| instance.objective.keep > 0).map(|helper| {
                let class = self.parts.number_of_class[at(instance.helpers[at(helper)].class)];
                self.classes[class] + self.parts.number_of_helper[at(helper)]
            });
            if let Some(index) = incumbent {
                self.helpers[index].incumbent_of += 1;
            }
            self.incumbents.push(incumbent);
        }
    }

    /// The helpers of a class, by its number.
    fn class(&self, class: usize) -> Range<usize> {
        self.classes[class]..self.classes[class + 1]
    }

    /// Makes the graph. Its nodes are the sites, the classes, the helpers who need their own, and the
    /// sink.
    fn graph(&mut self, pinned: &[u32]) -> Graph {
        let sites = self.parts.sites(self.part).len();
        let classes = self.part.classes.len();
        let sink = self.number_nodes(sites, classes);
        let listings = |(site, _)| self.instance.listings.of(site).len();
        let ways = self.parts.sites(self.part).map(listings).sum::<usize>();
        let mut graph = Graph::with_capacity(at(sink) + 1, ways + 2 * self.helpers.len());
        self.ways.reserve(ways);
        self.add_ways(&mut graph);
        self.add_places(&mut graph, sink, pinned);
        graph.node(0);
        graph
    }

    /// Numbers the nodes of the helpers, own or of the class, and returns that of the sink.
    fn number_nodes(&mut self, sites: usize, classes: usize) -> Node {
        let (instance, mut next) = (self.instance, place(sites + classes));
        for class in 0..classes {
            let range = self.class(class);
            let is_single = range.len() == 1;
            for reached in &mut self.helpers[range] {
                let row = &instance.helpers[at(reached.helper)];
                let is_like_others = if has_even_places(instance) {
                    reached.incumbent_of <= reached.places
                } else {
                    reached.incumbent_of == 0 && reached.places == row.capacity
                };
                reached.has_node = !(is_single || is_like_others && row.least == 0);
                reached.node = if reached.has_node { next } else { place(sites + class) };
                next += u32::from(reached.has_node);
            }
        }
        next
    }

    /// Makes the sites with their edges: of each first those for the incumbents, by their nodes.
    fn add_ways(&mut self, graph: &mut Graph) {
        let (instance, objective) = (self.instance, &self.instance.objective);
        let mut kept: Vec<(Node, Place)> = Vec::new();
        let mut start = 0;
        let sites = self.parts.sites(self.part);
        let first_class = place(sites.len());
        for (site, households) in sites {
            graph.node(units(households.len()));
            let end = start + households.len();
            kept.clear();
            kept.extend(self.incumbents[start..end].iter().flatten().map(|index| {
                let Reached { node, helper, .. } = &self.helpers[*index];
                (*node, instance.helpers[at(*helper)].class)
            }));
            kept.sort_unstable();
            for alike in kept.chunk_by(|one, other| one == other) {
                let (head, class) = alike[0];
                let minutes = instance.minutes(site, class).unwrap_or_default();
                let cost = objective.pairing(minutes, true) + self.shift;
                let edge = graph.edge(head, units(alike.len()), cost);
                self.ways.push(Way { edge, head, new: None });
            }
            for listing in instance.listings.of(site) {
                if instance.members.of(listing.class).is_empty() {
                    continue;
                }
                let class = self.parts.number_of_class[at(listing.class)];
                let cost = objective.pairing(listing.minutes, false) + self.shift;
                let head = first_class + place(class);
                let edge = graph.edge(head, units(households.len()), cost);
                self.ways.push(Way { edge, head, new: Some(place(class)) });
            }
            self.ends.push(self.ways.len());
            start = end;
        }
    }

    /// Makes the classes with their edges to the helpers with nodes of their own and to the sink, and
    /// then those helpers with theirs.
    fn add_places(&mut self, graph: &mut Graph, sink: Node, pinned: &[u32]) {
        for class in 0..self.part.classes.len() {
            let range = self.class(class);
            let is_single = range.len() == 1;
            if is_single {
                self.add_node(graph);
            } else {
                graph.node(0);
            }
            for reached in self.helpers[range.clone()].iter_mut().filter(|one| one.has_node) {
                reached.edge = Some(graph.edge(reached.node, reached.places, 0));
            }
            if is_single {
                self.add_own_places(graph, self.helpers[range.start].helper, sink, pinned);
            } else {
                self.add_common_places(graph, range, sink);
            }
        }
        for reached in self.helpers.iter().filter(|reached| reached.has_node) {
            self.add_node(graph);
            self.add_own_places(graph, reached.helper, sink, pinned);
        }
    }

    /// Makes the edges to the sink of the helpers of a class without nodes of their own: of all first
    /// places, all second ones, and so on; one for all if they cost the same.
    fn add_common_places(&self, graph: &mut Graph, class: Range<usize>, sink: Node) {
        let objective = &self.instance.objective;
        let helpers = self.helpers[class].iter().filter(|reached| !reached.has_node);
        let mut places: Vec<u32> = helpers.map(|reached| reached.places).collect();
        if objective.slope == 0 {
            // No more than all households are ever sent.
            let places: u64 = places.into_iter().map(u64::from).sum();
            graph.edge(sink, u32::try_from(places).unwrap_or(u32::MAX), objective.least);
            return;
        }
        places.sort_unstable();
        let mut n = 0;
        while let rest = &places[places.partition_point(|places| *places <= n)..]
            && !rest.is_empty()
        {
            n += 1;
            graph.edge(sink, units(rest.len()), objective.slope * i64::from(n) + objective.least);
        }
    }

    /// Makes the node of a single helper.
    fn add_node(&self, graph: &mut Graph) {
        if self.instance.objective.slope > 0 {
            graph.rising_node();
        } else {
            graph.node(0);
        }
    }

    /// Makes the edges of a helper to the sink: one for all places that cost the same.
    fn add_own_places(&self, graph: &mut Graph, helper: Place, sink: Node, pinned: &[u32]) {
        let (instance, mut first) = (self.instance, pinned[at(helper)] + 1);
        let row = &instance.helpers[at(helper)];
        while first <= row.capacity {
            let last = match instance.objective.slope {
                0 if first <= row.least => row.least,
                0 => row.capacity,
                _ => first,
            };
            let cost = instance.objective.place(row, first) + instance.objective.least;
            graph.edge(sink, last - first + 1, cost);
            first = last + 1;
        }
    }

    /// Follows the flow down to who serves whom: first those who stay, then those who move, of each
    /// site whoever bars somebody before the others.
    fn placed(&self, flow: &Flow) -> Placed {
        let mut placed = Placed::default();
        // How many new ones may come to each helper.
        let free = |reached: &Reached| reached.edge.map_or(reached.places, |edge| flow.units(edge));
        let mut free: Vec<u32> = self.helpers.iter().map(free).collect();
        if !has_even_places(self.instance) {
            self.share_evenly(flow, &mut free);
        }
        let movers = self.stay(flow, &mut free, &mut placed);
        // The first helper of each class who may still be free.
        let mut next: Vec<usize> = self.classes.clone();
        let mut new: Vec<(usize, u32)> = Vec::new();
        let (mut start, mut first_way) = (0, 0);
        for &(end, end_of_ways) in &movers.ends {
            let ways = first_way..end_of_ways;
            new.clear();
            new.extend(
                self.ways[ways].iter().filter_map(|way| Some((at(way.new?), flow.units(way.edge)))),
            );
            new.retain(|(_, units)| *units > 0);
            let moving = new.iter().map(|(_, units)| at(*units)).sum::<usize>();
            let (moving, left_over) = movers.households[start..end].split_at(moving);
            placed.left_over.extend(left_over);
            for &household in moving {
                let barred = self.instance.barred.of(household);
                let found = new.iter_mut().find_map(|(class, units)| {
                    *units = units.checked_sub(1)?;
                    let end = self.classes[*class + 1];
                    while next[*class] < end && free[next[*class]] == 0 {
                        next[*class] += 1;
                    }
                    let mut helpers = next[*class]..end;
                    let found = helpers.find(|index| {
                        free[*index] > 0
                            && barred.binary_search(&self.helpers[*index].helper).is_err()
                    });
                    *units += u32::from(found.is_none());
                    found
                });
                if let Some(index) = found {
                    free[index] -= 1;
                    placed.pairs.push((household, self.helpers[index].helper));
                } else {
                    placed.waiting.push(household);
                }
            }
            (start, first_way) = (end, end_of_ways);
        }
        let least = self.instance.objective.least;
        let price = |reached: &Reached| (reached.helper, flow.price(reached.node) - least);
        placed.prices = self.helpers.iter().map(price).collect();
        placed
    }

    /// Shares the new ones of each class evenly among the helpers without nodes of their own: as it
    /// costs the least, and as the flow counts it.
    fn share_evenly(&self, flow: &Flow, free: &mut [u32]) {
        let mut new = vec![0; self.part.classes.len()];
        for way in &self.ways {
            if let Some(class) = way.new {
                new[at(class)] += flow.units(way.edge);
            }
        }
        for (class, mut new) in new.into_iter().enumerate() {
            let range = self.class(class);
            if range.len() == 1 {
                continue;
            }
            new -= self.helpers[range.clone()]
                .iter()
                .filter_map(|reached| reached.edge)
                .map(|edge| flow.units(edge))
                .sum::<u32>();
            let mut open: Vec<usize> =
                range.filter(|index| !self.helpers[*index].has_node).collect();
            for index in &open {
                free[*index] = 0;
            }
            while new > 0 && !open.is_empty() {
                open.retain(|index| free[*index] < self.helpers[*index].places);
                for index in open.iter().take(at(new)) {
                    free[*index] += 1;
                }
                new -= new.min(units(open.len()));
            }
        }
    }

    /// Places those who stay, and returns the others.
    fn stay(&self, flow: &Flow, free: &mut [u32], placed: &mut Placed) -> Movers {
        let mut movers = Movers { households: Vec::new(), ends: Vec::new() };
        let mut room: Vec<u32> = self.ways.iter().map(|way| flow.units(way.edge)).collect();
        let mut incumbents = self.incumbents.iter();
        let mut first_way = 0;
        for ((_, households), &end) in self.parts.sites(self.part).zip(&self.ends) {
            let kept = self.ways[first_way..end].iter().take_while(|way| way.new.is_none()).count();
            let kept = first_way..first_way + kept;
            let begin = movers.households.len();
            for (&household, incumbent) in households.iter().zip(&mut incumbents) {
                let stays = incumbent.and_then(|index| {
                    let node = self.helpers[index].node;
                    let way = kept.clone().find(|way| self.ways[*way].head == node)?;
                    room[way] = room[way].checked_sub(1)?;
                    Some(index)
                });
                if let Some(index) = stays {
                    if !self.helpers[index].has_node {
                        free[index] -= 1;
                    }
                    placed.pairs.push((household, self.helpers[index].helper));
                } else {
                    movers.households.push(household);
                }
            }
            let barred = &self.instance.barred;
            movers.households[begin..].sort_by_key(|household| barred.of(*household).is_empty());
            movers.ends.push((movers.households.len(), end));
            first_way = end;
        }
        movers
    }
}

/// The households that do not stay, site by site; for each site where they end, and its edges.
struct Movers {
    households: Vec<Place>,
    ends: Vec<(usize, usize)>,
}

/// A number of households, which a place can say.
fn units(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether all places of all helpers cost the same. Only then may incumbents share the node of their
/// class: where places differ, the flow could lead those who stay to another helper's cheaper one.
const fn has_even_places(instance: &Instance) -> bool {
    instance.objective.slope == 0 && instance.objective.least == 0
}
