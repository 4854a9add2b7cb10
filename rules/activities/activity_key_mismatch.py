"""The key of an activity must be the primary key of its entity."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Replacement, Stated
from linter.instance.entity import Entity
from linter.kinds.references import Column
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import either

_CODE: Final = "activityMappingInvalidKeyAttribute"

RULE = Rule(
    "AC107",
    "activity-key-mismatch",
    "the key of an activity must be the primary key of its entity",
    f"service error {_CODE}",
    url=product_page("activities.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE), Stated("product-page", "A03")),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            column = one.roles.get("primaryKey")
            if column is not None and column.entity is not None:
                yield from _check(project, payload.request, column, column.entity)


def _check(project: Project, request: Request, column: Column, entity: Entity) -> Says:
    keys = sorted(project.keys.of(entity))
    if keys and column.attribute not in keys and column.attribute in (entity.attributes or ()):
        unsure = project.unsure("entityInfo", request)
        yield NotChecked(column.at, unsure) if unsure else _finding(column, entity, keys)


def _finding(column: Column, entity: Entity, keys: list[str]) -> Finding:
    name = str(column.attribute)
    return Finding(
        column.at,
        f"`{name}` is not the primary key of `{entity}`: that is {either(keys)}",
        label="not the key",
        related=(Related(entity.at, f"`{entity}` is declared here"),),
        help=f"write {either(keys)}",
        repairs=(Replacement(keys[0], f"Replace `{name}` with `{keys[0]}`"),) if len(keys) == 1 else (),
    )
