"""A request must have what its operation requires.

That is a query option, a header, the body or a property of it.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV104",
    "missing-parameter",
    "a request must have what its operation requires",
    "OpenAPI 3.0, sections 4.7.12 and 4.7.13: required parameters and bodies",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.12"),
        Stated("openapi", "OpenAPI 3.0.3, 4.7.13"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "missing", _worded)


def _worded(one: Mistake) -> Finding:
    named = one.what if one.what == one.name else f"{one.what} `{one.name}`"
    return Finding(one.at, f"{one.owner} needs the {named}", label="lacks it", help=f"add the {named}")
