"""The entities of an insight should be of one data source.

Segments and what the service makes have none.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II123",
    "insight-across-data-sources",
    "source and candidate of an insight should be of one data source",
    "service error insightInputDatasourceCannotBeDifferent",
    severity="recommendation",
    service_errors=("insightInputDatasourceCannotBeDifferent",),
    sources=(Stated("service-error", "insightInputDatasourceCannotBeDifferent"),),
    inferred=True,
    local=True,
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    if one.source is None or one.candidate is None:
        return
    first, second = one.source.entity, one.candidate.entity
    if first is None or second is None or None in (first.data_source, second.data_source):
        return
    if first.data_source != second.data_source:
        yield Finding(
            one.candidate.at,
            f"`{second}` is of another data source than `{first}`",
            label="another data source",
            related=(Related(one.source.at, f"of data source `{first.data_source}`"),),
            help="compare segments, or entities of one data source",
        )
