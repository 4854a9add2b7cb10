"""Where documents name things: entities, attributes, data sources, relationships."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from linter.diagnostic import Location, Path
from linter.instance.snapshot import DataSource, Entity, Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_info import EntityInfo
from linter.kinds.entity_information import EntityInformation
from linter.kinds.query import query_of
from linter.kinds.references import Column, Mention, Source, mention_in, source_of
from linter.kinds.relationships import Relationships
from linter.kinds.request import Request
from linter.kinds.route import Route
from linter.project.project import Project
from linter.shapes.node import Node


class Attribute(NamedTuple):
    """An attribute of an ingested entity."""

    entity: Entity
    name: str


class Link(NamedTuple):
    """A relationship by its name; `instance` is the snapshot's file, where there is one."""

    instance: str
    name: str


Thing = Entity | Attribute | DataSource | Link
Key = tuple[str, ...]


class Name(NamedTuple):
    """A place that names something, and what it names as far as that is known.

    `wants` says what belongs there: a Mention, a Column or a Source that may not lead anywhere yet.
    """

    at: Location
    thing: Thing | None
    wants: Mention | Column | Source | None = None
    declares: bool = False
    request: Request | None = None
    other: Column | None = None  # what a criterion compares the column with, or a relationship joins
    to_key: bool = False  # whether the attribute is best the entity's primary key


class Names:
    """All that a project names, by place and by thing."""

    def __init__(self, project: Project) -> None:
        self._at: dict[tuple[str, Path, str], list[Name]] = {}
        self._of: dict[Key, list[Name]] = {}
        for one in names_of(project):
            self._at.setdefault(_place(one.at), []).append(one)
            if one.thing is not None:
                self._of.setdefault(key_of(one.thing), []).append(one)

    def at(self, location: Location) -> list[Name]:
        """Return what is named at a place, or in a part of what stands there."""
        return self._at.get(_place(location), [])

    def of(self, thing: Thing) -> list[Name]:
        """Return the places that name a thing, its declarations too."""
        return self._of.get(key_of(thing), [])


_known: Final[WeakKeyDictionary[Project, Names]] = WeakKeyDictionary()


def names_known(project: Project) -> Names:
    """Return what a project names; it is looked through once."""
    if project not in _known:
        gc.disable()  # to search what is made here for garbage would take longer than to make it
        try:
            _known[project] = Names(project)
        finally:
            gc.enable()
    return _known[project]


def key_of(thing: Thing) -> Key:
    """Return what two readings of one thing share: a document is read again as it is typed."""
    if isinstance(thing, Attribute):
        return (*key_of(thing.entity), thing.name)
    if isinstance(thing, Entity):
        source = thing.data_source.id if thing.data_source is not None else ""
        return "entity", thing.at.document, source, thing.name
    if isinstance(thing, DataSource):
        return "data source", thing.at.document, thing.id
    return "relationship", *thing


def _place(at: Location) -> tuple[str, Path, str]:
    return at.document, at.path, at.part


def names_in(request: Request) -> Iterator[Name]:
    """Yield the places of a request that name something, in no order."""
    yield from _updated_link(request)
    query = query_of(request)
    if query is not None:
        yield _of_mention(query.mention, request)._replace(at=request.at_parameter("entityName"))
    root = request.root
    for node in nodes_of(root):
        source = source_of(node)
        if source is not None:
            found = source.find(request.snapshot) if request.snapshot else None
            yield Name(source.at, found, source, request=request)
    for one in _named_by_kind(request, root):
        yield _of_mention(one, request) if isinstance(one, Mention) else one


def names_in_snapshot(snapshot: Snapshot) -> Iterator[Name]:
    """Yield the places of a snapshot that name something, its declarations too."""
    request = Request(snapshot.file, "GET", Route(None, snapshot.instance_id, {}, "", "", 0), None, 0)
    request.snapshot = snapshot
    for source in snapshot.data_sources:
        yield Name(source.at, source, declares=True)
    for node in snapshot.root.nodes("dataSources"):
        found = snapshot.data_source_by_id(node.text("dataSourceId") or "")
        if found is not None and node.text("name") is not None:
            yield Name(node.at("name"), found, declares=True)
    for entity in snapshot.entities:
        yield Name(entity.at, entity, declares=True)
        for attribute in entity.attributes or ():
            yield Name(entity.attribute_at(attribute), Attribute(entity, attribute), declares=True)
        mention = Mention(entity.node, snapshot, entity.name, entity.at)
        mention.resolve_as(entity)
        for name in ("primaryKey", "timestampFieldName"):
            yield from _columns(entity.node, (name,), mention, request)
    yield from _saved(snapshot, request)


def _saved(snapshot: Snapshot, request: Request) -> Iterator[Name]:
    """Yield what the saved relationships, plans and rules of a snapshot name."""
    for node in snapshot.root.nodes("relationships"):
        link = node.text("name")
        if link is not None:
            yield Name(node.at("name"), Link(snapshot.file, link), declares=True)
        yield from _ends(node, request)
    for conflation in snapshot.root.nodes("conflations"):
        for part, read in _PARTS.items():
            if (root := conflation.node(part)) is not None:
                for one in read(request, root):
                    yield _of_mention(one, request) if isinstance(one, Mention) else one


