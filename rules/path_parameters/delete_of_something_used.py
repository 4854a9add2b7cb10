"""What is deleted must not be used by other configuration.

What uses it is told by the snapshot: conflations and relationships name entities; segments,
measures, activities, hierarchies and the search configuration name entities, relationships and one another.
What another request of the project deletes, or writes anew, doesn't count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.references import path_mention
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.project.names import names_in_snapshot
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "IN106",
    "delete-of-something-used",
    "what is deleted must not be used by other configuration",
    "service error deleteBlockedByDependencies; product documentation, data-unification-remove-dependencies",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/data-unification-remove-dependencies",
    service_errors=("deleteBlockedByDependencies",),
    sources=(Stated("service-error", "deleteBlockedByDependencies"),),
    kinds=("requests",),
    needs=("snapshot",),
    judges=lambda project: (one for one in project.requests if one.method == "DELETE"),
)

_BY_NAME: Final = ("relationships", "segments", "measures")
_USING: Final = ("segments", "measures", "activities", "hierarchies", "searchConfiguration")
_DEPTH: Final = 40


def check(project: Project) -> Says:
    written = {_saved(one.route.segments) for one in project.requests} - {()}
    for request in project.requests:
        if request.method == "DELETE" and request.snapshot is not None:
            uses = [at for at in _uses(request, request.snapshot) if not _is_written(at, written, request)]
            if uses:
                yield _finding(request, uses)


def _uses(request: Request, snapshot: Snapshot) -> Iterator[Location]:
    """Yield where the snapshot uses what a request deletes."""
    parts = [one for one in request.route.path.split("/") if one]
    if len(parts) < 3:
        return
    if parts[-2].lower() in _BY_NAME:
        yield from _naming(snapshot, {decoded(parts[-1]).lower()}, parts[-2].lower())
        return
    entities = _entities(request, parts[-2].lower())
    if entities:
        yield from (
            one.at for one in names_in_snapshot(snapshot, ()) if one.thing in entities and not one.declares
        )
        yield from _naming(snapshot, {str(one).lower() for one in entities})


def _entities(request: Request, collection: str) -> list[Entity]:
    """Return the entity that is deleted; the deletion of a whole data source is another rule's (DS125)."""
    mention = path_mention(request) if collection in ("entities", "tables") else None
    return [mention.entity] if mention is not None and mention.entity is not None else []


def _naming(snapshot: Snapshot, folded: Collection[str], own: str = "") -> Iterator[Location]:
    """Yield where lists of the snapshot have one of some names as a text, but for the thing itself."""
    for part in _USING:
        stored = snapshot.root.get(part)
        for number, item in enumerate(stored if isinstance(stored, list) else ()):
            if part == own and _name(item).lower() in folded:
                continue
            for path, text in _texts(item, (number,), _DEPTH):
                if text.lower() in folded or text.partition(".")[0].lower() in folded:
                    yield snapshot.root.at(part, *path)
                    break  # of one item, the first place


def _texts(
    value: Any, path: tuple[str | int, ...], depth: int
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    inner = value.values if isinstance(value, Node) else value
    if isinstance(inner, str):
        yield path, inner
    elif isinstance(inner, dict | list) and depth:
        for key, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
            yield from _texts(one, (*path, key), depth - 1)


def _name(item: Any) -> str:
    """Return what an item of a list is called; a conflation goes by its ID."""
    named = item.values if isinstance(item, Node) else item
    found = named.get("conflationId", named.get("name")) if isinstance(named, dict) else None
    return found if isinstance(found, str) else ""


def _saved(segments: list[str]) -> tuple[str, ...]:
    """Return what of the snapshot a request replaces or deletes: a part, and the item's name."""
    if segments[:1] == ["conflations"] and len(segments) == 3:
        return ("conflations", segments[1])
    return (segments[1], segments[2]) if segments[:1] == ["manage"] and len(segments) == 3 else ()


def _is_written(at: Location, written: Collection[tuple[str, ...]], request: Request) -> bool:
    """Tell whether another request writes anew, or deletes, what has a place of the snapshot."""
    snapshot, path = request.snapshot, at.path
    stored = snapshot.root.get(str(path[0])) if snapshot is not None and path else None
    item = (
        stored[path[1]] if isinstance(stored, list) and len(path) > 1 and isinstance(path[1], int) else None
    )
    return (str(path[0]), _name(item).lower()) in written if path else False


def _finding(request: Request, uses: list[Location]) -> Finding:
    parts = [one for one in request.route.path.split("/") if one]
    start = request.at_parameter(parts[-2]).slice
    more = f" and {len(uses) - 1} more" if len(uses) > 1 else ""
    name = decoded(parts[-1])
    return Finding(
        request.at._replace(slice=start),
        f"`{name}` can't be deleted: other configuration uses it",
        label="in use",
        help=f"first change what uses it ({uses[0].document}{more})",
        related=tuple(Related(at, "it is used here") for at in uses[:3]),
    )
