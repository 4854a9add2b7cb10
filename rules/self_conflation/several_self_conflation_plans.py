"""A self conflation has one plan."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS110",
    "several-self-conflation-plans",
    "a self conflation has one plan, with all its rules",
    "service error selfConflationMoreThanOneConflationPlan",
    service_errors=("selfConflationMoreThanOneConflationPlan",),
    sources=(Stated("service-error", "selfConflationMoreThanOneConflationPlan"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            if len(one.node.get("conflationPlans") or ()) > 1:
                yield Finding(
                    one.node.at("conflationPlans", 1),
                    "this is a second plan, but a self conflation has one",
                    label="one plan too many",
                    help="put its rules behind those of the first plan",
                )
