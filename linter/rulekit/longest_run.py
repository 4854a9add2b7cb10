"""Which members of a sequence stand in order, and which would have to move."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def longest_run(values: Sequence[int], *, equal: bool = False) -> set[int]:
    """Return the indices of a longest increasing subsequence.

    Of several longest ones it is that which keeps the earliest members, so that what is left out
    comes as late as can be.  With `equal`, equal neighbours are in order too.  O(n log n).
    """
    following = _following(values, equal)
    wanted = max(following, default=0)
    kept: set[int] = set()
    for index, number in enumerate(following):
        if number == wanted:  # of those with as many behind them the first is the largest: it is in order
            kept.add(index)
            wanted -= 1
    return kept


def _following(values: Sequence[int], equal: bool) -> list[int]:
    """Return for each member how many more the longest run has that begins with it."""
    find = bisect_right if equal else bisect_left
    tails: list[int] = []  # tails[n]: the largest start of a run that has n more, negated
    found: list[int] = []
    for value in reversed(values):
        place = find(tails, -value)
        tails[place : place + 1] = [-value]
        found.append(place)
    return found[::-1]
