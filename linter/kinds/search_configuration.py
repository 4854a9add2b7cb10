"""The search configuration: which attributes of customers can be searched and filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.kinds.kind import LATE, Kind, Part, Standing, Turn
from linter.kinds.meaning import meaning
from linter.kinds.references import Column, Mention, mention_in
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class SearchConfiguration:
    """The body of PUT …/search."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root

    @property
    def entities(self) -> list[Mention]:
        """The entities that are indexed."""
        return [
            mention_in(one, "qualifiedEntityName", self.request) for one in self.root.nodes("entityConfig")
        ]

    @property
    def columns(self) -> list[tuple[Column, Node]]:
        """The attributes that are indexed, each with what is said of it."""
        return [
            (Column(one.text("name"), (one, "name"), mention, own=False), one)
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
