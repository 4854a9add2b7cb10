"""A plan must order two entities at least."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.project import Project
from linter.rulekit.orders import against_order, orders_too_few
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import counted

RULE = Rule(
    "CP102",
    "plan-of-one-entity",
    "a plan must order two entities at least",
    "data-unification-match-tables.md: `This step requires at least two tables`",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X01"), Stated("product-page", "X19")),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    yield from against_order(project, _check_plan)


def _check_plan(plan: ConflationPlan) -> Says:
    if not orders_too_few(plan):
        return
    ordered = {mention.key() for mention in plan.order}
    order = plan.root.called("conflationOrder")
    yield Finding(
        plan.root.at("conflationOrder"),
        f"{order} has {counted(len(ordered), 'entity', 'entities')}, so that there is nothing to match",
        label="two entities at least are needed",
        help=f"add the other entities to {order}, each with a step that matches it; rows of one entity alone "
        "are matched by a self conflation",
    )
