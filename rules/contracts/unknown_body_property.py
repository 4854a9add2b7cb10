"""A body must have no properties but those of its type.

A schema that says nothing of further properties is one that has none, in APIs that speak OData; in others
it may have them, which is a warning.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV109",
    "unknown-body-property",
    "a body must have no properties but those of its type",
    "OpenAPI 3.0, section 4.7.24: schemas; OData JSON format 4.01: entities",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.24"),
        Stated("odata", "JSON format 4.01, 6"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "property", unknown)
