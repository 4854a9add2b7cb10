"""How many slips of the keyboard lead from one string to others.

A slip is a letter left out, put in or put for another one, or two letters turned round.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Final, TypeAlias

FEW: Final = 2
"""So many slips are looked for quickly."""

_PIECES: Final = 2 * FEW + 1
"""Few slips leave one of so many pieces of a string whole: letters turned round may lie in two of them."""

_SHORT: Final = 2 * _PIECES
_FEW_QUESTIONS: Final = 20
"""How many questions are answered more quickly by looking at all strings than by cutting them up."""

_Pieces: TypeAlias = dict[tuple[int, int], dict[str, list[int]]]


class Strings:
    """Strings, for many questions which of them so many slips lead to."""

    def __init__(self, strings: list[str]) -> None:
        self._numbers = sorted(range(len(strings)), key=lambda number: len(strings[number]))
        self._by_length = [strings[number] for number in self._numbers]
        self._lengths = [len(one) for one in self._by_length]
        self._questions = 0

    def within(self, asked: str, most: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the strings that so many slips or fewer lead to, each with how many slips."""
        # only an unknown name pays for the import
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        places = self._places(asked, most)
        strings = [self._by_length[place] for place in places]
        for _, slips, number in process.extract(
            asked, strings, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            yield self._numbers[places[number]], int(slips)

    def _places(self, asked: str, most: int) -> range | list[int]:
        """Return where the strings stand that may be near enough."""
        shortest, longest = len(asked) - most, len(asked) + most
        self._questions += 1
        if most > FEW or shortest < _SHORT or self._questions < _FEW_QUESTIONS:
            return range(bisect_left(self._lengths, shortest), bisect_right(self._lengths, longest))
        return list(self._with_a_piece(asked, most))

    def _with_a_piece(self, asked: str, most: int) -> set[int]:
        """Return where the strings stand that have a piece where the one asked about may have it."""
        found: set[int] = set()
        for length in range(len(asked) - most, len(asked) + most + 1):
            for piece, (start, end) in enumerate(_cuts(length)):
                known = self._pieces.get((length, piece))
                if known is None:
                    continue
                for begin in range(max(0, start - most), start + most + 1):
                    found.update(known.get(asked[begin : begin + end - start], ()))
        return found

    @cached_property
    def _pieces(self) -> _Pieces:
        """Where the strings stand that have a piece, by their length, which piece, and what it is."""
        pieces: _Pieces = {}
        for place in range(bisect_left(self._lengths, _SHORT), len(self._lengths)):
            string = self._by_length[place]
            for piece, (start, end) in enumerate(_cuts(len(string))):
                known = pieces.setdefault((len(string), piece), {})
                known.setdefault(string[start:end], []).append(place)
        return pieces


@cache
def _cuts(length: int) -> list[tuple[int, int]]:
    """Return where the pieces of a string of a length begin and end."""
    ends = [length * piece // _PIECES for piece in range(_PIECES + 1)]
    return list(itertools.pairwise(ends))
