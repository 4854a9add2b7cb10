"""Criteria as segments and measures have them: a tree of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        self.children = [Condition(one, request) for one in node.nodes("childCriterias")]  # that are joined
        # whether there are conditions in it, or something that can't be read in their place
        self.has_children = "childCriterias" in node.broken or bool(node.get("childCriterias"))
        # whether it says something of an attribute, or names an operator
        self.is_condition = self.says("attribute") or self.says("comparisonOperator")
        # whether it joins conditions, and is none itself
        self.is_logical = self.says("logicalOperator") or (self.has_children and not self.is_condition)
        self.joins = _folded(node, "logicalOperator")  # how its conditions are joined: "and" or "or"
        # how the attribute is compared, as the documentation spells it
        self.operator = _canonical(_folded(node, "comparisonOperator"))
        self.value = node.text("value")  # what it is compared with, where that is one value
        self.values: list[str | None] | None = node.get("listOfValues")  # the same where that is a list

    def says(self, name: str) -> bool:
        """Tell whether it has a property, even if that can't be read."""
        return name in self.node.values or name in self.node.broken

    @property
    def is_child(self) -> bool:
        """Whether it stands in another one."""
        around = self.node.parent
        return around is not None and around.shape.name == self.node.shape.name

    @cached_property
    def parts(self) -> list[Condition]:
        """It and all in it, in the order of the text."""
        return list(self.walk())

    def operands(self) -> Iterator[tuple[str | None, Operand]]:
        """Yield the texts that it is compared with, by its operator, and where they stand in it."""
        if self.operator in ONE_VALUE and self.value is not None:
            yield self.value, ("value",)
        elif self.operator in LIST_OF_VALUES:
            for index, one in enumerate(self.values or ()):
                if one is None or isinstance(one, str):
                    yield one, ("listOfValues", index)

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


class Criteria:
    """The trees of a payload, taken apart once for all rules."""

    def __init__(self, trees: list[Condition]) -> None:
        self.trees = trees

    @cached_property
    def parts(self) -> list[Condition]:
        """All conditions, and what joins them, in the order of the text."""
        return [part for tree in self.trees for part in tree.parts]

    @cached_property
    def comparing(self) -> list[Condition]:
        """Those of them that compare an attribute, and join nothing."""
        return [one for one in self.parts if one.is_condition and not one.is_logical]


def _folded(node: Node, name: str) -> str | None:
    value = node.text(name)
    return value.lower() if value is not None else None


_OPERATORS: Final[Mapping[str | None, str]] = {
    one.lower(): one
    for one in (
        *NO_OPERAND,
        *ONE_VALUE,
        *LIST_OF_VALUES,
        *("any", "isWithinLast", "dayOf", "monthOf", "yearOf", "dayOfWeek", "timeAt"),
    )
}


def _canonical(folded: str | None) -> str | None:
    return _OPERATORS.get(folded, folded)
