"""The planned state of data sources: those that payloads make, and their entities, are in the snapshot.

What a payload of a data source says stands in no snapshot, so its nodes point to the payload.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Lack, Location
from linter.instance.data_types import UNUSABLE, canonical_type
from linter.instance.entity import DataSource
from linter.instance.snapshot import Snapshot
from linter.kinds.data_source_body import DataSourcePayload, DataSources, name_is_refused, planned_entities
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
        place: Location | None = getattr(self, "place", None)
        if place is not None:
            return place
        assert self.parent is not None  # the outermost has a place
        return self.parent.at()


def with_planned(snapshot: Snapshot, requests: tuple[Request, ...], unread: Lack | None) -> Snapshot:
    """Return a snapshot with the data sources that requests of its instance plan; the same for the same.

    What was made of the same readings before is given again, so that what others know of it stays true.
    `unread` is why other requests may plan some, too.
    """
    key = (unread, *(one.reading for one in requests))
    known = _made.get(snapshot.file)
    if known is not None and known[0] is snapshot and _are_same(known[1], key):
        return known[2]
    planned = [each for one in requests for each in _planned(one, snapshot)]
    doubts = (_nameless(one) or _refused(one, snapshot) for one in requests)
    doubt = unread or next(filter(None, doubts), None)
    made = snapshot.with_planned(planned, doubt) if planned or doubt else snapshot
    _made[snapshot.file] = (snapshot, key, made)
    return made


_made: Final[dict[str, tuple[Snapshot, tuple[object, ...], Snapshot]]] = {}


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether what is unread is alike, and the readings the very same."""
    return one[0] == other[0] and [id(each) for each in one[1:]] == [id(each) for each in other[1:]]


def _nameless(request: Request) -> Lack | None:
    """Return why it isn't known what a request makes; None where what is new has a name.

    A data source that is changed is there already, its tables needn't be.
    """
    items = DataSources(request, request.root).items
    is_named = all(one.is_update or one.name is not None for one in items)
    if is_named and not any(one.has_open_table for one in items):
        return None
    what = "a table of a data source" if is_named else "a data source"
    return next(request.opened(), None) or Lack(
        f"{what} in {request.document} has no name, and may be the one that is meant",
        "give it its name",
    )


def _refused(request: Request, snapshot: Snapshot) -> Lack | None:
    """Return why it isn't known what a request makes: what it calls something, that can't be called."""
    names = (_misnaming(one, snapshot) for one in DataSources(request, request.root).items)
    name = next(filter(None, names), None)
    if name is None:
        return None
    return Lack(
        f"what {request.document} calls `{name}` can't be called so, and may be the one that is meant",
        "give it a name that it can have",
    )


def _misnaming(one: DataSourcePayload, snapshot: Snapshot) -> str | None:
    """Return a name in a payload that the service refuses: another's, or of such characters."""
    known = _known(one, snapshot)
    tables = [table.name for table in one.tables if not _is_in(known, table.name, snapshot)]
    name = None if one.is_update else one.name
    if name is not None and tables and snapshot.known_source_names.has_folded(name):
        return name
    new = [*([name] if name is not None and known is None else []), *tables]
    return next(filter(name_is_refused, new), None)


def _is_in(source: DataSource | None, name: str, snapshot: Snapshot) -> bool:
    return source is not None and snapshot.entity_in(source, name) is not None


def _planned(request: Request, snapshot: Snapshot) -> Iterator[_Planned]:
    for one in DataSources(request, request.root).items:
        known = _known(one, snapshot)
        source = known or _new(one)
        if source is not None:
            node = _node(source, request) if known is None else None
            made = _entities(one, request)
            entities = [each for each in made if _is_new(str(each.text("name")), source, snapshot)]
            if node is not None or entities:
                yield source, node, entities


def _is_new(name: str, source: DataSource, snapshot: Snapshot) -> bool:
    return not name_is_refused(name) and not _is_in(source, name, snapshot)


def _known(one: DataSourcePayload, snapshot: Snapshot) -> DataSource | None:
    """Return the data source that the instance has: by its ID, or by the name of one to be made."""
    found = snapshot.data_source_by_id(one.id) if one.id is not None else None
    if found is None and one.name is not None and not one.is_update:
        return snapshot.data_source_by_name(one.name)
    return found


def _new(one: DataSourcePayload) -> DataSource | None:
    """Return the data source that a payload makes; one without a name says nothing."""
    if one.is_update or one.name is None or name_is_refused(one.name):
        return None
    return DataSource(one.id or one.name, one.name, one.said_at("name"))


def _node(source: DataSource, request: Request) -> Node:
    return _stand_in(request, source.at, {"dataSourceId": source.id}, "SnapshotDataSource")


def _entities(one: DataSourcePayload, request: Request) -> Iterator[Node]:
    places = {table.name: table.at for table in reversed(one.tables)}
    for plain in planned_entities(one):
        columns = plain.get("attributes", {})
        unusable = (name for name, written in columns.items() if canonical_type(written) in UNUSABLE)
        columns |= dict.fromkeys([*unusable], "")  # of which DS114 speaks: what it will be isn't known
        yield _stand_in(request, places[plain["name"]], plain, "SnapshotEntity")


def _stand_in(request: Request, place: Location, plain: dict[str, object], form: str) -> Node:
    node = read(plain, shape_of("snapshot", form), request.document, (), PlannedNode).root
    node.place = place
    stand_in: Node = node
    return stand_in
