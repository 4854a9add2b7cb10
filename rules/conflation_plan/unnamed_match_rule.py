"""A match rule must have a name where the other rules of its plan have one.

A plan whose rules all lack one says them without names throughout: that is let pass.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "CP104",
    "unnamed-match-rule",
    "a match rule must have a name where the other rules of its plan have one",
    "service error conflationPlanInvalidRuleName",
    service_errors=("conflationPlanInvalidRuleName",),
    sources=(Stated("service-error", "conflationPlanInvalidRuleName"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        yield from _check_plan(plan)


def _check_plan(plan: ConflationPlan) -> Says:
    rules = [node for step in plan.steps for node in step.rules]
    are_named = any(map(_is_named, rules))
    for node in rules:
        is_written = node.get("name") is not None
        if _is_named(node) or not (is_written or are_named):
            continue
        yield Finding(
            node.at("name"),
            "the match rule's name is empty" if is_written else "the match rule has no name, as others have",
            label="a name is needed",
            help=f"add {node.called('name')}: a word for what the rule compares, such as `Email`",
        )


def _is_named(node: Node) -> bool:
    """Tell whether a rule has a name, or one that can't be read."""
    return bool((node.text("name") or "").strip()) or "name" in node.broken
