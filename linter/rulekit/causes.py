"""What is wrong where a mention leads to no entity: findings say it, and rules that wait for them name it."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Cause, Location, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project


def cause_of(mention: Mention, request: Request) -> Cause:
    """Return what is reported where a mention leads to no entity: the least that explains it."""
    if request.snapshot is not None and request.snapshot.nothing_ingested:
        return nothing_ingested(request.snapshot)
    if mention.name is None:
        return cause_at(next(unread(mention), mention.at))
    if mention.resolution.status == "unknown-source":
        source = mention.source if not mention.in_path else None
        return Cause("data source", source.value) if source is not None else unknown_source_of(request)
    return Cause("entity", str(mention.key()))


def unread(mention: Mention) -> Iterator[Location]:
    """Yield the places of the names that a mention gives, but that can't be read."""
    node = mention.node
    if node is None or mention.at in map(node.at, node.broken):
        yield mention.at
    for one in (node, node.parent) if node is not None else ():
        for name in ("dataSourceId", "dataSourceName"):
            if one is not None and name in one.broken:
                yield one.at(name)


def misnamed(project: Project, entity: Entity, *kinds: str) -> Cause | None:
    """Return what is reported where payloads of some kinds seem to mean an entity by a wrong name."""
    found = (project.nearly_named.by(kind).get(entity) for kind in kinds)
    return next((cause_of(*one) for one in found if one is not None), None)


def nothing_ingested(snapshot: Snapshot) -> Cause:
    """Return what is wrong with an instance that has no data."""
    return Cause("instance", snapshot.file)


def unknown_source_of(request: Request) -> Cause:
    """Return what is wrong with a path that names no data source of the instance."""
    return Cause("data source", str(request.parameter("datasourceId") or request.parameter("dataSourceName")))
