"""The conflict resolution rules: which source wins where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from linter.kinds.kind import Kind, Turn
from linter.kinds.meaning import whole_of_conflation
from linter.kinds.references import Column, Mention, column_of, mention_of
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class ConflictResolutionRules:
    """The body of PATCH …/conflictResolutionRules."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root

    @cached_property
    def columns(self) -> list[Column]:
        """Every attribute that the document names, in the order of the text."""
        return [column for node in self.root.walk() for column in self._columns_of(node)]

    @cached_property
    def policy_columns(self) -> list[Column]:
        """The attributes that policies draw on: all but the excluded ones, and those without a policy."""
        excluded = {id(node) for node in self.root.nodes("excludedColumns")}
        without = [one for name in ("attributes", "groups") for one in self.root.nodes(name)]
        without = [one for one in without if not _has(one, "policy")]
        excluded |= {id(node) for one in without for node in one.walk()}
        return [
            column
            for column in self.columns
            if column.mention is not None and id(column.mention.node) not in excluded
        ]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The entities that the document names, in the order of the text."""
        return list(_distinct(self.columns))

    @cached_property
    def policy_mentions(self) -> list[Mention]:
        """The entities that policies name, in the order of the text."""
        return list(_distinct(self.policy_columns))

    def has_resolution(self) -> bool:
        """Tell whether some attribute or group has a policy and a source column.

        What can't be read may hold one.
        """
        if self.root.broken & {"attributes", "groups"}:
            return True
        attributes = self.root.nodes("attributes")
        if any(_has(node, "policy") and _has(node, "sourceColumns") for node in attributes):
            return True
        return any(
            _has(group, "policy")
            and ("sources" in group.broken or any(_has(one, "columns") for one in group.nodes("sources")))
            for group in self.root.nodes("groups")
        )

    def has_policy(self) -> bool:
        """Tell whether some attribute or group has a policy, or may have one."""
        parts = (*self.root.nodes("attributes"), *self.root.nodes("groups"))
        return bool(self.root.broken & {"attributes", "groups"}) or any(_has(one, "policy") for one in parts)

    def _columns_of(self, node: Node) -> Iterator[Column]:
        if node.shape.name == "ColumnReference":
            yield column_of(node, self.request)
        elif node.shape.name == "GroupSource":
            yield from self._group_columns(node)

    def _group_columns(self, node: Node) -> Iterator[Column]:
        entity = node.node("entity")
        if entity is None:
            return
        mention = mention_of(entity, self.request)
        yield Column(None, mention.at, mention, own=True)
        for index, name in enumerate(node.get("columns") or ()):
            if isinstance(name, str):
                yield Column(name, node.at("columns", index), mention, own=False)
        recency = node.get("recencyColumn")
        if isinstance(recency, str):
            yield Column(recency, (node, "recencyColumn"), mention, own=False)


def _has(node: Node, name: str) -> bool:
    value = node.get(name)
    return name in node.broken or isinstance(value, Node) or bool(value)


def _distinct(columns: list[Column]) -> Iterator[Mention]:
    seen: set[int] = set()
    for column in columns:
        if column.mention is not None and id(column.mention) not in seen:
            seen.add(id(column.mention))
            yield column.mention


KIND: Final = Kind(
    name="conflictResolutionRules",
    title="Conflict resolution rules",
    model="conflict_resolution_rules",
    addresses=(Address("conflations/{conflationId}/conflictResolutionRules"),),
    view=ConflictResolutionRules,
    turn=Turn(4, "conflict resolution rules come after plans"),
    saved=("conflations", "conflictResolutionRules"),
    writes=whole_of_conflation("conflictResolutionRules"),
)
