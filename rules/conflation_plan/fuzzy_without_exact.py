"""A rule with fuzzy criteria should have an exact one, too."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP114",
    "fuzzy-without-exact",
    "a rule with fuzzy criteria should have an exact one, too",
    "data-unification-best-practices.md: `Make sure every rule with fuzzy conditions has at least one exact`",
    severity="recommendation",
    url=product_page("data-unification-best-practices.md"),
    sources=(Stated("product-page", "X07"),),
    group="advice",
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            kinds = {one.kind for one in rule.criteria}
            if rule.is_active and "criteria" not in rule.node.broken and kinds == {"fuzzy"}:
                yield Finding(
                    rule.node.at("criteria"),
                    f"match rule {rule.name} has fuzzy criteria only",
                    label="nothing is compared exactly",
                    help="add an exact one: what two rows of one person surely have in common; without, "
                    "each row is compared with each",
                )
