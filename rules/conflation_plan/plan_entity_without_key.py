"""An entity in the plan must have a primary key.

The key counts wherever it is given: snapshot, planned entityInfo, planned entityInformation, or
the plan's own entityConflationInformation.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.entity_information import Listed
from linter.project.project import Project
from linter.rulekit.existence import without_key
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP03",
    "plan-entity-without-key",
    "an entity in the plan must have a primary key",
    "PATCH …/conflationPlan, limitation 3 of 9",
    service_errors=("conflationEntityPrimaryKeyNotFound",),
    kinds=("conflationPlan",),
    needs=("snapshot",),
    mended_by="entityInfo",
)


def check(project: Project) -> Says:
    for plan in project.plans:
        own = _keyed_here(plan)
        keyless = [
            one
            for one in plan.named
            if one.entity is not None and one.entity not in own and not project.keys.anywhere(one.entity)
        ]
        for said in without_key(project, plan.request, plan.in_order(keyless), anywhere=True):
            unsure = plan.why_informs_more if isinstance(said, Finding) else None
            yield NotChecked(said.at, unsure) if unsure is not None else said


def _keyed_here(plan: ConflationPlan) -> set[Entity | None]:
    """The entities whose entityConflationInformation gives a key, or one that can't be read."""
    return {listed.mention.entity for listed in plan.information if _gives_key(listed)}


def _gives_key(listed: Listed) -> bool:
    assert listed.mention.node is not None
    return listed.primary_key is not None or "primaryKey" in listed.mention.node.broken
