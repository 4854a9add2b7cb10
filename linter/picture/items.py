"""Segments, measures and the like as the picture has them: those of the planned state, and what they use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from linter import kinds
from linter.instance.named import name_of
from linter.instance.snapshot import Snapshot
from linter.kinds.kind import Kind
from linter.kinds.request import Request, saved_request
from linter.named_tuple import NamedTuple
from linter.project.names import Name, names_below
from linter.project.project import Project
from linter.shapes.node import Node, listed

LAYERS: Final = {
    "activities": "activity",
    "hierarchies": "hierarchy",
    "derived-entities": "derivedEntity",
    "measures": "measure",
    "segments": "segment",
    "search": "searchConfiguration",
}
"""The layers of items that are made of entities, and of each other, by the kind of their payloads."""

NOUNS: Final = {
    "activity": ("activity", "activities"),
    "hierarchy": ("hierarchy", "hierarchies"),
    "derivedEntity": ("derived entity", "derived entities"),
    "measure": ("measure", "measures"),
    "segment": ("segment", "segments"),
    "searchConfiguration": ("search configuration", "search configurations"),
}
"""What one is called, and several."""

_PARAMETER: Final = re.compile(r"\{(\w+)\}$")

Key = tuple[str, str, str]
"""Kind, instance and name."""


class Item(NamedTuple):
    """One of them: as a payload will have it, else as the snapshot has it."""

    kind: str
    instance: str  # the snapshot's file
    name: str
    state: str  # "ingested", "planned", "changed" or "deleted", as of relationships
    bodies: tuple[tuple[Node, Request], ...] = ()  # the last one is what it will be
    is_active: bool | None = None  # of a segment, where that is said

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.kind, self.instance, self.name

    def names(self, project: Project) -> list[Name]:
        """Return the places that name what it uses; an update that names nothing leaves that as it was."""
        for node, request in reversed(self.bodies):
            found = [one for one in names_below(node, request, project) if not one.declares]
            if found:
                return found
        return []


def items_of(project: Project) -> dict[Key, Item]:
    """Return all items: those of the snapshots, then what is planned."""
    found = {item.key: item for snapshot in project.snapshots for item in _stored(snapshot)}
    for request in project.requests:
        for item in _planned(request):
            old = found.get(item.key)
            found[item.key] = item if old is None else _changed(old, item)
    for request in project.requests:
        for key in _deleted(request):
            if key in found:
                found[key] = found[key]._replace(state="deleted")
    return {key: _with_state(item, project) for key, item in found.items()}


def _changed(old: Item, new: Item) -> Item:
    state = "planned" if old.state == "planned" else "changed"
    return new._replace(state=state, bodies=(*old.bodies, *new.bodies))


def _kinds() -> Iterator[Kind]:
    cards = map(kinds.named, LAYERS.values())
    return (card for card in cards if card is not None)


def _stored(snapshot: Snapshot) -> Iterator[Item]:
    request = saved_request(snapshot)
    for kind in _kinds():
        values = snapshot.root.get(kind.saved[0])
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, Node):
                yield Item(kind.name, snapshot.file, _name(value, request), "ingested", ((value, request),))
            elif name_of(value):
                yield Item(kind.name, snapshot.file, name_of(value), "ingested")


def _planned(request: Request) -> Iterator[Item]:
    kind = kinds.named(request.route.kind)
    if kind is None or kind.name not in NOUNS or request.reading is None:
        return
    given = _in_path(request, kind)
    for node in listed(request.root):
        name = given or _name(node, request)
        yield Item(kind.name, _instance(request), name, "planned", ((node, request),))


def _deleted(request: Request) -> Iterator[Key]:
    for kind in _kinds() if request.method == "DELETE" else ():
        name = _in_path(request, kind)
        if name is not None:
            yield kind.name, _instance(request), name


def _in_path(request: Request, kind: Kind) -> str | None:
    """Return the name that a path gives to an item of a kind."""
    parameters: Iterable[str] = (
        one for address in kind.addresses for one in _PARAMETER.findall(address.path)
    )
    return next(filter(None, map(request.spelled, parameters)), None)


def _name(node: Node, request: Request) -> str:
    """Return what the body of an item says that it is called."""
    if "name" not in (node.shape.members or ()):
        return "Search"  # of which there is one
    return node.text("name") or request.opened_at(node.at("name")) or "(no name)"


def _instance(request: Request) -> str:
    return request.snapshot.file if request.snapshot is not None else ""


def _with_state(item: Item, project: Project) -> Item:
    """Say of a segment whether it is active, where that is known."""
    snapshot = next((one for one in project.snapshots if one.file == item.instance), None)
    if item.kind != "segment" or snapshot is None:
        return item
    output = project.outputs(snapshot).find("segment", item.name)
    if output is None or output.view is None:
        return item
    is_said = output.turned is not None or output.view.node.text("state") is not None
    return item._replace(is_active=not output.is_inactive) if is_said else item
