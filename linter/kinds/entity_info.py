"""entityInfo: type, primary key, timestamp and labels of ingested entities."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from linter.kinds.references import Mention, source_of
from linter.kinds.request import Request
from linter.shapes.node import Node

ALLOWED_TYPES: Final = ("Activity", "Unspecified")


class Info:
    """What the payload says of one entity."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @cached_property
    def mention(self) -> Mention:
        """The entity; the single form may leave its name to the path."""
        node, request = self.node, self.request
        name, at = node.text("entityName"), node.at("entityName")
        if not node.written("entityName"):
            name, at = request.parameter("entityName"), request.at
        return Mention(node, request.snapshot, name, at, source_of(node)).within(request)

    @property
    def entity_type(self) -> str | None:
        """The entity type, folded, if it is one that the limitation allows."""
        value = self.node.text("entityType")
        folded = value.lower() if value is not None else None
        return folded if folded in ("activity", "unspecified") else None


class EntityInfo:
    """The body of PATCH …/entityInfo: one entity or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        nodes = root if isinstance(root, list) else [root]
        self.infos = [Info(node, request) for node in nodes if isinstance(node, Node)]
