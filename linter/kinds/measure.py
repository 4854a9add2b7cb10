"""Measures: figures of each customer, or of the business."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.criteria import Condition
from linter.kinds.kind import LATE, BodyForm, Kind, Part, Standing, Turn
from linter.kinds.meaning import meaning
from linter.kinds.members import aliases_of
from linter.kinds.references import Mention, mention_in
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class MeasureOutput:
    """A dimension or an aggregate: what becomes an attribute of the measure."""

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def field(self) -> str | None:
        """What is counted: `alias.Attribute`, or a variable's name."""
        return self.node.text("field")

    @property
    def alias(self) -> str | None:
        """The attribute that it becomes."""
        return self.node.text("alias")


class Measure:
    """A measure, as a payload or a snapshot has it."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.update = request.parameter("measureName")
        self.is_update = request.gives("measureName")
        self.name = node.text("name")

    @property
    def goes_by(self) -> str | None:
        """The name of the measure that is created or updated; None where it isn't known."""
        return self.update if self.is_update else self.name

    @property
    def name_at(self) -> Location:
        """Where the name stands."""
        return self.node.at("name")

    @property
    def definition(self) -> Node | None:
        """How it is worked out."""
        return self.node.node("definition")

    @property
    def kind(self) -> str | None:
        """Whether it is an "entity" or an "attribute", folded."""
        return self._text("kind")

    @property
    def type(self) -> str | None:
        """Whether it is "structured" or "manual"; what isn't said shows in what there is."""
        definition = self.definition
        if definition is None:
            return None
        return self._text("type") or ("manual" if definition.get("measureQuerySql") else "structured")

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
    def sql(self) -> str | None:
        """The query of a manual measure."""
        return self.definition.text("measureQuerySql") if self.definition is not None else None

    @cached_property
    def linked(self) -> dict[str, Node]:
        """The linked entities by their aliases."""
        return aliases_of(self.definition) if self.definition is not None else {}

    @cached_property
    def entities(self) -> list[Mention]:
        """The linked entities, in the order of the text."""
        return [mention_in(one, "entity", self.request) for one in self._nodes("linkedEntities")]

    @cached_property
    def variables(self) -> list[Node]:
        """Values that are worked out of others."""
        return self._nodes("variables")

    @cached_property
    def dimensions(self) -> list[MeasureOutput]:
        """What rows are grouped by."""
        return [MeasureOutput(one) for one in self._nodes("dimensions")]

    @cached_property
    def aggregates(self) -> list[MeasureOutput]:
        """What is worked out of each group."""
        return [MeasureOutput(one) for one in self._nodes("aggregates")]

    @cached_property
    def criteria(self) -> Condition | None:
        """Which rows count."""
        node = self.definition.node("filteringCriteria") if self.definition is not None else None
        return Condition(node, self.request) if node is not None else None

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
        nodes = root if isinstance(root, list) else [root]
        self.items = [Measure(node, request) for node in nodes if isinstance(node, Node)]


def _form(_value: Any, request: Request) -> BodyForm:
    return BodyForm("Measure", or_list=not request.gives("measureName"))


def _writes(request: Request, standing: Standing) -> Iterator[Part]:
    if request.method == "DELETE":
        yield ("measure", standing.instance, request.parameter("measureName")), False
        return
    for one in Measures(request, request.root).items:
        yield ("measure", standing.instance, one.goes_by), _is_saved(one)


def _is_saved(measure: Measure) -> bool:
    snapshot = measure.request.snapshot
    saved = snapshot.root.nodes("measures") if snapshot is not None else ()
    old = next((one for one in saved if one.text("name") == measure.goes_by), None)
    return old is not None and meaning(measure.node, measure.request) == meaning(old, measure.request)


KIND: Final = Kind(
    name="measure",
    title="Measures to create: a list, or one; or one to update",
    model="measure",
    addresses=(
        Address("manage/measures", ("POST", "PATCH")),
        Address("manage/measures/{measureName}", ("PUT", "PATCH")),
    ),
    view=Measures,
    turn=Turn(LATE, "measures come when all is conflated"),
    roots=(object,),
    form=_form,
    saved=("measures",),
    divisible=True,
    writes=_writes,
)
