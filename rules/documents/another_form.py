"""A payload must have the form that is documented, or that the configuration says how to read.

Where most of its properties are unknown, that is the one thing to say of it: `[dialects.KIND]` in the
configuration says what they are called, and where the payload begins in its file.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Stated, cause_at
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Problem

RULE = Rule(
    "DO103",
    "another-form",
    "a payload must have the form that is documented, or that [dialects.KIND] of the configuration describes",
    "the linter's own; docs/dialects.md",
    url="https://www.rfc-editor.org/rfc/rfc6901",
    service_errors=("metadataInvalidType",),
    sources=(Stated("convention", "docs/dialects.md"),),
    local=True,
)


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "form":
            yield _other_form(problem)
            yield from (HeldBack(at, cause_at(problem.at)) for at in problem.follows)
        elif problem.kind == "beginning":
            yield _no_beginning(problem)


def _other_form(problem: Problem) -> Finding:
    kind = problem.name
    said = problem.found or "none of its properties is known"
    if problem.expected:
        said = f"its payload seems to begin at `{problem.expected}`"
    return Finding(
        problem.at,
        f"this looks like another form of {kind}: {said}",
        label=f"not the documented form of {kind}",
        help=f"`c360lint learn {problem.at.document} --as {kind}` proposes how [dialects.{kind}] of "
        f"c360lint.toml can describe it; `c360lint explain {kind}` shows the documented form",
    )


def _no_beginning(problem: Problem) -> Finding:
    pointer, kind = problem.expected, problem.owner
    lacks = "no list" if problem.name == "*" else f"no `{problem.name}`"
    return Finding(
        problem.at,
        f"no {kind} begins at `{pointer}`: there is {lacks} here",
        label=f"{problem.found} without it" if problem.name != "*" else f"{problem.found}, not a list",
        help=f"put it there, or correct `begins` of [dialects.{kind}] in c360lint.toml",
    )
