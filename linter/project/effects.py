"""Which requests create, update, turn on or off, and delete what the service makes; nobody else reads that.

Names are as they are written: who asks knows whether their case counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter import kinds
from linter.diagnostic import Location
from linter.instance.named import name_of
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node

_MADE: Final = ("segment", "measure", "derivedEntity", "hierarchy", "activity", "insightInput")
_CARDS: Final = {name: card for card in kinds.ALL if (name := card.name) in _MADE}

LISTS: Final = {name: _CARDS[name].saved[0] for name in _MADE}
"""The lists of a snapshot that hold what is made, by kind."""

PATHS: Final = {name: _CARDS[name].addresses[0].path for name in _MADE}
"""The path of what is made, by kind; a name or an ID follows."""

KINDS: Final = {part: kind for kind, part in LISTS.items()}
"""The kinds of what is made, by the lists of a snapshot."""

_FOLDED: Final = {tuple(path.lower().split("/")): kind for kind, path in PATHS.items()}
_DEPTHS: Final = sorted({len(path) for path in _FOLDED})
_TURNS: Final = {"activate": "activates", "deactivate": "deactivates"}
_TURNING: Final = ("PUT", "POST", "")
_WRITTEN: Final = ("creates", "updates")


class Addressed(NamedTuple):
    """One of the things that the service makes, as a path gives it."""

    kind: str
    name: str
    rest: tuple[str, ...]  # the folded segments behind the name, such as "activate"

    @property
    def parameter(self) -> str:
        """What a path calls the name."""
        return _CARDS[self.kind].addresses[1].path.rpartition("{")[2].rstrip("}")


class Effect(NamedTuple):
    """What a request does to one of the things that the service makes."""

    verb: str  # "creates", "updates", "deletes", "activates" or "deactivates"
    kind: str
    name: str
    request: Request
    node: Node | None = None  # what says so in the body; None where the path does, or the body isn't read

    @property
    def at(self) -> Location:
        """Where its name stands."""
        return self.request.at if self.node is None else self.node.at("name")

    @property
    def is_written(self) -> bool:
        """Whether the thing is there afterwards, as the request says."""
        return self.verb in _WRITTEN

    @property
    def is_by_id(self) -> bool:
        """Whether the name is an ID: by such a one hierarchies are deleted."""
        return self.verb == "deletes" and self.kind == "hierarchy"


def effects_of(request: Request) -> tuple[Effect, ...]:
    """Return what a request does to what the service makes; one that is kept keeps that."""
    if request.effects is None:
        request.effects = tuple(_effects(request))
    found: tuple[Effect, ...] = request.effects
    return found


def addressed(request: Request) -> Addressed | None:
    """Return which of the things that are made a path is about; None for paths of whole lists and others."""
    kind, depth = _list_of(request)
    segments = request.route.segments
    if kind is None or len(segments) == depth:
        return None
    return Addressed(kind, decoded(request.route.path.split("/")[depth]), tuple(segments[depth + 1 :]))


def _list_of(request: Request) -> tuple[str | None, int]:
    """Return of which kind the list is that a path is about, or is below, and of how many segments."""
    segments = request.route.segments
    found = ((_FOLDED.get(tuple(segments[:depth])), depth) for depth in _DEPTHS)
    return next((one for one in found if one[0] is not None), (None, 0))


def _effects(request: Request) -> Iterator[Effect]:
    one = addressed(request)
    if one is not None:
        yield from _of_one(request, one)
    elif request.method not in ("GET", "DELETE"):
        kind, _ = _list_of(request)
        for name, node in _named_in_body(request) if kind is not None else ():
            yield Effect("creates", str(kind), name, request, node)


def _of_one(request: Request, one: Addressed) -> Iterator[Effect]:
    if one.rest:
        is_turned = one.kind == "segment" and len(one.rest) == 1 and request.method in _TURNING
        if is_turned and one.rest[0] in _TURNS:
            yield Effect(_TURNS[one.rest[0]], one.kind, one.name, request)
    elif request.method == "DELETE":
        yield Effect("deletes", one.kind, one.name, request)
    elif request.method != "GET":
        known = "" if one.kind == "hierarchy" else one.name  # a hierarchy's path has its ID
        if known:
            yield Effect("updates", one.kind, known, request)
        for name, node in _named_in_body(request):
            if name != known:
                yield Effect("updates", one.kind, name, request, node)


def _named_in_body(request: Request) -> Iterator[tuple[str, Node | None]]:
    """Yield the names in a body; one of another method than the path's own isn't read, but may name some."""
    unread = request.envelope if request.reading is None else None
    values = unread.get("body") if unread is not None else request.root
    for value in values if isinstance(values, list) else [values]:
        node = value if isinstance(value, Node) else None
        name = name_of(value) if node is None else node.text("name")
        if name:
            yield name, node
