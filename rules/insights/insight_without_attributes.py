"""An insight must compare something."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II118",
    "insight-without-attributes",
    "an insight must compare attributes or metrics",
    "service error insightInputMustContainAttributeOrMetric",
    service_errors=(
        "insightInputMustContainAttributeOrMetric",
        "insightInputAttributesCannotBeEmpty",
    ),
    sources=(
        Stated("service-error", "insightInputMustContainAttributeOrMetric"),
        Stated("service-error", "insightInputAttributesCannotBeEmpty"),
    ),
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    node = one.node
    is_empty = not node.get("attributeGroups") and not node.get("metrics")
    if one.is_new and is_empty and not {"attributeGroups", "metrics"} & node.broken:
        yield _nothing(node.at("attributeGroups"), "the insight compares neither attributes nor metrics", 0)
    for group, _ in one.groups:
        if group.get("members") == []:
            yield _nothing(group.at("members"), "the group has no attribute", 1)


def _nothing(at: Location, message: str, first: int) -> Finding:
    codes = RULE.service_errors[first:]
    return Finding(
        at,
        message,
        label="nothing to compare",
        help="add an attribute of each entity that is compared",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )
