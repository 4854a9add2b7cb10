"""A request that maps activities must carry a mapping.

An object that says nothing is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "AC101",
    "no-activity",
    "a request that maps activities must carry a mapping",
    "service error activityMappingEmptyInput",
    service_errors=("activityMappingEmptyInput",),
    sources=(Stated("service-error", "activityMappingEmptyInput"),),
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        if payload.root == []:
            yield Finding(
                Location(payload.request.document, payload.request.body_path),
                "no activity is given",
                label="empty",
                help="give one with `name`, `entity`, `primaryKey`, `timestamp` and `eventActivity`",
            )
