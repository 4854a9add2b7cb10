"""Objects of which little is known at first: the rest is read when something of it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from linter.diagnostic import Path
from linter.shapes.node import Node
from linter.shapes.shape import Shape

_READ: Final = ("_keys", "_written", "broken", "values")


class Outlined(Node):
    """A Node that knows some of its properties; all others are read together, when the first is asked for."""

    __slots__ = ("_known", "_reads", "span")

    def __init__(  # no more than that: there are many
        self,
        document: str,
        shape: Shape,
        parent: Node | None,
        steps: Path,
        known: dict[str, Any],
        reads: Callable[[Outlined], Node],
        span: tuple[int, int],
    ) -> None:
        self.document = document
        self.shape = shape
        self.parent = parent
        self.steps = steps
        self.literal = None
        self.span = span  # between which places it stands in its text
        self._known = known
        self._reads = reads

    def write_like(self, node: Node) -> None:
        """Know what is written, and what of it is malformed, from another reading."""
        self._written, self._keys, self.broken = node._written, node._keys, node.broken

    def get(self, name: str) -> Any:
        """Return the value of a property, or None when it is absent, null or malformed."""
        return self._known[name] if name in self._known else super().get(name)

    def __getattr__(self, name: str) -> Any:
        """Read it as a whole: something has been asked of it that isn't known."""
        if name not in _READ:
            raise AttributeError(name)
        read = self._reads(self)
        self.write_like(read)
        self.values = read.values
        return object.__getattribute__(self, name)
