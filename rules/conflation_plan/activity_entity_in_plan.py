"""A plan should not have an entity of activities.

Only the snapshot's word counts: what entityInfo plans may be the mistake, and rules of its own judge that.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP118",
    "activity-entity-in-plan",
    "a plan should not have an entity of activities",
    "data-unification.md: `Don't include customer activity data such as purchases`",
    severity="warning",
    url=product_page("data-unification.md"),
    sources=(Stated("product-page", "M07"), Stated("product-page", "X12")),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        yield from _check_plan(plan)


def _check_plan(plan: ConflationPlan) -> Says:
    seen: set[Entity] = set()
    for mention in plan.order:
        entity = mention.entity
        if entity is None or entity in seen or entity.entity_type != "activity":
            continue
        seen.add(entity)
        yield Finding(
            mention.at,
            f"`{entity}` is of activities: each of its rows would become a customer, or be merged with one",
            label="an entity of activities",
            help="take it out of the plan; it is joined to the customers by a relationship",
        )
