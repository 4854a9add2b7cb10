"""A metric must name attributes, and each must have a name.

An attribute that is missing altogether is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II120",
    "metric-without-attribute",
    "a metric must name an attribute, and an attribute must have a name",
    "service error insightInputMetricsEntityMustContainAttribute",
    service_errors=(
        "insightInputMetricsEntityMustContainAttribute",
        "insightAttributeNameIsEmpty",
    ),
    sources=(
        Stated("service-error", "insightInputMetricsEntityMustContainAttribute"),
        Stated("service-error", "insightAttributeNameIsEmpty"),
    ),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    for node, mention in one.metrics:
        if not node.get("attributeNames") and "attributeNames" not in node.broken:
            metric = f"metric `{mention.spelled}`" if mention.name else "the metric"
            yield _finding(node.at("attributeNames"), f"{metric} names no attribute", 0)
    for column in one.columns:
        if column.attribute is not None and not column.attribute.strip():
            yield _finding(column.at, "the attribute has no name", 1)


def _finding(at: Location, message: str, which: int) -> Finding:
    codes = RULE.service_errors[which : which + 1]
    return Finding(
        at,
        message,
        label="no attribute",
        help="name an attribute",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )
