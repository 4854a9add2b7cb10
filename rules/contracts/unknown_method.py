"""A request must have a method that the API takes at its path.

An entity set is read and added to, an entity is read, changed and deleted, a function is read, an action
is posted.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says
from linter.wording import quoted

RULE = Rule(
    "DV102",
    "unknown-method",
    "a request must have a method that the API takes at its path",
    "OpenAPI 3.0, section 4.7.9: path items; OData 4.01, part 1: requests",
    "error",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(
        Stated("openapi", "OpenAPI 3.0.3, 4.7.9"),
        Stated("odata", "Protocol 4.01, 11"),
    ),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "method", _worded)


def _worded(one: Mistake) -> Finding:
    takes = ", ".join(quoted(one.known)) or "nothing"
    return Finding(
        one.at,
        f"`{one.owner}` takes no `{one.name}`",
        label="no such request",
        help=f"it takes {takes}",
    )
