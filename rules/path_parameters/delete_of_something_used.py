"""What is deleted must not be used by other configuration.

What uses it is told by the snapshot: conflations and relationships name entities; segments,
measures, activities, hierarchies and the search configuration name entities, relationships and one another.
What another request of the project deletes, or writes anew, doesn't count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Finding, Location, Path, Related, Stated
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.references import path_mention
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.rulekit.rewritten import Rewritten, path_end
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
_OWN: Final = ("name", "displayname", "friendlyname", "description")  # what an item says of itself
_ALIAS: Final = "alias"
_DEPTH: Final = 40


def check(project: Project) -> Says:
    rewritten = Rewritten(project)
    stored = {one: _Stored(one, project) for one in project.snapshots}
    for request in project.requests:
        snapshot = request.snapshot
        if request.method == "DELETE" and snapshot is not None:
            found = _uses(request, stored[snapshot])
            uses = [at for at in found if not rewritten.has(snapshot, at, request)]
            uses = uses or stored[snapshot].reading(_made(request))
            if uses:
                yield _finding(request, uses)


def _uses(request: Request, stored: _Stored) -> Iterator[Location]:
    """Yield where the snapshot uses what a request deletes."""
    entity = _entity(request)
    if entity is not None:
        yield from stored.places_of(entity)
        yield from stored.naming({str(entity).lower()})
    elif len(request.route.segments) > 1:
        collection, name = path_end(request)
        if collection in _BY_NAME:
            yield from stored.naming({name} | _made(request))


def _made(request: Request) -> set[str]:
    """Return how queries call what a segment or measure that is deleted makes."""
    *_, collection, name = ("", "", *path_end(request))
    of_measure = {f"{CUSTOMER_MEASURE.lower()}.{name}"} if collection == "measures" else set()
    return {name} | of_measure if collection in ("segments", "measures") else set()


def _entity(request: Request) -> Entity | None:
    """Return the entity that is deleted; the deletion of a whole data source is another rule's (DS125)."""
    mention = path_mention(request) if path_end(request)[:1] in (("entities",), ("tables",)) else None
    return mention.entity if mention is not None else None


class _Stored:
    """What a snapshot has, by what it names; that is looked through once, however much is deleted."""

    def __init__(self, snapshot: Snapshot, project: Project) -> None:
        self._snapshot = snapshot
        self._project = project

    @cached_property
    def _names(self) -> dict[Entity, list[Location]]:
        """Where entities are named, in the order of the text."""
        from linter.project.names import names_in_snapshot  # few runs delete anything

        found: dict[Entity, list[Location]] = {}
        for one in names_in_snapshot(self._snapshot, ()):
            if isinstance(one.thing, Entity) and not one.declares:
                found.setdefault(one.thing, []).append(one.at)
        return found

    @cached_property
    def _texts(self) -> dict[str, dict[tuple[int, int], tuple[int, Path]]]:
        """Which items of lists have a text, folded, or begin one with it: the first place, with its turn."""
        found: dict[str, dict[tuple[int, int], tuple[int, Path]]] = {}
        for rank, part in enumerate(_USING):
            for number, item in enumerate(_listed(self._snapshot, part)):
                for turn, (path, word) in enumerate(_words(item, number)):
                    found.setdefault(word, {}).setdefault((rank, number), (turn, path))
        return found

    @cached_property
    def _queries(self) -> dict[str, list[tuple[int, Location]]]:
        """Which segments and measures read something in SQL, by what they call it, folded, in their order."""
        found: dict[str, list[tuple[int, Location]]] = {}
        for turn, use in enumerate(self._project.stored_uses(self._snapshot)):
            for name in {use.entity.lower(), f"{use.entity}.{use.attribute}".lower()}:
                found.setdefault(name, []).append((turn, use.at))
        return found

    def reading(self, folded: Collection[str]) -> list[Location]:
        """Return which segments and measures read something in SQL that has one of some names."""
        uses = sorted({one for name in folded for one in self._queries.get(name, ())})
        return list(dict.fromkeys(at for _, at in uses))

    def places_of(self, entity: Entity) -> list[Location]:
        """Return where an entity is named, in the order of the text."""
        return self._names.get(entity, [])

    def naming(self, folded: Collection[str]) -> Iterator[Location]:
        """Yield where items have one of some names as a text."""
        first: dict[tuple[int, int], Path] = {}
        for item, (_, path) in sorted(one for word in folded for one in self._texts.get(word, {}).items()):
            first.setdefault(item, path)
        for (rank, _), path in first.items():
            yield self._snapshot.root.at(_USING[rank], *path)


def _listed(snapshot: Snapshot, part: str) -> list[Any]:
    stored = snapshot.root.get(part)
    return stored if isinstance(stored, list) else []


def _words(item: Any, number: int) -> Iterator[tuple[Path, str]]:
    """Yield the texts of an item, folded, and what stands before their first dot: neither is an alias."""
    texts = [(path, text.lower()) for path, text in _texts(item, (number,), _DEPTH)]
    aliases = {text for path, text in texts if path[-1] == _ALIAS}
    for path, text in texts:
        if path[-1] != _ALIAS:
            yield path, text
            before, dot, _ = text.partition(".")
            if dot and before not in aliases:
                yield path, before


def _texts(value: Any, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    inner = value.values if isinstance(value, Node) else value
    if isinstance(inner, str):
        yield path, inner
    elif isinstance(inner, dict | list) and depth:
        for key, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
            if depth < _DEPTH or str(key).lower() not in _OWN:
                yield from _texts(one, (*path, key), depth - 1)


def _finding(request: Request, uses: list[Location]) -> Finding:
    start = request.at_parameter(path_end(request)[0]).slice
    name = decoded(request.route.path.rpartition("/")[2])
    more = f" and {len(uses) - 1} more" if len(uses) > 1 else ""
    return Finding(
        request.at._replace(slice=start),
        f"`{name}` can't be deleted: other configuration uses it",
        label="in use",
        help=f"first change what uses it ({uses[0].document}{more})",
        related=tuple(Related(at, "it is used here") for at in uses[:3]),
    )
