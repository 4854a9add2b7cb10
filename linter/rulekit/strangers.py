"""Entities in resolution policies that can't take part: not in the plan (CR05), or without a key (CR03)."""

from __future__ import annotations

from linter.diagnostic import Cause, cause_at
from linter.instance.entity import Entity
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.project import Project


def strangers(project: Project, rules: ConflictResolutionRules) -> dict[Entity, Cause]:
    """Return the entities in policies that can't take part, with what is reported of them."""
    first = {mention.entity: cause_at(mention.at) for mention in reversed(rules.mentions)}
    members = _members(project, rules)
    strange = {
        mention.entity: cause_at(mention.at)
        for mention in reversed(rules.policy_mentions)
        if mention.entity is not None and members is not None and mention.entity not in members
    }
    keyless = (one for one in first if one is not None and not project.keys.anywhere(one))
    return strange | {entity: first[entity] for entity in keyless}


def _members(project: Project, rules: ConflictResolutionRules) -> set[Entity | None] | None:
    """Return the entities of the plan, None where that isn't known."""
    request = rules.request
    plans = project.conflations.plans_of(request)
    if not plans or project.unsure("conflationPlan", request):
        return None
    return {mention.entity for plan in plans for mention in (*plan.order, *plan.step_mentions)}
