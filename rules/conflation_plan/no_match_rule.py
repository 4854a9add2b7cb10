"""At least 1 rule and criteria must be defined.

A plan needs steps, a step an active rule, and an active rule (or an exception of one) criteria.
An inactive rule may be empty.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

_NO_RULE: Final = "conflationPlanMissingRules"
_NOT_MATCHED: Final = "conflationOrderEntityMissingRules"

RULE = Rule(
    "CP05",
    "no-match-rule",
    "at least 1 rule and criteria must be defined",
    "PATCH …/conflationPlan, limitation 5 of 9",
    service_errors=(_NO_RULE, "emptyConflationPlan", _NOT_MATCHED),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        if _is_empty(plan.root, "conflationPlans"):
            step = plan.root.shape.within("conflationPlans")
            left, right = step.called("leftEntities"), step.called("rightEntity")
            yield Finding(
                plan.root.at("conflationPlans"),
                "the conflation plan has no step, so nothing is matched",
                label="at least one step is needed",
                help=f"add a step with {left}, {right} and a rule with a criterion",
                service_errors=("emptyConflationPlan",),
            )
        for one in plan.steps:
            yield from _check_step(one.node)


def _check_step(step: Node) -> Says:
    rules = step.nodes("rules")
    if "rules" not in step.broken and not any(_is_active(rule) for rule in rules):
        yield Finding(
            step.at("rules"),
            "the step has no active match rule" if rules else "the step has no match rule",
            label="all of these are inactive" if rules else "at least one rule is needed",
            help="activate a rule" if rules else "add a rule with at least one criterion",
            service_errors=(_NO_RULE, _NOT_MATCHED),
        )
    for rule in rules:
        if _is_active(rule) and "isActive" not in rule.broken:
            yield from _check_rule(rule)


def _check_rule(rule: Node) -> Says:
    if _is_empty(rule, "criteria"):
        yield _no_criteria(rule.at("criteria"), f"match rule {_named(rule)}has no criterion")
    for exception in rule.nodes("exceptions"):
        if _is_empty(exception, "criteria"):
            at = exception.at("criteria")
            yield _no_criteria(at, f"an exception of match rule {_named(rule)}has no criterion")


def _no_criteria(at: Location, message: str) -> Finding:
    help_ = "add a criterion that compares a left with a right column"
    label = "at least one criterion is needed"
    return Finding(at, message, label=label, help=help_, service_errors=(_NO_RULE,))


def _named(rule: Node) -> str:
    name = rule.text("name")
    return f"`{name}` " if name else ""


def _is_active(rule: Node) -> bool:
    return rule.get("isActive") is not False


def _is_empty(node: Node, name: str) -> bool:
    return not node.get(name) and name not in node.broken
