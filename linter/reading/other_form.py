"""Tells a payload of another form from one with slips: most of its properties are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from linter.diagnostic import Location, Path, json_pointer
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.shapes.node import BROKEN, Problem, nodes_of
from linter.shapes.reading import Reading, read
from linter.shapes.shape import Shape
from linter.suggest import nearest

_LEAST: Final = 3  # unknown properties: fewer are slips, or somebody is still typing
_DEPTH: Final = 4
_MOST: Final = 30  # values that are looked at for where a payload begins


class _Fit(NamedTuple):
    """How many properties of a body are known, and how many are not and are like none that is.

    Where none is known, those in the values of unknown ones count as unknown, too.
    """

    known: int
    strange: int

    @property
    def is_other(self) -> bool:
        """Whether the body has another form."""
        return self.strange >= _LEAST and self.strange > self.known


def other_form(reading: Reading, value: Any, shape: Shape, request: Request) -> Reading | None:
    """Return the one thing to say of a body in another form; what follows from that is kept back."""
    fit = _fit_of(reading, value)
    begins = None
    if fit.known == 0 and isinstance(value, dict):
        begins = _beginning_in(value, lambda inner: read(inner, shape, request.document))
    if begins is None and not fit.is_other:
        return None
    problem = Problem(
        "form",
        Location(request.document, request.body_path),
        str(request.route.kind),
        "",
        expected=json_pointer(begins) if begins is not None else "",
        found=f"{fit.strange} of {fit.known + fit.strange} properties are unknown" if fit.known else "",
        follows=tuple(one.at for one in reading.problems),
    )
    return Reading(BROKEN, [problem])


def _fit_of(reading: Reading, value: Any) -> _Fit:
    """Return how a body fits the shape along which it was read; slips count as known."""
    nodes = [node for node in nodes_of(reading.root) if node.shape.members is not None]
    known = sum(1 for node in nodes for name in node.keys if name != "$schema")
    unknown = [one for one in reading.problems if one.kind == "unknown"]
    counted = Counter((one.name, one.known) for one in unknown)
    near = sum(count for (name, among), count in counted.items() if nearest(name, among))
    if known + near == 0 and isinstance(value, dict):
        return _Fit(0, len(unknown) + sum(_keys(item) for item in value.values()))
    return _Fit(known + near, len(unknown) - near)


def _beginning_in(value: Any, read: Callable[[Any], Reading]) -> Path | None:
    """Return the path at which a payload begins in an object of which nothing is known."""
    found: list[tuple[int, Path]] = []
    for path, inner in islice(_inner(value), _MOST):
        reading = read(inner)
        fit = _fit_of(reading, inner)
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
