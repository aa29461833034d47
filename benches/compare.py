#!/usr/bin/env python3
"""Holds the assignment of this crate against other solvers, on the same townships in one run.

    compare.py [SEEDS]           mean CPU time per township of each kind, over that many seeds (25)
    compare.py --exact [SEEDS]   the answers alone, of that many townships of each kind (200): most of
                                 them small, every fiftieth a full one

The others get the graph that a programmer would draw: an arc from every household to every helper
who may serve it, one past all helpers for being left over, and the helpers' places. Only their
solving counts, not the building of the graph. They are OR-tools (`pip install ortools numpy`) and,
where there is one, the network simplex of LEMON (Debian: `liblemon-dev`, and a C++ compiler).
Every answer must be the same, or the run fails.
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from ortools.graph.python import min_cost_flow

KINDS = ("default", "home", "zones", "short", "balance")
# Zones, and villages to each.
SMALL = ((1, 1), (1, 2), (2, 1), (2, 2))
FULL = (5, 3)
# Another solver's time is the median of so many.
ROUNDS = 3
# Of so many townships held against their answers, one is full.
FULL_EVERY = 50

LEMON = r"""
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>
#define LEMON_ONLY_TEMPLATES
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

// Reads graphs from standard input until it ends, and prints for each the least cost and the
// nanoseconds of CPU time to find it, in each of some rounds.
static bool read(std::vector<int64_t>& list, size_t length) {
    list.resize(length);
    return std::fread(list.data(), sizeof(int64_t), length, stdin) == length;
}

static int64_t cpu_nanoseconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return int64_t(now.tv_sec) * 1000000000 + now.tv_nsec;
}

int main() {
    std::vector<int64_t> sizes, supplies, tails, heads, capacities, costs;
    while (read(sizes, 3)) {
        if (!read(supplies, sizes[0]) || !read(tails, sizes[1]) || !read(heads, sizes[1])
            || !read(capacities, sizes[1]) || !read(costs, sizes[1])) return 1;
        lemon::SmartDigraph graph;
        graph.reserveNode(sizes[0]);
        graph.reserveArc(sizes[1]);
        for (int64_t node = 0; node < sizes[0]; ++node) graph.addNode();
        for (int64_t arc = 0; arc < sizes[1]; ++arc)
            graph.addArc(graph.nodeFromId(int(tails[arc])), graph.nodeFromId(int(heads[arc])));
        lemon::SmartDigraph::NodeMap<int> supply(graph);
        lemon::SmartDigraph::ArcMap<int> capacity(graph);
        lemon::SmartDigraph::ArcMap<int64_t> cost(graph);
        for (int64_t node = 0; node < sizes[0]; ++node)
            supply[graph.nodeFromId(int(node))] = int(supplies[node]);
        for (int64_t arc = 0; arc < sizes[1]; ++arc) {
            capacity[graph.arcFromId(int(arc))] = int(capacities[arc]);
            cost[graph.arcFromId(int(arc))] = costs[arc];
        }
        lemon::NetworkSimplex<lemon::SmartDigraph, int, int64_t> simplex(graph);
        simplex.upperMap(capacity).costMap(cost).supplyMap(supply);
        std::vector<int64_t> taken;
        for (int64_t round = 0; round < sizes[2]; ++round) {
            const int64_t start = cpu_nanoseconds();
            if (simplex.run() != simplex.OPTIMAL) return 2;
            taken.push_back(cpu_nanoseconds() - start);
        }
        std::printf("%lld", (long long)simplex.totalCost<int64_t>());
        for (const int64_t one : taken) std::printf(" %lld", (long long)one);
        std::printf("\n");
        std::fflush(stdout);
    }
}
"""


class Graph:
    """A problem as a flow at least cost: the households, the helpers, and a sink."""

    def __init__(self, problem):
        households, helpers = problem["households"], problem["helpers"]
        keep, balance = problem["keep"], problem["balance"]
        numbers = {helper["id"]: at for at, helper in enumerate(helpers)}
        places = np.array([helper["capacity"] for helper in helpers], np.int64)
        members = {}
        for at, helper in enumerate(helpers):
            members.setdefault(helper["class"], []).append(at)
        of_site = {}
        for one in problem["classes"]:
            for site, minutes in one["minutes"].items():
                able = members.get(one["id"], [])
                of_site.setdefault(site, []).extend((helper, minutes) for helper in able)
        of_site = {site: np.array(able, np.int64).reshape(-1, 2).T for site, able in of_site.items()}
        nobody = np.empty((2, 0), np.int64)

        sink = len(households) + len(helpers)
        self.tails, self.heads, self.capacities, self.costs = [], [], [], []
        for at, household in enumerate(households):
            able, costs = of_site.get(household["site"], nobody)
            incumbent = numbers.get(household.get("incumbent"), -1)
            costs = np.where(able == incumbent, costs - keep, costs)
            barred = [numbers[one] for one in household.get("barred") or () if one in numbers]
            allowed = ~np.isin(able, barred)
            able, costs = able[allowed], costs[allowed]
            self.arcs(np.full(len(able), at), len(households) + able, np.ones_like(able), costs)
        # What it costs to leave a household over outweighs all that the others can save.
        dearest = max((int(np.abs(costs).max()) for costs in self.costs if len(costs)), default=0)
        loads = int((places * (places + 1) // 2).sum())
        self.weight = 1 + 2 * (len(households) * dearest + balance * loads)
        everyone = np.arange(len(households))
        ones = np.ones_like(everyone)
        self.arcs(everyone, sink * ones, ones, self.weight * ones)
        offices = len(households) + np.arange(len(helpers))
        if balance:
            # Each place of a helper is dearer than the one before.
            offices = np.repeat(offices, places)
            steps = np.concatenate([np.arange(1, count + 1) for count in places])
            self.arcs(offices, np.full(len(offices), sink), np.ones_like(offices), balance * steps)
        else:
            self.arcs(offices, np.full(len(offices), sink), places, np.zeros_like(offices))
        for name in ("tails", "heads", "capacities", "costs"):
            setattr(self, name, np.concatenate(getattr(self, name)).astype(np.int64))
        self.supplies = np.zeros(sink + 1, np.int64)
        self.supplies[: len(households)] = 1
        self.supplies[sink] = -len(households)

    def arcs(self, tails, heads, capacities, costs):
        self.tails.append(tails)
        self.heads.append(heads)
        self.capacities.append(capacities)
        self.costs.append(costs)

    def worth(self, total):
        """How many are left over, and the cost without them."""
        uncovered = (total + self.weight // 2) // self.weight
        return uncovered, total - uncovered * self.weight

    def to_bytes(self):
        sizes = np.array([len(self.supplies), len(self.tails), ROUNDS], np.int64)
        lists = (sizes, self.supplies, self.tails, self.heads, self.capacities, self.costs)
        return b"".join(one.tobytes() for one in lists)


def by_or_tools(graph, rounds=ROUNDS):
    """The worth of the best plan, and the seconds of CPU time to find it."""
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        graph.tails, graph.heads, graph.capacities, graph.costs
    )
    solver.set_nodes_supplies(np.arange(len(graph.supplies)), graph.supplies)
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        status = solver.solve()
        taken.append(time.process_time() - start)
        assert status == solver.OPTIMAL, status
    return graph.worth(solver.optimal_cost()), median(taken)


class Lemon:
    """The network simplex of LEMON, in a program of its own."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @classmethod
    def built(cls, folder):
        """None, and says why, where it cannot be built."""
        source, program = Path(folder, "lemon.cpp"), Path(folder, "lemon")
        source.write_text(LEMON)
        if not shutil.which("c++"):
            print("no C++ compiler here: OR-tools alone")
            return None
        build = ["c++", "-O3", "-o", program, source]
        built = subprocess.run(build, capture_output=True, text=True)
        if built.returncode:
            reason = next((line for line in built.stderr.splitlines() if "error" in line), "")
            print(f"no LEMON here: OR-tools alone ({reason.strip()})")
            return None
        return cls(program)

    def __call__(self, graph):
        self.process.stdin.write(graph.to_bytes())
        self.process.stdin.flush()
        total, *nanoseconds = map(int, self.process.stdout.readline().split())
        return graph.worth(total), median(nanoseconds) / 1e9


def the_bench():
    """Builds the bench, and says where it is."""
    build = ["cargo", "bench", "--bench", "assign", "--no-run", "--message-format", "json"]
    root = Path(__file__).resolve().parent.parent
    lines = subprocess.run(build, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in map(json.loads, lines.splitlines()):
        if line.get("target", {}).get("name") == "assign" and line.get("executable"):
            if "bench" in line["target"]["kind"]:
                return line["executable"]
    sys.exit("cargo has built no bench")


def lines_of(bench, *arguments):
    """What a mode of the bench prints, line by line, as JSON."""
    command = [bench, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield from map(json.loads, process.stdout)
    if process.returncode:
        sys.exit(f"the bench failed: {' '.join(command)}")


def agree(what, ours, theirs, who):
    if ours != theirs:
        sys.exit(f"{what}: ours leaves over {ours[0]} at a cost of {ours[1]}, {who} {theirs}")


def compare(bench, seeds, lemon):
    """Prints the table of mean times."""
    ours = {line["kind"]: line for line in lines_of(bench, "kinds", seeds)}
    print(f"mean CPU time per township in ms, over {seeds} townships of each kind")
    head = f"{'kind':8} {'ours':>9} {'OR-tools':>9} {'ratio':>7}"
    print(head + (f" {'LEMON':>9} {'ratio':>7}" if lemon else ""))
    for kind in KINDS:
        totals, taken = np.zeros(2, np.int64), np.zeros(2)
        for line in lines_of(bench, "answers", kind, 1, seeds):
            what, graph = f"{kind} {line['seed']}", Graph(line["problem"])
            answer = (line["uncovered"], line["cost"])
            found, seconds = by_or_tools(graph)
            agree(what, answer, found, "OR-tools")
            taken[0] += seconds
            if lemon:
                found, seconds = lemon(graph)
                agree(what, answer, found, "LEMON")
                taken[1] += seconds
            totals += answer
        mine = ours[kind]
        agree(kind, (mine["uncovered"], mine["cost"]), tuple(totals.tolist()), "together")
        mine = mine["solve_us"] / 1e3
        theirs = taken * 1e3 / seeds
        row = f"{kind:8} {mine:9.3f} {theirs[0]:9.2f} {theirs[0] / mine:7.1f}"
        print(row + (f" {theirs[1]:9.2f} {theirs[1] / mine:7.1f}" if lemon else ""), flush=True)
    print("all answers are equal")


def exact(bench, seeds):
    """Holds the answers against OR-tools, and prints how many were equal."""
    held, households, uncovered, cost = 0, 0, 0, 0
    full = -(-seeds // FULL_EVERY)
    shares = [len(range(at, seeds - full, len(SMALL))) for at in range(len(SMALL))]
    for kind in KINDS:
        for shape, share in zip((*SMALL, FULL), (*shares, full)):
            if not share:
                continue
            for line in lines_of(bench, "answers", kind, 1, share, *shape):
                what = f"{kind}, {shape[0]} zones of {shape[1]} villages, seed {line['seed']}"
                answer = (line["uncovered"], line["cost"])
                agree(what, answer, by_or_tools(Graph(line["problem"]), 1)[0], "OR-tools")
                held += 1
                households += len(line["problem"]["households"])
                uncovered += answer[0]
                cost += answer[1]
    print(
        f"{held} townships of {len(KINDS)} kinds, {len(KINDS) * full} of them full, {households} households:"
        f" {uncovered} left over, cost {cost}; OR-tools finds the same in every one"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seeds", nargs="?", type=int)
    parser.add_argument("--exact", action="store_true", help="compare the answers alone")
    parser.add_argument("--bench", help="the bench, where it is built already")
    arguments = parser.parse_args()
    bench = arguments.bench or the_bench()
    if arguments.exact:
        return exact(bench, arguments.seeds or 200)
    with tempfile.TemporaryDirectory() as folder:
        compare(bench, arguments.seeds or 25, Lemon.built(folder))


if __name__ == "__main__":
    main()
