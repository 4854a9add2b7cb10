"""How payloads name entities and attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Location
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Resolution, Snapshot
from linter.shapes.node import Node, Slice, Where, located

if TYPE_CHECKING:
    from linter.kinds.request import Request


_SOURCES: Final = frozenset(("datasourceId", "dataSourceName"))  # what a path calls a data source


class SourceMention:
    """A data source as a payload names it; `by` is "id", "name" or "either"."""

    __slots__ = ("by", "node", "value", "where")

    def __init__(self, value: str, by: str, where: Location | str, node: Node | None = None) -> None:
        self.value = value
        self.by = by
        self.where = where  # its place, or the property of the node
        self.node = node

    @property
    def at(self) -> Location:
        """Where it is named."""
        return _place(self.node, self.where)

    def find(self, snapshot: Snapshot) -> DataSource | None:
        """Return the data source, if the instance has it."""
        by_name = snapshot.data_source_by_name(self.value) if self.by != "id" else None
        by_id = snapshot.data_source_by_id(self.value) if self.by != "name" else None
        return by_name or by_id


class Mention:
    """An entity as a payload names it.

    `path_source` is the data source that the request's path gives; `in_path` says that the path
    gives one at all, so that an unknown one is the path's fault and not the mention's.  `where` is
    its place, or the property of its node (or a part of it), or None for the node itself: most places
    nobody asks for.
    """

    __slots__ = ("_resolution", "_snapshot", "in_path", "name", "node", "path_source", "source", "where")

    def __init__(
        self,
        node: Node | None,
        snapshot: Snapshot | None,
        name: str | None,
        where: Location | str | tuple[str, Slice] | None,
        source: SourceMention | None = None,
    ) -> None:
        self.node = node
        self.name = name
        self.where = where
        self.source = source
        self.path_source: DataSource | None = None
        self.in_path = False
        self._snapshot = snapshot
        self._resolution: Resolution | None = None

    @property
    def at(self) -> Location:
        """Where it is made."""
        return _place(self.node, self.where)

    def is_made_at(self, at: Location) -> bool:
        """Tell whether it is made at a place that is no object's property, such as a path."""
        return self.where == at

    def within(self, request: Request) -> Mention:
        """Let the request's path say which data source is meant, if it does."""
        if not names_source(request):
            return self
        if _SOURCES.isdisjoint(request.parameters):
            self.name = None  # it may be of any data source
        self.in_path = True
        if self._snapshot is not None:
            self.path_source = path_source(self._snapshot, request)
        return self

    def of_unread_source(self) -> Mention:
        """Let it be open which data source is meant, since what names it can't be read."""
        self.in_path = True
        return self

    @property
    def spelled(self) -> str:
        """The qualified name as far as the payload gives it."""
        source = self.source.value if self.source else self.path_source
        return f"{source}_{self.name}" if source else str(self.name)

    @property
    def resolution(self) -> Resolution:
        """What the mention leads to in the snapshot; "unknown" where nothing can be said."""
        if self._resolution is None:
            self._resolution = self._resolve()
        return self._resolution

    @property
    def entity(self) -> Entity | None:
        """The entity, if it is ingested."""
        return (self._resolution or self.resolution).entity

    @property
    def data_source(self) -> DataSource | None:
        """The data source that is meant, if it is named and the instance has it."""
        if self.in_path or self.source is None or self._snapshot is None:
            return self.path_source
        return self.source.find(self._snapshot)

    def resolve_as(self, entity: Entity) -> None:
        """Let the context decide, where the name alone would be open."""
        self._resolution = Resolution("known", entity)

    def key(self) -> Any:
        """Return what two mentions of one entity share."""
        if self.entity is not None:
            return self.entity
        source = self.data_source
        return self.spelled if source is None else (source.id, self.name)

    def _resolve(self) -> Resolution:
        snapshot = self._snapshot
        if snapshot is None or self.name is None:
            return Resolution("unknown")
        source = self.data_source
        if source is not None:
            entity = snapshot.entity_in(source, self.name) or self._qualified(snapshot, source)
            return Resolution("known" if entity else "unknown", entity)
        if self.source is not None or self.in_path:
            return Resolution("unknown-source")
        return snapshot.resolve_name(self.name)

    def _qualified(self, snapshot: Snapshot, source: DataSource) -> Entity | None:
        """Return the entity of a qualified name that stands where the source is given already."""
        found = snapshot.resolve_name(str(self.name)).entity
        return found if found is not None and found.data_source == source else None


class Column:
    """An attribute as a payload names it, with the mention of its entity."""

    __slots__ = ("_canonical_type", "attribute", "mention", "other", "own", "where")

    def __init__(
        self, attribute: str | None, where: Where, mention: Mention | None, *, own: bool = False
    ) -> None:
        self.attribute = attribute
        self.where = where
        self.mention = mention
        self.own = own  # whether the column itself names the entity, or its context does
        self.other: Column | None = None  # the one that it is compared or joined with
        self._canonical_type: str | None = ""  # "" until it is asked for

    @property
    def at(self) -> Location:
        """Where the attribute is named."""
        return located(self.where)

    @property
    def entity(self) -> Entity | None:
        """The column's entity, if it is ingested."""
        return self.mention.entity if self.mention else None

    @property
    def canonical_type(self) -> str | None:
        """The attribute's canonical type; None when entity or attribute aren't known."""
        if self._canonical_type == "":
            self._canonical_type = self._find_type()
        return self._canonical_type

    @property
    def declared_type(self) -> str:
        """The type of an attribute that is declared, as the snapshot writes it."""
        assert self.entity is not None
        return self.entity.declared_type(str(self.attribute))

    @property
    def declared_at(self) -> Location:
        """Where an attribute that is declared is so."""
        assert self.entity is not None
        return self.entity.attribute_at(str(self.attribute))

    def _find_type(self) -> str | None:
        entity = self.entity
        if entity is None or self.attribute is None or self.attribute not in (entity.attributes or {}):
            return None
        return entity.canonical_type(self.attribute)


