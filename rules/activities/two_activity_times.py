"""The entity of an activity should have one attribute that dates its rows.

The mapping's start time and the entity's own timestamp are two, where they differ.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Related, Replacement, Stated, cause_at
from linter.instance.data_types import UNKNOWN
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
            entity = column.entity if column is not None else None
            own = entity.node.text("timestampFieldName") if entity is not None else None
            if column is None or entity is None or not own or own == column.attribute:
                continue
            if column.canonical_type not in (None, UNKNOWN, *DATES):
                yield HeldBack(column.at, cause_at(column.at))
            elif column.attribute in (entity.attributes or ()):
                yield Finding(
                    column.at,
                    f"the activity is dated by `{column.attribute}`, and `{entity}` by `{own}`",
                    label="another one than the entity's",
                    related=(Related(entity.node.at("timestampFieldName"), "the entity's own"),),
                    help=f"date both by the same attribute: `{own}`, or an entityInfo that names another one",
                    repairs=(Replacement(own, f"Replace `{column.attribute}` with `{own}`"),),
                )
