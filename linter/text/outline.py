"""A large JSON text by its outline: long lists are left out of it, and it is known where they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.text import json_text
from linter.text.place import Member

if TYPE_CHECKING:
    from linter.text.place import Kids

_EMPTY: Final = "[]"
"""What stands in the rest where a list is left out."""


class Cut(NamedTuple):
    """A list that is left out: where it stands in the text, and where it would in the rest."""

    start: int
    end: int
    at: int


class Outline(NamedTuple):
    """What is left of a text without some lists, which are in order."""

    rest: str
    cuts: list[Cut]
    is_ascii: bool  # so that a character is a byte


def outline_of(text: str, lists: Iterable[tuple[int, int]]) -> Outline:
    """Return the outline of a text that leaves out these lists, which are in order."""
    parts: list[str] = []
    cuts: list[Cut] = []
    at = length = 0
    for start, end in lists:
        length += start - at
        parts += [text[at:start], _EMPTY]
        cuts.append(Cut(start, end, length))
        at, length = end, length + len(_EMPTY)
    return Outline("".join([*parts, text[at:]]), cuts, text.isascii())


class Places:
    """Where the values of a text stand that has an outline: lists are looked through when asked for."""

    def __init__(self, text: str, outline: Outline) -> None:
        self._text = text
        self._rest = json_text.Places(outline.rest)
        self._cuts = outline.cuts
        self._starts = [cut.start for cut in self._cuts]
        self._ats = [cut.at for cut in self._cuts]
        lengths = (cut.end - cut.start - len(_EMPTY) for cut in self._cuts)
        self._longer = list(accumulate(lengths, initial=0))  # by so much, behind so many cuts
        self._kids: dict[int, Kids] = {}

    @cached_property
    def _whole(self) -> json_text.Places:
        return json_text.Places(self._text)

    @property
    def root(self) -> Member:
        """The whole value."""
        return self._whole.root

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        number = bisect_right(self._starts, member.start)
        if number and member.start < self._cuts[number - 1].end:
            return self._whole.kids(member)
        if member.start not in self._kids:
            at = member.start - self._longer[number]
            kids = self._rest.kids(Member(at, at))
            if kids is None:
                return None
            self._kids[member.start] = self._placed(kids)
        return self._kids[member.start]

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the string at `start` to `end` are written."""
        return self._whole.slice(start, end, part)

    def _placed(self, kids: Kids) -> Kids:
        """Return members of the rest as they stand in the text."""
        if isinstance(kids, list):
            return [self._member(one) for one in kids]
        return {key: [self._member(one) for one in several] for key, several in kids.items()}

    def _member(self, one: Member) -> Member:
        key = (self._offset(one.key_start), self._offset(one.key_end)) if one.key_start >= 0 else (-1, -1)
        return Member(self._offset(one.start), self._offset(one.end), *key)

    def _offset(self, at: int) -> int:
        """Return where in the text a value begins or ends that does so at a place of the rest."""
        return at + self._longer[bisect_left(self._ats, at)]
