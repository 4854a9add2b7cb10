"""What payloads say of data sources: their tables, columns and keys; read only where there are such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.kind import Laid, Part, Standing
from linter.kinds.laid import LaidList, LaidSources, put
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.shapes.node import BROKEN, Node, listed

_OF_LETTERS: Final = re.compile(r"[^\W\d_]\w*\Z")


class TableName(NamedTuple):
    """A place that names an entity of the data source."""

    name: str
    at: Location
    among: str  # the property whose list it stands in


class DataSourcePayload:
    """One data source that is made or changed."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.is_update = request.gives("datasourceId")

    @cached_property
    def metadata(self) -> Node | None:
        """What it is."""
        return self.node.node("dataSourceMetadata")

    def said_at(self, name: str) -> Location:
        """Return where the metadata says something; only of one that has some."""
        assert self.metadata is not None
        return self.metadata.at(name)

    @cached_property
    def model(self) -> Node | None:
        """Its tables and columns."""
        return self.node.node("model")

    @property
    def mashup(self) -> Node | None:
        """What Power Query does."""
        return self.model.node("pbi:mashup") if self.model is not None else None

    @property
    def name(self) -> str | None:
        """Its name, if the payload gives one."""
        return self.metadata.text("name") if self.metadata is not None else None

    @property
    def id(self) -> str | None:
        """Its ID: that of the path, or the one that the payload gives."""
        own = self.metadata.text("dataSourceId") if self.metadata is not None else None
        return self.request.parameter("datasourceId") or own

    @property
    def kind(self) -> str | None:
        """How it is ingested, folded; of an update perhaps as the snapshot says."""
        said = self.metadata.text("kind") if self.metadata is not None else None
        if said is None and self.is_update and self.request.snapshot is not None:
            saved = self.request.snapshot.source_node(self.id or "")
            said = saved.text("kind") if saved is not None else None
        return said.lower() if said is not None else None

    @property
    def is_power_query(self) -> bool:
        """Whether Power Query makes its tables."""
        return self.kind == "powerquery" or self.mashup is not None

    @property
    def information(self) -> list[Node]:
        """What is said of the keys and types of its entities."""
        return self.metadata.nodes("entityInformation") if self.metadata is not None else []

    @property
    def incremental(self) -> list[Node]:
        """What is said of the entities that are refreshed by what is new of them."""
        return self.metadata.nodes("incrementalRefreshProperties") if self.metadata is not None else []

    @property
    def model_entities(self) -> list[Node]:
        """The tables of its model."""
        return self.model.nodes("entities") if self.model is not None else []

    @cached_property
    def tables(self) -> list[TableName]:
        """All places that say which entities it has, list by list."""
        return [
            *_texts(self.metadata, "entityNames"),
            *_named(self.information, "entityName", "entityInformation"),
            *_named(self.model_entities, "name", "entities"),
            *_named(self.queries, "entityName", "queriesMetadata"),
        ]

    @property
    def has_open_table(self) -> bool:
        """Whether a place that says which entities it has can't be read, or is filled later."""
        listed = self.metadata.get("entityNames") if self.metadata is not None else None
        named = [(one, "entityName") for one in (*self.information, *self.queries)]
        named += [(one, "name") for one in self.model_entities]
        return BROKEN in (listed or ()) or any(name in one.broken for one, name in named)

    @property
    def queries(self) -> list[Node]:
        """The queries of Power Query that make tables."""
        held = self.mashup.node("queriesMetadata") if self.mashup is not None else None
        found = held.values.values() if held is not None else ()
        return [one for one in found if one.get("loadEnabled") is not False]

    @cached_property
    def columns(self) -> dict[str, dict[str, Node]]:
        """The columns of the model's tables, by the names of both; only of tables that declare some."""
        columns = {
            entity.text("name"): _by_name(entity.nodes("attributes")) for entity in self.model_entities
        }
        return {name: one for name, one in columns.items() if name is not None and one}

    @cached_property
    def with_open_columns(self) -> set[str]:
        """The names of the model's tables that have a column whose name can't be read, or is filled later."""
        named = ((entity.text("name"), entity.nodes("attributes")) for entity in self.model_entities)
        return {
            name
            for name, columns in named
            if name is not None and any("name" in one.broken for one in columns)
        }


class DataSources:
    """The body of POST …/manage/datasources: one data source or a list; or one that is changed."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [DataSourcePayload(node, request) for node in listed(root)]


def _texts(node: Node | None, name: str) -> Iterator[TableName]:
    if node is None:
        return
    for index, one in enumerate(node.get(name) or ()):
        if isinstance(one, str):
            yield TableName(one, node.at(name, index), name)


def _by_name(nodes: list[Node]) -> dict[str, Node]:
    return {name: one for one in nodes if (name := one.text("name")) is not None}


def _named(nodes: list[Node], name: str, among: str) -> Iterator[TableName]:
    for node in nodes:
        text = node.text(name)
        if text is not None:
            yield TableName(text, node.at(name), among)


def writes(request: Request, standing: Standing) -> Iterator[Part]:
    """Yield the data sources that a request writes; none is known to be in the snapshot as it stands."""
    if request.method == "DELETE":
        yield ("data source", standing.instance, request.parameter("datasourceId")), False
        return
    for one in DataSources(request, request.root).items:
        yield ("data source", standing.instance, one.id or one.name), False


def lay(request: Request, laid: Laid) -> None:
    """Let a snapshot have the data sources, and their entities."""
    for one in DataSources(request, request.root).items:
        held = _held(laid.sources, one)
        if held is not None:
            for name in ("name", "friendlyName", "kind", "modelJsonPath"):
                said = one.metadata.text(name) if one.metadata is not None else None
                if said is not None:
                    put(held, name, said)
            entities = laid.sources.entities_in(held)
            put(held, "entities", entities.items)
            _lay_entities(entities, one)


def _held(sources: LaidSources, one: DataSourcePayload) -> dict[str, Any] | None:
    """Return the data source in a snapshot's value; a new one is added."""
    identifier = one.id or one.name
    if identifier is None:
        return None
    found = sources.get(identifier)
    return sources.add(identifier) if found is None and not one.is_update else found


def _lay_entities(entities: LaidList, one: DataSourcePayload) -> None:
    for plain in planned_entities(one):
        known = entities.get(plain["name"])
        if known is None:
            entities.add(plain["name"], plain)
        else:
            for name, told in plain.items():
                put(known, name, told)


def planned_entities(one: DataSourcePayload) -> Iterator[dict[str, Any]]:
    """Yield the entities that a data source will have, as a snapshot has them."""
    informed = {node.text("entityName"): node for node in one.information}
    for name in dict.fromkeys(table.name for table in one.tables if name_is_sound(table.name)):
        plain: dict[str, Any] = {"name": name}
        for told in ("entityType", "primaryKey", "timestampFieldName"):
            said = informed[name].text(told) if name in informed else None
            if said:
                plain[told] = said
        if name in one.columns:
            columns = one.columns[name].items()
            plain["attributes"] = {column: node.text("dataType") or "" for column, node in columns}
        if name in one.with_open_columns:
            plain["complete"] = {"attributes": False}
        yield plain


def name_is_sound(name: str) -> bool:
    """Tell whether a name says anything."""
    return bool(name.strip())


def name_is_refused(name: str) -> bool:
    """Tell whether a name is certainly none that a data source or a table can have."""
    return _OF_LETTERS.match(name) is None
