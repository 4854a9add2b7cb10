"""The name of an insight must be unique.

Names of the snapshot and those that are planned count, without case; the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II106",
    "duplicate-insight-name",
    "the name of an insight must be unique",
    "service error insightInputNameMustBeUnique",
    service_errors=("insightInputNameMustBeUnique",),
    sources=(Stated("service-error", "insightInputNameMustBeUnique"),),
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    named: dict[object, Insight] = {}
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            if one.is_new and one.name:
                yield from _check(project, one, one.name, named)


def _check(project: Project, one: Insight, name: str, named: dict[object, Insight]) -> Says:
    request, snapshot = one.request, one.request.snapshot
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    scope = snapshot.file if snapshot is not None else request.spelled("instanceId")
    first = named.setdefault((scope, alone, name.lower()), one)
    saved = project.made.saved(snapshot, "insights").get(name.lower()) if snapshot is not None else None
    if first is not one or saved is not None:
        node = first.node if first is not one else saved
        assert node is not None
        yield Finding(
            one.node.at("name"),
            f"an insight `{name}` " + ("is planned already" if first is not one else "exists already"),
            label="not unique",
            related=(Related(node.at("name"), "the first of this name"),),
            help=f"give it another name, or change the existing one at `manage/insights/{name}`",
        )
