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
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node


class OutputAttribute:
    """A name of the unified entity, an attribute or a field of a group, and the columns that make it."""

    def __init__(self, node: Node, name_property: str, columns: list[Column]) -> None:
        self.node = node
        self.name = node.text(name_property)
        self.at = node.at(name_property)
        self.columns = columns


class Merge:
    """An attribute or a group: a policy, and the columns that it chooses from."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.is_group = node.shape.name == "AttributeGroup"
        self.policy = node.node("policy")
        self._request = request
        self.sources = (
            [_group_columns(one, request) for one in node.nodes("sources")] if self.is_group else []
        )

    @property
    def kind(self) -> str:
        """How the policy chooses, folded, "" where that isn't said."""
        return (self.policy.text("kind") or "").lower() if self.policy is not None else ""

    @cached_property
    def outputs(self) -> list[OutputAttribute]:
        """The names of the unified entity, with their columns, ranked."""
        if not self.is_group:
            columns = [column_of(one, self._request) for one in self.node.nodes("sourceColumns")]
            return [OutputAttribute(self.node, "name", columns)]
        return [
            OutputAttribute(
                field,
                "outputName" if field.written("outputName") else "name",
                [one.columns[index] for one in self.sources if index < len(one.columns)],
            )
            for index, field in enumerate(self.node.nodes("fields"))
        ]

    @cached_property
    def recency(self) -> list[Column]:
        """The columns that tell how recent a row is: the policy's, and those of a group's sources."""
        listed = self.policy.nodes("recencyColumns") if self.policy is not None else []
        own = (one.recency for one in self.sources if one.recency is not None)
        return [*(column_of(one, self._request) for one in listed), *own]

    @property
    def taking_part(self) -> list[Mention]:
        """The entities whose columns the policy chooses from, each once where that is known."""
        named = [column.mention for column in self.outputs[0].columns] if self.outputs else []
        mentions = [one.mention for one in self.sources] if self.is_group else named
        return list({one.key(): one for one in mentions if one is not None}.values())


class GroupSource(NamedTuple):
    """A source of a group: its entity, its columns in the order of the fields, and that of recency."""

    node: Node
    mention: Mention | None
    columns: list[Column]
    recency: Column | None


def _group_columns(node: Node, request: Request) -> GroupSource:
    entity = node.node("entity")
    mention = mention_of(entity, request) if entity is not None else None
    columns = [
        Column(name if isinstance(name, str) else None, node.at("columns", index), mention)
        for index, name in enumerate(node.get("columns") or ())
    ]
    recency = node.text("recencyColumn")
    at = node.at("recencyColumn")
    return GroupSource(node, mention, columns, Column(recency, at, mention) if recency is not None else None)


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
    def merges(self) -> list[Merge]:
        """The attributes, then the groups."""
        nodes = (*self.root.nodes("attributes"), *self.root.nodes("groups"))
        return [Merge(node, self.request) for node in nodes]

    @cached_property
    def outputs(self) -> list[OutputAttribute]:
        """The names of the unified entity, those of attributes first."""
        return [output for one in self.merges for output in one.outputs]

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
                yield Column(name, node.at("columns", index), mention)
        recency = node.get("recencyColumn")
        if isinstance(recency, str):
            yield Column(recency, (node, "recencyColumn"), mention)


def _has(node: Node, name: str) -> bool:
    value = node.get(name)
    return name in node.broken or bool(value)


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
