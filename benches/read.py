#!/usr/bin/env python3
"""Holds the reading of a roster against pydantic, on the same document in one run.

    read.py [ROUNDS]    the median of so many rounds (15), by turns

Pydantic (`pip install pydantic`) reads Maoxi's roster straight from its JSON into models with days,
bounds of numbers and the form of ids, but compares no record with another. This crate's figures are
those of `cargo bench --bench read`, which checks all of it. CPU time, of one thread.
"""
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).resolve().parent.parent
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$")]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(Record):
    since: date = Field(alias="from")
    until: date | None = None


class Town(Record):
    id: Id
    name: str | None = None
    population: Annotated[int, Field(ge=1, le=10_000_000)]


class Zone(Record):
    id: Id
    name: str | None = None


class Village(Record):
    id: Id
    name: str | None = None
    zone: Id | None
    population: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    community: bool = False
    listed: list[Span] = []


class Group(Record):
    id: Id
    name: str | None = None
    village: Id


class Household(Record):
    id: Id
    group: Id
    persons: Annotated[int, Field(ge=1, le=50)]
    poor: list[Span] = []


class Person(Record):
    id: Id
    name: str | None = None
    rank: str
    village: Id | None = None


class Tenure(Span):
    person: Id
    post: str
    unit: Id
    recorded: date | None = None


class Pairing(Span):
    household: Id
    helper: Id
    recorded: date | None = None


class Roster(Record):
    format: int
    town: Town
    zones: list[Zone]
    villages: list[Village]
    groups: list[Group]
    households: list[Household]
    people: list[Person]
    tenures: list[Tenure]
    pairings: list[Pairing]


def by_pydantic(text):
    start = time.process_time()
    roster = Roster.model_validate_json(text)
    taken = time.process_time() - start
    assert len(roster.households) == 1592 and len(roster.pairings) == 1652
    return taken * 1e3


def by_this_crate():
    """The milliseconds of the column `both`, in the row of Maoxi's roster."""
    command = ["cargo", "bench", "--quiet", "--bench", "read"]
    bench = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = [line.split() for line in bench.stdout.splitlines()]
    column = next(row for row in rows if row and row[0] == "roster").index("both")
    return float(next(row for row in rows if row and row[0] == "maoxi")[column])


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    text = (ROOT / "examples/data/maoxi.json").read_bytes()
    others, own = [], []
    for _ in range(3):
        own.append(by_this_crate())
        others.extend(by_pydantic(text) for _ in range(rounds // 3 or 1))
    own, other = median(own), median(others)
    print(f"milliseconds of CPU time: pydantic {other:.2f}, this crate {own:.2f}: {other / own:.1f} times")


if __name__ == "__main__":
    main()
