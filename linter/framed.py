"""Names that are alike but for a word: how few slips lead to what is left of them without the other words.

A name of many letters allows many slips, so that all names alike are within them of each other; a word in it
allows few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import inf, isqrt
from typing import Final, TypeAlias

from linter.slips import LETTERS_A_SLIP

Worded: TypeAlias = tuple[int, tuple[str, ...]]
"""A number, and the words of a string; together they are the string."""

_FEW_ANSWERS: Final = 8
_FEW: Final = 16
"""So many strings are sooner looked at than told apart."""


class Framed:
    """Strings of words, for many questions: those that begin with words of the question, or end with them."""

    def __init__(self, strings: Iterable[Worded], *, at_end: bool = False) -> None:
        self._strings = list(strings)
        self._at_end = at_end
        self._by_word: dict[str, list[Worded]] = {}
        for one in self._strings:
            self._by_word.setdefault(self._outer(one), []).append(one)
        self._by_word.pop("", None)
        self._lengths = sorted(set(map(len, self._by_word)))
        self._few = isqrt(len(self._strings)) + 1
        self._inner: dict[str, Framed] = {}
        self._others: dict[tuple[str, ...], Framed | _Left] = {}

    def within(self, asked: str, most: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers of strings that so many slips or fewer lead to, each with how many slips.

        None is left out in which the slips are few for what is left without words that both have at an end.
        """
        if len(self._strings) <= _FEW:
            yield from _slips(asked, self._strings, most)
            return
        ends = (asked[-length:] if self._at_end else asked[:length] for length in self._lengths)
        words = tuple(one for one in dict.fromkeys(ends) if one in self._by_word)
        shared = tuple(one for one in words if len(self._by_word[one]) > self._few)
        for word in shared:
            left = asked[: -len(word)] if self._at_end else asked[len(word) :]
            yield from self._within(word).within(left, most)
        for word in words:
            if word not in shared:
                yield from _slips(asked, self._by_word[word], most)
        yield from self._without(shared).within(asked, most)

    def _outer(self, one: Worded) -> str:
        words = one[1]
        return words[-1 if self._at_end else 0] if words else ""

    def _within(self, word: str) -> Framed:
        """Return what is left of the strings that begin, or end, with a word."""
        if word not in self._inner:
            inner = slice(None, -1) if self._at_end else slice(1, None)
            left = ((number, words[inner]) for number, words in self._by_word[word])
            self._inner[word] = Framed(left, at_end=self._at_end)
        return self._inner[word]

    def _without(self, shared: tuple[str, ...]) -> Framed | _Left:
        """Return the strings that don't; there are few words that many strings share."""
        if shared not in self._others:
            if len(self._others) >= _FEW_ANSWERS:
                self._others.clear()
            others = (one for one in self._strings if self._outer(one) not in shared)
            self._others[shared] = _Left(others) if self._at_end else Framed(others, at_end=True)
        return self._others[shared]


class _Left:
    """Strings from neither end of which a word is taken any more."""

    def __init__(self, strings: Iterable[Worded]) -> None:
        joined = sorted((("".join(words), number) for number, words in strings), key=_length)
        self._joined = [one for one, _ in joined]
        self._numbers = [number for _, number in joined]
        self._lengths = list(map(len, self._joined))

    def within(self, asked: str, most: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers of strings that no more slips lead to than the longer of the two allows."""
        length = len(asked)
        shorter, longer = length // LETTERS_A_SLIP, length // (LETTERS_A_SLIP - 1)  # those of what is longer
        for least, longest, allowance in ((0, length, shorter), (length + 1, inf, longer)):
            allowed = min(most, max(1, allowance))
            begin = bisect_left(self._lengths, max(least, length - allowed))
            end = bisect_right(self._lengths, min(longest, length + allowed))
            for slips, at in _found(asked, self._joined[begin:end], allowed):
                yield self._numbers[begin + at], slips


def _slips(asked: str, strings: list[Worded], most: int) -> Iterator[tuple[int, int]]:
    for slips, at in _found(asked, ["".join(words) for _, words in strings], most):
        yield strings[at][0], slips


def _found(asked: str, strings: list[str], most: int) -> Iterator[tuple[int, int]]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(asked, strings, scorer=OSA.distance, score_cutoff=most, limit=None)
    return ((int(slips), at) for _, slips, at in found)


def _length(one: tuple[str, int]) -> int:
    return len(one[0])
