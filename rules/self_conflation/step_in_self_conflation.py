"""The plan of a self conflation is no step of a conflation plan."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "CS115",
    "step-in-self-conflation",
    "the plan of a self conflation is no step of a conflation plan",
    "service error selfConflationWrongRequestFormat",
    severity="recommendation",
    service_errors=("selfConflationWrongRequestFormat",),
    sources=(Stated("service-error", "selfConflationWrongRequestFormat"),),
    inferred=True,
    local=True,
    kinds=("selfConflation",),
)

_OF_STEPS: Final = ("leftEntities", "rightEntity", "includeAllRecords")


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            for plan in one.node.nodes("conflationPlans"):
                yield from _check(plan)


def _check(plan: Node) -> Says:
    given = [name for name in _OF_STEPS if plan.get(name) not in (None, [])]
    for name in given[:1]:
        at = plan.at(name)
        yield Finding(
            at,
            f"`{name}` belongs to a step of a conflation plan; a self conflation has no sides",
            label="not in a self conflation",
            help="remove " + ", ".join(f"`{one}`" for one in given),
            repairs=(Removal(at, f"Remove `{name}`"),) if len(given) == 1 else (),
        )
