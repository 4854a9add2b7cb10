"""A property that its payload requires must be given, and spelled right."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.malformed import missing, misspelt
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO05",
    "missing-property",
    "a property that its payload requires must be given",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object#required",
    local=True,
)


def check(project: Project) -> Says:
    yield from missing(project.problems)
    yield from misspelt(project.problems)
