"""An aggregate must fit the type of what is counted."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.measure_body import MeasureOutput, MeasureVariable
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
            operation = (output.node.text("operation") or "").lower()
            canonical = _type(output, types)
            if operation in _OF_NUMBERS and canonical is not None and not is_number(canonical):
                yield _finding(output, operation, canonical)


def _type(output: MeasureOutput, types: dict[str | None, tuple[MeasureVariable, str | None]]) -> str | None:
    """Return the type of what is counted, "date" of a variable that is one; None where it isn't known."""
    if output.column is not None:
        return type_of(output.column)
    variable, said = types.get(output.field, (None, None))
    return "date" if said is None and variable is not None and variable.kind == "date" else said


def _finding(output: MeasureOutput, operation: str, canonical: str) -> Finding:
    column = output.column
    finding = Finding(
        output.node.at("operation"),
        f"`{operation}` works on numbers, but `{output.field}` is of type {canonical}",
        label="not of a number",
        related=(Related(column.declared_at, "its type is declared here"),) if column is not None else (),
        help="use `min`, `max`, `count` or `countDistinct`, or count a number",
        service_errors=("measureAggregateInvalidForDateTime",) if _is_date(canonical) else (),
        sources=errors("measureAggregateInvalidForDateTime")
        if _is_date(canonical)
        else (Stated("convention", "what a sum is of"),),
    )
    return finding if column is None else resting_on_types(finding, column)


def _is_date(canonical: str) -> bool:
    return canonical == "date" or is_date(canonical)
