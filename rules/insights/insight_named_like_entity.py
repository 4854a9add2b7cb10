"""The name of an insight must not be that of an entity.

The name of an ingested entity is that with its data source in front.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II107",
    "insight-named-like-entity",
    "the name of an insight must not be that of an entity",
    "service error insightNameConflictsWithEntity",
    service_errors=("insightNameConflictsWithEntity",),
    sources=(Stated("service-error", "insightNameConflictsWithEntity"),),
    local=True,
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    snapshot, name = one.request.snapshot, one.name
    if snapshot is None or name is None:
        return
    entity = snapshot.by_folded_name.get(name.lower())
    if entity is not None or name.lower() in {each.lower() for each in SYSTEM_NAMES}:
        yield Finding(
            one.node.at("name"),
            f"`{name}` is the name of an entity",
            label="an entity's name",
            related=(Related(entity.at, "the entity of this name"),) if entity is not None else (),
            help="give the insight another name",
        )
