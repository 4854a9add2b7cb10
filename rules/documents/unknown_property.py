"""A property should be one that its object is known to have.

A warning, never an error: how the service treats others is not documented.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project import Project
from linter.rule import Rule, Says
from linter.shape import Problem
from linter.suggest import did_you_mean, nearest

RULE = Rule(
    "DO03",
    "unknown-property",
    "a property should be one that its object is known to have",
    "the payload's schema; `c360lint schema KIND` prints it",
    "warning",
    url="https://json-schema.org/understanding-json-schema/reference/object",
)


def check(project: Project) -> Says:
    for problem in project.all_problems:
        if problem.kind == "unknown":
            yield _unknown(problem)


def _unknown(problem: Problem) -> Finding:
    close = nearest(problem.name, problem.known)
    known = ", ".join(f"`{name}`" for name in sorted(problem.known) if name != "$schema")
    return Finding(
        problem.at,
        f"property `{problem.name}` is not known here{did_you_mean(problem.name, problem.known)}",
        label="not a known property",
        help=f"rename it to `{close[0]}`" if len(close) == 1 else f"known here are {known}",
    )
