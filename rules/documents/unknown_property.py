"""A property should be one that its object is known to have.

A warning, never an error: how the service treats others is not documented.
"""

from __future__ import annotations

from collections import Counter

from linter.diagnostic import Finding, Path, Replacement
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Problem
from linter.suggest import nearest, suggestion, surest

RULE = Rule(
    "DO03",
    "unknown-property",
    "a property should be one that its object is known to have",
    "the payload's schema; `c360lint schema KIND` prints it",
    "warning",
    url="https://json-schema.org/understanding-json-schema/reference/object",
    superfluous=True,
)


def check(project: Project) -> Says:
    unknown = [problem for problem in project.all_problems if problem.kind == "unknown"]
    meant = Counter(
        (problem.at.document, problem.at.path[:-1], name) for problem in unknown for name in _sure(problem)
    )
    for problem in unknown:
        yield _unknown(problem, meant)


def _sure(problem: Problem) -> list[str]:
    return surest(problem.name, problem.known)


def _unknown(problem: Problem, meant: Counter[tuple[str, Path, str]]) -> Finding:
    close = nearest(problem.name, problem.known)
    known = ", ".join(f"`{name}`" for name in sorted(problem.known) if name != "$schema")
    return Finding(
        problem.at,
        f"property `{problem.name}` is not known here{suggestion(close)}",
        label="not a known property",
        help=f"rename it to `{close[0]}`" if len(close) == 1 else f"known here are {known}",
        repairs=tuple(
            Replacement(name, f"Rename `{problem.name}` to `{name}`")
            for name in _sure(problem)
            # not to a name that is given, or that a second unknown one seems to mean
            if name in problem.free and meant[problem.at.document, problem.at.path[:-1], name] == 1
        ),
    )