def names_of(project: Project) -> Iterator[Name]:
    """Yield every place of a project that names something."""
    for snapshot in project.snapshots:
        yield from names_in_snapshot(snapshot)
    for request in project.requests:
        yield from names_in(request)


def declarations(thing: Thing, project: Project) -> list[Location]:
    """Return where something is declared: in a snapshot, or in the payloads that create it."""
    found = [one.at for one in names_known(project).of(thing) if one.declares]
    return found if isinstance(thing, Link) else found[:1]  # a data source's ID comes before its name


def nodes_of(root: Any) -> Iterator[Node]:
    """Yield the objects of a value that was read along its shape."""
    for one in root if isinstance(root, list) else [root]:
        if isinstance(one, Node):
            yield from one.walk()


def _instance(request: Request) -> str:
    return request.snapshot.file if request.snapshot else ""


def _updated_link(request: Request) -> Iterator[Name]:
    name = request.parameter("relationshipName")
    if name is not None:
        yield Name(request.at_parameter("relationshipName"), Link(_instance(request), name), request=request)


def _named_by_kind(request: Request, root: Any) -> Iterator[Mention | Name]:
    kind = request.route.kind
    if kind == "relationships":
        for one in Relationships(request, root).items:
            if one.name is not None:
                link = Link(_instance(request), one.name)
                yield Name(one.name_at, link, declares=one.update is None, request=request)
            yield from _ends(one.node, request)
    elif kind == "entityInfo":
        for info in EntityInfo(request, root).infos:
            yield info.mention
            for path in (("primaryKey",), ("timestampFieldName",), ("semanticLabels", "attributeName")):
                yield from _columns(info.node, path, info.mention, request)
    elif kind in _PARTS and isinstance(root, Node):
        yield from _PARTS[kind](request, root)
    elif kind == "entityInformation" and isinstance(root, str):
        yield from (one.mention for one in EntityInformation(request, root).entities)


def _information(request: Request, root: Node) -> Iterator[Mention | Name]:
    for listed in EntityInformation(request, root).entities:
        yield listed.mention
        node = listed.mention.node
        if node is not None and node.shape.name != "EntityInformationByName":
            yield from _columns(node, ("primaryKey",), listed.mention, request)
            yield from _columns(node, ("attributes", "attributeName"), listed.mention, request)


def _plan(request: Request, root: Node) -> Iterator[Mention | Name]:
    plan = ConflationPlan(request, root)
    yield from plan.mentions
    compared: set[Location] = set()
    for step in plan.steps:
        for criterion in step.criteria:
            for column, other in ((criterion.left, criterion.right), (criterion.right, criterion.left)):
                if column is not None:
                    compared.add(column.at)
                    yield _of_column(column, request)._replace(other=other)
    yield from (_of_column(column, request) for column in plan.columns() if column.at not in compared)


def _resolution(request: Request, root: Node) -> Iterator[Mention | Name]:
    rules = ConflictResolutionRules(request, root)
    yield from rules.mentions
    yield from (_of_column(column, request) for column in rules.columns if column.attribute is not None)


_PARTS = {
    "entityInformation": _information,
    "conflationPlan": _plan,
    "conflictResolutionRules": _resolution,
}


def _ends(node: Node, request: Request) -> Iterator[Name]:
    columns = [_end(node, side, request) for side in ("from", "to")]
    for column, other in zip(columns, reversed(columns), strict=True):
        mention = column.mention
        if mention is not None and mention.name is not None:
            yield _of_mention(mention, request)
        if column.attribute is not None:
            yield _of_column(column, request)._replace(other=other, to_key=column is columns[1])


def _end(node: Node, side: str, request: Request) -> Column:
    attribute = f"{side}AttributeName"
    mention = mention_in(node, f"{side}EntityName", request)
    return Column(node.text(attribute), node.at(attribute), mention, own=False)


def _columns(node: Node, path: tuple[str, ...], mention: Mention, request: Request) -> Iterator[Name]:
    """Yield the attributes that stand in a property, or in a property of its items."""
    owners = node.nodes(path[0]) if len(path) > 1 else [node]
    for owner in owners:
        attribute = owner.text(path[-1])
        if attribute is not None:
            yield _of_column(Column(attribute, owner.at(path[-1]), mention, own=False), request)


def _of_mention(mention: Mention, request: Request) -> Name:
    return Name(mention.at, mention.entity, mention, request=request)


def _of_column(column: Column, request: Request) -> Name:
    entity, attribute = column.entity, column.attribute
    known = entity is not None and attribute in (entity.attributes or ())
    thing = Attribute(entity, attribute) if known and entity is not None and attribute else None
    return Name(column.at, thing, column, request=request)
