"""A measure is either structured or a query in SQL."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Replacement
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, is_absent, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import joined, quoted

RULE = Rule(
    "ME104",
    "structured-and-manual",
    "a measure is either structured or a query in SQL",
    "service error measureContainsCustomQuery",
    service_errors=(
        "measureContainsCustomQuery",
        "structuredMeasureCannotBeManual",
        "measureQueryIsEmpty",
    ),
    sources=errors("measureContainsCustomQuery", "structuredMeasureCannotBeManual", "measureQueryIsEmpty"),
    local=True,
    kinds=("measure",),
)

_PARTS: Final = ("linkedEntities", "variables", "dimensions", "aggregates", "filteringCriteria")


def check(project: Project) -> Says:
    for one in each_measure(project):
        definition = one.definition
        if definition is None:
            continue
        has_query = not is_absent(definition, "measureQuerySql")
        parts = [name for name in _PARTS if not is_absent(definition, name)]
        if one.type == "structured" and has_query:
            yield _of_structured(one, definition)
        elif one.type == "manual" and "linkedEntities" in parts:
            yield _of_manual(one, definition, parts, has_query=has_query)


def _of_structured(one: Measure, definition: Node) -> Finding:
    finding = Finding(
        definition.at("measureQuerySql"),
        f"{called(one)} is structured, and yet has a query",
        label="only of a manual measure",
        related=(Related(definition.at("type"), "its type"),),
        help="leave the query out, or make the measure `manual` and leave the rest out",
    )
    return predicting(finding, "measureContainsCustomQuery")


def _of_manual(one: Measure, definition: Node, parts: list[str], *, has_query: bool) -> Finding:
    without = () if has_query else ("measureQueryIsEmpty",)
    finding = Finding(
        definition.at("type"),
        f"{called(one)} is manual, and yet made of {joined(quoted(parts))}"
        + ("" if has_query else ", without a query"),
        label="it is structured",
        related=(Related(definition.at("linkedEntities"), "what only a structured measure has"),),
        help="write `structured`, or a query in `measureQuerySql` and nothing of the rest",
        repairs=(Replacement("structured", "Replace with `structured`"),) if not has_query else (),
    )
    return predicting(finding, "structuredMeasureCannotBeManual", *without)
