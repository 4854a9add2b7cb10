"""A measure must have as many aggregates as its sort asks for."""

from __future__ import annotations

from linter.diagnostic import Finding, Location
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import (
    called,
    each_structured,
    errors,
    is_absent,
    is_included,
    limits,
    predicting,
)
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "ME130",
    "calculations-against-sort",
    "a measure must have as many aggregates as its sort asks for",
    "service error attributeMeasureInvalidAggregateCount",
    service_errors=(
        "attributeMeasureInvalidAggregateCount",
        "invalidSingleValueMeasure",
    ),
    sources=(
        *errors("attributeMeasureInvalidAggregateCount", "invalidSingleValueMeasure"),
        *limits("K02", "K05"),
    ),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        included = [each for each in one.aggregates if is_included(each)]
        if len(included) <= 1 or not definition.broken.isdisjoint(("aggregates", "isProfile")):
            continue
        second = included[1].node.at()
        if one.kind == "attribute":
            finding = _finding(second, f"{called(one)} is one figure of each customer", len(included))
            yield predicting(finding, "attributeMeasureInvalidAggregateCount", limit="K02")
        elif one.kind == "entity" and not one.is_profile and one.is_scalar:
            finding = _finding(second, f"{called(one)} is a single number", len(included))
            yield predicting(finding, "invalidSingleValueMeasure", limit="K05")
        elif _is_single(one, definition):
            finding = _finding(second, f"{called(one)} is not grouped by anything", len(included))
            yield finding._replace(service_errors=(), sources=limits("K05"))


def _is_single(one: Measure, definition: Node) -> bool:
    is_business = one.kind == "entity" and not one.is_profile
    return is_business and is_absent(definition, "dimensions")


def _finding(at: Location, what: str, number: int) -> Finding:
    return Finding(
        at,
        f"{what}, and has {number} aggregates instead of one",
        label="one too many",
        help="make a measure of its own of each, or a table of kind `entity` with dimensions",
    )
