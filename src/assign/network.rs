//! From a problem to a graph, and from its flow to a plan.
//!
//! ```text
//! households ──> tree of the site ──> tree of a class ──> helper ──> sink
//!     │ └ bars someone: around them, in both trees ┘  ┌────┘
//!     └────────────── incumbent ──────────────────────┘
//! ```
//!
//! Households of one site, one incumbent and the same barred helpers are one node, whose supply is
//! their number. The leaves of a site's tree are the classes that list it, those of a class's tree
//! its helpers; a household that bars nobody enters at the root of its site's tree, one that bars
//! some at the roots of the greatest subtrees that avoid them. So the graph grows with the document,
//! and nowhere with households times helpers.
//!
//! Costs are shifted by `keep`, so that none is negative: every way of a household to the sink costs
//! as much more, and so does leaving the household uncovered.

use std::collections::BTreeMap;

use super::flow::{Edge, Flow, Graph, Node};
use super::problem::{Helper, Household, Listing, Problem};
use super::{Plan, PlannedPairing, Shortage};
use crate::document::UniqueMap;
use crate::quantity::Id;

/// Solves the problem; see [`super::solve`].
pub(super) fn solve(problem: &Problem) -> Plan<'_> {
    let Network { graph, sink, helpers, sources } = Network::new(problem);
    let weight = uncovered_weight(problem);
    let limit = weight.saturating_add(i64::from(problem.keep()));
    let flow = graph.send(sink, limit);
    // Why the prices prove the plan, in the words of the certificate. Let u be the price of a
    // household's node, less keep, and p the price of a helper's. All edges but the last are never
    // full, so u <= cost + p for every helper who may serve the household, with equality for the one
    // who does; and u <= W, with equality for an uncovered one. So u is what the household pays. The
    // last edge is the helper's places: p >= balance * n for each taken place n, and p <= balance * n
    // for each free one, so that the helper keeps p - balance * n of each taken place and nothing of
    // a free one. Prices begin at 0 and only rise, so that none is negative.
    let names = problem.helpers().iter().map(|helper| helper.id().as_borrowed());
    let prices = helpers.iter().map(|node| flow.price(*node));
    let prices = UniqueMap(names.zip(prices).collect());
    let shortage = shortage(problem, &flow, &helpers, &sources);
    let (pairings, uncovered) = pairings(problem, flow, &helpers, &sources);
    let cost = total_cost(problem, &pairings);
    let covered = count(pairings.len());
    let shortage = if uncovered.is_empty() { None } else { Some(shortage) };
    Plan { covered, uncovered, cost, pairings, prices, uncovered_weight: weight, shortage }
}

/// What an uncovered household weighs: 1 more than it can cost to cover one household more.
///
/// Let a plan X cover fewer households than a plan Y. Where they differ, a path leads from a
/// household that X leaves over to a helper with a place free in X, on which pairings of Y and of X
/// take turns, and which passes no household and no helper twice. To follow it makes X cover one
/// household more: it adds m pairings and removes m - 1, with m at most the number of households and
/// of helpers with a place; and only the last helper's load grows, to at most L, the greatest
/// capacity or the number of households. So it costs at most m * (most - least) + least +
/// balance * L, with the most and the least that a pairing costs. With a greater weight X is not the
/// best; hence the best plan covers as many as any.
fn uncovered_weight(problem: &Problem) -> i64 {
    let listings = || problem.sites().iter().flatten().map(|listing| i64::from(listing.minutes));
    let is_incumbent = |household| problem.incumbent(household).is_some();
    let keep = problem.households().iter().any(is_incumbent).then(|| problem.keep());
    let most = listings().max().unwrap_or_default();
    let least = listings().min().unwrap_or_default();
    let least = least.saturating_sub(i64::from(keep.unwrap_or_default()));
    let capacities = || problem.helpers().iter().map(|helper| u64::from(helper.capacity()));
    let households = count(problem.households().len());
    let moves = count(capacities().filter(|capacity| *capacity > 0).count()).min(households);
    let load = capacities().max().unwrap_or_default().min(households);
    // At most 2^32 * 20,000 and 10,000 * 1,000: below 2^48, so nothing saturates.
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let spread = most.saturating_sub(least).saturating_mul(whole(moves));
    let balance = i64::from(problem.balance()).saturating_mul(whole(load));
    spread.saturating_add(least).saturating_add(balance).max(0).saturating_add(1)
}

struct Network {
    graph: Graph,
    sink: Node,
    /// The node of every helper.
    helpers: Vec<Node>,
    /// The node of every household.
    sources: Vec<Node>,
}

impl Network {
    fn new(problem: &Problem) -> Self {
        let mut graph = Graph::default();
        let sink = graph.node(0);
        let helpers = problem.helpers().iter().map(|helper| {
            let node = graph.node(0);
            let slope = u16::try_from(problem.balance()).unwrap_or(u16::MAX);
            let capacity = helper.capacity();
            graph.edge(Edge { tail: node, head: sink, capacity, cost: 0, slope });
            node
        });
        let helpers: Vec<Node> = helpers.collect();
        let classes: Vec<Tree> = (problem.classes().iter())
            .map(|members| {
                let leaves = members.iter().filter_map(|helper| helpers.get(*helper));
                let leaves = leaves.map(|node| Entry { node: *node, cost: 0 });
                Tree::new(&mut graph, leaves.collect())
            })
            .collect();
        let mut network = Self { graph, sink, helpers, sources: Vec::new() };
        network.add_households(problem, &classes);
        network
    }

    fn add_households(&mut self, problem: &Problem, classes: &[Tree]) {
        let mut order: Vec<(usize, &Household)> = problem.households().iter().enumerate().collect();
        order.sort_by(|(_, one), (_, other)| kind(problem, one).cmp(&kind(problem, other)));
        self.sources = vec![self.sink; order.len()];
        let mut trees: BTreeMap<usize, Tree> = BTreeMap::new();
        let is_same = |(_, one): &(usize, &Household), (_, other): &(usize, &Household)| {
            kind(problem, one) == kind(problem, other)
        };
        for alike in order.chunk_by(is_same) {
            let Some((_, household)) = alike.first() else { continue };
            let source = self.graph.node(u32::try_from(alike.len()).unwrap_or(u32::MAX));
            for (at, _) in alike {
                if let Some(place) = self.sources.get_mut(*at) {
                    *place = source;
                }
            }
            let Some(site) = household.site() else { continue };
            let listings = problem.sites().get(site).map(Vec::as_slice).unwrap_or_default();
            let tree = trees.entry(site).or_insert_with(|| {
                let leaves = listings.iter().filter_map(|listing| {
                    let root = classes.get(listing.class)?.root()?;
                    Some(Entry { node: root.node, cost: listing.minutes })
                });
                Tree::new(&mut self.graph, leaves.collect())
            });
            for Entry { node, cost } in entries(problem, household, listings, tree, classes) {
                let cost = cost.saturating_add(problem.keep());
                self.graph.edge(Edge::unlimited(source, node, cost));
            }
            // The incumbent's minutes, less keep, and keep for the shift.
            if let (_, Some(helper), _) = kind(problem, household)
                && let Some(node) = self.helpers.get(helper)
                && let Some(class) = problem.helpers().get(helper).map(Helper::class)
                && let Some(cost) = problem.minutes(site, class)
            {
                self.graph.edge(Edge::unlimited(source, *node, cost));
            }
        }
    }
}

/// What the helpers who may serve a household, and their costs, depend on: its site, its incumbent,
/// and whom it bars.
fn kind<'p>(
    problem: &Problem,
    household: &'p Household,
) -> (Option<usize>, Option<usize>, &'p [usize]) {
    // With nothing to keep, an incumbent is as good as anyone.
    let incumbent = problem.incumbent(household).filter(|_| problem.keep() > 0);
    (household.site(), incumbent.map(Helper::at), household.barred())
}

/// The roots of the subtrees over which a household reaches all helpers whom it does not bar.
fn entries(
    problem: &Problem,
    household: &Household,
    listings: &[Listing],
    site: &Tree,
    classes: &[Tree],
) -> Vec<Entry> {
    // The places at the site of the classes of the barred helpers, and their places in the class.
    let places = household.barred().iter().filter_map(|at| {
        let class = problem.helpers().get(*at)?.class();
        let place = listings.binary_search_by_key(&class, |listing| listing.class).ok()?;
        Some((place, problem.classes().get(class)?.binary_search(at).ok()?))
    });
    let mut barred: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, member) in places {
        barred.entry(place).or_default().push(member);
    }
    let mut entries = site.around(barred.keys().copied());
    for (place, members) in barred {
        if let Some(listing) = listings.get(place)
            && let Some(class) = classes.get(listing.class)
        {
            let around = class.around(members.into_iter()).into_iter();
            entries.extend(around.map(|entry| Entry { cost: listing.minutes, ..entry }));
        }
    }
    entries
}

impl Edge {
    const fn unlimited(tail: Node, head: Node, cost: u32) -> Self {
        Self { tail, head, capacity: Self::UNLIMITED, cost, slope: 0 }
    }
}

/// Where a way may enter a tree, and at which cost.
#[derive(Clone, Copy, Debug)]
struct Entry {
    node: Node,
    cost: u32,
}

/// A balanced binary tree over leaves, in a graph.
///
/// With n leaves the places are 1 to 2n - 1: place 1 is the root, places 2p and 2p + 1 lie below
/// place p, and the leaves are the places from n on.
#[derive(Debug)]
struct Tree {
    /// By place; place 0 is not there.
    places: Vec<Option<Entry>>,
    leaves: usize,
}

