"""One mutant before the tests that reach it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from benchmarks.mutants.places import Mutant
from benchmarks.mutants.reach import Reach
from benchmarks.mutants.suite import Suite

PATIENCE = 8.0
"""How many seconds of processor time the tests get for a mutant that none of them notices."""


class Verdict(NamedTuple):
    """How a mutant ended."""

    how: str  # killed, survived, unreached, not made
    by: str  # the test
    tests: int
    seconds: float


def tried(
    mutant: Mutant, suite: Suite, reach: Reach, noticed: Mapping[str, Mapping[str, None]], patience: float
) -> Verdict:
    """Put a mutant before its tests, in a process that ends with it.

    Those that have noticed another mutant of the same file are the first.
    """
    before = time.process_time()
    keen = noticed.get(mutant.file, {})
    tests = sorted(_in_turn(reach.alike(mutant.file, mutant.statement)), key=lambda test: test[1] not in keen)
    if not tests:
        return Verdict("unreached", "", 0, 0)
    with suite.alone(mutant.file):
        if not suite.alive.make(mutant):
            return Verdict("not made", "", 0, 0)
        ran = 0
        for seconds, name in tests:
            if ran and time.process_time() - before + seconds > patience:
                continue
            ran += 1
            if name in suite.items and not suite.passes(name, seconds):
                return Verdict("killed", name, ran, time.process_time() - before)
        return Verdict("survived", "", ran, time.process_time() - before)


def _in_turn(alike: list[list[tuple[float, str]]]) -> Iterator[tuple[float, str]]:
    """One test of each kind, then the second of each: those that are alike mostly see the same."""
    return (one for row in zip_longest(*alike) for one in row if one is not None)
