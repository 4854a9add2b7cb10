"""Segments: which customers belong together."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from linter.diagnostic import Location
from linter.instance.entity import Entity
from linter.kinds.criteria import Condition, Criteria
from linter.kinds.members import texts_in
from linter.kinds.paths import Hop, hops_of
from linter.kinds.references import Mention, mention_in
from linter.kinds.request import Request
from linter.kinds.sql_query import SqlQuery, query_in_sql
from linter.shapes.node import Node, listed


class Rowset:
    """Customers whose rows satisfy criteria, and the ways between the entities of these."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @cached_property
    def criteria(self) -> Condition | None:
        """What is true of the rows."""
        node = self.node.node("criteria")
        return Condition(node, self.request) if node is not None else None

    @cached_property
    def reached(self) -> list[Mention]:
        """The ingested entities that the criteria name, each at the first place where they do."""
        found: dict[Entity, Mention] = {}
        for one in self.criteria.conditions() if self.criteria is not None else ():
            owner = one.member.owner if one.member is not None else None
            entity = owner.entity if owner is not None else None
            is_tree = one.operator in ("childOf", "parentOf")  # the hierarchy leads there
            if owner is not None and entity is not None and entity.data_source is not None and not is_tree:
                found.setdefault(entity, owner)
        return list(found.values())

    @property
    def paths(self) -> list[list[Hop]]:
        """The chosen ways, each by its elements."""
        value = self.node.get("paths")
        return [
            hops_of(path, partial(self.node.at, "paths", number))
            for number, path in enumerate(value if isinstance(value, list) else ())
            if isinstance(path, list)
        ]


class Segment:
    """A segment, as a payload or a snapshot has it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("segmentName")
        self.is_update = request.gives("segmentName")
        self.name = node.text("name")
        self.query = node.node("segmentQueryExpression")  # what the members are found by
        self.chosen: Any = None  # the paths that it chooses, once they have been followed

    @cached_property
    def texts(self) -> frozenset[str] | None:
        """The texts in it that may name something, without the name itself; None where too much may."""
        return texts_in(self.node) if self.sql is None else None

    @property
    def goes_by(self) -> str | None:
        """The name of the segment that is created or updated; None where it isn't known."""
        return self.update if self.is_update else self.name

    @property
    def name_at(self) -> Location:
        """Where the name stands."""
        return self.node.at("name")

    @property
    def state(self) -> str:
        """Its state, folded; a segment of which nothing is said is a draft."""
        return (self.node.text("state") or "inactive").lower()

    @cached_property
    def type(self) -> str | None:
        """Whether it is "structured" or "manual"; what isn't said shows in what there is."""
        query = self.query
        if query is None or "type" in query.broken:
            return None
        said = query.text("type")
        return said.lower() if said else "manual" if query.get("segmentationQuerySql") else "structured"

    @property
    def sql(self) -> str | None:
        """The query of a manual segment."""
        return self.query.text("segmentationQuerySql") if self.query is not None else None

    @property
    def suits_other_type(self) -> bool:
        """Whether it has only what the other type takes than it says to be of."""
        query = self.query
        if query is None or not query.text("type") or query.broken:
            return False
        has_rowsets, has_sql = bool(query.get("rowsets")), bool((self.sql or "").strip())
        return has_rowsets != has_sql and self.type == ("manual" if has_rowsets else "structured")

    @cached_property
    def sql_query(self) -> SqlQuery | None:
        """The same, read; None where the type is another one or nothing is said."""
        return (
            query_in_sql(self.query, "segmentationQuerySql", self.request) if self.type == "manual" else None
        )

    @cached_property
    def rowsets(self) -> list[Rowset]:
        """The sets that are joined."""
        nodes = self.query.nodes("rowsets") if self.query is not None else ()
        return [Rowset(node, self.request) for node in nodes]

    @cached_property
    def criteria_trees(self) -> list[Condition]:
        """The criteria of the sets."""
        trees = (rowset.criteria for rowset in self.rowsets)
        return [tree for tree in trees if tree is not None]

    @cached_property
    def conditions(self) -> list[Condition]:
        """All conditions, in the order of the text."""
        return [one for tree in self.criteria_trees for one in tree.conditions()]

    @cached_property
    def subjects(self) -> list[Mention]:
        """What the conditions, then what is shown and the hierarchies, are about."""
        members = (one.member for one in self.conditions)
        owners = [one.owner for one in members if one is not None and one.owner is not None]
        if self.query is None:
            return owners
        for name, part in (("entityName", "projectedAttributes"), ("hierarchyEntityName", "hierarchies")):
            owners += [mention_in(node, name, self.request) for node in self.query.nodes(part)]
        return owners


class Segments:
    """The body of POST …/segments: a segment or a list; of PUT …/segments/{segmentName}: one."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [Segment(node, request) for node in listed(root)]

    @cached_property
    def criteria(self) -> Criteria:
        """The criteria of all of them."""
        return Criteria([tree for one in self.items for tree in one.criteria_trees])
