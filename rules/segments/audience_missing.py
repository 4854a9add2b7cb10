"""Segments are about customers, so that there must be a Customer entity: declared, or to be unified.

Judged where the snapshot says what the service has made, and which conflations there are.
"""

from __future__ import annotations

from functools import cache

from linter.diagnostic import Finding, Stated
from linter.instance.snapshot import Snapshot
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG154",
    "audience-missing",
    "the entity that a segment chooses from must exist",
    "service error segmentAudienceDoesNotExist",
    service_errors=("segmentAudienceDoesNotExist",),
    sources=(Stated("service-error", "segmentAudienceDoesNotExist"),),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    lacks_audience = cache(lambda snapshot: _lacks_audience(project, snapshot))
    for payload in project.payloads("segment"):
        snapshot = payload.request.snapshot
        if snapshot is not None and payload.items and lacks_audience(snapshot):
            yield Finding(
                payload.items[0].node.at(),
                f"there is no `{project.settings.master_dataset}` to choose from: nothing is unified",
                label="no audience",
                help="plan a conflation first",
            )


def _lacks_audience(project: Project, snapshot: Snapshot) -> bool:
    if snapshot.nothing_ingested or snapshot.root.get("systemEntities") is None:
        return False
    is_told = snapshot.root.get("conflations") is not None and snapshot.complete("conflations")
    has = snapshot.resolve_name(project.settings.master_dataset).status != "unknown"
    plans = project.conflations.all_plans(snapshot)
    return is_told and not has and not plans and project.unsure("conflationPlan") is None
