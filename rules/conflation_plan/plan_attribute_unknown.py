"""An attribute in the plan must exist as an attribute of the referenced entity.

Every mention is reported; those of an entity that isn't ingested, or not in the order, are held back, and
so are those of a step whose sides are exchanged, but the first.
"""

from __future__ import annotations

from linter.diagnostic import Cause, HeldBack, Stated, cause_at
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.exchanged import waiting_columns
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP02",
    "plan-attribute-unknown",
    "an attribute in the plan must exist as an attribute of the referenced entity",
    "PATCH …/conflationPlan, limitation 2 of 9",
    service_errors=(
        "conflationAttributeMetadataNotFound",
        "conflationMetadataNotFoundForColumn",
        "referencedColumnNonExistentInSourceEntity",
    ),
    sources=(
        Stated("api-page", "PATCH …/conflationPlan, limitation 2 of 9"),
        Stated("product-page", "B06"),
    ),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        strange, columns = _not_ordered(plan), list(plan.columns())
        lacking = [one for one in columns if one.entity is not None and not _has(one)]
        waiting = waiting_columns(plan) if lacking else {}
        held = {one: strange[one.entity] for one in lacking if one.entity in strange}
        held |= {one: waiting[one] for one in lacking if one in waiting}
        yield from (HeldBack(one.at, cause) for one, cause in held.items())
        yield from unknown_attributes(plan.request, [one for one in columns if one not in held])


def _not_ordered(plan: ConflationPlan) -> dict[Entity | None, Cause]:
    """Return the entities of steps that are not in the order (CP07): another one may be meant."""
    if not plan.order_is_whole or any(mention.entity is None for mention in plan.order):
        return {}
    ordered = {mention.entity for mention in plan.order}
    ordered.add(None)
    strange = plan.in_order([one for one in plan.named_in_steps if one.entity not in ordered])
    return {one.entity: cause_at(one.at) for one in reversed(strange)}


def _has(column: Column) -> bool:
    assert column.entity is not None
    return column.entity.has(column.attribute)
