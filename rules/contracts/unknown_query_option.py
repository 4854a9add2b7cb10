"""A request must have no query options but those that its operation has.

An option of OData that a description leaves out is a warning: the service may well have it.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV103",
    "unknown-query-option",
    "a request must have no query options but those that its operation has",
    "OpenAPI 3.0, section 4.7.12: parameters; OData 4.01, part 2: query options",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.12"),
        Stated("odata", "URL conventions 4.01, 5"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "option", unknown)
