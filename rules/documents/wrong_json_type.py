"""A property must have the JSON type that its payload asks for."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Problem

RULE = Rule(
    "DO04",
    "wrong-json-type",
    "a property must have the JSON type that its payload asks for",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/type",
    local=True,
)


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "type":
            yield wrong_type(problem)


def wrong_type(problem: Problem) -> Finding:
    """Return the finding about a value of another JSON type than its place asks for."""
    last = problem.at.path[-1] if problem.at.path else None
    if last is None:
        subject = "the document"
    elif isinstance(last, int):
        subject = f"item {last + 1} of `{problem.name}`" if problem.name else f"item {last + 1} of the list"
    else:
        subject = f"`{problem.name}`"
    return Finding(
        problem.at,
        f"{subject} is {problem.found}, but {problem.expected} is expected",
        label=f"expected {problem.expected}",
        help=f"write {problem.expected}",
    )
