"""An activity can be written only into an entity that an activity is made of.

Which these are is told by `activities` of a snapshot that has all of them (`complete`), and by requests
that write some.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, NotChecked, Said, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.activity_body import Activity
from linter.kinds.entity_record import EntityRecord
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.rulekit.causes import misnamed
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD121",
    "activity-without-mapping",
    "an activity can be written only into an entity that an activity is made of",
    "service error mappingForActivityNotFound",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("mappingForActivityNotFound",),
    sources=(Stated("service-error", "mappingForActivityNotFound"),),
    needs=("snapshot",),
    judges=lambda project: (record.request for record in project.records),
    kinds=("entityRecord",),
)


def check(project: Project) -> Says:
    for record in project.records:
        entity, snapshot = record.mention.entity, record.request.snapshot
        if entity is None or record.request.method != "POST":
            continue
        assert snapshot is not None  # it has the entity
        is_one = entity.data_source is not None and project.entity_type(entity) == "activity"
        if is_one and snapshot.complete("activities") and not _is_mapped(project, snapshot, entity):
            yield _unmapped(project, record, entity)


def _unmapped(project: Project, record: EntityRecord, entity: Entity) -> Said:
    at = record.request.at_parameter("entityName")
    lack, cause = project.unsure("activity"), misnamed(project, entity, "activity")
    if cause is not None:
        return HeldBack(at, cause)
    if lack is not None:
        return NotChecked(at, lack)
    return Finding(
        at,
        f"no activity is made of `{entity}`",
        label="not mapped",
        help=f"set up an activity of `{entity}` first",
    )


def _is_mapped(project: Project, snapshot: Snapshot, entity: Entity) -> bool:
    """Tell whether an activity, stored or written by a request, is made of an entity."""
    stored = saved_request(snapshot)
    activities = [Activity(node, stored) for node in snapshot.root.nodes("activities")]
    activities += [one for payload in project.payloads("activity") for one in payload.items]
    return any(one.mention is not None and one.mention.entity is entity for one in activities)
