"""An exception must leave its rule something to match."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflation_plan import MatchRule
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP113",
    "exception-cancels-rule",
    "an exception must leave its rule something to match",
    "data-unification-match-tables.md: `Exceptions are applied after processing the match rules`",
    severity="warning",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X16"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            if rule.is_active and rule.is_whole:
                yield from _check_rule(rule)


def _check_rule(rule: MatchRule) -> Says:
    said = {one.said: one for one in rule.criteria}
    nodes = rule.node.nodes("exceptions")
    for exception, node in zip(rule.exceptions, nodes, strict=True):
        if exception and all(one.said in said for one in exception):
            yield Finding(
                node.at(),
                f"the exception holds wherever match rule {rule.name} does, so that the rule matches nothing",
                label="holds whenever the rule does",
                related=tuple(Related(said[one.said].node.at(), "the same criterion") for one in exception),
                help="let the exception compare other columns, or remove it",
            )
