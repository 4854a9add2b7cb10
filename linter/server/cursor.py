"""What the cursor stands in; json_cursor and yaml_cursor find it in documents as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.diagnostic import Path
from linter.named_tuple import NamedTuple
from linter.text.place import Kids, Member
from linter.text.source import Text
from linter.text.woven import Woven


class Cursor(NamedTuple):
    """What a place in a document is: the document's value, and the key or value there.

    The value has what is typed there so far; `start` and `end` are what a completion replaces,
    without quotes; `quote` is the one before it ("" for none), `closed` says that one follows.
    """

    value: Any
    path: Path
    part: str  # "key" or "value"; "object" for a value that is none yet
    start: int
    end: int
    quote: str = ""
    closed: bool = False
    has_value: bool = False  # of a key: whether a colon follows already
    woven: Woven | None = None  # a text that is written otherwise: in several lines, or in JSON
    quotes: int = 0  # in how many JSON strings it lies besides

    def typed(self, text: str) -> str:
        """Return what stands there."""
        return text[self.start : self.end]


def place_at(text: Text, offset: int) -> tuple[Path, str, int, int] | None:
    """Return path, part and span of the key or scalar at an offset of a sound text."""
    member = text.places.root
    path: list[str | int] = []
    while True:
        kids = text.places.kids(member)
        if kids is None:
            inside = member.start <= offset <= member.end
            return (tuple(path), "value", member.start, member.end) if inside else None
        for step, kid in _steps(kids):
            if 0 <= kid.key_start <= offset <= kid.key_end:
                return (*path, step), "key", kid.key_start, kid.key_end
            if kid.start <= offset <= kid.end:
                member = kid
                path.append(step)
                break
        else:
            return None


def _steps(kids: Kids) -> Iterator[tuple[str | int, Member]]:
    if isinstance(kids, dict):
        yield from ((key, members[-1]) for key, members in kids.items())
    else:
        yield from enumerate(kids)
