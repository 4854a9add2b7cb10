"""Every entity in a resolution policy must be part of the conflation plan.

Judged against the conflation's planned plan, else the snapshot's.  The conflation order alone
makes an entity part of the plan.  Excluded columns are not policies.  An entity whose name is misspelt
in the plan is reported there, one that lacks the attributes that are named is CR02's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Lack, NotChecked, cause_at
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.conflations import conflation_is_refused
from linter.project.project import Project
from linter.rulekit.causes import misnamed
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR05",
    "resolution-entity-not-in-plan",
    "every entity in a resolution policy must be part of the conflation plan",
    "PATCH …/conflictResolutionRules, limitation 5 of 5",
    service_errors=("conflictResolutionEntityMissing",),
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)

_NO_PLAN: Final = Lack(
    "the conflation's plan is not known",
    "put the conflationPlan into the project, or into the snapshot's `conflations`",
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        request = rules.request
        if request.snapshot is None or conflation_is_refused(request):
            continue
        plans = project.conflations.plans_of(request)
        unsure = project.unsure("conflationPlan", request)
        if unsure or not plans:
            yield NotChecked(request.at, unsure or _NO_PLAN)
        else:
            yield from _check_rules(project, rules, plans)


def _check_rules(project: Project, rules: ConflictResolutionRules, plans: list[ConflationPlan]) -> Says:
    taking_part = {mention.entity for plan in plans for mention in (*plan.order, *plan.step_mentions)}
    strange = dict(_without_attribute(rules))
    seen: set[Entity] = set()
    for mention in rules.policy_mentions:
        entity = mention.entity
        if entity is None or entity in taking_part or entity in seen:
            continue
        seen.add(entity)
        cause = misnamed(project, entity, "conflationPlan") or strange.get(entity)
        if cause is not None:
            yield HeldBack(mention.at, cause)
            continue
        yield Finding(
            mention.at,
            f"`{entity}` is in a resolution policy but not in the conflation plan",
            label="not in the conflation plan",
            help=f"add `{entity}` to the plan of the conflation, or take it out of the policy",
        )


def _without_attribute(rules: ConflictResolutionRules) -> Iterator[tuple[Entity, Cause]]:
    """Yield the entities that lack an attribute which the rules name (CR02): another one may be meant."""
    for column in rules.policy_columns:
        entity = column.entity
        if entity is None or entity.attributes is None:
            continue
        if column.attribute not in (None, *entity.attributes):
            yield entity, cause_at(column.at)
