"""A plan must keep the entities that the saved rules still use."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.conflations import conflation_is_refused, saved_conflation
from linter.project.project import Project
from linter.project.saved import saved_plan
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP117",
    "plan-entity-removed",
    "a plan must keep the entities that the conflation's saved rules still use",
    "service error conflationPlanEntityCannotRemoved",
    url=product_page("data-unification-match-tables.md"),
    service_errors=("conflationPlanEntityCannotRemoved",),
    sources=(
        Stated("service-error", "conflationPlanEntityCannotRemoved"),
        Stated("product-page", "X14"),
        Stated("product-page", "G14"),
    ),
    inferred=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        request = plan.request
        if request.snapshot is not None and request.sound and not conflation_is_refused(request):
            yield from _check_plan(project, plan)


def _check_plan(project: Project, plan: ConflationPlan) -> Says:
    saved = saved_conflation(plan.request)
    old = saved_plan(saved, plan.request) if saved is not None else None
    kept = {mention.entity for mention in plan.mentions}
    if old is None or None in kept:
        return
    used: dict[Entity | None, Related] = {
        mention.entity: Related(mention.at, "used here")
        for mention in reversed(list(project.conflations.saved_in_use(plan.request)))
    }
    for mention in (*old.order, *old.step_mentions):
        entity = mention.entity
        if entity is None or entity in kept or entity not in used:
            continue
        kept.add(entity)
        yield Finding(
            plan.root.at("conflationOrder"),
            f"`{entity}` is taken out of the plan, but the conflict resolution rules still use it",
            label=f"without `{entity}`",
            related=(used[entity], Related(mention.at, "the plan so far")),
            help=f"keep `{entity}`, or plan conflict resolution rules without it",
        )
