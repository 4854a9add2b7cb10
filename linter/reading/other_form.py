"""Tells a payload of another form from one with slips: most of its properties are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from linter.diagnostic import Path
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.shapes.reading import Reading
from linter.suggest import nearest

_LEAST: Final = 3  # unknown properties: fewer are slips, or somebody is still typing
_DEPTH: Final = 4
_MOST: Final = 30  # values that are looked at for where a payload begins


class Fit(NamedTuple):
    """How many properties of a body are known, and how many are not and are like none that is.

    Where none is known, those in the values of unknown ones count as unknown, too.
    """

    known: int
    strange: int

    @property
    def is_other(self) -> bool:
        """Whether the body has another form."""
        return self.strange >= _LEAST and self.strange > self.known


def fit_of(reading: Reading, value: Any) -> Fit:
    """Return how a body fits the shape along which it was read; slips count as known."""
    nodes = [node for node in _nodes(reading.root) if node.shape.members is not None]
    known = sum(1 for node in nodes for name in node.keys if name != "$schema")
    unknown = [one for one in reading.problems if one.kind == "unknown"]
    counted = Counter((one.name, one.known) for one in unknown)
    near = sum(count for (name, among), count in counted.items() if nearest(name, among))
    if known + near == 0 and isinstance(value, dict):
        return Fit(0, len(unknown) + sum(_keys(item) for item in value.values()))
    return Fit(known + near, len(unknown) - near)


def beginning_in(value: Any, read: Callable[[Any], Reading]) -> Path | None:
    """Return the path at which a payload begins in an object of which nothing is known."""
    found: list[tuple[int, Path]] = []
    for path, inner in islice(_inner(value), _MOST):
        reading = read(inner)
        fit = fit_of(reading, inner)
        if fit.known >= 2 and fit.known > fit.strange:
            found.append((fit.known, path))
    best = max((known for known, _ in found), default=0)
    likely = [path for known, path in found if known == best]
    return likely[0] if len(likely) == 1 else None


def _inner(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield what is in an object, and what is in that, the outer ones first."""
    level: list[tuple[Path, Any]] = [((), value)]
    for _ in range(_DEPTH):
        level = [
            ((*path, key), item)
            for path, around in level
            if isinstance(around, dict)
            for key, item in islice(around.items(), _MOST)
            if isinstance(item, (dict, list))
        ]
        yield from level


def _keys(value: Any) -> int:
    """Return how many keys a value has: its own, or those of its first item."""
    first = value[0] if isinstance(value, list) and value else value
    return len(first) if isinstance(first, dict) else 0


def _nodes(root: Any) -> Iterator[Node]:
    for one in root if isinstance(root, list) else [root]:
        if isinstance(one, Node):
            yield from one.walk()
