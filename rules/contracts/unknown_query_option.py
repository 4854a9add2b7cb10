"""A request must have no query options but those that its operation has, and each of OData's once.

An option of OData that a description leaves out is a warning: the service may well have it.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV103",
    "unknown-query-option",
    "a request must have no query options but those that its operation has, and each of OData's once",
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
    yield from found(project, "option", _worded)


def _worded(one: Mistake) -> Finding:
    if one.there is None:
        return unknown(one)
    assert one.at.slice is not None  # an option stands in a url
    start, end = one.at.slice
    whole = one.at._replace(slice=(start - 1, end))  # with the `&` before it
    return Finding(
        one.at,
        f"`{one.name}` stands twice",
        label="once more",
        help="leave one of both out; conditions are joined by `and`, names by commas",
        related=(Related(one.there, f"`{one.name}` stands here first"),),
        repairs=(Replacement("", "Leave it out", at=whole),),
    )
