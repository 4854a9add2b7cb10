"""An aggregate must fit the type of what is counted."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.measure_body import MeasureOutput
from linter.project.project import Project
from linter.rulekit.measures import each_structured, errors, is_date, is_number, type_of, type_of_variable
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "ME123",
    "aggregate-against-type",
    "an aggregate must fit the type of what is counted",
    "service error measureAggregateInvalidForDateTime",
    service_errors=("measureAggregateInvalidForDateTime",),
    sources=(*errors("measureAggregateInvalidForDateTime"), Stated("convention", "what a sum is of")),
    local=True,
    kinds=("measure",),
    needs=("snapshot",),
)


_OF_NUMBERS: Final = ("sum", "avg")


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        types = {each.name: (each, type_of_variable(each)) for each in one.variables}
        for output in (each for every in one.aggregates for each in every.walk()):
            variable, said = types.get(output.field, (None, None))
            canonical = said if output.column is None else type_of(output.column)
            is_open = canonical is None and (variable is None or variable.kind != "date")
            operation = (output.node.text("operation") or "").lower()
            if operation in _OF_NUMBERS and not is_open and not is_number(canonical or "DateTime"):
                yield _finding(output, operation, canonical or "date")


def _finding(output: MeasureOutput, operation: str, canonical: str) -> Finding:
    column = output.column
    entity = column.entity if column is not None else None
    finding = Finding(
        output.node.at("operation"),
        f"`{operation}` works on numbers, but `{output.field}` is of type {canonical}",
        label="not of a number",
        related=(Related(entity.attribute_at(str(column.attribute)), "its type is declared here"),)
        if entity is not None and column is not None
        else (),
        help="use `min`, `max`, `count` or `countDistinct`, or count a number",
        service_errors=("measureAggregateInvalidForDateTime",) if _is_date(canonical) else (),
        sources=errors("measureAggregateInvalidForDateTime")
        if _is_date(canonical)
        else (Stated("convention", "what a sum is of"),),
    )
    return finding if column is None else resting_on_types(finding, column)


def _is_date(canonical: str) -> bool:
    return canonical == "date" or is_date(canonical)
