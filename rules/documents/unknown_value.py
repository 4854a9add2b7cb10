"""A value of a closed list must be one of the known ones."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import OTHERWISE_UNKNOWN, UNKNOWN_VALUE, errors_among
from linter.shapes.node import Problem
from linter.suggest import did_you_mean, nearest, surest
from linter.wording import quoted

_SCHEMA: Final = Stated("convention", "the payload's schema")
_STATED: Final = tuple(dict.fromkeys(stated for listed in UNKNOWN_VALUE.values() for stated in listed))

RULE = Rule(
    "DO102",
    "unknown-value",
    "a value of a closed list must be one of the known ones",
    "the payload's schema; `c360lint schema KIND` prints it",
    service_errors=(*errors_among(_STATED), *OTHERWISE_UNKNOWN),
    sources=(*_STATED, _SCHEMA),
    inferred=True,
    local=True,
)
_FEW: Final = 12


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "value":
            near = surest(problem.found, problem.known)
            if near:
                yield _finding(problem, near)
            elif problem.expected == "error":  # else it may well be one of somebody's own
                yield _finding(problem, nearest(problem.found, problem.known))


def _finding(problem: Problem, near: list[str]) -> Finding:
    more = " …" if len(problem.known) > _FEW else ""
    listed = ", ".join(quoted(problem.known[:_FEW])) + more
    stated = UNKNOWN_VALUE.get((problem.owner, problem.member), ())
    return Finding(
        problem.at,
        f"`{problem.name}` has no value `{problem.found}`{did_you_mean(problem.found, problem.known)}",
        label="not a known value",
        help=f"use {f'`{near[0]}`' if len(near) == 1 else f'one of {listed}'}",
        severity=problem.expected,
        service_errors=errors_among(stated) or OTHERWISE_UNKNOWN,
        sources=(*stated, _SCHEMA),
        repairs=tuple(Replacement(one, f"Replace with `{one}`") for one in near if len(near) == 1),
    )
