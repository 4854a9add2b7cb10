"""A plan must keep the entities that saved rules, segments or measures still use."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.project import Project
from linter.rulekit.removed import BY_OTHERS, BY_RULES, TakenOut, removals
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import joined

RULE = Rule(
    "CP117",
    "plan-entity-removed",
    "a plan must keep the entities that saved rules, segments or measures still use",
    f"service errors {BY_RULES} and {BY_OTHERS}",
    url=product_page("data-unification-match-tables.md"),
    service_errors=(BY_RULES, BY_OTHERS),
    sources=(
        Stated("service-error", BY_RULES),
        Stated("service-error", BY_OTHERS),
        Stated("product-page", "X14"),
        Stated("product-page", "G14"),
    ),
    inferred=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for one in removals(project, plan):
            yield _removed(plan, one)


def _removed(plan: ConflationPlan, one: TakenOut) -> Finding:
    named = joined([user.what for user in one.users])
    codes = tuple(dict.fromkeys(user.code for user in one.users))
    return Finding(
        plan.root.at("conflationOrder"),
        f"`{one.entity}` is taken out of the plan, but still used by {named}",
        label=f"without `{one.entity}`",
        related=(*(user.place for user in one.users), Related(one.before.at, "the plan so far")),
        help=f"keep `{one.entity}`, or send first what ends its use",
        service_errors=codes,
    )
