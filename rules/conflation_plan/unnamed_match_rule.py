"""A match rule must have a name."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP104",
    "unnamed-match-rule",
    "a match rule must have a name",
    "service error conflationPlanInvalidRuleName",
    service_errors=("conflationPlanInvalidRuleName",),
    sources=(Stated("service-error", "conflationPlanInvalidRuleName"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for step in plan.steps:
            for node in step.rules:
                if (node.text("name") or "").strip() or "name" in node.broken:
                    continue
                yield Finding(
                    node.at("name"),
                    "the match rule has no name"
                    if not node.written("name")
                    else "the match rule's name is empty",
                    label="a name is needed",
                    help=f"add {node.called('name')}: a word for what the rule compares, such as `Email`",
                )
