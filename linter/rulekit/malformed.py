"""What is said of values that haven't the shape that their place asks for: of payloads and snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Finding, Location
from linter.shapes.node import Problem
from linter.wording import joined


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
