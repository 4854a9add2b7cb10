"""The search configuration: which attributes of customers can be searched and filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from linter.kinds.items import settled
from linter.kinds.kind import LATE, Kind, Part, Standing, Turn
from linter.kinds.meaning import meaning
from linter.kinds.references import Column, Mention, mention_in
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class Indexed:
    """An attribute that is indexed."""

    def __init__(self, node: Node, mention: Mention) -> None:
        self.node = node
        self.column = Column(settled(node.text("name")), (node, "name"), mention)

    @property
    def properties(self) -> Node | None:
        """What is said of it."""
        return self.node.node("properties")

    def is_marked(self, name: str) -> bool:
        """Tell whether it has a property such as "isSearchable"."""
        return self.properties is not None and self.properties.get(name) is True

    @property
    def facet(self) -> str | None:
        """How its values are counted, as it is written."""
        return settled(self.properties.text("facetSpecification")) if self.properties is not None else None


class SearchConfiguration:
    """The body of PUT …/search."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root

    @cached_property
    def entities(self) -> list[Mention]:
        """The entities that are indexed."""
        return [
            mention_in(one, "qualifiedEntityName", self.request) for one in self.root.nodes("entityConfig")
        ]

    @cached_property
    def attributes(self) -> list[Indexed]:
        """The attributes that are indexed."""
        return [
            Indexed(one, mention)
            for mention in self.entities
            if mention.node is not None
            for one in mention.node.nodes("attributes")
        ]


def _writes(request: Request, standing: Standing) -> Iterator[Part]:
    snapshot, root = request.snapshot, request.root
    old = snapshot.root.node("searchConfiguration") if snapshot is not None else None
    is_same = old is not None and isinstance(root, Node) and meaning(root, request) == meaning(old, request)
    yield ("search", standing.instance), is_same


KIND: Final = Kind(
    name="searchConfiguration",
    title="Search configuration",
    model="search_configuration",
    addresses=(Address("manage/search", ("PUT", "PATCH")),),
    view=SearchConfiguration,
    turn=Turn(LATE + 2, "the search configuration comes last of what writes"),
    saved=("searchConfiguration",),
    writes=_writes,
)
