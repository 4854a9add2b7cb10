"""Which members of a sequence stand in order, and which would have to move."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def longest_run(values: Sequence[int], *, equal: bool = False) -> set[int]:
    """Return the indices of a longest increasing subsequence.

    Of several longest ones it is that which keeps the earliest members, so that what is left out
    comes as late as can be.  With `equal`, equal neighbours are in order too.  O(n log n).
    """
    lengths = _lengths_to_the_end(values, equal)
    wanted = max(lengths, default=0)
    kept: set[int] = set()
    last: int | None = None
    for index, (value, length) in enumerate(zip(values, lengths, strict=True)):
        fits = last is None or value > last or (equal and value == last)
        if fits and length == wanted:
            kept.add(index)
            last, wanted = value, wanted - 1
    return kept


def _lengths_to_the_end(values: Sequence[int], equal: bool) -> list[int]:
    """For each member, the length of the longest run that begins with it."""
    find = bisect_right if equal else bisect_left
    tails: list[int] = []  # tails[n]: the largest start of a run of length n + 1, negated
    lengths = [0] * len(values)
    for index in range(len(values) - 1, -1, -1):
        place = find(tails, -values[index])
        if place == len(tails):
            tails.append(-values[index])
        else:
            tails[place] = -values[index]
        lengths[index] = place + 1
    return lengths
