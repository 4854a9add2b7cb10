"""A text that is made of stretches of another one, and where each of its characters is written there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING

from linter.named_tuple import NamedTuple
from linter.text.place import ESCAPE

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stretch(NamedTuple):
    """A stretch of a woven text, and what it is written as.

    One that is copied has its characters one by one; any part of another one is all that it is written as.
    """

    text: str
    start: int  # where it is written
    end: int
    copied: bool = True


class Woven:
    """A text made of stretches."""

    __slots__ = ("_begins", "stretches", "text")

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches = [one for one in stretches if one.text]
        self.text = "".join([one.text for one in self.stretches])
        self._begins: list[int] | None = None

    def shifted(self, by: int) -> Woven:
        """Return the same text, written so much further on."""
        return Woven(one._replace(start=one.start + by, end=one.end + by) for one in self.stretches)

    @property
    def begins(self) -> list[int]:
        """Where each of the stretches begins in the text; few texts are asked for that."""
        if self._begins is None:
            self._begins = [0, *accumulate(len(one.text) for one in self.stretches[:-1])]
        return self._begins

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the text is written."""
        if not self.stretches:
            return 0, 0
        first = self._written(min(start, len(self.text)), at_end=start >= len(self.text))
        return first, max(first, self._written(end, at_end=end > start)) if end > start else first

    def part(self, start: int, end: int) -> Iterator[Stretch]:
        """Yield the stretches of a part of the text."""
        number = max(bisect_right(self.begins, start) - 1, 0)
        for at in range(number, len(self.stretches)):
            begin, one = self.begins[at], self.stretches[at]
            if begin >= end:
                return
            first, last = max(start - begin, 0), min(end - begin, len(one.text))
            if first < last:
                inside = (one.start + first, one.start + last) if one.copied else (one.start, one.end)
                yield Stretch(one.text[first:last], *inside, one.copied)

    def _written(self, offset: int, *, at_end: bool) -> int:
        """Return where the character at an offset begins, or where the one before it ends."""
        number = max(bisect_right(self.begins, offset - at_end) - 1, 0)
        one, inside = self.stretches[number], offset - self.begins[number]
        if one.copied:
            return one.start + min(max(inside, 0), len(one.text))
        return one.end if at_end else one.start


def copied(text: str, start: int, end: int) -> Woven:
    """Return a part of a text as it stands."""
    return Woven([Stretch(text[start:end], start, end)])


def unescaped(text: str, start: int, end: int) -> list[Stretch]:
    """Return the stretches of the JSON string whose quotes stand at `start` and before `end`."""
    return list(_unescaped(text, start + 1, end - 1))


def _unescaped(text: str, start: int, end: int) -> Iterator[Stretch]:
    import json

    for found in ESCAPE.finditer(text, start, end):
        yield Stretch(text[start : found.start()], start, found.start())
        yield Stretch(json.loads(f'"{found[0]}"'), *found.span(), copied=False)
        start = found.end()
    yield Stretch(text[start:end], start, end)
