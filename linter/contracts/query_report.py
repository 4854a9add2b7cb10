"""What is wrong with a query, told where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from linter.contracts.mistakes import Judgement, MistakeKind, Unjudged
from linter.placeholders import why_open

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.odata import Tree


class QueryReport:
    """Gathers what is `found` in one query."""

    def __init__(self, place: Callable[[int, int], Location], masked: Mapping[int, str]) -> None:
        self._place = place
        self._masked = masked  # the placeholders without values, by where they begin
        self.found: list[Judgement] = []

    def say(self, one: Judgement) -> None:
        """Add what is wrong, or isn't judged."""
        self.found.append(one)

    def say_open(self, node: Tree, kind: MistakeKind) -> None:
        """Add that a node isn't judged, since a placeholder stands there."""
        self.say(Unjudged(self.at(node), why_open(self._masked[node.start]), kind))

    def at(self, node: Tree) -> Location:
        """Return the place of a node."""
        return self._place(node.start, node.end)

    def between(self, start: int, end: int) -> Location:
        """Return the place from one offset to another."""
        return self._place(start, end)

    def is_open(self, node: Tree) -> bool:
        """Tell whether a node begins with a placeholder that has no value."""
        return node.start in self._masked

    def is_open_between(self, start: int, end: int) -> bool:
        """Tell whether a placeholder without a value begins there."""
        return any(start <= at < end for at in self._masked)
