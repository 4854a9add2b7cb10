"""Which members of a sequence stand in order."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.rulekit.longest_run import longest_run


def in_order(values: list[int], kept: tuple[int, ...], *, equal: bool) -> bool:
    chosen = [values[index] for index in kept]
    return all(one < other or (equal and one == other) for one, other in pairwise(chosen))


def longest_by_trial(values: list[int], *, equal: bool) -> set[int]:
    for size in range(len(values), 0, -1):
        fitting = [
            kept for kept in combinations(range(len(values)), size) if in_order(values, kept, equal=equal)
        ]
        if fitting:
            return set(min(fitting))
    return set()


@given(st.lists(st.integers(0, 6), max_size=9), st.booleans())
def test_it_keeps_as_many_as_can_be_and_of_those_the_earliest(values: list[int], equal: bool) -> None:
    assert longest_run(values, equal=equal) == longest_by_trial(values, equal=equal)


@pytest.mark.parametrize(
    ("values", "kept"), [([], set()), ([1, 0], {0}), ([2, 0, 1], {1, 2}), ([0, 2, 1], {0, 1}), ([1, 1], {0})]
)
def test_of_two_that_are_swapped_the_later_one_moves(values: list[int], kept: set[int]) -> None:
    assert longest_run(values) == kept
