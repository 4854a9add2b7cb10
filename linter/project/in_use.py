"""What a snapshot uses of what requests delete: where it names entities, relationships and what is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location, Path
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import deleted_entity, deleted_source
from linter.kinds.request import Request
from linter.project.dependents import derived_uses, stored_uses
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.project.rewritten import path_end
from linter.shapes.node import Node, listed

_QUERIED: Final = ("segments", "measures", "derivedentities")  # as paths call what queries can read
_BY_NAME: Final = ("relationships", *_QUERIED)
_USING: Final = (
    "segments",
    "measures",
    "activities",
    "hierarchies",
    "searchConfiguration",
    "derivedEntities",
    "insights",
)
_OWN: Final = (
    "name",
    "displayname",
    "friendlyname",
    "description",
    "outputsegmentname",
)  # of itself, or made
_ALIAS: Final = "alias"
_DEPTH: Final = 40


class InUse:
    """What a snapshot has, by what it names; that is looked through once, however much is deleted."""

    def __init__(self, project: Project, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._master = project.settings.master_dataset

    def named(self, deletion: Request) -> list[Location]:
        """Return where the snapshot names what a request deletes, whoever may change that before."""
        found = [at for entity in self._entities(deletion) for at in self._of_entity(entity)]
        collection, name = path_end(deletion) if len(deletion.route.segments) > 1 else ("", "")
        if collection in _BY_NAME:
            found += self._naming({name} | _made(deletion))
        return list(dict.fromkeys(found))

    def read(self, deletion: Request) -> list[Location]:
        """Return what of the snapshot reads in SQL what a request deletes."""
        uses = sorted({one for name in _made(deletion) for one in self._queries.get(name, ())})
        return list(dict.fromkeys(at for _, at in uses))

    def is_named_in(self, body: Any, deletion: Request) -> bool:
        """Tell whether a body names what a request deletes, as far as its texts tell."""
        words = {word for node in listed(body) for _, word in _words(node, 0)}
        entities = {str(one).lower() for one in self._entities(deletion)}
        return not words.isdisjoint({*entities, path_end(deletion)[-1], *_made(deletion)})

    def _entities(self, deletion: Request) -> Iterator[Entity]:
        """Yield the entities that a request deletes: one, or all of a data source."""
        source, entity = deleted_source(deletion), deleted_entity(deletion)
        if source is not None:
            yield from self._snapshot.declared.entities_in(source)
        elif entity is not None:
            yield entity

    def _of_entity(self, entity: Entity) -> Iterator[Location]:
        yield from self._names.get(entity, ())
        yield from self._naming({str(entity).lower()})

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
        """What reads something in SQL, by what it calls that, folded, in its order."""
        found: dict[str, list[tuple[int, Location]]] = {}
        uses = [*stored_uses(self._snapshot, (), self._master), *derived_uses(self._snapshot, self._master)]
        for turn, use in enumerate(uses):
            for name in {use.entity.lower(), f"{use.entity}.{use.attribute}".lower()}:
                found.setdefault(name, []).append((turn, use.at))
        return found

    def _naming(self, folded: Collection[str]) -> Iterator[Location]:
        """Yield where items have one of some names as a text."""
        first: dict[tuple[int, int], Path] = {}
        for item, (_, path) in sorted(one for word in folded for one in self._texts.get(word, {}).items()):
            first.setdefault(item, path)
        for (rank, _), path in first.items():
            yield self._snapshot.root.at(_USING[rank], *path)


def _made(request: Request) -> set[str]:
    """Return how queries call what a segment, measure or derived entity makes that is deleted."""
    *_, collection, name = ("", "", *path_end(request))
    of_measure = {f"{CUSTOMER_MEASURE.lower()}.{name}"} if collection == "measures" else set()
    return {name} | of_measure if collection in _QUERIED else set()


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
    """Yield texts with their places; words that only such a property can have, as `sum`, are no names."""
    inner = (value.values if value.literal is None else value.literal) if isinstance(value, Node) else value
    members = (value.shape.members if isinstance(value, Node) else None) or {}
    if isinstance(inner, str):
        yield path, inner
    elif isinstance(inner, dict | list) and depth:
        for key, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
            is_word = key in members and bool(members[str(key)].values)
            if not is_word and (depth < _DEPTH or str(key).lower() not in _OWN):
                yield from _texts(one, (*path, key), depth - 1)
