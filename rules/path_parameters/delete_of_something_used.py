"""What is deleted must not be used by other configuration.

What uses it is told by the snapshot: conflations and relationships name entities; segments,
measures, activities, hierarchies and the search configuration name entities, relationships and one another.
What another request of the project deletes, or writes anew, doesn't count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Finding, Location, Path, Related, Stated
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.references import path_mention
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.project.outputs import CUSTOMER_MEASURE
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
_MAKING: Final = ("segments", "measures")
_USING: Final = ("segments", "measures", "activities", "hierarchies", "searchConfiguration")
_DEPTH: Final = 40


def check(project: Project) -> Says:
    written = {_saved(one.route.segments) for one in project.requests} - {()}
    stored = {one: _Stored(one) for one in project.snapshots}
    for request in project.requests:
        if request.method == "DELETE" and request.snapshot is not None:
            uses = [
                at for at in _uses(request, stored[request.snapshot]) if not _is_written(at, written, request)
            ]
            uses = uses or list(dict.fromkeys(_queries(project, request)))
            if uses:
                yield _finding(request, uses)


def _queries(project: Project, request: Request) -> Iterator[Location]:
    """Yield which segments and measures of the snapshot read in SQL what a request deletes."""
    parts = [one for one in request.route.path.split("/") if one]
    if request.snapshot is None or len(parts) < 3:
        return
    name, collection = decoded(parts[-1]).lower(), parts[-2].lower()
    entities = _entities(request, collection)
    for use in project.stored_uses(request.snapshot) if entities or collection in _MAKING else ():
        column = (use.entity.lower(), (use.attribute or "").lower())
        is_made = use.entity.lower() == name or column == (CUSTOMER_MEASURE.lower(), name)
        if any(map(use.is_of, entities)) or (is_made and not entities):
            yield use.at


def _uses(request: Request, stored: _Stored) -> Iterator[Location]:
    """Yield where the snapshot uses what a request deletes."""
    parts = [one for one in request.route.path.split("/") if one]
    if len(parts) < 3:
        return
    if parts[-2].lower() in _BY_NAME:
        name = decoded(parts[-1]).lower()
        yield from stored.naming({name, f"{CUSTOMER_MEASURE.lower()}.{name}"}, parts[-2].lower())
        return
    entities = _entities(request, parts[-2].lower())
    if entities:
        yield from stored.places_of(entities)
        yield from stored.naming({str(one).lower() for one in entities})


def _entities(request: Request, collection: str) -> list[Entity]:
    """Return the entity that is deleted; the deletion of a whole data source is another rule's (DS125)."""
    mention = path_mention(request) if collection in ("entities", "tables") else None
    return [mention.entity] if mention is not None and mention.entity is not None else []


class _Stored:
    """What a snapshot has, by what it names; that is looked through once, however much is deleted."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _names(self) -> dict[Entity, list[tuple[int, Location]]]:
        """Where entities are named, with the turn of the place."""
        from linter.project.names import names_in_snapshot  # few runs delete anything

        found: dict[Entity, list[tuple[int, Location]]] = {}
        for turn, one in enumerate(names_in_snapshot(self._snapshot, ())):
            if isinstance(one.thing, Entity) and not one.declares:
                found.setdefault(one.thing, []).append((turn, one.at))
        return found

    @cached_property
    def _texts(self) -> dict[str, dict[tuple[int, int], tuple[int, Path]]]:
        """Which items of lists have a text, folded, or begin one with it: the first place, with its turn."""
        found: dict[str, dict[tuple[int, int], tuple[int, Path]]] = {}
        for rank, part in enumerate(_USING):
            for number, item in enumerate(_listed(self._snapshot, part)):
                for turn, (path, text) in enumerate(_texts(item, (number,), _DEPTH)):
                    for word in {text.lower(), text.partition(".")[0].lower()}:
                        found.setdefault(word, {}).setdefault((rank, number), (turn, path))
        return found

    def places_of(self, entities: Iterable[Entity]) -> list[Location]:
        """Return where entities are named, in the order of the text."""
        places = (one for entity in entities for one in self._names.get(entity, ()))
        return [at for _, at in sorted(places, key=lambda one: one[0])]

    def naming(self, folded: Collection[str], own: str = "") -> Iterator[Location]:
        """Yield where items have one of some names as a text, but for the thing itself."""
        first: dict[tuple[int, int], tuple[int, Path]] = {}
        for word in folded:
            for item, place in self._texts.get(word, {}).items():
                first[item] = min(place, first.get(item, place), key=lambda one: one[0])
        for (rank, number), (_, path) in sorted(first.items(), key=lambda one: one[0]):
            part = _USING[rank]
            if part != own or _name(_listed(self._snapshot, part)[number]).lower() not in folded:
                yield self._snapshot.root.at(part, *path)


def _listed(snapshot: Snapshot, part: str) -> list[Any]:
    stored = snapshot.root.get(part)
    return stored if isinstance(stored, list) else []


def _texts(value: Any, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
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
    if snapshot is None or not path:
        return False
    part = next(one for one in snapshot.root.shape.members or () if one.lower() == str(path[0]).lower())
    stored = snapshot.root.get(part)
    index = path[1] if len(path) > 1 else None
    item = stored[index] if isinstance(stored, list) and isinstance(index, int) else None
    return (part, _name(item).lower()) in written


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
