"""The type in a body must be the one that the url asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II102",
    "insight-type-mismatch",
    "the type of an insight must be the one that its url asks for",
    "service error insightTypeNotMatched",
    service_errors=("insightTypeNotMatched",),
    sources=(Stated("service-error", "insightTypeNotMatched"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    asked = next(
        (
            value
            for name, value in parse_qsl(one.request.route.query)
            if name.lower() in ("type", "insighttype")
        ),
        None,
    )
    if asked is not None and one.type and asked.lower() != one.type:
        yield Finding(
            one.node.at("type"),
            f"the body is a `{one.node.text('type')}`, but the url asks for a `{asked}`",
            label="another type",
            related=(Related(one.request.at, "the url"),),
            help=f"use `{asked}` in both, or correct the url",
        )
