"""The size of an output segment must be a share or a count."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II124",
    "output-segment-size",
    "the size of an insight's output segment must be a share or a count",
    "service error insightInputInvalidOutputSegmentSize",
    service_errors=("insightInputInvalidOutputSegmentSize",),
    sources=(Stated("service-error", "insightInputInvalidOutputSegmentSize"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    size = one.node.get("outputSegmentSize")
    if not isinstance(size, (int, float)):
        return
    if not size > 0 or (size > 100 and size != int(size)):
        yield Finding(
            one.node.at("outputSegmentSize"),
            f"a segment can't have the size {size}",
            label="neither a share nor a count",
            help="write a share, such as 0.2, or a whole number of customers",
        )
