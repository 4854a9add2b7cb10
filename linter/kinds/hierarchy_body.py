"""Hierarchies: which account is above which."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from linter.kinds.items import settled
from linter.kinds.references import Column, Mention, mention_in
from linter.kinds.request import Request
from linter.shapes.node import Node, listed


class Hierarchy:
    """A hierarchy, as a payload or a snapshot has it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.is_update = request.gives("hierarchyId")
        self.name = settled(node.text("name"))

    @cached_property
    def mention(self) -> Mention | None:
        """The entity of accounts."""
        made_of = self.node.node("dependency")
        return mention_in(made_of, "sourceEntity", self.request) if made_of is not None else None

    @cached_property
    def columns(self) -> list[Column]:
        """The attributes of the account's ID and of its parent's, as far as they are named."""
        made_of = self.node.node("dependency")
        if made_of is None:
            return []
        given = ("accountIdAttribute", "parentAccountIdAttribute")
        named = [(settled(made_of.text(name)), name) for name in given]
        return [Column(text, (made_of, name), self.mention) for text, name in named if text is not None]


class Hierarchies:
    """The body of POST …/hierarchies: a hierarchy or a list; of PATCH …/hierarchies/{hierarchyId}: one."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [Hierarchy(node, request) for node in listed(root)]
