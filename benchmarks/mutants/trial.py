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

_LONG = 0.5  # seconds


class Verdict(NamedTuple):
    """How a mutant ended."""

    how: str  # killed, survived, unreached, not made
    by: str  # the test
    tests: int
    seconds: float


class Trial(NamedTuple):
    """A mutant, and the tests that are to look at it, one after the other."""

    mutant: Mutant
    tests: list[tuple[float, str]]  # with the seconds that each takes


def trial_of(mutant: Mutant, reach: Reach, noticed: Mapping[str, Mapping[str, None]]) -> Trial:
    """Return the trial of a mutant: the tests that have noticed another one of its file are the first.

    Then come in turn those that are about little else, and some of each kind; what takes long is the last.
    """
    keen = noticed.get(mutant.file, {})
    at = mutant.file, mutant.statement
    both = zip_longest(reach.narrowest(*at), _in_turn(reach.alike(*at)))
    tests = dict.fromkeys(test for pair in both for test in pair if test is not None)
    return Trial(mutant, sorted(tests, key=lambda test: (test[0] > _LONG, test[1] not in keen)))


def tried(trial: Trial, suite: Suite, patience: float) -> Verdict:
    """Put a mutant before its tests, in a process that ends with it."""
    before = time.process_time()
    mutant, tests = trial
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
