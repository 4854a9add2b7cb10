"""Relationships: which attribute of which entity leads to which other entity."""

from __future__ import annotations

from typing import Any

from linter.diagnostic import Location
from linter.kinds.references import mention_in
from linter.kinds.request import Request
from linter.shapes.node import Node


class End:
    """One end of a relationship."""

    __slots__ = ("attribute", "attribute_at", "mention", "side")

    def __init__(self, node: Node, side: str, request: Request) -> None:
        self.side = side  # "from" or "to"
        self.mention = mention_in(node, f"{side}EntityName", request)
        self.attribute = node.text(f"{side}AttributeName")
        self.attribute_at = node.at(f"{side}AttributeName")


class Relationship:
    """A relationship as a payload plans it."""

    __slots__ = ("ends", "name", "name_at", "node", "request", "update")

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("relationshipName")  # the name of the one that is updated
        self.name = node.text("name")
        self.name_at: Location = node.at("name")
        self.ends = (End(node, "from", request), End(node, "to", request))


class Relationships:
    """The body of PATCH …/relationships: one relationship or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        nodes = root if isinstance(root, list) else [root]
        self.items = [Relationship(node, request) for node in nodes if isinstance(node, Node)]
