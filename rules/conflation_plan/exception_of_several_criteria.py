"""An exception should have one criterion."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODE = "multipleCriteriaNotAllowed"

RULE = Rule(
    "CP125",
    "exception-of-several-criteria",
    "an exception should have one criterion",
    f"service error {_CODE}",
    severity="recommendation",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    group="advice",
    default=False,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            nodes = rule.node.nodes("exceptions")
            for criteria, node in zip(rule.exceptions, nodes, strict=True):
                if len(criteria) > 1:
                    yield Finding(
                        node.at("criteria"),
                        f"an exception of match rule {rule.name} has {len(criteria)} criteria",
                        label="the service may refuse more than one",
                        help="write an exception for each, if one of them is enough for an exception",
                    )
