"""A parameter must have a value of its type.

Parameters stand in the path, in the query and in headers; the key of an entity is one.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unfit
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV105",
    "wrong-parameter-value",
    "a parameter must have a value of its type",
    "OpenAPI 3.0, section 4.7.12: the schema of a parameter; OData 4.01, part 2: literals",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.12"),
        Stated("odata", "ABNF 4.01, primitiveLiteral"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "value", unfit)
