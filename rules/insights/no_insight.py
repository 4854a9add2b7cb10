"""A request that makes insights must carry one.

An object that says nothing is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II103",
    "no-insight",
    "a request that makes insights must carry one",
    "service error insightInputCannotBeEmpty",
    service_errors=("insightInputCannotBeEmpty",),
    sources=(Stated("service-error", "insightInputCannotBeEmpty"),),
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        if payload.root == []:
            yield Finding(
                Location(payload.request.document, payload.request.body_path),
                "no insight is given",
                label="empty",
                help="give one with `type`, `name` and what is compared, or remove the request",
            )
