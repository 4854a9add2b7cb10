"""Suggested segments begin with no source."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.insight_input_body import SOURCELESS, Insight, is_named
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II111",
    "source-of-suggestion",
    "suggested segments begin with no source",
    "service error insightInputSourceEntityMustBeEmpty",
    service_errors=("insightInputSourceEntityMustBeEmpty",),
    sources=(Stated("service-error", "insightInputSourceEntityMustBeEmpty"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    if one.type in SOURCELESS and is_named(one.source):
        at = one.node.at("sourceEntity")
        yield Finding(
            at,
            "segments are suggested among the candidates, so no source is taken",
            label="no source here",
            help="remove `sourceEntity`",
        )
