"""The snapshot that an instance has once a project's requests were sent, in the order of the plan."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from linter import kinds
from linter.instance.named import items_of, lists, name_of
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.kind import Kind, Laid
from linter.kinds.laid import property_of, put, value_at
from linter.kinds.meaning import WRITTEN_BY_THE_SERVICE
from linter.kinds.references import path_mention, path_source
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
    requests = [one for one in _in_order(project) if one.snapshot is snapshot]
    for request in requests:
        laying.gone += _deleted(request, laying.value)
    for request in requests:
        kind = kinds.named(request.route.kind)
        if kind is not None:
            laying.lay(kind, request)
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
        self.gone: list[tuple[list[Any], Any]] = []  # what is deleted, and the lists that have it
        self._raw = raw
        self._named: dict[str, dict[str, Any]] = {}  # the items of lists, by their names

    def lay(self, kind: Kind, request: Request) -> None:
        """Let the snapshot have what one request writes, or not have what it deletes."""
        of_conflation = kind.saved[:1] == ("conflations",)
        holder = self._conflation(request) if of_conflation else self.value
        if holder is None:
            return
        bodies = list(_bodies(request, self._raw))
        if kind.lays is not None and request.method != "DELETE":
            kind.lays(request, Laid(self.value, holder, bodies))
        elif kind.saved and kind.saved[-1] not in lists():
            put(holder, kind.saved[-1], bodies[-1] if bodies else None)
        elif kind.saved and request.method == "DELETE":
            self._delete(kind.saved[0], request)
        elif kind.saved:
            for body in bodies:
                self._lay_item(kind.saved[0], body, request)

    def end(self) -> None:
        """Take away what is deleted."""
        marks = {id(item) for _, item in self.gone}
        for items in {id(items): items for items, _ in self.gone}.values():
            items[:] = [one for one in items if id(one) not in marks]

    def _items(self, part: str) -> tuple[list[Any], dict[str, Any]]:
        """Return a list of the snapshot, which has it from now on, and its items by their names."""
        items = property_of(self.value, part)
        if not isinstance(items, list):
            items = []
            put(self.value, part, items)
        if part not in self._named:
            self._named[part] = {fold_id(name_of(one)): one for one in reversed(items)}
        return items, self._named[part]

    def _conflation(self, request: Request) -> dict[str, Any] | None:
        """Return the conflation that a request is about; one that there isn't yet is added."""
        name = conflation_id(request)
        if name is None:
            return None
        items, named = self._items("conflations")
        found: dict[str, Any] | None = named.get(fold_id(name))
        if found is None and request.method != "DELETE":
            found = named[fold_id(name)] = {"conflationId": name}
            items.append(found)
        return found

    def _delete(self, part: str, request: Request) -> None:
        items, named = self._items(part)
        for name in request.parameters.values():
            if fold_id(name) in named:
                self.gone.append((items, named.pop(fold_id(name))))

    def _lay_item(self, part: str, body: dict[str, Any], request: Request) -> None:
        """Add an item of a list, or let it have what is new of it: an update leaves what it doesn't give."""
        items, named = self._items(part)
        updated = next(iter(request.parameters.values()), "")
        called = updated or name_of(body) or _left_open(request)
        if not called:  # what has no name is nothing that there is already
            items.append(body)
            return
        name = fold_id(called)
        found = named.get(name)
        if found is None:
            named[name] = body if name_of(body) else {"name": called, **body}
            items.append(named[name])
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


def _deleted(request: Request, value: dict[str, Any]) -> Iterator[tuple[list[Any], Any]]:
    """Yield what a request deletes that is no payload, and the list that has it."""
    snapshot, path = request.snapshot, request.route.segments
    kind = kinds.named(request.route.kind)
    if request.method != "DELETE" or (kind is not None and kind.saved) or snapshot is None:
        return
    mention = path_mention(request)
    if mention is not None and path[-2:-1] in (["entities"], ["tables"]):
        if mention.entity is not None and mention.entity.node.path:
            found = mention.entity.node.path
            yield value_at(value, found[:-1]), value_at(value, found)
    elif path[-2:-1] == ["datasources"]:
        source = path_source(snapshot, request)
        if source is not None and source.at.document == snapshot.file:
            found = source.at.path[:-1]
            yield value_at(value, found[:-1]), value_at(value, found)
    elif path[-2:-1] == ["conflations"]:
        node = snapshot.conflation(request.parameter("conflationId") or "")
        if node is not None:
            yield value_at(value, node.path[:-1]), value_at(value, node.path)
