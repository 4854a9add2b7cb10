"""Where documents name things: entities, attributes, data sources, relationships.

The one table of names: `refs`, DO06, the picture, and the editor's definition, references, rename,
hover and completion read it.  What a body names is said at the fields of the models (`x-names`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from linter import kinds
from linter.diagnostic import Location, Path
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_record import record_in
from linter.kinds.naming import Called, Named, named_in
from linter.kinds.query import query_in
from linter.kinds.references import Column, Mention, SourceMention, path_mention
from linter.kinds.request import Request, saved_request
from linter.named_tuple import NamedTuple
from linter.project.once import once
from linter.project.outputs import CUSTOMER_MEASURE, Output, Outputs
from linter.project.project import Project
from linter.project.saved import saved_bodies
from linter.shapes.node import Node


class Attribute(NamedTuple):
    """An attribute of an ingested entity."""

    entity: Entity
    name: str


class Link(NamedTuple):
    """A relationship, segment or measure by its name; `instance` is the snapshot's file, if there is one."""

    instance: str
    name: str
    what: str = "relationship"


Thing = Entity | Attribute | DataSource | Link
Key = tuple[str, ...]
LINKED: Final = ("relationship", "segment", "measure")
"""What a `Link` may be."""
_ASKED: Final = "what a query asks"
Attributes = Collection[str] | None
"""The names of the attributes whose declarations are asked for; None is all."""


class Name(NamedTuple):
    """A place that names something, and what it names as far as that is known.

    `wants` says what belongs there: a Mention, a Column or a Source that may not lead anywhere yet.
    """

    at: Location
    thing: Thing | None
    wants: Mention | Column | SourceMention | None = None
    declares: bool = False
    request: Request | None = None
    other: Column | None = None  # what a criterion compares the column with, or a relationship joins
    to_key: bool = False  # whether the attribute is best the entity's primary key
    role: str = ""  # what the place is, as in "the timestamp"


class Names:
    """All that a project names, by place and by thing."""

    def __init__(self, project: Project) -> None:
        self._at: dict[tuple[str, Path, str], list[Name]] = {}
        self._of: dict[Key, list[Name]] = {}
        for one in names_of(project):
            self._at.setdefault(_place(one.at), []).append(one)
            if one.thing is not None:
                self._of.setdefault(key_of(one.thing), []).append(one)

    def __iter__(self) -> Iterator[Name]:
        """Yield every place that names something, one after another."""
        for found in self._at.values():
            yield from found

    def at(self, location: Location) -> list[Name]:
        """Return what is named at a place, or in a part of what stands there."""
        return self._at.get(_place(location), [])

    def of(self, thing: Thing) -> list[Name]:
        """Return the places that name a thing, its declarations too."""
        return self._of.get(key_of(thing), [])


@once
def names_known(project: Project) -> Names:
    """Return what a project names."""
    return Names(project)


def key_of(thing: Thing) -> Key:
    """Return what two readings of one thing share: a document is read again as it is typed."""
    if isinstance(thing, Attribute):
        return (*key_of(thing.entity), thing.name)
    if isinstance(thing, Entity):
        source = thing.data_source.id if thing.data_source is not None else ""
        return "entity", thing.at.document, source, thing.name
    if isinstance(thing, DataSource):
        return "data source", thing.at.document, thing.id
    return thing.what, thing.instance, thing.name


def _place(at: Location) -> tuple[str, Path, str]:
    return at.document, at.path, at.part


def names_in(request: Request, project: Project) -> Iterator[Name]:
    """Yield the places of a request that name something in the planned state of a project, in no order."""
    yield from _updated_link(request)
    yield from _in_query(request, project)
    yield from _in_record(request)
    told = False
    for one in _with_outputs(_in_body(request), project):
        told = told or one.at == request.at
        yield one
    if not told:  # a body may leave the entity to the path, and then names it there
        yield from _in_path(request)


def names_in_snapshot(snapshot: Snapshot, attributes: Attributes = None, ending: str = "") -> Iterator[Name]:
    """Yield the places of a snapshot that name something, its declarations too.

    Of the attributes that it declares only those of the names `attributes` are yielded, if these are said.
    What surely names nothing that has the `ending`, in small letters, may be left out.
    """
    request = saved_request(snapshot)
    for source in snapshot.data_sources:
        yield Name(source.at, source, declares=True)
    for node in snapshot.root.nodes("dataSources"):
        found = snapshot.data_source_by_id(node.text("dataSourceId") or "")
        if found is not None and node.text("name") is not None:
            yield Name(node.at("name"), found, declares=True)
    for entity in snapshot.entities:
        if _says(entity.node, _ENTITY_NAMES, ending) or any(_wanted(entity, attributes)):
            yield from _declared(entity, snapshot, request, attributes)
    for body in saved_bodies(snapshot):
        if _may_name(body, ending):
            yield from _named(body, request)


