"""A seeded part of what `python -m tests.fuzz` tries, and all inputs that once showed something."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Final

import pytest

from tests.fuzz.mutating import LONGEST, written
from tests.fuzz.target import HERE, Target, tried
from tests.fuzz.targets import BY_NAME, TARGETS

INPUTS: Final = {
    "server": 8, "sql-types": 20, "project": 120, "yaml": 40, "json": 60, "placeholders": 15, "remembered": 4,
    "watched": 4,
}  # fmt: skip
"""How many random inputs there are of a target: 60, unless they cost more than others."""
SLOWNESS: Final = 20
"""Machines that test are busy."""


@pytest.mark.parametrize("target", TARGETS, ids=[one.name for one in TARGETS])
def test_nothing_breaks_on_random_inputs(target: Target) -> None:
    first = len(target.seeds())
    for data in itertools.islice(target.inputs("suite"), first, first + INPUTS.get(target.name, 60)):
        failure = tried(target, data, SLOWNESS)
        assert failure is None, f"{data[:2000]!r}\n{failure.report}"


@pytest.mark.parametrize(
    "file", sorted((HERE / "corpus").glob("*/*")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_nothing_breaks_on_the_inputs_that_are_kept(file: Path) -> None:
    failure = tried(BY_NAME[file.parent.name], file.read_bytes(), SLOWNESS)
    assert failure is None, failure.report


def test_the_same_seed_makes_the_same_inputs() -> None:
    for target in TARGETS:
        first, second = (list(itertools.islice(target.inputs("1"), 80)) for _ in range(2))
        assert first == second


def test_an_input_is_written_no_further_than_it_may_reach() -> None:
    tree: list[object] = ["x" * 99]
    for _ in range(12):
        tree = [tree] * 100  # a text of 100 to the twelfth power

    made = written(json.JSONEncoder(), tree)

    assert LONGEST < len(made) < 2 * LONGEST
