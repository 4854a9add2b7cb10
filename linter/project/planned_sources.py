"""The planned state of data sources: those that payloads make, and their entities, are in the snapshot.

What a payload of a data source says stands in no snapshot, so its nodes point to the payload.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Location
from linter.instance.snapshot import DataSource, Snapshot
from linter.kinds.data_source import KIND
from linter.kinds.data_source_body import DataSourcePayload, DataSources, name_is_sound, planned_entities
from linter.kinds.request import Request
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of

_Planned = tuple[DataSource, Node | None, list[Node]]


class PlannedNode(Node):
    """An object as a snapshot would have it, whose place is the one where a payload says so."""

    __slots__ = ("place",)

    def at(self, name: str | None = None, *rest: str | int) -> Location:  # noqa: ARG002  # a Node's own
        """Return the place in the payload; nothing within it has one of its own."""
        place: Location = getattr(self, "place", None) or (
            self.parent.at() if self.parent is not None else Location(self.document)
        )
        return place


def makes_sources(requests: Iterable[Request]) -> tuple[Request, ...]:
    """Return the requests whose bodies are data sources."""
    return tuple(one for one in requests if one.route.kind == KIND.name and one.reading is not None)


def with_planned(snapshot: Snapshot, requests: tuple[Request, ...]) -> Snapshot:
    """Return a snapshot with the data sources that requests of its instance plan; the same for the same.

    What was made of the same readings before is given again, so that what others know of it stays true.
    """
    key = tuple(one.reading for one in requests)
    known = _made.get(snapshot.file)
    if known is not None and known[0] is snapshot and _are_same(known[1], key):
        return known[2]
    planned = [each for one in requests for each in _planned(one, snapshot)]
    made = snapshot.with_planned(planned) if planned else snapshot
    _made[snapshot.file] = (snapshot, key, made)
    return made


_made: Final[dict[str, tuple[Snapshot, tuple[object, ...], Snapshot]]] = {}


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(left is right for left, right in zip(one, other, strict=True))


def _planned(request: Request, snapshot: Snapshot) -> Iterator[_Planned]:
    for one in DataSources(request, request.root).items:
        source, is_new = _source(one, snapshot)
        if source is not None:
            node = _stand_in(request, _place(one), {"dataSourceId": source.id}, "SnapshotDataSource")
            entities = [each for each in _entities(one, request) if _is_new(each, source, snapshot)]
            if is_new or entities:
                yield source, node if is_new else None, entities


def _is_new(entity: Node, source: DataSource, snapshot: Snapshot) -> bool:
    return snapshot.entity_in(source, entity.text("name") or "") is None


def _source(one: DataSourcePayload, snapshot: Snapshot) -> tuple[DataSource | None, bool]:
    """Return the data source, and whether the payload makes it; one without a name says nothing."""
    known = snapshot.data_source_by_id(one.id) if one.id is not None else None
    if known is not None or one.is_update:
        return known, False
    if one.name is None or not name_is_sound(one.name):
        return None, False
    by_name = snapshot.data_source_by_name(one.name)
    if by_name is not None:
        return by_name, False
    return DataSource(one.id or one.name, one.name, _place(one)), True


def _place(one: DataSourcePayload) -> Location:
    return one.metadata.at("name") if one.metadata is not None else one.node.at()


def _entities(one: DataSourcePayload, request: Request) -> Iterator[Node]:
    places = {table.name: table.at for table in reversed(one.tables)}
    for plain in planned_entities(one):
        yield _stand_in(request, places[plain["name"]], plain, "SnapshotEntity")


def _stand_in(request: Request, place: Location, plain: dict[str, object], form: str) -> Node:
    node = read(plain, shape_of("snapshot", form), request.document, (), PlannedNode).root
    node.place = place
    stand_in: Node = node
    return stand_in