_ENTITY_NAMES: Final = ("name", "primaryKey", "timestampFieldName")
_PLAINLY: Final = frozenset(("entity", "attribute", "relationship", "own name"))
"""What a string names that ends as the name does which is looked for; data sources have two names."""


def _says(node: Node, properties: Iterable[str], ending: str) -> bool:
    texts = (node.values.get(name) for name in properties)
    return any(isinstance(text, str) and ending in text.lower() for text in texts)


def _may_name(node: Node, ending: str) -> bool:
    """Tell whether an object may name what has the ending: one of strings alone has it in one of them."""
    if any(isinstance(value, (Node, list)) for value in node.values.values()):
        return True
    if any(said.what not in _PLAINLY for said in node.shape.says.values()):
        return True
    return _says(node, node.values, ending)


def _declared(entity: Entity, snapshot: Snapshot, request: Request, attributes: Attributes) -> Iterator[Name]:
    node = entity.node
    yield Name(entity.at, entity, declares=True, role="an ingested entity")
    for attribute in _wanted(entity, attributes):
        at, thing = entity.attribute_at(attribute), Attribute(entity, attribute)
        yield Name(at, thing, declares=True, role="an ingested attribute")
    mention = Mention(None, snapshot, entity.name, entity.at)
    mention.resolve_as(entity)
    for key, role in (("primaryKey", "the primary key"), ("timestampFieldName", "the timestamp")):
        value = node.text(key)
        if value is not None:
            column = Column(value, node.at(key), mention, own=False)
            yield _name(Named(column.at, column, role), request)


def _wanted(entity: Entity, attributes: Attributes) -> Iterable[str]:
    """Return which of its attributes are told of; where none is, they aren't even read."""
    if attributes is None:
        return entity.attributes or ()
    return [one for one in attributes if one in (entity.attributes or ())]


def names_of(project: Project) -> Iterator[Name]:
    """Yield every place of a project that names something."""
    for snapshot in project.snapshots:
        yield from _with_outputs(names_in_snapshot(snapshot), project)
    for request in project.requests:
        yield from names_in(request, project)


def names_below(node: Node, request: Request, project: Project) -> Iterator[Name]:
    """Yield the places of an object, of a body or a snapshot, that name something in the planned state."""
    return _with_outputs(_named(node, request), project)


def declarations(thing: Thing, project: Project) -> list[Location]:
    """Return where something is declared: in a snapshot, or in the payloads that create it."""
    found = [one.at for one in names_known(project).of(thing) if one.declares]
    return found if isinstance(thing, Link) else found[:1]  # a data source's ID comes before its name


def _instance(request: Request) -> str:
    return request.snapshot.file if request.snapshot else ""


def _updated_link(request: Request) -> Iterator[Name]:
    for what in LINKED:
        name = request.parameter(f"{what}Name")
        if name is not None:
            at = request.at_parameter(f"{what}Name")
            yield Name(at, Link(_instance(request), name, what), request=request)


def _with_outputs(names: Iterable[Name], project: Project) -> Iterator[Name]:
    """Let names of entities, and of Customer_Measure's attributes, be those of what makes them."""
    for one in names:
        output = _output(one, project)
        yield one if output is None else one._replace(thing=output)


def _output(one: Name, project: Project) -> Link | None:
    wants, request = one.wants, one.request
    mention = wants.mention if isinstance(wants, Column) else wants
    snapshot = request.snapshot if request is not None else None
    if snapshot is None or not isinstance(mention, Mention) or _is_ingested(mention.entity):
        return None
    if isinstance(wants, Column) and mention.name != CUSTOMER_MEASURE:
        return None
    outputs = project.outputs(snapshot)
    made = (
        outputs.measured.get(str(wants.attribute))
        if isinstance(wants, Column)
        else outputs.entity(str(mention.name)) or _alike(outputs, mention)
    )
    return Link(snapshot.file, made.name, made.kind) if made is not None and made.kind in LINKED else None


def _is_ingested(entity: Entity | None) -> bool:
    return entity is not None and entity.data_source is not None


