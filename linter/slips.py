"""How many slips of the keyboard lead from one string to others.

A slip is a letter left out, put in or put for another one, or two letters turned round.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, TypeAlias

FEW: Final = 2
"""So many slips are looked for quickly."""

LETTERS_A_SLIP: Final = 3
"""As many letters does a word have for each slip that is made in it."""

_SHORT: Final = 10
_FEW_QUESTIONS: Final = 20
"""How many questions are answered more quickly by looking at all strings than by cutting them up."""

_Pieces: TypeAlias = dict[str, list[str]]  # the strings that have a piece where others have theirs


class Strings:
    """Strings, for many questions which of them so many slips lead to."""

    def __init__(self, strings: list[str]) -> None:
        self._numbers: dict[str, list[int]] = {}
        for number, string in enumerate(strings):
            self._numbers.setdefault(string, []).append(number)
        self._by_length = sorted(self._numbers, key=len)
        self._lengths = list(map(len, self._by_length))
        self._questions = 0
        self._cut: dict[int, list[_Pieces]] = {}

    def within(self, asked: str, most: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the strings that so many slips or fewer lead to, each with how many slips."""
        # only an unknown name pays for the import
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = self._near(asked, most)
        for string, slips, _ in process.extract(
            asked, near, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            for number in self._numbers[string]:
                yield number, int(slips)

    def _near(self, asked: str, most: int) -> list[str]:
        """Return the strings that may be near enough."""
        shortest, longest = len(asked) - most, len(asked) + most
        self._questions += 1
        if most > FEW or shortest < _SHORT or self._questions < _FEW_QUESTIONS:
            return self._of_length(shortest, longest)
        return list(self._with_a_piece(asked, most))

    def _with_a_piece(self, asked: str, most: int) -> set[str]:
        """Return the strings that have a piece where the one asked about may have it."""
        found: set[str] = set()
        for length in range(len(asked) - most, len(asked) + most + 1):
            known = self._pieces(length)
            for number, begin, end in _cut_of(length, len(asked), most) if known else ():
                found.update(known[number].get(asked[begin:end], ()))
        return found

    def _pieces(self, length: int) -> list[_Pieces]:
        """Return the strings of a length by their pieces, one after another; nothing where there are none."""
        if length not in self._cut:
            strings = self._of_length(length, length)
            self._cut[length] = [
                _grouped(strings, pieces) for pieces in zip(*map(_pieces_of, strings), strict=True)
            ]
        return self._cut[length]

    def _of_length(self, least: int, most: int) -> list[str]:
        return self._by_length[bisect_left(self._lengths, least) : bisect_right(self._lengths, most)]


def _grouped(strings: list[str], pieces: Iterable[str]) -> _Pieces:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for string, piece in zip(strings, pieces, strict=True):
        grouped[piece].append(string)
    return grouped


def _pieces_of(string: str) -> tuple[str, ...]:
    """Return pieces of a string of which few slips leave one whole.

    These are its thirds, and for two letters turned round that are of two thirds, how it then begins or ends.
    """
    first, second = _thirds(len(string))
    begins = string[: first - 1] + string[first] + string[first - 1]
    ends = string[second] + string[second - 1] + string[second + 1 :]
    return string[:first], string[first:second], string[second:], begins, ends


@cache
def _cut_of(length: int, asked: int, most: int) -> list[tuple[int, int, int]]:
    """Return which pieces of a string of a length may stand where in one that is asked about.

    What a piece is moved by, slips before it have done; what else the lengths differ by, those behind it.
    """
    first, second = _thirds(length)
    longer = asked - length
    moves = [by for by in range(-most, most + 1) if abs(by) + abs(longer - by) <= most]
    thirds = enumerate(((0, first), (first, second), (second, length)))
    return [
        *(
            (number, start + by, end + by)
            for number, (start, end) in thirds
            for by in moves
            if start + by >= 0
        ),
        (3, 0, first + 1),
        (4, second - 1 + longer, asked),
    ]


def _thirds(length: int) -> tuple[int, int]:
    """Return where the second and the last third of a string begin."""
    return length // 3, length * 2 // 3