impl Tree {
    fn new(graph: &mut Graph, leaves: Vec<Entry>) -> Self {
        let count = leaves.len();
        let inner = (1..count).map(|_| Some(Entry { node: graph.node(0), cost: 0 }));
        let places = std::iter::once(None).chain(inner).chain(leaves.into_iter().map(Some));
        let tree = Self { places: places.collect(), leaves: count };
        for place in 1..count {
            for below in Self::below(place) {
                if let (Some(Entry { node: tail, .. }), Some(Entry { node: head, cost })) =
                    (tree.at(place), tree.at(below))
                {
                    graph.edge(Edge::unlimited(tail, head, cost));
                }
            }
        }
        tree
    }

    fn at(&self, place: usize) -> Option<Entry> {
        self.places.get(place).copied().flatten()
    }

    const fn below(place: usize) -> [usize; 2] {
        let left = place.saturating_mul(2);
        [left, left.saturating_add(1)]
    }

    fn root(&self) -> Option<Entry> {
        self.at(1)
    }

    /// The roots of the greatest subtrees that hold none of some leaves: at most the depth of the
    /// tree for each.
    fn around(&self, avoided: impl Iterator<Item = usize>) -> Vec<Entry> {
        // The avoided leaves and all places above them.
        let mut marked = Vec::new();
        for leaf in avoided {
            let mut place = leaf.saturating_add(self.leaves);
            while place > 0 {
                marked.push(place);
                place >>= 1;
            }
        }
        marked.sort_unstable();
        marked.dedup();
        if marked.is_empty() {
            return self.root().into_iter().collect();
        }
        let inner = marked.iter().filter(|place| **place < self.leaves);
        let below = inner.flat_map(|place| Self::below(*place));
        let free = below.filter(|place| marked.binary_search(place).is_err());
        free.filter_map(|place| self.at(place)).collect()
    }
}

/// Follows the flow of every household, in the order of their ids, down to a helper.
fn pairings<'p>(
    problem: &'p Problem,
    mut flow: Flow,
    helpers: &[Node],
    sources: &[Node],
) -> (Vec<PlannedPairing<'p>>, Vec<Id<'p>>) {
    let (mut pairings, mut uncovered) = (Vec::new(), Vec::new());
    for (household, source) in problem.households().iter().zip(sources) {
        let id = household.id().as_borrowed();
        let pairing = flow.take(*source).and_then(|node| {
            // Helpers' nodes were made one after another.
            let helper = problem.helpers().get(helpers.binary_search(&node).ok()?)?;
            let cost = problem.cost(household, helper)?;
            Some(PlannedPairing { household: id.clone(), helper: helper.id().as_borrowed(), cost })
        });
        match pairing {
            Some(pairing) => pairings.push(pairing),
            None => uncovered.push(id),
        }
    }
    (pairings, uncovered)
}

/// The costs of the pairings and the balance: below 2^32 * (20,000 + 10,000 * 1,000) < 2^56.
fn total_cost(problem: &Problem, pairings: &[PlannedPairing<'_>]) -> i64 {
    let mut helpers: Vec<_> = pairings.iter().map(|pairing| &pairing.helper).collect();
    helpers.sort_unstable();
    let mut cost =
        pairings.iter().fold(0_i64, |sum, pairing| sum.saturating_add(i64::from(pairing.cost)));
    for households in helpers.chunk_by(|one, other| one == other) {
        for (n, _) in (1..).zip(households) {
            cost = cost.saturating_add(i64::from(problem.balance()).saturating_mul(n));
        }
    }
    cost
}

/// The households from which a household left over could take its helper, directly or by way of
/// others, and the helpers of all of them.
///
/// These helpers are exactly those who may serve any of the households, for no edge to them is ever
/// full. Each has all places taken, or one more household could be covered, and by households of the
/// shortage alone. So the households that are not left over are as many as the capacity.
fn shortage<'p>(
    problem: &'p Problem,
    flow: &Flow,
    helpers: &[Node],
    sources: &[Node],
) -> Shortage<'p> {
    let reached = flow.reached();
    let is_reached = |node: &Node| reached.get(node.place()).copied().unwrap_or_default();
    let households = problem.households().iter().zip(sources);
    let households = households.filter(|(_, node)| is_reached(node));
    let households: Vec<_> = households.map(|(one, _)| one.id().as_borrowed()).collect();
    let helpers = problem.helpers().iter().zip(helpers);
    let helpers: Vec<_> =
        helpers.filter(|(_, node)| is_reached(node)).map(|(helper, _)| helper).collect();
    let capacities = helpers.iter().map(|helper| u64::from(helper.capacity()));
    let capacity = capacities.fold(0, u64::saturating_add);
    let short = count(households.len()).saturating_sub(capacity);
    let helpers = helpers.into_iter().map(|helper| helper.id().as_borrowed()).collect();
    Shortage { households, helpers, capacity, short }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
