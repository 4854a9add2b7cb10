"""The rules of a step must have different names."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflation_plan import MatchStep
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "CP105",
    "duplicate-match-rule-name",
    "the rules of a step must have different names",
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
            yield from _check_step(step)


def _check_step(step: MatchStep) -> Says:
    first: dict[str, Node] = {}
    for node in step.rules:
        name = node.text("name")
        if name is None or not name.strip():
            continue
        before = first.setdefault(name, node)
        if before is not node:
            yield Finding(
                node.at("name"),
                f"another rule of the step is called `{name}`, too",
                label="not unique in the step",
                related=(Related(before.at("name"), "the first of that name"),),
                help="give one of the two another name",
            )
