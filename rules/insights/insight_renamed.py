"""An update must not change the name of an insight."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II108",
    "insight-renamed",
    "an update must not change the name of an insight",
    "service error insightInputNameCannotChange",
    service_errors=("insightInputNameCannotChange",),
    sources=(Stated("service-error", "insightInputNameCannotChange"),),
    inferred=True,
    local=True,
    kinds=(
        "insightInput",
        "{insightName}",
    ),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    named = one.request.parameter("insightName")
    if named is not None and one.name and one.name != named:
        yield Finding(
            one.node.at("name"),
            f"this would rename insight `{named}` to `{one.name}`",
            label="another name than in the path",
            related=(Related(one.request.at_parameter("insightName"), "the insight that is changed"),),
            help=f"leave the name out, or write `{named}`",
            repairs=(Replacement(named, f"Replace with `{named}`"),),
        )
