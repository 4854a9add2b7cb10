"""Derived entities: what a query makes of other entities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.kinds.items import settled
from linter.kinds.references import Mention, mention_of
from linter.kinds.request import Request
from linter.kinds.sql_query import BEGINNINGS, RESTRICTED, SqlQuery, query_in_sql
from linter.shapes.node import Node, listed


class DerivedEntity:
    """An entity as a payload plans it."""

    texts: Final = None  # any may name something

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.name = settled(node.text("name"))

    @cached_property
    def dependencies(self) -> list[Mention]:
        """The entities that are listed as those that the query reads."""
        return [mention_of(node, self.request) for node in self.node.nodes("dependencies")]

    @cached_property
    def sql_query(self) -> SqlQuery | None:
        """The query, where it is one in SQL: it may be of another language."""
        query = query_in_sql(self.node, "query", self.request)
        word = query.first.word if query is not None and query.first is not None else ""
        return query if word in (*BEGINNINGS, *RESTRICTED) else None

    @property
    def read(self) -> list[Mention]:
        """The entities that the query reads by plain names, where it is surely understood."""
        return self.sql_query.tables if self.sql_query is not None else []


class DerivedEntities:
    """The body of POST …/derivedentities: one entity or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.root = root
        self.items = [DerivedEntity(node, request) for node in listed(root)]

    @property
    def created(self) -> Iterator[DerivedEntity]:
        """The entities that are new."""
        return iter(() if self.request.gives("derivedEntityName") else self.items)