def _place(node: Node | None, where: Location | str | tuple[str, Slice] | None) -> Location:
    if isinstance(where, Location):
        return where
    assert node is not None
    return located((node, *where) if isinstance(where, tuple) else (node, where))


def names_source(request: Request) -> bool:
    """Tell whether a request's path says which data source is meant."""
    route = request.route
    return not (_SOURCES.isdisjoint(request.parameters) and _SOURCES.isdisjoint(route.open))


def path_source(snapshot: Snapshot, request: Request) -> DataSource | None:
    """Return the data source that a request's path names, by ID or, where a mapping says so, by name."""
    by_id, by_name = request.parameter("datasourceId"), request.parameter("dataSourceName")
    if by_id is not None:
        return snapshot.data_source_by_id(by_id)
    return snapshot.data_source_by_name(by_name) if by_name is not None else None


def deleted_source(deletion: Request) -> DataSource | None:
    """Return the data source that a DELETE is about, if it is one that the instance has."""
    is_one = deletion.route.segments[-2:-1] == ["datasources"]
    return path_source(deletion.snapshot, deletion) if is_one and deletion.snapshot is not None else None


def path_mention(request: Request) -> Mention | None:
    """Return the mention that a request's path makes with its {entityName}, if it has one."""
    name = request.parameter("entityName")
    if name is not None and request.mention is None:
        request.mention = Mention(None, request.snapshot, name, request.at).within(request)
    mention: Mention | None = request.mention
    return mention


def deleted_entity(deletion: Request) -> Entity | None:
    """Return the entity that a DELETE is about, if it is one that the instance has."""
    is_one = deletion.route.segments[-2:-1] in (["entities"], ["tables"])
    mention = path_mention(deletion) if is_one else None
    return mention.entity if mention is not None else None


def mention_of(node: Node, request: Request) -> Mention:
    """Return the mention that a reference (object, or plain string) makes."""
    if node.literal is not None:
        return Mention(node, request.snapshot, node.literal, None)
    return Mention(node, request.snapshot, entity_named(node), "entityName", source_of(node))


def mention_in(node: Node, name_property: str, request: Request) -> Mention:
    """Return the mention in a property that holds a plain string reference."""
    return Mention(node, request.snapshot, node.text(name_property), name_property)


def entity_named(node: Node, around: Node | None = None) -> str | None:
    """Return the name of the entity that an object names.

    None where it can't be read, or the data source can't that the object, or the one `around`, names.
    """
    return None if lacks_source(around or node) else node.text("entityName")


def named_by(node: Node, request: Request) -> tuple[str | None, Location | str]:
    """Return the name of the entity that an object, or else the request's path, names, and where.

    It is open which of two is meant, where the path names another.
    """
    if node.written("entityName"):
        return None if is_addressed_to_another(node, request) else entity_named(node), "entityName"
    return request.parameter("entityName"), request.at


def is_addressed_to_another(node: Node, request: Request) -> bool:
    """Tell whether a body is of one entity of the instance, and its path of another, or of none."""
    addressed = path_mention(request)
    said = node.text("entityName") if addressed is not None else None
    if addressed is None or said is None or said.lower() == str(addressed.name).lower():
        return False
    meant = Mention(node, request.snapshot, said, "entityName", source_of(node)).within(request).entity
    return meant is not None and meant is not addressed.entity


def lacks_source(node: Node) -> bool:
    """Tell whether an object names a data source that can't be read."""
    return not node.broken.isdisjoint(("dataSourceId", "dataSourceName")) and source_of(node) is None


def source_of(node: Node) -> SourceMention | None:
    """Return the data source that an object names by its ID or its name."""
    members = node.shape.members or {}
    for name, by in (("dataSourceId", "id"), ("dataSourceName", "name")):
        value = node.text(name) if name in members else None
        if value is not None:
            return SourceMention(value, by, name, node)
    return None


def column_of(node: Node, request: Request) -> Column:
    """Return the column of a ColumnReference that names its entity itself."""
    mention = mention_of(node, request)
    return Column(node.text("attributeName"), (node, "attributeName"), mention, own=True)


def column_beside(node: Node, request: Request, side: list[Mention], default: Mention | None) -> Column:
    """Return the column of a ColumnReference that may leave its entity to the side on which it stands.

    `default` is the side's only entity, where it has just one.
    """
    attribute, where = node.text("attributeName"), (node, "attributeName")
    if node.get("entityName") is None:
        unread = Mention(node, request.snapshot, None, "entityName")
        return Column(attribute, where, unread if "entityName" in node.broken else default)
    mention = mention_of(node, request)
    if mention.source is None:
        _let_side_decide(mention, side)
    return Column(attribute, where, mention, own=True)


def _let_side_decide(mention: Mention, side: list[Mention]) -> None:
    """A bare name in a column means the entity of that name on its side, if there is just one."""
    entities = (other.entity for other in side)
    fitting = [entity for entity in entities if entity is not None and entity.name == mention.name]
    if len(fitting) == 1:
        mention.resolve_as(fitting[0])
