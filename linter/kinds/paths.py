"""Paths between entities, as payloads write them: entities or relationships, in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from linter.diagnostic import Location
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node


class Hop(NamedTuple):
    """An element of a path: the name of an entity or of a relationship."""

    name: str
    at: Location


def hops_in(node: Node, name: str) -> Iterator[Hop]:
    """Yield the elements of the path, or of the paths, that a property holds which is read."""
    for number, one in enumerate(node.get(name)):
        if isinstance(one, str) and one.strip():
            yield Hop(one, node.at(name, number))
        for index, inner in enumerate(one if isinstance(one, list) else ()):
            if isinstance(inner, str) and inner.strip():
                yield Hop(inner, node.at(name, number, index))


def hops_of(path: object, at: Callable[[int], Location]) -> list[Hop]:
    """Return the elements of one path; one that can't be read, or that a pipeline fills, has no name."""
    return [
        Hop(one if isinstance(one, str) else "", at(index))
        for index, one in enumerate(path if isinstance(path, list) else ())
        if not isinstance(one, str) or one.strip()
    ]
