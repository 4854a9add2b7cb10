"""A number should be one of those that the description lists in words.

Descriptions of Dataverse write down the values of a choice like that, and not as a list of the schema.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV111",
    "value-not-listed",
    "a number should be one of those that the description lists in words",
    "the description of the property, such as `0 = Active, 1 = Inactive`",
    "warning",
    url="https://spec.openapis.org/oas/v3.0.3",
    sources=(Stated("openapi", "the property's description"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "unlisted", _worded)


def _worded(one: Mistake) -> Finding:
    return Finding(
        one.at,
        f"{one.owner} is `{one.name}`, but the description lists: {one.what}",
        label="not in the list",
        help="use one of the numbers that are listed",
    )
