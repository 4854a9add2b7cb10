"""What is wrong where a mention leads to no entity: findings say it, and rules that wait for them name it."""

from __future__ import annotations

from linter.diagnostic import Cause, Location, cause_at
from linter.instance.snapshot import Entity
from linter.kinds.references import Mention, lacks_source
from linter.kinds.request import Request
from linter.project.project import Project


def cause_of(mention: Mention, request: Request) -> Cause:
    """Return what is reported where a mention leads to no entity: the least that explains it."""
    snapshot = request.snapshot
    if snapshot is not None and snapshot.nothing_ingested:
        return nothing_ingested(request)
    if mention.name is None:
        return cause_at(_unread(mention))
    if mention.resolution.status == "unknown-source":
        source = mention.source if not mention.in_path else None
        return Cause("data source", source.value) if source is not None else unknown_source_of(request)
    return Cause("entity", str(mention.key()))


def _unread(mention: Mention) -> Location:
    """Return the place of what can't be read of a mention: its data source, or its name."""
    for node in (mention.node, mention.node.parent) if mention.node is not None else ():
        if node is not None and lacks_source(node):
            return node.at("dataSourceId" if "dataSourceId" in node.broken else "dataSourceName")
    return mention.at


def misnamed(project: Project, entity: Entity, *kinds: str) -> Cause | None:
    """Return what is reported where payloads of some kinds seem to mean an entity by a wrong name."""
    found = (project.nearly_named.by(kind).get(entity) for kind in kinds)
    return next((cause_of(*one) for one in found if one is not None), None)


def nothing_ingested(request: Request) -> Cause:
    """Return what is wrong with an instance that has no data."""
    return Cause("instance", request.snapshot.file if request.snapshot is not None else "")


def unknown_source_of(request: Request) -> Cause:
    """Return what is wrong with a path that names no data source of the instance."""
    return Cause("data source", str(request.parameter("datasourceId") or request.parameter("dataSourceName")))
