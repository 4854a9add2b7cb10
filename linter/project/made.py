"""What the service makes besides what is ingested: segments, measures, derived entities, insights."""

from __future__ import annotations

from collections.abc import Iterator

from linter.instance.named import name_of
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.shapes.node import Node

_KINDS = {"derivedEntities": "derivedEntity", "insights": "insightInput"}


def made_names(project: Project, snapshot: Snapshot, part: str) -> list[str]:
    """Return the names that a list of the snapshot has, or will have once all is applied."""
    planned = project.requests if not project.settings.snapshot_only else ()
    written = (name for one in planned if one.snapshot is snapshot for name in _planned(one, part))
    return list(dict.fromkeys((*_listed(snapshot.root.get(part)), *written)))


def is_made(project: Project, snapshot: Snapshot, mention: Mention, *parts: str) -> bool:
    """Tell whether a mention names what isn't ingested but made, or made by the service in any case."""
    name = (mention.name or "").lower()
    always = {one.lower() for one in (*SYSTEM_NAMES, project.settings.master_dataset)}
    return name in always or any(
        name == one.lower() for part in parts for one in made_names(project, snapshot, part)
    )


def _planned(request: Request, part: str) -> Iterator[str]:
    kind = _KINDS.get(part)
    if kind is not None and request.route.kind == kind and request.method != "DELETE":
        yield from _listed(request.root)
    elif request.route.segments[:2] == ["manage", part] and request.method not in ("GET", "DELETE"):
        yield from [one for one in request.route.path.split("/") if one][2:3]
        envelope = request.envelope
        yield from _listed(
            request.root if request.reading is not None or not envelope else envelope.get("body")
        )


def _listed(values: object) -> Iterator[str]:
    for value in values if isinstance(values, list) else [values]:
        name = value.text("name") or "" if isinstance(value, Node) else name_of(value)
        if name:
            yield name
