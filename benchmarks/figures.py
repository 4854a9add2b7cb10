"""What was measured, and what follows from it: medians, spreads, and ratios pair by pair."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

OURS = "c360lint"


class Cost(NamedTuple):
    """What a run used, with all its processes."""

    cpu: float  # milliseconds, user and system
    wall: float  # milliseconds
    memory: float  # MiB at the peak of the largest process


class Row(NamedTuple):
    """One contestant of a scenario: its runs in the order of the rounds."""

    scenario: str
    size: int  # of what the scenario has many of: files, entities, bytes
    contestant: str
    costs: tuple[Cost, ...]
    instructions: float | None = None  # millions


class Spread(NamedTuple):
    """The median of some numbers, the least and the most."""

    median: float
    least: float
    most: float


def spread(numbers: Iterable[float]) -> Spread:
    """Return the spread of at least one number."""
    kept = sorted(numbers)
    return Spread(statistics.median(kept), kept[0], kept[-1])


def cpu(row: Row) -> Spread:
    """Return the spread of a row's CPU time, in milliseconds."""
    return spread(cost.cpu for cost in row.costs)


def memory(row: Row) -> float:
    """Return the median of a row's peaks, in MiB."""
    return spread(cost.memory for cost in row.costs).median


def ratios(row: Row, yardstick: Row) -> Spread:
    """Return how many times a row costs what another does: the two of each round are a pair."""
    pairs = zip(row.costs, yardstick.costs, strict=True)
    return spread(one.cpu / other.cpu for one, other in pairs)


def yardstick(rows: Sequence[Row], scenario: str) -> Row:
    """Return the row that the others of a scenario are compared with: ours, which is the first."""
    return next(row for row in rows if row.scenario == scenario and row.contestant.startswith(OURS))


def slopes(rows: Sequence[Row]) -> list[float]:
    """Return what one more costs between each size and the next, in microseconds.

    The rows are those of one contestant, ordered by size.
    """
    steps = pairwise(rows)
    return [1000 * (cpu(more).median - cpu(less).median) / (more.size - less.size) for less, more in steps]
