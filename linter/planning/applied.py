"""The snapshot that an instance has once a project's requests were sent, in the order of the plan."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from linter import kinds
from linter.instance.named import items_of, name_of
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
from linter.shapes.node import Node
from linter.shapes.shape import Shape

Raw = Callable[[Request], Any]
"""Returns a request's body as it is written."""


def applied(project: Project, snapshot: Snapshot, value: dict[str, Any], raw: Raw) -> dict[str, Any]:
    """Return what a snapshot's plain value is after all requests of its instance."""
    laid = copy.deepcopy(value)
    requests = [one for one in _in_order(project) if one.snapshot is snapshot]
    gone = [target for one in requests for target in _deleted(one, laid)]
    for request in requests:
        kind = kinds.named(request.route.kind)
        if kind is not None:
            _lay(kind, request, laid, raw)
    for items, item in gone:
        items[:] = [each for each in items if each is not item]
    return laid


def not_laid(project: Project, snapshot: Snapshot) -> list[Request]:
    """Return the requests that write something that no snapshot has, as far as is known."""
    queries = {query.request for query in project.queries}
    mine = (one for one in project.requests if one.snapshot is snapshot and one.method in WRITES)
    others = (one for one in mine if one.reading is None and one not in queries)
    return [one for one in others if one.route.segments[:1] != ["data"]]  # rows are in no snapshot


def _in_order(project: Project) -> Iterator[Request]:
    """Yield the requests as the plan sends them; those that wait for each other come last."""
    plan = plan_of(project)
    number = {id(sending): index for index, sending in enumerate(plan.requests)}
    sent = [number[id(step.request)] for step in plan.steps]
    for index in (*sent, *(index for index in range(len(plan.requests)) if index not in set(sent))):
        yield project.requests[index]


def _lay(kind: Kind, request: Request, value: dict[str, Any], raw: Raw) -> None:
    """Let the snapshot have what one request writes, or not have what it deletes."""
    holder = _conflation(request, value) if kind.saved[:1] == ("conflations",) else value
    if holder is None:
        return
    if kind.lays is not None and request.method != "DELETE":
        kind.lays(request, Laid(value, holder, next(_bodies(request, raw), {})))
    elif len(kind.saved) > 1:
        _lay_part(kind.saved[-1], request, holder, raw)
    elif kind.saved:
        items = _items(value, kind.saved[0])
        if request.method == "DELETE":
            items[:] = [one for one in items if name_of(one) not in request.parameters.values()]
        for body in _bodies(request, raw):
            _lay_item(kind.saved[0], items, body, request)


def _conflation(request: Request, value: dict[str, Any]) -> dict[str, Any] | None:
    """Return the conflation that a request is about; one that there isn't yet is added."""
    named = conflation_id(request)
    if named is None or (
        request.method == "DELETE" and request.snapshot and not request.snapshot.conflation(named)
    ):
        return None
    items = _items(value, "conflations")
    found = next((one for one in items if fold_id(name_of(one)) == fold_id(named)), None)
    if found is None:
        found = {"conflationId": named}
        items.append(found)
    return found


def _lay_part(part: str, request: Request, conflation: dict[str, Any], raw: Raw) -> None:
    if request.method == "DELETE":
        put(conflation, part, None)
    for body in _bodies(request, raw):
        put(conflation, part, body)


def _lay_item(part: str, items: list[Any], body: dict[str, Any], request: Request) -> None:
    """Add an item of a list, or let it have what is new of it: an update leaves what it doesn't give."""
    names = [name for name in request.parameters.values() if name]
    name = names[-1] if names else name_of(body)
    found = next((one for one in items if name_of(one) == name), None)
    if found is None:
        items.append(body if name_of(body) else {"name": name, **body})
        return
    if not names:
        found.clear()
    spelled = _spelled(found, items_of(part))
    for key, one in body.items():
        if not (names and key == "name"):
            put(found, spelled.get(key, key), one)


def _spelled(item: dict[str, Any], shape: Shape) -> dict[str, str]:
    """Return how an item of a list spells its properties, by their names."""
    return {shape.names.get(key) or shape.names.get(key.lower(), key): key for key in item}


def _items(value: dict[str, Any], name: str) -> list[Any]:
    items = property_of(value, name)
    if not isinstance(items, list):
        items = []
        put(value, name, items)
    return items


def _bodies(request: Request, raw: Raw) -> Iterator[dict[str, Any]]:
    """Yield the objects of a request's body as a snapshot has them; what isn't known of is kept."""
    root = request.root
    for node in root if isinstance(root, list) else [root]:
        if isinstance(node, Node):
            written = value_at(raw(request), node.path[len(request.body_path) :])
            names = {key: name for name, key in node.keys.items()}
            told = {names.get(key, key): copy.deepcopy(one) for key, one in written.items()}
            yield {key: one for key, one in told.items() if key not in _UNSAVED and one is not None}


_UNSAVED: Final = ("$schema", *WRITTEN_BY_THE_SERVICE)


def _deleted(request: Request, value: dict[str, Any]) -> Iterator[tuple[list[Any], Any]]:
    """Yield what a request deletes that is no payload, and the list that has it."""
    snapshot, path = request.snapshot, request.route.segments
    if request.method != "DELETE" or request.route.kind is not None or snapshot is None:
        return
    mention = path_mention(request)
    if mention is not None and path[-2:-1] in (["entities"], ["tables"]):
        if mention.entity is not None:
            found = mention.entity.node.path
            yield value_at(value, found[:-1]), value_at(value, found)
    elif path[-2:-1] == ["datasources"]:
        source = path_source(snapshot, request)
        if source is not None:
            found = source.at.path[:-1]
            yield value_at(value, found[:-1]), value_at(value, found)
    elif path[-2:-1] == ["conflations"]:
        node = snapshot.conflation(request.parameter("conflationId") or "")
        if node is not None:
            yield value_at(value, node.path[:-1]), value_at(value, node.path)
