"""Entities that resolution policies name though the conflation plan hasn't: what is said of those waits."""

from __future__ import annotations

from linter.diagnostic import Cause, cause_at
from linter.instance.snapshot import Entity
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.conflations import conflation_is_refused
from linter.project.project import Project


def strangers(project: Project, rules: ConflictResolutionRules) -> dict[Entity, Cause]:
    """Return the entities in policies that are not part of the plan, with what is reported of them."""
    request = rules.request
    plans = project.conflations.plans_of(request)
    if not plans or conflation_is_refused(request) or project.unsure("conflationPlan", request):
        return {}
    members = {mention.entity for plan in plans for mention in (*plan.order, *plan.step_mentions)}
    return {
        mention.entity: cause_at(mention.at)
        for mention in reversed(rules.policy_mentions)
        if mention.entity is not None and mention.entity not in members
    }
