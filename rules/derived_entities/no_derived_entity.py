"""A request that makes derived entities must carry one.

An object that says nothing is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DE101",
    "no-derived-entity",
    "a request that makes derived entities must carry one",
    "service error derivedEntityMetadataEmpty",
    service_errors=("derivedEntityMetadataEmpty",),
    sources=(Stated("service-error", "derivedEntityMetadataEmpty"),),
    local=True,
    kinds=("derivedEntity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("derivedEntity"):
        if payload.root == []:
            yield Finding(
                Location(payload.request.document, payload.request.body_path),
                "no derived entity is given",
                label="empty",
                help="give one with `name` and `query`, or remove the request",
            )
