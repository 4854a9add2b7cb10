"""What a team's own rule may ask a project."""

from __future__ import annotations

from collections.abc import Iterator

from linter.instance.entity import Entity
from linter.kinds.request import Request
from linter.project.project import Project
from linter.shapes.node import Node, listed


def objects(project: Project, kind: str) -> Iterator[Node]:
    """Yield the objects that the payloads of a kind are: each item of a list, or the one that there is."""
    for request in requests(project, kind):
        yield from listed(request.root)


def requests(project: Project, kind: str | None = None) -> Iterator[Request]:
    """Yield the requests that the project's files are or hold, those of one kind of payload or all."""
    return (one for one in project.requests if kind is None or one.route.kind == kind)


def entities(project: Project) -> Iterator[Entity]:
    """Yield the entities that the snapshots declare."""
    return (entity for snapshot in project.snapshots for entity in snapshot.entities)


def entity_named(project: Project, name: str) -> Entity | None:
    """Return the one entity that a name, whole or bare, means in the snapshots; None where it is none."""
    found = [snapshot.resolve_name(name).entity for snapshot in project.snapshots]
    known = [entity for entity in found if entity is not None]
    return known[0] if len(known) == 1 else None
