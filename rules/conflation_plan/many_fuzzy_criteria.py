"""A rule should have few fuzzy criteria."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP120",
    "many-fuzzy-criteria",
    "a rule should have few fuzzy criteria",
    "data-unification-best-practices.md: `Use fuzzy matching strategically`",
    severity="recommendation",
    url=product_page("data-unification-best-practices.md"),
    sources=(Stated("product-page", "X08"),),
    group="advice",
    default=False,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            fuzzy = [one for one in rule.criteria if one.kind == "fuzzy"]
            if rule.is_active and len(fuzzy) > 1:
                yield Finding(
                    rule.node.at("criteria"),
                    f"match rule {rule.name} has {len(fuzzy)} fuzzy criteria, which are slow",
                    label=f"{len(fuzzy)} of these are fuzzy",
                    help="compare exactly where normalized values are the same for one person",
                )
