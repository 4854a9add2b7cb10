"""Criteria as segments and measures have them: a tree of conditions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from linter.diagnostic import Location
from linter.kinds.members import NamedMember, member_in
from linter.kinds.request import Request
from linter.shapes.node import Node

NO_OPERAND: Final = frozenset(("isNull", "isNotNull", "all", "yearToDate"))
ONE_VALUE: Final = frozenset(
    (
        "equals",
        "notEquals",
        "greaterThan",
        "greaterThanOrEqualTo",
        "lessThan",
        "lessThanOrEqualTo",
        "contains",
        "startsWith",
        "endsWith",
        "childOf",
        "parentOf",
    )
)
LIST_OF_VALUES: Final = frozenset(("isIn", "isBetween", "isNotBetween"))
TEXTUAL: Final = frozenset(("contains", "startsWith", "endsWith"))
ORDERING: Final = frozenset(
    ("greaterThan", "greaterThanOrEqualTo", "lessThan", "lessThanOrEqualTo", "isBetween", "isNotBetween")
)


Operand = tuple[str] | tuple[str, int]
"""Where a text stands in a condition that it is compared with: most places nobody asks for."""


class Condition:
    """A condition, or conditions that are joined."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @cached_property
    def joins(self) -> str | None:
        """How its conditions are joined: "and" or "or"."""
        return _folded(self.node, "logicalOperator")

    @cached_property
    def is_logical(self) -> bool:
        """Whether it joins conditions, and is none itself."""
        return self.says("logicalOperator") or (self.has_children and not self.is_condition)

    @cached_property
    def is_condition(self) -> bool:
        """Whether it says something of an attribute, or names an operator."""
        return self.says("attribute") or self.says("comparisonOperator")

    def says(self, name: str) -> bool:
        """Tell whether it has a property, even if that can't be read."""
        return name in self.node.values or name in self.node.broken

    @property
    def is_child(self) -> bool:
        """Whether it stands in another one."""
        around = self.node.parent
        return around is not None and around.shape.name == self.node.shape.name

    @cached_property
    def has_children(self) -> bool:
        """Whether there are conditions in it, or something that can't be read in their place."""
        return "childCriterias" in self.node.broken or bool(self.node.get("childCriterias"))

    @cached_property
    def children(self) -> list[Condition]:
        """The conditions that are joined."""
        return [Condition(one, self.request) for one in self.node.nodes("childCriterias")]

    @cached_property
    def parts(self) -> list[Condition]:
        """It and all in it, in the order of the text."""
        return list(self.walk())

    @cached_property
    def comparing(self) -> list[Condition]:
        """Those of its parts that compare an attribute, and join nothing."""
        return [one for one in self.parts if one.is_condition and not one.is_logical]

    @property
    def value(self) -> str | None:
        """What it is compared with, where that is one value."""
        return self.node.text("value")

    @property
    def values(self) -> list[str | None] | None:
        """What it is compared with, where that is a list; an empty one is none."""
        listed = self.node.get("listOfValues")
        return listed if isinstance(listed, list) and listed else None

    def operands(self) -> Iterator[tuple[str | None, Operand]]:
        """Yield the texts that it is compared with, by its operator, and where they stand in it."""
        if self.operator in ONE_VALUE and self.value is not None:
            yield self.value, ("value",)
        elif self.operator in LIST_OF_VALUES:
            for index, one in enumerate(self.values or ()):
                if one is None or isinstance(one, str):
                    yield one, ("listOfValues", index)

    @cached_property
    def operator(self) -> str | None:
        """How the attribute is compared, as the documentation spells it."""
        return _canonical(_folded(self.node, "comparisonOperator"))

    @cached_property
    def member(self) -> NamedMember | None:
        """The attribute, and its entity."""
        return member_in(self.node, "attribute", self.request)

    def at(self, operand: Operand) -> Location:
        """Return the place of a text that it is compared with."""
        return self.node.at(*operand)

    def walk(self) -> Iterator[Condition]:
        """Yield it and all in it, in the order of the text."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)

    def conditions(self) -> Iterator[Condition]:
        """Yield the conditions in it, itself if it is one."""
        return (one for one in self.parts if one.is_condition)


def _folded(node: Node, name: str) -> str | None:
    value = node.text(name)
    return value.lower() if value is not None else None


_OPERATORS: Final = {
    one.lower(): one
    for one in (
        *NO_OPERAND,
        *ONE_VALUE,
        *LIST_OF_VALUES,
        *("any", "isWithinLast", "dayOf", "monthOf", "yearOf", "dayOfWeek", "timeAt"),
    )
}


def _canonical(folded: str | None) -> str | None:
    return _OPERATORS.get(folded or "", folded)
