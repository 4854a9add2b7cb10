"""A property that its payload requires must be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Finding, Location
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Problem
from linter.wording import joined

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


def missing(problems: Iterable[Problem]) -> Iterator[Finding]:
    """Yield a finding about every object that lacks required properties."""
    lacking: dict[Location, list[str]] = {}
    for problem in problems:
        if problem.kind == "missing":
            lacking.setdefault(problem.at, []).append(f"`{problem.name}`")
    for at, names in lacking.items():
        listed = joined(names)
        one = len(names) == 1
        yield Finding(
            at,
            f"required {f'property {listed} is' if one else f'properties {listed} are'} missing",
            label=f"{listed} is missing here" if one else "missing here",
            help=f"add {listed}",
        )
