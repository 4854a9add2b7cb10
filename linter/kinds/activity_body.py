"""Activities: which rows of an entity are shown as what customers have done."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from linter.kinds.items import settled
from linter.kinds.references import Column, Mention, mention_of
from linter.kinds.request import Request
from linter.shapes.node import Node, listed

TIMES: Final = ("timestamp", "endTimestamp")
ROLES: Final = ("primaryKey", *TIMES, "eventActivity", "additionalDetail", "webAddress")
"""The properties that each name an attribute of the entity."""


class Activity:
    """The mapping of an activity, as a payload or a snapshot has it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("activityName")
        self.is_update = request.gives("activityName")

    @property
    def name(self) -> str | None:
        """The name that the body gives it; None where it isn't known."""
        return settled(self.node.text("name"))

    @property
    def goes_by(self) -> str | None:
        """The name of what is created or updated; None where it isn't known."""
        return self.update if self.is_update else self.name

    @property
    def type(self) -> str | None:
        """The type of activity, as it is written."""
        return settled(self.node.text("activityType"))

    @cached_property
    def mention(self) -> Mention | None:
        """The entity whose rows are activities."""
        node = self.node.node("entity")
        return mention_of(node, self.request) if node is not None else None

    @property
    def relationship(self) -> Node | None:
        """How it leads to a customer."""
        return self.node.node("relationship")

    @cached_property
    def target(self) -> Mention | None:
        """The entity to which its relationship leads, as the mapping says."""
        node = self.relationship.node("toEntity") if self.relationship is not None else None
        return mention_of(node, self.request) if node is not None else None

    @cached_property
    def foreign_key(self) -> Column | None:
        """The attribute by which it leads there."""
        return self._column(self.relationship, "foreignKey") if self.relationship is not None else None

    @cached_property
    def roles(self) -> dict[str, Column]:
        """The attributes of the properties that name one, and that say something."""
        named = ((name, self._column(self.node, name)) for name in ROLES)
        return {name: column for name, column in named if column is not None}

    @cached_property
    def fields(self) -> list[Column]:
        """The attributes whose meanings are said."""
        columns = (self._column(node, "attributeName") for node in self.node.nodes("fieldTypes"))
        return [column for column in columns if column is not None]

    def _column(self, node: Node, name: str) -> Column | None:
        """Return the attribute that a property names; None where it names none, or nobody knows which."""
        text = settled(node.text(name))
        named = text is not None and text.strip() != ""
        return Column(text, (node, name), self.mention) if named else None


class Activities:
    """The body of POST …/activities: a mapping or a list; of PUT …/activities/{activityName}: one."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.root = root
        self.items = [Activity(node, request) for node in listed(root)]
