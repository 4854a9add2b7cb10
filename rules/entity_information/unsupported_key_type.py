"""A primary key must be text, a whole number or a GUID."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.instance.entity import Entity
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "CE102",
    "unsupported-key-type",
    "a primary key must be text, a whole number or a GUID",
    "service error primaryKeyTypeUnsupported",
    url=product_page("data-unification-map-tables.md"),
    service_errors=("primaryKeyTypeUnsupported",),
    sources=(Stated("service-error", "primaryKeyTypeUnsupported"), Stated("product-page", "M03")),
    kinds=("entityInformation",),
    needs=("snapshot",),
)

_SUPPORTED: Final = ("String", "Guid", "Int8", "Byte", "Int16", "Int32", "Int64")


def check(project: Project) -> Says:
    for payload in project.entity_information:
        yield from _check_payload(project, payload)


def _check_payload(project: Project, payload: EntityInformation) -> Says:
    seen: set[Entity] = set()
    for listed in payload.entities:
        entity = listed.mention.entity
        if entity is None or entity in seen:
            continue
        seen.add(entity)
        key = listed.primary_key or project.keys.named(entity)
        column = Column(key, listed.mention.at, listed.mention)
        if column.canonical_type == UNKNOWN:
            yield NotChecked(column.at, unknown_type(column))
        elif column.canonical_type not in (None, *_SUPPORTED):
            yield resting_on_types(_unsupported(entity, str(key), column), column)


def _unsupported(entity: Entity, key: str, column: Column) -> Finding:
    declared = entity.declared_type(key)
    return Finding(
        column.at,
        f"the primary key of `{entity}`, `{key}`, is {declared}",
        label="expected a key of text, whole numbers or GUIDs",
        related=(Related(entity.attribute_at(key), "its type is declared here"),),
        help="choose another attribute as the primary key, or convert this one to text when it is ingested",
    )
