"""An activity can be written only where relationships lead from its entity to its customer.

That is an entity of profiles, or one whose type isn't known.  An activity of `UnifiedActivity` names its
customer itself.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import as_listed, undeclared_links
from linter.rulekit.links import unsaid_end
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD120",
    "activity-without-relation",
    "an activity can be written only into an entity from which relationships lead to the customer",
    "service error relationshipsForActivityNotFound",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("relationshipsForActivityNotFound",),
    sources=(Stated("service-error", "relationshipsForActivityNotFound"),),
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
        is_activity = entity.data_source is not None and project.entity_type(entity) == "activity"
        if is_activity and not _is_linked(project, snapshot, entity):
            yield _unlinked(project, record.request, entity, snapshot)


def _unlinked(project: Project, request: Request, entity: Entity, snapshot: Snapshot) -> Finding | NotChecked:
    lack = undeclared_links(snapshot) or project.unsure("relationships") or unsaid_end(project, snapshot)
    if lack is not None:
        return NotChecked(request.at, lack)
    finding = Finding(
        request.at_parameter("entityName"),
        f"activity entity `{entity}` has no relationship that leads to the customer",
        label="no way to the customer",
        help=f"add a relationship of `{entity}` with a profile's entity first",
    )
    return as_listed(finding, snapshot, "relationships")


def _is_linked(project: Project, snapshot: Snapshot, entity: Entity) -> bool:
    """Tell whether relationships lead from an entity to one of profiles, or perhaps to one."""
    waiting, seen = [entity], {entity}
    while waiting:
        here = waiting.pop()
        for link in project.links_of(snapshot, here):
            there = link.beyond(here).entity
            if there is None or project.entity_type(there) in (None, "profile"):
                return True
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return False
