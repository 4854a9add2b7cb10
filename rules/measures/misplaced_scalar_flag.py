"""Only a business measure in SQL may be a single number by its query."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "ME106",
    "misplaced-scalar-flag",
    "only a business measure in SQL may be a single number by its query",
    "service error structuredMeasureHasManualScalar",
    service_errors=(
        "structuredMeasureHasManualScalar",
        "customerMeasureHasScalarManualQuery",
    ),
    sources=errors("structuredMeasureHasManualScalar", "customerMeasureHasScalarManualQuery"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one in each_measure(project):
        if one.definition is None:
            continue
        flags = [name for name in ("isManualQueryScalar", "isScalar") if one.definition.get(name) is True]
        if one.type == "structured" and "isManualQueryScalar" in flags:
            yield predicting(
                _finding(one, one.definition, "isManualQueryScalar", "structured"),
                "structuredMeasureHasManualScalar",
            )
        elif one.type == "manual" and one.is_profile and flags:
            yield predicting(
                _finding(one, one.definition, flags[0], "about each customer"),
                "customerMeasureHasScalarManualQuery",
            )


def _finding(one: Measure, definition: Node, flag: str, what: str) -> Finding:
    otherwise = "; a structured one is a single number by `isScalar`" if what == "structured" else ""
    return Finding(
        definition.at(flag),
        f"{called(one)} is {what}, and can't be a single number by its query",
        label=f"not of a measure that is {what}",
        help=f"leave `{flag}` out{otherwise}",
        repairs=(Removal(definition.at(flag), f"Remove `{flag}`"),),
    )
