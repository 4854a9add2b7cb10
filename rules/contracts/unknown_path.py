"""A request must go to a path that the API has.

In an OpenAPI description that is one of its paths; in $metadata a set, a singleton or an operation, and
what the type has that it leads to.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV101",
    "unknown-path",
    "a request must go to a path that the API has",
    "OpenAPI 3.0, section 4.7.8: paths; OData 4.01, part 2: URL conventions",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.8"),
        Stated("odata", "URL conventions 4.01, 4"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "path", unknown)
