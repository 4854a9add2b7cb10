"""Insights: which segments or entities are compared, in which attributes and metrics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.kinds.items import settled
from linter.kinds.references import Column, Mention, mention_of
from linter.kinds.request import Request
from linter.shapes.node import Node, listed

SOURCELESS: Final = ("suggestedsegments",)
"""The types, folded, that look for segments and begin with none."""


class Insight:
    """An insight as a payload plans it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.name = settled(node.text("name"))
        self.is_new = not request.gives("insightName") and bool(node.keys)  # {} is DO05's, and no more

    @property
    def type(self) -> str:
        """What sort of insight it is, folded, "" where that isn't said."""
        return (settled(self.node.text("type")) or "").lower()

    @cached_property
    def source(self) -> Mention | None:
        """What it begins with."""
        return self._mention("sourceEntity")

    @cached_property
    def candidate(self) -> Mention | None:
        """What that is compared with."""
        return self._mention("candidateEntity")

    @property
    def compared(self) -> list[Mention]:
        """Source and candidate, as far as they are named."""
        return [one for one in (self.source, self.candidate) if one is not None and is_named(one)]

    @cached_property
    def groups(self) -> list[tuple[Node, list[Column]]]:
        """The groups of attributes, with their members."""
        return [(one, self._members(one)) for one in self.node.nodes("attributeGroups")]

    @cached_property
    def metrics(self) -> list[tuple[Node, Mention]]:
        """The metrics, with their entities."""
        return [(node, mention_of(node, self.request)) for node in self.node.nodes("metrics")]

    @property
    def columns(self) -> Iterator[Column]:
        """All attributes that it names."""
        for _, members in self.groups:
            yield from members
        for node, mention in self.metrics:
            for index, name in enumerate(node.get("attributeNames") or ()):
                if isinstance(name, str):
                    yield Column(name, node.at("attributeNames", index), mention)

    def _mention(self, name: str) -> Mention | None:
        node = self.node.node(name)
        return mention_of(node, self.request) if node is not None else None

    def _members(self, group: Node) -> list[Column]:
        return [
            Column(
                node.text("attributeName"), (node, "attributeName"), mention_of(node, self.request), own=True
            )
            for node in group.nodes("members")
        ]


def is_named(mention: Mention | None) -> bool:
    """Tell whether a mention has a name."""
    return mention is not None and bool((mention.name or "").strip())


class Insights:
    """The body of POST …/insights: one insight or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.root = root
        self.items = [Insight(node, request) for node in listed(root)]
