"""A segment must say what its members are found by."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG102",
    "segment-without-query",
    "a segment must say what its members are found by",
    "service error segmentQueryIsEmpty",
    service_errors=("segmentQueryIsEmpty",),
    sources=(Stated("service-error", "segmentQueryIsEmpty"),),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            if not one.node.values or "segmentQueryExpression" in one.node.broken:
                continue
            if one.query is None or not (one.query.values or one.query.broken):
                name = one.node.called("segmentQueryExpression")
                yield Finding(
                    one.node.at("segmentQueryExpression"),
                    f"the segment has no `{name}`" if one.query is None else f"its `{name}` is empty",
                    label="no query",
                    help="give it rowsets with criteria, or the SQL of a manual segment",
                )
