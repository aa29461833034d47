#!/usr/bin/env python3
"""Holds the roll-up of this crate against polars, DuckDB and numpy, on the same households in one run.

    tally.py [HOUSEHOLDS ...]    CPU time a household, of each size (30000 1000000)

Every program gets the same columns, of the types that suit it, and gives the same 54 sums for every
group, village, zone and the town: of persons, households, gaps, squared gaps, and of eight items; the
levels above the groups are added up from the level below. Only the adding up counts, not the
making of the columns. All run on one thread. `pip install polars duckdb numpy pyarrow`. Every sum of
every unit must be the same, or the run fails.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import numpy as np
import polars as pl

ITEMS = 8
LINE = 295_200
WEIGHTS = (3, 2, 2, 2, 1, 1, 1, 1)
CUTOFF = 3
# The time is the median of so many; of one, of more than a million households.
ROUNDS = 3
KINDS = ("all", "income_unknown", "poor", "all_met", "unclear", "deprived")
# The sums, in the order of the bench: households and persons of each kind, of the items met and not
# met, and the persons censored.
COUNTS = [*KINDS, *(f"met{n}" for n in range(ITEMS)), *(f"not_met{n}" for n in range(ITEMS))]
FIGURES = ["gap", "squared_gap"]
for kind in COUNTS:
    FIGURES += [f"{kind}_households", f"{kind}_persons"]
FIGURES += [f"censored{n}" for n in range(ITEMS)]


def number(at):
    """The numbers of these positions in the sequence of `splitmix64`."""
    mixed = (at + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


class Households:
    """The same households as the bench makes."""

    def __init__(self, count):
        at = np.arange(count, dtype=np.uint64)
        u = np.uint64
        self.persons = (1 + number(u(3) * at) % u(7)).astype(np.int32)
        income = number(u(3) * at + u(1))
        is_known = income % u(20) != 0
        self.income = np.where(is_known, (income >> u(20)) % u(1_000_000), 2**31 - 1).astype(np.int32)
        bits = number(u(3) * at + u(2))
        met = bits | bits >> u(8) | bits >> u(16)
        unknown = bits >> u(24) & bits >> u(32) & bits >> u(40) & bits >> u(48) & bits >> u(56)
        is_set = lambda bits, item: (bits >> u(item) & u(1)).astype(bool)
        self.known = [~is_set(unknown, item) for item in range(ITEMS)]
        self.met = [is_set(met, item) & self.known[item] for item in range(ITEMS)]
        self.not_met = [self.known[item] & ~self.met[item] for item in range(ITEMS)]
        groups = np.arange(count // 8 + 1, dtype=np.uint64)
        ends = np.cumsum(u(8) + number(u(2**63 - 1) + groups) % u(11)).astype(np.int64)
        self.groups = int(np.searchsorted(ends, count)) + 1
        self.starts = np.concatenate([[0], ends[: self.groups - 1]])
        self.group = np.repeat(
            np.arange(self.groups, dtype=np.int32), np.diff(np.append(self.starts, count))
        )


def parts(count, size):
    """Where the parts of each unit begin, of so many parts, so many a unit."""
    return np.arange(0, count, size)


def by_numpy(those):
    """The sums of each level, an array a figure."""
    persons = those.persons.astype(np.int64)
    poor = those.income < LINE
    gap = np.where(poor, LINE - those.income, 0).astype(np.int64)
    persons_gap = gap * persons
    known = np.logical_and.reduce(those.known)
    lacking = np.zeros(len(persons), np.int8)
    for not_met, weight in zip(those.not_met, WEIGHTS):
        lacking += not_met * np.int8(weight)
    deprived = known & (lacking >= CUTOFF)
    censored = persons * deprived
    kinds = [None, those.income == 2**31 - 1, poor, np.logical_and.reduce(those.met), ~known, deprived]
    add = lambda column: np.add.reduceat(column, those.starts, dtype=np.int64)
    groups = [add(persons_gap), add(persons_gap * gap)]
    for mask in [*kinds, *those.met, *those.not_met]:
        if mask is None:
            groups += [np.diff(np.append(those.starts, len(persons))), add(persons)]
        else:
            groups += [add(mask), add(persons * mask)]
    groups += [add(censored * mask) for mask in those.not_met]
    levels = [groups]
    for size in (8, 3):
        levels.append([np.add.reduceat(sum, parts(len(sum), size)) for sum in levels[-1]])
    levels.append([sum.sum(keepdims=True) for sum in levels[-1]])
    return levels


def frame_of(those):
    columns = {"group": those.group, "persons": those.persons, "income": those.income}
    for item in range(ITEMS):
        columns[f"m{item}"], columns[f"n{item}"] = those.met[item], those.not_met[item]
    return pl.DataFrame(columns).with_columns(
        pl.when(pl.col("income") == 2**31 - 1).then(None).otherwise(pl.col("income")).alias("income")
    )


def by_polars(frame):
    persons, income = pl.col("persons").cast(pl.Int64), pl.col("income").cast(pl.Int64)
    poor = (pl.col("income") < LINE).fill_null(False)
    met = [pl.col(f"m{n}") for n in range(ITEMS)]
    not_met = [pl.col(f"n{n}") for n in range(ITEMS)]
    lacking = pl.sum_horizontal(
        column.cast(pl.Int8) * weight for column, weight in zip(not_met, WEIGHTS)
    )
    known = pl.all_horizontal(a | b for a, b in zip(met, not_met))
    masks = {
        "income_unknown": pl.col("income").is_null(),
        "poor": poor,
        "all_met": pl.all_horizontal(met),
        "unclear": ~known,
        "deprived": known & (lacking >= CUTOFF),
        **{f"met{n}": met[n] for n in range(ITEMS)},
        **{f"not_met{n}": not_met[n] for n in range(ITEMS)},
    }
    gap = pl.when(poor).then(LINE - income).otherwise(0)
    rows = (
        frame.lazy()
        .select("group", persons.alias("p"), gap.alias("g"), *(mask.alias(name) for name, mask in masks.items()))
        .with_columns((pl.col("g") * pl.col("p")).alias("pg"), (pl.col("p") * pl.col("deprived")).alias("c"))
    )
    p = pl.col("p")
    sums = [pl.col("pg").sum().alias("gap"), (pl.col("pg") * pl.col("g")).sum().alias("squared_gap")]
    sums += [pl.len().cast(pl.Int64).alias("all_households"), p.sum().alias("all_persons")]
    for name in masks:
        sums.append(pl.col(name).sum().cast(pl.Int64).alias(f"{name}_households"))
        sums.append((p * pl.col(name)).sum().alias(f"{name}_persons"))
    sums += [(pl.col("c") * pl.col(f"not_met{n}")).sum().alias(f"censored{n}") for n in range(ITEMS)]
    levels = [rows.group_by("group").agg(sums).collect().sort("group")]
    for size in (8, 3):
        above = levels[-1].lazy().with_columns(pl.col("group") // size)
        levels.append(above.group_by("group").agg(pl.col(FIGURES).sum()).collect().sort("group"))
    levels.append(levels[-1].select(pl.col(FIGURES).sum()))
    return [[level[name].to_numpy() for name in FIGURES] for level in levels]


def by_duckdb(connection):
    masks = {
        "income_unknown": "income IS NULL",
        "poor": f"coalesce(income < {LINE}, false)",
        "all_met": " AND ".join(f"m{n}" for n in range(ITEMS)),
        "unclear": "NOT (" + " AND ".join(f"(m{n} OR n{n})" for n in range(ITEMS)) + ")",
        **{f"met{n}": f"m{n}" for n in range(ITEMS)},
        **{f"not_met{n}": f"n{n}" for n in range(ITEMS)},
    }
    lacking = " + ".join(f"n{n}::TINYINT * {weight}" for n, weight in enumerate(WEIGHTS))
    columns = ", ".join(f"({mask}) AS {name}" for name, mask in masks.items())
    counts = ", ".join(
        f"count(*) FILTER ({name}) AS {name}_households, coalesce(sum(p) FILTER ({name}), 0)::BIGINT AS {name}_persons"
        for name in [*masks, "deprived"]
    )
    censored = ", ".join(
        f"coalesce(sum(p) FILTER (deprived AND not_met{n}), 0)::BIGINT AS censored{n}" for n in range(ITEMS)
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE l0 AS
        WITH facts AS (SELECT "group", persons::BIGINT AS p,
            CASE WHEN income < {LINE} THEN {LINE} - income ELSE 0 END::BIGINT AS g, {columns},
            {lacking} AS lacking FROM households),
        judged AS (SELECT *, NOT unclear AND lacking >= {CUTOFF} AS deprived FROM facts)
        SELECT "group", sum(p * g)::BIGINT AS gap, sum(p * g * g)::BIGINT AS squared_gap,
            count(*) AS all_households, sum(p)::BIGINT AS all_persons, {counts}, {censored}
        FROM judged GROUP BY "group" """
    )
    names = ", ".join(f"sum({name})::BIGINT AS {name}" for name in FIGURES)
    for level, size in ((1, 8), (2, 3)):
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE l{level} AS SELECT "group" // {size} AS "group", {names}
            FROM l{level - 1} GROUP BY ALL"""
        )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE l3 AS SELECT 0 AS \"group\", {names} FROM l2")


def tables_of(connection):
    ordered = ", ".join(f'"{name}"' for name in FIGURES)
    levels = []
    for level in range(4):
        found = connection.execute(f'SELECT {ordered} FROM l{level} ORDER BY "group"').fetchnumpy()
        levels.append([np.asarray(found[name]) for name in FIGURES])
    return levels


def sums_of(levels):
    """Of each level the figures added up, those of the unit at position n, n + 1 times."""
    return [
        [int((figure.astype(np.uint64) * np.arange(1, len(figure) + 1, dtype=np.uint64)).sum()) for figure in level]
        for level in levels
    ]


def timed(run, households):
    taken = []
    for _ in range(ROUNDS if households <= 1_000_000 else 1):
        start = time.process_time()
        value = run()
        taken.append(time.process_time() - start)
    return median(taken), value


def the_bench():
    """Builds the bench, and says where it is."""
    build = ["cargo", "bench", "--bench", "tally", "--no-run", "--message-format", "json"]
    root = Path(__file__).resolve().parent.parent
    lines = subprocess.run(build, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in map(json.loads, lines.splitlines()):
        if line.get("target", {}).get("name") == "tally" and line.get("executable"):
            if "bench" in line["target"]["kind"]:
                return line["executable"]
    sys.exit("cargo has built no bench")


def ours_of(bench, households):
    command = [bench, "answers", str(households)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def compare(bench, households):
    """Prints a row of the table; ours is measured again before each of the others."""
    those = Households(households)
    frame = frame_of(those)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.register("frame", frame.to_arrow())
    connection.execute("CREATE TABLE households AS SELECT * FROM frame")
    ours, theirs = [], []
    for name, run, levels in (
        ("numpy", lambda: by_numpy(those), lambda found: found),
        ("polars", lambda: by_polars(frame), lambda found: found),
        ("DuckDB", lambda: by_duckdb(connection), lambda _: tables_of(connection)),
    ):
        answers = ours_of(bench, households)
        ours.append(answers["ns"])
        seconds, found = timed(run, households)
        if sums_of(levels(found)) != answers["sums"]:
            sys.exit(f"{name} finds other sums of {households} households")
        theirs.append(seconds * 1e9 / households)
    mine = median(ours)
    row = "".join(f" {nanoseconds:8.1f} {nanoseconds / mine:6.1f}" for nanoseconds in theirs)
    print(f"{households:>11} {mine:8.2f}{row}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("households", nargs="*", type=int, default=[30_000, 1_000_000])
    parser.add_argument("--bench", help="the bench, where it is built already")
    arguments = parser.parse_args()
    bench = arguments.bench or the_bench()
    print("CPU time in nanoseconds a household, and how many times ours")
    print(f"{'households':>11} {'ours':>8} {'numpy':>8} {'':6} {'polars':>8} {'':6} {'DuckDB':>8}")
    for households in arguments.households:
        compare(bench, households)
    print("all sums of all units are equal")


if __name__ == "__main__":
    main()
