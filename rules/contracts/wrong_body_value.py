"""A value in a body must be of its type, its format and its list.

One mistake is one finding, at the value itself.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unfit
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV110",
    "wrong-body-value",
    "a value in a body must be of its type, its format and its list",
    "OpenAPI 3.0, section 4.7.24: schemas; OData JSON format 4.01: primitive values",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.24"),
        Stated("odata", "JSON format 4.01, 7.1"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "body value", unfit)
