"""Custom matches within one entity need a deduplication rule."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS116",
    "custom-match-without-rule",
    "custom matches within one entity need a deduplication rule",
    "data-unification-match-tables.md",
    sources=(Stated("product-page", "U06"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            if one.node.get("customMatch") and not one.rules and not one.rules_are_open:
                yield Finding(
                    one.node.at("customMatch"),
                    "custom matches need at least one deduplication rule, and there is none",
                    label="no rule",
                    help="add a rule to `conflationPlans`",
                )
