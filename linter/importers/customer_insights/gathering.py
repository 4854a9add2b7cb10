"""What the responses of one file say, put together."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from linter.importers.customer_insights.part import ResponsePart, unwrapped
from linter.importers.found import DataSource, Entity, Found, Note, Relationship
from linter.instance.snapshot import beginnings, fold_id
from linter.named_tuple import NamedTuple

GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_PARTLY: Final = re.compile(r"[?&]\$?(?:top|skip|skiptoken|filter|search|take|maxpagesize)=", re.IGNORECASE)
"""What a path asks for where its answer isn't all there is."""


class Information(NamedTuple):
    """What a data source tells about one of its entities."""

    primary_key: str = ""
    entity_type: str = ""
    timestamp_field_name: str = ""
    semantic_types: Mapping[str, str] = {}


class Ingested:
    """A data source, as far as the responses told of it."""

    def __init__(self, identifier: str, name: str) -> None:
        self.id = identifier
        self.name = name
        self.kind = ""
        self.entities: list[Entity] = []
        self.listed: dict[str, Entity] = {}  # those of its own list, which tells less
        self.information: dict[str, Information] = {}

    def data_source(self, *, is_whole: bool) -> DataSource:
        """Return it with its entities, each with all that is known; `is_whole`: it has no others."""
        described = {one.name for one in self.entities}
        names = dict.fromkeys((*self.listed, *self.information))
        others = [self.listed.get(name, Entity(name, None)) for name in names if name not in described]
        entities = (
            _informed(one, self.information.get(one.name, Information())) for one in (*self.entities, *others)
        )
        known = {"entities": is_whole, "entityInfo": bool(self.entities)}
        complete = tuple(name for name, all_ in known.items() if all_)
        return DataSource(tuple(entities), self.name, self.id, self.kind, complete)


class Gathering:
    """What the responses of one file say, put together."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.totals: Counter[str] = Counter()
        self.system: list[Entity] = []
        self.relationships: list[Relationship] = []
        self.parts: dict[str, Any] = {}
        self.complete: dict[str, bool] = {}  # the lists of the instance that responses are of
        self.instances: dict[str, ResponsePart] = {}  # the first mention of each ID
        self.half_said: list[ResponsePart] = []  # relationships that don't say both ends
        self.audited: ResponsePart | None = None
        self._sources: list[Ingested] = []
        self._by_id: dict[str, Ingested] = {}
        self._by_name: dict[str, Ingested] = {}
        self._lengths: list[int] = []  # of the IDs and names of data sources
        self._seen: dict[tuple[int, str], ResponsePart] = {}

    def found(self) -> Found:
        """Return all of it."""
        of_one = self._are_of_one_source()
        complete = {**self.complete, "entities": False} if of_one else self.complete
        return Found(
            format="customer-insights",
            data_sources=tuple(one.data_source(is_whole=of_one) for one in self._sources),
            system_entities=tuple(self.system),
            relationships=tuple(self.relationships),
            parts=self.parts,
            complete=complete,
            notes=tuple(sorted(self.notes)),
            totals=dict(self.totals),
            instance_id=next(iter(self.instances.values())).value if len(self.instances) == 1 else "",
        )

    def _are_of_one_source(self) -> bool:
        """Tell whether a list of entities is perhaps not the instance's, but that of its only data source."""
        return (
            self.complete.get("entities", False)
            and len(self._sources) == 1
            and not self.complete.get("dataSources", False)
        )

    def ingested(self, identifier: str, name: str) -> Ingested:
        """Return the data source of an ID or a name, which is a new one where it wasn't told of before."""
        found = self._by_id.get(fold_id(identifier)) if identifier else None
        if found is None and name:
            named = self._by_name.get(name)
            found = named if named and not (identifier and named.id) else None
        if found is None:
            found = Ingested(identifier, name)
            self._sources.append(found)
        found.id = found.id or identifier
        found.name = found.name or name
        if found.id:
            self._by_id.setdefault(fold_id(found.id), found)
        if found.name:
            self._by_name.setdefault(found.name, found)
        for length in {len(one) for one in (found.id, found.name) if one}.difference(self._lengths):
            insort(self._lengths, length)
        return found

    def split(self, qualified: str) -> tuple[str, str, str]:
        """Return ID and name of the data source, and the entity, that a qualified name names."""
        for prefix in beginnings(qualified, reversed(self._lengths)):
            known = self._by_id.get(fold_id(prefix)) or self._by_name.get(prefix)
            if known is not None:
                return known.id, known.name, qualified[len(prefix) + 1 :]
        prefix, mark, rest = qualified[:36], qualified[36:37], qualified[37:]
        return (prefix, "", rest) if mark == "_" and GUID.fullmatch(prefix) else ("", "", qualified)

    def place(self, entity: Entity, target: Ingested | None, part: ResponsePart) -> None:
        """Put an entity where it belongs: into a data source, or among those that the service makes."""
        first = self._seen.setdefault((id(target), entity.name), part)
        if first is not part:
            line, column = first.note("")[1:3]
            self.notes.append(
                part.note(f"entity `{entity.name}` is here twice, first in line {line}, column {column}")
            )
        (self.system if target is None else target.entities).append(entity)
        self.totals["entities"] += 1
        self.totals["attributes"] += len(entity.attributes or ())

    def conflation(self, named: str, parts: dict[str, Any]) -> None:
        """Remember parts of a conflation."""
        self.parts.setdefault("conflations", []).append({"conflationId": named, **parts})
        self.totals["conflations"] += 1

    def listed(self, name: str, response: ResponsePart, key: str = "") -> None:
        """Remember that a response lists all there is of something, if it isn't a part of it."""
        count, items = response.get("@odata.count", "count").value, list(unwrapped(response).items())
        is_page = any(one.lower().endswith("nextlink") and part.value for one, part in response.members())
        is_whole = (
            not is_page and not _PARTLY.search(key) and (not isinstance(count, int) or count <= len(items))
        )
        self.complete[name] = is_whole and self.complete.get(name, True)

    def keep(self, name: str, value: Any) -> None:
        """Keep an item of a list that a snapshot has in the same form."""
        self.parts.setdefault(name, []).append(value)
        self.totals[name] += 1


def _informed(entity: Entity, told: Information) -> Entity:
    """Return an entity with what its data source tells about it, where it doesn't say so itself."""
    attributes = entity.attributes
    if attributes is not None and told.semantic_types:
        attributes = tuple(
            one._replace(semantic_type=one.semantic_type or told.semantic_types.get(one.name, ""))
            for one in attributes
        )
    return entity._replace(
        attributes=attributes,
        key=entity.key or ((told.primary_key,) if told.primary_key else ()),
        entity_type=entity.entity_type or told.entity_type,
        timestamp_field_name=entity.timestamp_field_name or told.timestamp_field_name,
    )
