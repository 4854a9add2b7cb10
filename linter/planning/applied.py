"""The snapshot that an instance has once a project's requests were sent, in the order of the plan."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from linter import kinds
from linter.instance.named import items_of, lists, name_of
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.kind import Kind, Laid
from linter.kinds.laid import LaidList, LaidSources, put, value_at
from linter.kinds.meaning import WRITTEN_BY_THE_SERVICE
from linter.kinds.references import deleted_entity, deleted_source
from linter.kinds.request import Request
from linter.kinds.route import WRITES
from linter.planning.plan import plan_of
from linter.project.conflations import conflation_id
from linter.project.project import Project
from linter.shapes.node import BROKEN, Node
from linter.shapes.shape import Shape

Raw = Callable[[Request], Any]
"""Returns a request's body as it is written."""


def applied(project: Project, snapshot: Snapshot, value: dict[str, Any], raw: Raw) -> dict[str, Any]:
    """Return what a snapshot's plain value is after all requests of its instance."""
    laying = _Laying(copy.deepcopy(value), raw)
    for request in (one for one in _in_order(project) if one.snapshot is snapshot):
        kind = kinds.named(request.route.kind)
        if kind is not None and (kind.saved or request.method != "DELETE"):
            laying.lay(kind, request)
        elif request.method == "DELETE":
            laying.delete(request)
    laying.end()
    return laying.value


def not_laid(project: Project, snapshot: Snapshot) -> list[Request]:
    """Return the requests that write something that no snapshot has, as far as is known."""
    mine = (one for one in project.requests if one.snapshot is snapshot and one.method in WRITES)
    others = (one for one in mine if one.reading is None)
    return [one for one in others if one.route.segments[:1] != ["data"]]  # rows are in no snapshot


def _in_order(project: Project) -> Iterator[Request]:
    """Yield the requests as the plan sends them; those that wait for each other come last."""
    plan = plan_of(project)
    number = {id(sending): index for index, sending in enumerate(plan.requests)}
    sent = dict.fromkeys(number[id(step.request)] for step in plan.steps)
    for index in dict.fromkeys((*sent, *range(len(plan.requests)))):
        yield project.requests[index]


class _Laying:
    """A snapshot's value while requests are laid over it."""

    def __init__(self, value: dict[str, Any], raw: Raw) -> None:
        self.value = value
        self._raw = raw
        self._sources = LaidSources(value)
        self._lists: dict[str, LaidList] = {}

    def lay(self, kind: Kind, request: Request) -> None:
        """Let the snapshot have what one request writes, or not have what it deletes."""
        of_conflation = kind.saved[:1] == ("conflations",)
        holder = self._conflation(request) if of_conflation else self.value
        if holder is None:
            return
        bodies = list(_bodies(request, self._raw))
        if kind.lays is not None and request.method != "DELETE":
            listed = self._list(kind.saved[0]) if kind.saved and kind.saved[-1] in lists() else None
            kind.lays(request, Laid(self.value, holder, bodies, self._sources, listed))
        elif kind.saved and kind.saved[-1] not in lists():
            put(holder, kind.saved[-1], bodies[-1] if bodies else None)
        elif kind.saved and request.method == "DELETE":
            for name in request.parameters.values():
                self._list(kind.saved[0]).take_out(fold_id(name))
        elif kind.saved:
            for body in bodies:
                self._lay_item(kind.saved[0], body, request)

    def delete(self, request: Request) -> None:
        """Let the snapshot not have an entity, a data source or a conflation that a path names."""
        entity, source = deleted_entity(request), deleted_source(request)
        beside = self._sources.beside(entity) if entity is not None else None
        if entity is not None and beside is not None:
            beside.take_out(entity.name)
        if source is not None:
            self._sources.take_out(source)
        if request.route.segments[-2:-1] == ["conflations"]:
            self._list("conflations").take_out(fold_id(request.parameter("conflationId") or ""))

    def end(self) -> None:
        """Take away what is deleted."""
        self._sources.end()
        for one in self._lists.values():
            one.end()

    def _list(self, part: str) -> LaidList:
        if part not in self._lists:
            self._lists[part] = LaidList(self.value, part, lambda one: fold_id(name_of(one)))
        return self._lists[part]

    def _conflation(self, request: Request) -> dict[str, Any] | None:
        """Return the conflation that a request is about; one that there isn't yet is added."""
        name = conflation_id(request)
        if name is None:
            return None
        listed = self._list("conflations")
        found: dict[str, Any] | None = listed.get(fold_id(name))
        if found is None and request.method != "DELETE":
            found = {"conflationId": name}
            listed.add(fold_id(name), found)
        return found

    def _lay_item(self, part: str, body: dict[str, Any], request: Request) -> None:
        """Add an item of a list, or let it have what is new of it: an update leaves what it doesn't give."""
        listed = self._list(part)
        updated = next(iter(request.parameters.values()), "")
        called = updated or name_of(body) or _left_open(request)
        found = listed.get(fold_id(called)) if called else None
        if found is None:  # what has no name is nothing that there is already
            listed.add(fold_id(called), body if name_of(body) or not called else {"name": called, **body})
            return
        if not updated:
            found.clear()
        spelled = _spelled(found, items_of(part))
        for key, one in body.items():
            if not (updated and key == "name"):
                put(found, spelled.get(key, key), one)


def _left_open(request: Request) -> str:
    """Return what a path names as it is written there, where a pipeline fills it; "" if it names nothing."""
    named = request.route.open.items()
    return next((text for parameter, text in named if parameter != "instanceId"), "")


def _spelled(item: dict[str, Any], shape: Shape) -> dict[str, str]:
    """Return how an item of a list spells its properties, by their names."""
    return {shape.names.get(key.lower(), key): key for key in item}


def _bodies(request: Request, raw: Raw) -> Iterator[dict[str, Any]]:
    """Yield the objects of a request's body as a snapshot has them; what isn't known of is kept."""
    root = request.root
    for node in root if isinstance(root, list) else [root]:
        if isinstance(node, Node):
            written = value_at(raw(request), node.path[len(request.body_path) :])
            told = _told(node, written)
            yield {key: one for key, one in told.items() if key not in _UNSAVED and one is not None}


def _told(read: Any, written: Any) -> Any:
    """Return a value in our words, with its placeholders filled; what isn't read of it, as it is written."""
    if isinstance(read, Node) and read.literal is not None:
        return read.literal
    if isinstance(read, Node):
        names = {key: name for name, key in read.keys.items()}
        known = {key: read.values.get(name, BROKEN) for key, name in names.items()}
        return {names.get(key, key): _told(known.get(key, BROKEN), one) for key, one in written.items()}
    if isinstance(read, list):
        return [_told(*both) for both in zip(read, written, strict=True)]
    return copy.deepcopy(written if read is BROKEN else read)


_UNSAVED: Final = ("$schema", *WRITTEN_BY_THE_SERVICE)