def _alike(outputs: Outputs, mention: Mention) -> Output | None:
    """Return what makes the one entity that a query in SQL means, where names don't regard case."""
    where = mention.where
    if mention.node is None or not isinstance(where, tuple):
        return None
    said = mention.node.shape.says.get(where[0])
    if said is None or said.what != "query":
        return None
    alike = [one for one in outputs.namesakes(str(mention.name)) if not one.is_attribute]
    return alike[0] if len(alike) == 1 else None


def _in_query(request: Request, project: Project) -> Iterator[Name]:
    """Yield what a query names: its dataset, and what it asks of that."""
    query, snapshot = query_in(request), request.snapshot
    if query is None:
        return
    at = request.at_parameter("entityName")
    yield _name(Named(at, query.mention, "the dataset of a query"), request)
    if snapshot is None:
        return
    for name, where in project.queried.segments_named(query):
        yield _name(Named(where, Called("segment", name), _ASKED), request)
    types = project.queried.types(snapshot)
    for where, named in project.queried.names(query):
        written, entity = named.node.text, types.entity(named.owner)
        if entity is None:
            continue
        if named.member is not None and named.member.is_navigation:
            yield _name(_navigation(where, written, snapshot, project), request)
            continue
        mention = Mention(None, snapshot, entity.name, where)
        mention.resolve_as(entity)
        attribute = types.attribute(entity, written)
        column = Column(attribute or written, where, mention, own=False)
        yield _name(Named(where, column, _ASKED), request)


def _in_record(request: Request) -> Iterator[Name]:
    """Yield what a request names that writes a record: the entity and its attributes."""
    record = record_in(request)
    if record is None:
        return
    at = request.at_parameter("entityName")
    yield _name(Named(at, record.mention, "the entity of a record"), request)
    known = (record.mention.entity.attributes or ()) if record.mention.entity is not None else ()
    folded = {one.lower(): one for one in known}
    for name, _, where in record.properties:
        column = Column(folded.get(name.lower(), name), where._replace(part="key"), record.mention, own=False)
        yield _name(Named(column.at, column, "an attribute of a record"), request)


def _navigation(at: Location, name: str, snapshot: Snapshot, project: Project) -> Named:
    """Return what leads to another entity: a relationship by its name, or that entity."""
    if project.links_named(snapshot, name):
        return Named(at, Called("relationship", name), _ASKED)
    return Named(at, Mention(None, snapshot, name, at), _ASKED)


def _in_path(request: Request) -> Iterator[Name]:
    mention = path_mention(request)
    if mention is not None:
        at = request.at_parameter("entityName")
        yield _name(Named(at, mention, "the path of a request"), request)


def _in_body(request: Request) -> Iterator[Name]:
    return _named(request.root, request)


def _named(root: Any, request: Request) -> Iterator[Name]:
    return (_name(one, request) for one in named_in(root, request))


def _name(one: Named, request: Request) -> Name:
    value = one.value
    if isinstance(value, Called):
        link = Link(_instance(request), value.name, value.what)
        return Name(one.at, link, None, one.declares, request, role=one.role)
    thing = _meant(value, request)
    return Name(one.at, thing, value, one.declares, request, one.other, one.to_key, one.role)


def _meant(value: Mention | Column | SourceMention, request: Request) -> Thing | None:
    """Return what is named, if it is known."""
    if isinstance(value, SourceMention):
        return value.find(request.snapshot) if request.snapshot is not None else None
    entity = value.entity
    if isinstance(value, Mention) or entity is None:
        return entity
    known = value.attribute in (entity.attributes or ())
    return Attribute(entity, str(value.attribute)) if known else None


def names_by_kind(project: Project, attributes: Attributes = (), ending: str = "") -> Iterator[Name]:
    """Yield all names: those of the snapshots, those of payloads, kind by kind, those of queries and paths.

    `attributes` and `ending` say which names of snapshots are asked for, as for `names_in_snapshot`.
    """
    for snapshot in project.snapshots:
        yield from _with_outputs(names_in_snapshot(snapshot, attributes, ending), project)
    for kind in sorted(kinds.ALL, key=lambda one: one.turn.rank):
        for request in project.requests:
            if request.route.kind == kind.name:
                # attributes that are compared come first
                names = _with_outputs(_in_body(request), project)
                yield from sorted(names, key=lambda one: one.other is None)
    for request in project.requests:
        yield from _in_query(request, project)
        yield from _in_record(request)
    for request in project.requests:
        yield from _in_path(request)
