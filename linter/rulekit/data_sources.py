"""What the rules of data sources have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, KeysView, Sequence
from functools import cache
from typing import Final

from linter.diagnostic import Cause, Location, cause_at
from linter.instance.data_types import UNKNOWN, canonical_type
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.data_source_body import DataSourcePayload, TableName, name_is_refused
from linter.project.project import Project
from linter.shapes.node import Node

SOUND_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
"""How names of data sources and their tables are made."""

WHOLE_OR_TEXT: Final = ("String", "Guid", "Int8", "Int16", "Int32", "Int64", "Byte", UNKNOWN)
"""The canonical types that keys may have."""


def severity_of_name(name: str) -> str | None:
    """Return "warning" for letters beyond A to Z, since pages don't say which ones they mean."""
    return None if name_is_refused(name) else "warning"


def is_saved_name(one: DataSourcePayload) -> bool:
    """Tell whether the snapshot has a data source of this name, which the service has taken, then."""
    snapshot = one.request.snapshot
    if one.name is None or snapshot is None:
        return False
    return snapshot.declared.data_source_by_name(one.name) is not None


def is_saved_table(one: DataSourcePayload, table: str) -> bool:
    """Tell whether the snapshot has an entity of this name in the data source."""
    source, snapshot = saved_source(one), one.request.snapshot
    if source is None:
        return False
    assert snapshot is not None  # the data source is of it
    return snapshot.declared.entity_in(source, table) is not None


def saved_by_name() -> Callable[[DataSourcePayload, str], Sequence[DataSource]]:
    """Return what gives the data sources of a name, in whatever case, that a payload's instance has.

    That is what it has before anything is sent; what an instance has is looked through once.
    """

    @cache
    def by_name(snapshot: Snapshot) -> dict[str, list[DataSource]]:
        found: dict[str, list[DataSource]] = {}
        for source in snapshot.declared.data_sources:
            if source.name is not None:
                found.setdefault(source.name.lower(), []).append(source)
        return found

    def called(one: DataSourcePayload, name: str) -> Sequence[DataSource]:
        snapshot = one.request.snapshot
        return by_name(snapshot).get(name.lower(), ()) if snapshot is not None else ()

    return called


def saved_source(one: DataSourcePayload) -> DataSource | None:
    """Return the one among these that has the payload's ID."""
    if one.id is None or one.request.snapshot is None:
        return None
    return one.request.snapshot.declared.data_source_by_id(one.id)


def may_be_one(payloads: Sequence[DataSourcePayload]) -> bool:
    """Tell whether payloads may be about one data source: made and then changed, or changed twice."""
    ids = {fold_id(one.id) for one in payloads if one.id is not None}
    is_made = any(one.id is None and not one.is_update for one in payloads)
    is_there = any(saved_source(one) is not None for one in payloads)  # before anything is made
    return len(ids) < 2 and any(one.is_update for one in payloads) and not (is_made and is_there)


def is_called(source: DataSource, name: str) -> bool:
    """Tell whether a data source has a name, in whatever case."""
    return source.name is not None and source.name.lower() == name.lower()


def data_sources(project: Project) -> Iterator[DataSourcePayload]:
    """Yield the data sources that payloads make or change."""
    for payload in project.payloads("dataSource"):
        yield from payload.items


def power_queries(project: Project) -> Iterator[DataSourcePayload]:
    """Yield those whose tables Power Query makes."""
    return (one for one in data_sources(project) if one.is_power_query)


def distinct_tables(one: DataSourcePayload) -> list[TableName]:
    """Return the tables of a data source, each at its first mention."""
    found: dict[str, TableName] = {}
    for table in one.tables:
        found.setdefault(table.name, table)
    return list(found.values())


def columns_of(project: Project) -> Iterator[tuple[DataSourcePayload, Node, Node]]:
    """Yield the columns of all models, with their tables."""
    for one in data_sources(project):
        for entity in one.model_entities:
            yield from ((one, entity, attribute) for attribute in entity.nodes("attributes"))


def source_meant(one: DataSourcePayload) -> DataSource | None:
    """Return the data source that is changed."""
    snapshot = one.request.snapshot
    return snapshot.data_source_by_id(one.id) if snapshot is not None and one.id is not None else None


def is_about(one: DataSourcePayload, source: DataSource | None) -> bool:
    """Tell whether a payload makes or changes a data source; what is new goes by its name."""
    if source is None or one.id is None:
        return source is not None and one.name is not None and is_called(source, one.name)
    return fold_id(one.id) == fold_id(source.id)


def known_entity(one: DataSourcePayload, table: str) -> Entity | None:
    """Return the entity that the snapshot has of a table."""
    source, snapshot = source_meant(one), one.request.snapshot
    if source is None:
        return None
    assert snapshot is not None  # the data source is of it
    return snapshot.entity_in(source, table)


def type_of(one: DataSourcePayload, table: str, column: str) -> tuple[str, str]:
    """Return the type of a column as it is written, and its canonical type."""
    declared = one.columns.get(table, {}).get(column)
    entity = known_entity(one, table)
    if declared is not None and "dataType" in declared.broken:
        return "", UNKNOWN
    written = declared.text("dataType") if declared is not None else None
    if written is None:
        written = entity.declared_type(column) if entity is not None else ""
    return written, canonical_type(written)


def keys_named(one: DataSourcePayload) -> Iterator[tuple[str, str, Location]]:
    """Yield the primary keys that a data source gives, with their tables and places."""
    for nodes, name in ((one.information, "primaryKey"), (one.incremental, "primaryKeyAttributeName")):
        for node in nodes:
            table, key = node.text("entityName"), node.text(name)
            if table is not None and key is not None:
                yield table, key, node.at(name)


def said_of_key(one: DataSourcePayload, table: str, key: str, at: Location) -> Cause | None:
    """Return what is reported of a key at its place: it is no column (DS129 …), or an unfit one (DS119)."""
    known = column_names(one, table)
    is_unknown = known is not None and key not in known
    return cause_at(at) if is_unknown or is_unfit_key(one, table, key) else None


def is_unfit_key(one: DataSourcePayload, table: str, key: str) -> bool:
    """Tell whether a key is neither text nor a whole number nor a GUID."""
    return type_of(one, table, key)[1] not in WHOLE_OR_TEXT


def column_names(one: DataSourcePayload, table: str) -> KeysView[str] | None:
    """Return the names of a table's columns, None where they aren't known."""
    if table in one.with_open_columns:
        return None
    if table in one.columns:
        return one.columns[table].keys()
    entity = known_entity(one, table)
    if entity is None or entity.attributes is None or not entity.attributes_complete:
        return None
    return entity.attributes.keys()
