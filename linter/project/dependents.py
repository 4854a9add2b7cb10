"""What segments, measures and derived entities of an instance are made of, as far as their text tells.

What a request writes anew, or deletes, is that request's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.made import names_deleted, names_written

_WORD: Final = {"segments": "segment", "measures": "measure"}
_ENTITIES: Final = ("entity", "entityname", "qualifiedentityname", "sourceentity")
_ATTRIBUTES: Final = ("attribute", "field")
_QUERIES: Final = ("segmentationquerysql", "measurequerysql")
_IN_EXPRESSION: Final = re.compile(r"(?<!\w)(\w++)\.(\w+)")


class StoredUse(NamedTuple):
    """An entity, or an attribute of one, that a segment or measure names."""

    user: str  # such as "segment `Members`"
    at: Location
    snapshot: Snapshot
    entity: str  # as it is spelled; the master dataset where none is named
    attribute: str | None = None

    @property
    def of(self) -> Entity | None:
        """The entity that it is the use of, or of an attribute of it; None where none is known so."""
        return self.snapshot.resolve_name(self.entity).entity


class StoredUses:
    """What an instance's segments and measures use; that is grouped once, however often it is asked for."""

    def __init__(self, uses: Iterable[StoredUse]) -> None:
        self._uses = tuple(uses)

    def __iter__(self) -> Iterator[StoredUse]:
        """Yield all uses, in the order of the text."""
        return iter(self._uses)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._uses)

    def of_attribute(self, entity: str, attribute: str) -> list[StoredUse]:
        """Return the uses of an attribute, of an entity as it is spelled."""
        return self._of_attributes.get((entity, attribute), [])

    def of_entity(self, entity: Entity) -> list[StoredUse]:
        """Return the uses of an entity, and of its attributes."""
        return self._of_entities.get(entity, [])

    @cached_property
    def _of_attributes(self) -> dict[tuple[str, str | None], list[StoredUse]]:
        found: dict[tuple[str, str | None], list[StoredUse]] = {}
        for one in self._uses:
            found.setdefault((one.entity, one.attribute), []).append(one)
        return found

    @cached_property
    def _of_entities(self) -> dict[Entity | None, list[StoredUse]]:
        found: dict[Entity | None, list[StoredUse]] = {}
        for one in self._uses:
            found.setdefault(one.of, []).append(one)
        return found


def stored_uses(snapshot: Snapshot, requests: Iterable[Request], master: str) -> list[StoredUse]:
    """Return what an instance's segments and measures use, but for those that requests write anew."""
    found: list[StoredUse] = []
    sent = [one for one in requests if one.snapshot is snapshot]
    for what, word in _WORD.items():
        anew = {name for one in sent for name in (*names_written(one, what), *names_deleted(one, what))}
        for stored in snapshot.root.nodes(what):
            name = stored.text("name")
            if name is not None and name not in anew:
                of_all = StoredUse(f"{word} `{name}`", stored.at(), snapshot, master)
                found += _uses(stored.plain(), of_all)
    return found


def derived_uses(snapshot: Snapshot, master: str) -> Iterator[StoredUse]:
    """Yield what the queries of an instance's derived entities read."""
    for stored in snapshot.root.nodes("derivedEntities"):
        query = stored.text("query")
        if query is not None:
            user = f"derived entity `{stored.text('name')}`"
            yield from _queried(query, StoredUse(user, stored.at(), snapshot, master))


def _uses(value: Any, of_all: StoredUse) -> Iterator[StoredUse]:
    """Yield what a segment or measure uses; `of_all` is what is the same for all of it."""
    aliases = dict(_aliases(value))
    for key, one in _texts(value, ""):
        if key in _ENTITIES or key in ("path", "paths"):
            yield of_all._replace(entity=one)
        elif key in _ATTRIBUTES:
            yield _split(one, of_all, aliases)
        elif key in _QUERIES:
            yield from _queried(one, of_all)
        elif key == "expressiontext":
            for alias, attribute in _IN_EXPRESSION.findall(one):
                yield of_all._replace(entity=aliases.get(alias, alias), attribute=attribute)
    for entity, attribute in _listed(value):
        yield of_all._replace(entity=entity, attribute=attribute)


def _queried(text: str, of_all: StoredUse) -> Iterator[StoredUse]:
    """Yield what a query in SQL uses, as far as it can be read."""
    from linter.sql.reading import read

    found = read(text)
    for table in found.tables:
        yield of_all._replace(entity=table.name)
    for column in found.columns:
        if len(column.tables) == 1:
            yield of_all._replace(entity=column.tables[0].name, attribute=column.name)


def _split(named: str, of_all: StoredUse, aliases: dict[str, str]) -> StoredUse:
    """Return the use of `Entity.Attribute`, `alias.Attribute`, or of an attribute alone."""
    parts = named.split(".")
    for end in range(len(parts) - 1, 0, -1):
        entity = ".".join(parts[:end])
        known = aliases.get(entity) or entity
        if (
            known == of_all.entity
            or entity in aliases
            or of_all.snapshot.resolve_name(known).entity is not None
        ):
            return of_all._replace(entity=known, attribute=".".join(parts[end:]))
    return of_all._replace(attribute=named)


def _aliases(value: Any) -> Iterator[tuple[str, str]]:
    for one in _objects(value):
        alias, entity = one.get("alias"), one.get("entity")
        if isinstance(alias, str) and isinstance(entity, str):
            yield alias, entity


def _listed(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the attributes that stand in a list beside their entity."""
    for one in _objects(value):
        entity = next((one[key] for key in _ENTITIES if isinstance(one.get(key), str)), None)
        names = one.get("attributenames")
        if entity is not None and isinstance(names, list):
            yield from ((entity, name) for name in names if isinstance(name, str))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a value, with their keys folded."""
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        yield {key.lower(): one for key, one in value.items()}
        for one in value.values():
            yield from _objects(one)


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield all texts in a value with the key, folded, under which they or their lists stand."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, name.lower())
