"""Primary keys that can't be those of their entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Location, cause_at
from linter.instance.entity import Entity
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, is_about, keys_named

OPAQUE: Final = ("Boolean", "Json", "Complex", "Binary", "Geo")
FRACTIONS: Final = ("Decimal", "Float", "Double")
UNFIT_KEY: Final = (*OPAQUE, *FRACTIONS, "Date", "DateTime", "DateTimeOffset", "Time", "Duration")


def said_of_key(project: Project, entity: Entity, key: str) -> Cause | None:
    """Return what is reported of a key that payloads give: it is unknown, or its type is unfit."""
    given = [*_given_by_sources(project, entity, key), *_given_by_infos(project, entity, key)]
    if given and entity.attributes is not None and key not in entity.attributes:
        return cause_at(given[0])
    if not given or entity.canonical_type(key) not in UNFIT_KEY:
        return None
    return said_where_informed(project, entity, key) or cause_at(given[0])


def _given_by_sources(project: Project, entity: Entity, key: str) -> Iterator[Location]:
    """Yield where payloads of data sources give an entity a key."""
    for one in data_sources(project):
        for table, column, at in keys_named(one):
            if (column, table) == (key, entity.name) and is_about(one, entity.data_source):
                yield at


def _given_by_infos(project: Project, entity: Entity, key: str) -> Iterator[Location]:
    """Yield where entityInfo does."""
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.mention.entity is entity and info.node.text("primaryKey") == key:
                yield info.node.at("primaryKey")


def said_where_informed(project: Project, entity: Entity, key: str) -> Cause | None:
    """Return what CE102 says of such a key: entity information names the entity, and no other key."""
    listed = (
        cause_at(one.mention.at)
        for payload in project.entity_information
        for one in payload.entities
        if one.mention.entity is entity and one.primary_key is None
    )
    return next(listed, None) if project.keys.named(entity) == key else None
