"""What a value names, read off its shape: entities, attributes, data sources, relationships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.references import Column, Mention, SourceMention, column_beside, lacks_source
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.shapes.shape import Says, shape_of

_CALLED: Final = ("relationship", "segment", "measure")


class Called(NamedTuple):
    """A relationship, segment or measure by its name."""

    what: str  # "relationship", "segment" or "measure"
    name: str


class Named(NamedTuple):
    """A place that names something."""

    where: Location | None  # None: the place of the value, which most don't ask for
    value: Mention | Column | SourceMention | Called
    role: str  # what the place is, as in "the timestamp"
    declares: bool = False
    other: Column | None = None  # what an attribute is compared or joined with
    to_key: bool = False  # whether an attribute is best the entity's primary key

    @property
    def at(self) -> Location:
        """Where it is named."""
        if self.where is not None:
            return self.where
        assert not isinstance(self.value, Called)
        return self.value.at


def named_in(root: Any, request: Request) -> Iterator[Named]:
    """Yield what a body names that was read along its shape, the request's own or a snapshot's part.

    The names of one object come in the order of its shape, objects in the order of the text.
    """
    walk = _Walk(request)
    if isinstance(root, str):
        yield from walk.of_text(root)
    yield from walk.of(root, None, "")


class _Walk:
    """Walks through one body; remembers its mentions, as attributes follow them."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.mentions: dict[tuple[int, str], Mention] = {}
        self.columns: dict[int, Column] = {}

    def of_text(self, name: str) -> Iterator[Named]:
        """A body that is a string is the name of the one entity that it could be about."""
        at = Location(self.request.document, self.request.body_path)
        mention = Mention(None, self.request.snapshot, name, at).within(self.request)
        says = shape_of("entityInformation", "EntityInformationOfPath").says["entityName"]
        yield Named(at, mention, says.role)

    def of(self, value: Any, said: Says | None, role: str) -> Iterator[Named]:
        """Yield what a value names that stands in a property; `role` is what is said around it."""
        for node in value if isinstance(value, list) else (value,):
            if not isinstance(node, Node):
                continue
            if node.literal is not None:
                yield Named(None, self._reference(node), role)
            elif node.shape.mapping is not None:
                yield from self._mapping(node)
            else:
                yield from self._object(node, role, is_column=said is not None and said.what == "column")

    def _object(self, node: Node, role: str, *, is_column: bool) -> Iterator[Named]:
        says = node.shape.says
        yield from self._source_named(node)
        for name, said in says.items():
            if name not in node.values and not said.path:
                continue
            if not (is_column and said.what == "attribute"):  # the object around it has told of that
                yield from self._own(node, name, said, self._role(node, role or said.role))
        for name, value in node.values.items():
            if isinstance(value, (Node, list)):
                child = says.get(name)
                yield from self.of(value, child, role or (child.role if child is not None else ""))

    def _role(self, node: Node, role: str) -> str:
        if "{name}" not in role:
            return role
        request, at = self.request, node.at("name")
        name = node.text("name") or request.opened_at(at) or request.spelled("relationshipName")
        return role.format(name=name or "?")

    def _source_named(self, node: Node) -> Iterator[Named]:
        source = _source_in(node)
        if source is not None:
            yield Named(None, source, "")

    def _own(self, node: Node, name: str, said: Says, role: str) -> Iterator[Named]:
        """Yield what an object's property names by strings, or the attribute of a column in it."""
        value: Any = node.values.get(name)
        if said.what == "entity":
            mention = self._mention(node, name, said)
            if mention.name is not None:
                yield Named(None, mention, role, said.declares)
        elif said.what in _CALLED:
            yield from self._called(node, name, said, role)
        elif said.what in ("member", "hop", "query", "field", "expression"):
            named = {
                "member": self._member,
                "hop": self._hops,
                "query": self._queried,
                "field": self._field,
                "expression": self._expression,
            }
            yield from named[said.what](node, name, role)
        elif said.what == "column":
            column, other = self._column(value, said), node.node(said.beside)
            beside = self._column(other, node.shape.says[said.beside]) if other is not None else None
            if column.attribute is not None:
                yield Named(None, column, role, other=beside)
        elif said.what == "attribute":
            yield from self._attributes(node, name, said, role)

    def _called(self, node: Node, name: str, said: Says, role: str) -> Iterator[Named]:
        value = node.values.get(name)
        if isinstance(value, str):
            yield Named(node.at(name), Called(said.what, value), role, said.declares)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, str):
                yield Named(node.at(name, index), Called(said.what, item), role, said.declares)

    def _field(self, node: Node, name: str, role: str) -> Iterator[Named]:
        from linter.kinds.members import field_in

        column = field_in(node, name, self.request)
        if column is not None:
            yield Named(None, column, role)

    def _expression(self, node: Node, name: str, role: str) -> Iterator[Named]:
        from linter.kinds.expressions import fields_in

        for column in fields_in(node, name, self.request):
            yield Named(None, column, role)

    def _member(self, node: Node, name: str, role: str) -> Iterator[Named]:
        from linter.kinds.members import member_in

        member = member_in(node, name, self.request)
        if member is None:
            return
        if member.owner is not None:
            yield Named(None, member.owner, role)
        yield Named(None, member.column, role)

    def _hops(self, node: Node, name: str, role: str) -> Iterator[Named]:
        from linter.kinds.paths import hops_in

        for hop in hops_in(node, name):
            if self.request.snapshot is not None and hop.name in self.request.snapshot.relationships:
                yield Named(hop.at, Called("relationship", hop.name), role)
            else:
                yield Named(None, Mention(None, self.request.snapshot, hop.name, hop.at), role)

    def _queried(self, node: Node, name: str, role: str) -> Iterator[Named]:
        """Yield the tables of a query in SQL, and the columns of which it is known whose they are."""
        if not node.text(name):
            return
        from linter.kinds.sql_query import query_in_sql

        query = query_in_sql(node, name, self.request)
        if query is None:
            return
        for mention in query.tables:
            yield Named(None, mention, role)
        for column in map(query.column, query.columns):
            if column.mention is not None:
                yield Named(None, column, role)

    def _attributes(self, node: Node, name: str, said: Says, role: str) -> Iterator[Named]:
        value = node.values.get(name)
        mention = self._entity_of(node, said)
        other = self._attribute(node, said.beside) if said.beside else None
        if isinstance(value, str):
            column = Column(value, (node, name), mention)
            yield Named(None, column, role, other=other, to_key=said.key)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, str):
                column = Column(item, (node, name, index), mention)
                yield Named(None, column, role)

    def _attribute(self, node: Node, name: str) -> Column:
        said = node.shape.says[name]
        return Column(node.text(name), (node, name), self._entity_of(node, said))

    def _mapping(self, node: Node) -> Iterator[Named]:
        """The short form: data sources, and the names of their entities."""
        says = node.shape.says
        for key, names in node.values.items() if says else ():
            if key.lower() == "$schema":
                continue
            source = SourceMention(key, says["keys"].by, node.at(key)._replace(part="key"))
            yield Named(None, source, "")
            for index, name in enumerate(names):
                if isinstance(name, str):
                    mention = Mention(node, self.request.snapshot, name, node.at(key, index), source)
                    yield Named(None, mention.within(self.request), says["items"].role)

    # Entities

    def _reference(self, node: Node) -> Mention:
        """Return the mention that an object, or a plain string in its place, makes of an entity."""
        if node.literal is None:
            says = node.shape.says
            name = next(name for name, said in says.items() if said.what == "entity")
            return self._mention(node, name, says[name])
        key = (id(node), "")
        if key not in self.mentions:
            self.mentions[key] = Mention(node, self.request.snapshot, node.literal, node.at())
        return self.mentions[key]

    def _mention(self, node: Node, name: str, said: Says) -> Mention:
        key = (id(node), name)
        if key not in self.mentions:
            self.mentions[key] = self._mentioned(node, name, said)
        return self.mentions[key]

    def _mentioned(self, node: Node, name: str, said: Says) -> Mention:
        text, at = node.text(name), node.at(name)
        if said.path and not node.written(name):
            text, at = self.request.parameter("entityName"), self.request.at
        holder = _holder_of_source(node)
        if holder is None:
            return Mention(node, self.request.snapshot, text, at)
        mention = Mention(node, self.request.snapshot, text, at, _source_in(holder))
        if lacks_source(holder):
            return mention.of_unread_source()
        return mention.within(self.request)

    def _entity_of(self, node: Node, said: Says) -> Mention | None:
        """Return the mention of an attribute's entity: in the object, or the nearest around it."""
        holder = _holder(node, said.of)
        value = holder.get(said.of)
        if isinstance(value, Node):
            return self._reference(value)
        if isinstance(value, list):  # the only one is meant
            return self._reference(value[0]) if len(value) == 1 and isinstance(value[0], Node) else None
        is_object = _is_object(holder, said.of)
        return None if is_object else self._mention(holder, said.of, holder.shape.says[said.of])

    def _column(self, node: Node, said: Says) -> Column:
        """Return the column that an object is; a bare name is sought among the entities of its side."""
        if id(node) not in self.columns:
            holder = _holder(node, said.of)
            side = [self._reference(one) for one in holder.nodes(said.of)]
            default = side[0] if len(side) == 1 and said.of not in holder.broken else None
            column = self.columns[id(node)] = column_beside(node, self.request, side, default)
            if column.mention is not None and column.mention.name is not None:
                self.mentions[id(node), "entityName"] = column.mention
        return self.columns[id(node)]


def _source_in(node: Node) -> SourceMention | None:
    """Return the data source that an object names; its first property that does so counts."""
    for name, said in node.shape.says.items():
        value = node.values.get(name) if said.what == "data source" else None
        if isinstance(value, str):
            return SourceMention(value, said.by, node.at(name))
    return None


def _holder_of_source(node: Node) -> Node | None:
    """Return the outermost object around that can name a data source: it does so for all in it."""
    found, around = None, node
    while True:
        if any(said.what == "data source" for said in around.shape.says.values()):
            found = around
        if around.parent is None:
            return found
        around = around.parent


def _holder(node: Node, name: str) -> Node:
    """Return the nearest object, from this one outwards, that can have a property; there is one."""
    around: Node | None = node
    while around is not None and name not in (around.shape.members or ()):
        around = around.parent
    assert around is not None, name
    return around


def _is_object(node: Node, name: str) -> bool:
    members = node.shape.members or {}
    return members[name].members is not None
