"""A step should include all records."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP119",
    "unmatched-records-dropped",
    "a step should include all records",
    "data-unification-match-tables.md: `select Include all records`",
    severity="recommendation",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X17"),),
    group="advice",
    default=False,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for step in plan.steps:
            node = step.node
            if node.get("includeAllRecords") is True or "includeAllRecords" in node.broken:
                continue
            said = "false" if node.get("includeAllRecords") is False else "not given"
            called = node.called("includeAllRecords")
            yield Finding(
                node.at("includeAllRecords"),
                f"{called} is {said}: rows of the right entity that match nothing are left out",
                label="unmatched rows are left out",
                help=f"write {called}: true, unless they shall be left out",
            )
