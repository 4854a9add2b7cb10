"""The text of a data query: parsed by OData's grammar, or why it can't be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from linter.kinds.query import Query
from linter.named_tuple import NamedTuple
from linter.placeholders import Placeholder, placeholders_in, with_letters

if TYPE_CHECKING:
    from linter.odata import ODataFault, Tree

_WORTH_READING: Final = frozenset("?($")


class ReadQuery(NamedTuple):
    """A query as a tree, or why it is none; its placeholders are letters in its text."""

    text: str
    start: int  # where in the url the text begins
    placeholders: dict[str, Placeholder]
    tree: Tree | None = None
    fault: ODataFault | None = None
    nodes: Mapping[str, Sequence[Tree]] = {}  # of the tree, by rule
    is_too_long: bool = False  # to be read

    def near(self, at: int) -> Placeholder | None:
        """Return the placeholder at a position of the text, or beside it."""
        return next((one for one in self.placeholders.values() if one.start - 1 <= at <= one.end + 1), None)

    def within(self, start: int, end: int) -> Placeholder | None:
        """Return the first placeholder in a part of the text."""
        return next((one for one in self.placeholders.values() if one.meets((start, end))), None)

    def filled(self, text: str) -> str:
        """Return a text with the placeholders as they are written."""
        for letter, one in self.placeholders.items():
            text = text.replace(letter * len(one.written), one.written)
        return re.sub(f"[{''.join(self.placeholders)}]+", "…", text) if self.placeholders else text


def read(query: Query) -> ReadQuery | None:
    """Return what a query's url says from the dataset on; None where that is a name and no more."""
    start = query.start
    if start is None or _WORTH_READING.isdisjoint(query.url[start:]):
        return None
    written = query.url[start:]
    text, placeholders = with_letters(written, placeholders_in(written))
    from linter.odata import LONGEST_READ, ODataFault, parse

    if len(text) > LONGEST_READ:
        return ReadQuery(text, start, placeholders, is_too_long=True)
    try:
        tree = parse("odataRelativeUri", text)
    except ODataFault as fault:
        return ReadQuery(text, start, placeholders, None, fault)
    return ReadQuery(text, start, placeholders, tree, None, tree.by_rule())
