"""Measures: figures of each customer, or of the business."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.criteria import Condition, Criteria
from linter.kinds.expressions import Expression, expression_of, fields_of, odd_names
from linter.kinds.members import aliases_of, field_in, texts_in
from linter.kinds.references import Column, Mention, mention_in
from linter.kinds.request import Request
from linter.kinds.sql_query import SqlQuery, query_in_sql
from linter.shapes.node import Node, listed

LINK_KINDS: Final = ("base", "join", "scalar")
"""What a linked entity may be: the first one, another one, or (since 2021-09) a single number."""

OPERATIONS: Final = (
    "sum",
    "avg",
    "min",
    "max",
    "count",
    "countDistinct",
    "first",
    "last",
    "argMax",
    "argMin",
)
"""What an aggregate may work out; the last two since 2021-06."""


class MeasureOutput:
    """A dimension or an aggregate: what becomes an attribute of the measure."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.field = node.text("field")  # what is counted: `alias.Attribute`, or a variable's name
        self.alias = node.text("alias")  # the attribute that it becomes

    @cached_property
    def column(self) -> Column | None:
        """The attribute that is counted; None for a variable, or what can't be read."""
        return field_in(self.node, "field", self.request)

    def walk(self) -> Iterator[MeasureOutput]:
        """Yield it and the aggregates that it is made of."""
        yield self
        members = self.node.shape.members or {}
        for one in self.node.nodes("aggregates") if "aggregates" in members else ():
            yield from MeasureOutput(one, self.request).walk()


class MeasureVariable:
    """A value of each row that is worked out of others."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.name = node.text("name")  # what dimensions, aggregates and expressions call it

    @property
    def kind(self) -> str | None:
        """Whether it is "arithmetic" or "date", folded."""
        value = self.node.text("kind")
        return value.lower() if value is not None else None

    @cached_property
    def expression(self) -> Expression | None:
        """What it is worked out of."""
        text = self.node.text("expressionText")
        return expression_of(text, odd_names(aliases_of(self.node), self.request)) if text else None

    @cached_property
    def columns(self) -> list[Column]:
        """The attributes that the expression names."""
        if self.expression is None:
            return []
        return list(fields_of(self.expression, self.node, "expressionText", self.request))


class Measure:
    """A measure, as a payload or a snapshot has it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("measureName")
        self.is_update = request.gives("measureName")
        self.name = node.text("name")
        self.definition = node.node("definition")  # how it is worked out

    @cached_property
    def texts(self) -> frozenset[str] | None:
        """The texts in it that may name something, without the name itself; None where too much may."""
        return texts_in(self.node) if self.sql is None else None

    @property
    def goes_by(self) -> str | None:
        """The name of the measure that is created or updated; None where it isn't known."""
        return self.update if self.is_update else self.name

    @property
    def name_at(self) -> Location:
        """Where the name stands."""
        return self.node.at("name")

    @cached_property
    def kind(self) -> str | None:
        """Whether it is an "entity" or an "attribute", folded."""
        return self._text("kind")

    @cached_property
    def type(self) -> str | None:
        """Whether it is "structured" or "manual"; what isn't said shows in what there is."""
        definition = self.definition
        if definition is None or "type" in definition.broken:
            return None
        is_query = definition.get("measureQuerySql") and not definition.get("linkedEntities")
        return self._text("type") or ("manual" if is_query else "structured")

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single number."""
        return self.definition is not None and self.definition.get("isScalar") is True

    @property
    def is_profile(self) -> bool:
        """Whether it is about each customer."""
        said = self.definition.get("isProfile") if self.definition is not None else None
        return said is True or self.kind == "attribute"

    @property
    def is_structured(self) -> bool:
        """Whether it is made of linked entities, dimensions and aggregates."""
        return self.type == "structured"

    @property
    def is_templated(self) -> bool:
        """Whether it is made of a template."""
        return bool(self.node.text("templateId")) or self.node.get("isCreatedFromTemplate") is True

    @property
    def sql(self) -> str | None:
        """The query of a manual measure."""
        return self.definition.text("measureQuerySql") if self.definition is not None else None

    @cached_property
    def sql_query(self) -> SqlQuery | None:
        """The same, read; None where the type is another one or nothing is said."""
        return (
            query_in_sql(self.definition, "measureQuerySql", self.request) if self.type == "manual" else None
        )

    @cached_property
    def linked(self) -> dict[str, Node]:
        """The linked entities by their aliases."""
        return aliases_of(self.definition)

    @cached_property
    def entities(self) -> list[Mention]:
        """The linked entities, in the order of the text."""
        return [mention_in(one, "entity", self.request) for one in self._nodes("linkedEntities")]

    @cached_property
    def variables(self) -> list[MeasureVariable]:
        """Values that are worked out of others."""
        return [MeasureVariable(one, self.request) for one in self._nodes("variables")]

    @cached_property
    def dimensions(self) -> list[MeasureOutput]:
        """What rows are grouped by."""
        return [MeasureOutput(one, self.request) for one in self._nodes("dimensions")]

    @cached_property
    def aggregates(self) -> list[MeasureOutput]:
        """What is worked out of each group."""
        return [MeasureOutput(one, self.request) for one in self._nodes("aggregates")]

    @cached_property
    def all_outputs(self) -> list[MeasureOutput]:
        """The dimensions, then the aggregates with those that they are made of."""
        return [each for one in (*self.dimensions, *self.aggregates) for each in one.walk()]

    @cached_property
    def criteria(self) -> Condition | None:
        """Which rows count."""
        node = self.definition.node("filteringCriteria") if self.definition is not None else None
        return Condition(node, self.request) if node is not None else None

    @property
    def criteria_trees(self) -> list[Condition]:
        """The criteria by which rows count: one, or none."""
        return [self.criteria] if self.criteria is not None else []

    @cached_property
    def subjects(self) -> list[Mention]:
        """What the conditions are about."""
        conditions = self.criteria.conditions() if self.criteria is not None else ()
        members = (one.member for one in conditions)
        return [one.owner for one in members if one is not None and one.owner is not None]

    @property
    def outputs(self) -> list[str]:
        """The names of the attributes that it makes."""
        if self.kind == "attribute":
            return [self.goes_by] if self.goes_by is not None else []
        made = (one.alias for one in (*self.dimensions, *self.aggregates))
        return [alias for alias in made if alias is not None]

    def _nodes(self, name: str) -> list[Node]:
        return self.definition.nodes(name) if self.definition is not None else []

    def _text(self, name: str) -> str | None:
        value = self.definition.text(name) if self.definition is not None else None
        return value.lower() if value is not None else None


class Measures:
    """The body of POST …/measures: a measure or a list; of PUT …/measures/{measureName}: one."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [Measure(node, request) for node in listed(root)]

    @cached_property
    def structured(self) -> list[tuple[Measure, Node]]:
        """Those that are made of linked entities and aggregates, with their definitions."""
        defined = [(one, one.definition) for one in self.items if one.definition is not None]
        return [(one, definition) for one, definition in defined if one.is_structured]

    @cached_property
    def criteria(self) -> Criteria:
        """The criteria of all of them."""
        return Criteria([tree for one in self.items for tree in one.criteria_trees])
