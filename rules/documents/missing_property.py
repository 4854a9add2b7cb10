"""A property that its payload requires must be given."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project import Project
from linter.rule import Rule, Says
from linter.shape import Problem

RULE = Rule(
    "DO05",
    "missing-property",
    "a property that its payload requires must be given",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object#required",
    local=True,
)


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "missing":
            yield missing(problem)


def missing(problem: Problem) -> Finding:
    """Return the finding about a required property that isn't there."""
    return Finding(
        problem.at,
        f"required property `{problem.name}` is missing",
        label=f"`{problem.name}` is missing here",
        help=f"add `{problem.name}`",
    )
