"""What an insight names must exist.

Source, candidates and members are entities or segments, metrics entities or measures.  Where the snapshot
has no such list, a name that isn't an entity's is not checked.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.made import unknown_made
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II113",
    "insight-entity-unknown",
    "what an insight names must exist",
    "service error insightInputSourceEntityDoesNotExist",
    service_errors=(
        "insightInputSourceEntityDoesNotExist",
        "insightInputEntitiesDoNotExist",
        "insightInputMetricsEntityDoesNotExist",
    ),
    sources=(
        Stated("service-error", "insightInputSourceEntityDoesNotExist"),
        Stated("service-error", "insightInputEntitiesDoNotExist"),
        Stated("service-error", "insightInputMetricsEntityDoesNotExist"),
    ),
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(project, one)


def _check(project: Project, one: Insight) -> Says:
    source = [one.source] if one.source is not None else []
    members = [column.mention for _, group in one.groups for column in group if column.mention is not None]
    others = [*([one.candidate] if one.candidate is not None else []), *members]
    again = [each for each in others if each.key() in {mention.key() for mention in source}]
    metrics = [mention for _, mention in one.metrics]
    parts = (
        (source + again, "segments", "insightInputSourceEntityDoesNotExist"),
        ([each for each in others if each not in again], "segments", "insightInputEntitiesDoNotExist"),
        (metrics, "measures", "insightInputMetricsEntityDoesNotExist"),
    )
    for mentions, part, code in parts:
        for said in unknown_made(project, one.request, mentions, part):
            yield _predicting(code, said) if isinstance(said, Finding) else said


def _predicting(code: str, finding: Finding) -> Finding:
    return finding._replace(service_errors=(code,), sources=(Stated("service-error", code),))
