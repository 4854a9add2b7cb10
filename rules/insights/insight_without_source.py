"""An insight must say what it begins with, and what that is compared with.

A `candidateEntity` that is missing altogether is DO05's. Suggested segments begin with none.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.insight_input_body import SOURCELESS, Insight, is_named
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II110",
    "insight-without-source",
    "an insight must name a source and a candidate",
    "service error insightInputSourceEntityCannotBeEmpty",
    service_errors=(
        "insightInputSourceEntityCannotBeEmpty",
        "insightInputCandidateEntityCannotBeEmpty",
    ),
    sources=(
        Stated("service-error", "insightInputSourceEntityCannotBeEmpty"),
        Stated("service-error", "insightInputCandidateEntityCannotBeEmpty"),
    ),
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    is_open = not one.node.broken.isdisjoint(("sourceEntity", "type"))
    is_open = is_open or (one.source is not None and one.source.name is None)
    if one.is_new and one.type not in SOURCELESS and not is_open and not is_named(one.source):
        yield _empty(one, "sourceEntity", "source", "insightInputSourceEntityCannotBeEmpty")
    if one.candidate is not None and one.candidate.name is not None and not is_named(one.candidate):
        yield _empty(one, "candidateEntity", "candidate", "insightInputCandidateEntityCannotBeEmpty")


def _empty(one: Insight, name: str, what: str, code: str) -> Finding:
    return Finding(
        one.node.at(name),
        f"the insight names no {what}",
        label=f"no {what}",
        help=f"write a segment, or an entity, as `{name}`",
        service_errors=(code,),
        sources=(Stated("service-error", code),),
    )
