"""The entity of an activity should have one attribute that dates its rows.

The mapping's start time and the entity's own timestamp are two, where they differ.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Related, Replacement, Stated, cause_at
from linter.instance.data_types import UNKNOWN
from linter.instance.entity import Entity
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.criteria import DATES
from linter.rulekit.rule import Rule, Says

_CODE: Final = "moreThanOneRangeIndexOnActivityEntity"

RULE = Rule(
    "AC110",
    "two-activity-times",
    "one attribute should date the rows of an activity's entity",
    f"service error {_CODE}",
    severity="recommendation",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            column = one.roles.get("timestamp")
            if column is not None and column.entity is not None:
                yield from _check(column, column.entity)


def _check(column: Column, entity: Entity) -> Says:
    own = entity.node.text("timestampFieldName")
    if not own or own == column.attribute or column.canonical_type is None:
        return
    if column.canonical_type not in (UNKNOWN, *DATES):
        yield HeldBack(column.at, cause_at(column.at))
        return
    yield Finding(
        column.at,
        f"the activity is dated by `{column.attribute}`, and `{entity}` by `{own}`",
        label="another one than the entity's",
        related=(Related(entity.node.at("timestampFieldName"), "the entity's own"),),
        help=f"date both by the same attribute: `{own}`, or an entityInfo that names another one",
        repairs=(Replacement(own, f"Replace `{column.attribute}` with `{own}`"),),
    )
