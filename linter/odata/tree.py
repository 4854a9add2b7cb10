"""What a text comes to: a tree of what its rules have matched, or a fault."""

from __future__ import annotations

from collections.abc import Iterator

from linter.named_tuple import NamedTuple


class Tree(NamedTuple):
    """What a rule has matched: from where to where in the text as written, and the nodes within."""

    rule: str
    start: int
    end: int
    parts: tuple[Tree, ...]
    text: str  # what a node without parts has matched, percent-encoding undone

    def walk(self) -> Iterator[Tree]:
        """Yield this node and all within, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.parts[::-1]

    def by_rule(self) -> dict[str, list[Tree]]:
        """Return this node and all within by their rules, in the order of the text."""
        found: dict[str, list[Tree]] = {}
        waiting = [self]
        while waiting:
            node = waiting.pop()
            found.setdefault(node.rule, []).append(node)
            waiting += node.parts[::-1]
        return found

    def all(self, *rules: str) -> Iterator[Tree]:
        """Yield the nodes of some rules, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.rule in rules:
                yield node
            waiting += node.parts[::-1]


class ODataFault(Exception):  # noqa: N818  # what is wrong with a text, not with us
    """A text that a rule doesn't match: how far any part of it matched, and what could have followed."""

    def __init__(self, position: int, message: str, expected: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.position = position
        self.message = message
        self.expected = expected
