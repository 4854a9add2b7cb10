"""The source of an insight must not be its candidate."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II112",
    "source-as-candidate",
    "the source of an insight must not be its candidate",
    "service error insightInputSameSourceAndCandidate",
    service_errors=("insightInputSameSourceAndCandidate",),
    sources=(Stated("service-error", "insightInputSameSourceAndCandidate"),),
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    compared = one.compared
    if len({each.key() for each in compared}) < len(compared):
        source, candidate = compared
        yield Finding(
            candidate.at,
            f"`{candidate.spelled}` is compared with itself",
            label="the source, too",
            related=(Related(source.at, "the source"),),
            help="name another entity, or segment, as one of them",
        )
