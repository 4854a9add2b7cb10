"""An activity can be written only into an entity that an activity is made of.

Which these are is told by `activities` of a snapshot that has all of them (`complete`), and by requests
that write some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Finding, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

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

_DEPTH: Final = 20


def check(project: Project) -> Says:
    for record in project.records:
        entity, snapshot = record.mention.entity, record.request.snapshot
        if entity is None or record.request.method != "POST":
            continue
        assert snapshot is not None  # it has the entity
        is_one = entity.data_source is not None and project.entity_type(entity) == "activity"
        if is_one and snapshot.complete("activities") and not _is_mapped(project, snapshot, entity):
            yield Finding(
                record.request.at_parameter("entityName"),
                f"no activity is made of `{entity}`",
                label="not mapped",
                help=f"set up an activity of `{entity}` first",
            )


def _is_mapped(project: Project, snapshot: Snapshot, entity: Entity) -> bool:
    """Tell whether an activity, stored or written by a request, names an entity."""
    written = (
        one.envelope.get("body") if one.envelope is not None else one.root
        for one in project.requests
        if one.route.segments[:2] == ["manage", "activities"] and one.method != "DELETE"
    )
    texts = (text for value in (snapshot.root.get("activities"), *written) for text in _texts(value, _DEPTH))
    return any(text in (entity.name, str(entity)) for text in texts)


def _texts(value: Any, depth: int) -> Iterator[str]:
    inner = value.values if isinstance(value, Node) else value
    if isinstance(inner, str):
        yield inner
    elif isinstance(inner, dict | list) and depth:
        for one in inner.values() if isinstance(inner, dict) else inner:
            yield from _texts(one, depth - 1)
