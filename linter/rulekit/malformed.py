"""What is said of values that haven't the shape that their place asks for: of payloads and snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from linter.diagnostic import Finding, Location, Replacement
from linter.shapes.node import Problem
from linter.shapes.slips import run_on
from linter.suggest import nearest, suggestion, surest
from linter.wording import joined, quoted

Codes = tuple[str, ...]


def missing(
    problems: Iterable[Problem], predicted: Callable[[list[Problem]], Codes] = lambda _: ()
) -> Iterator[Finding]:
    """Yield a finding about every object that lacks required properties, with what the service says of it."""
    lacking: dict[Location, list[Problem]] = {}
    for problem in problems:
        if problem.kind == "missing":
            lacking.setdefault(problem.at, []).append(problem)
    for at, lacks in lacking.items():
        listed = joined(quoted(one.name for one in lacks))
        one = len(lacks) == 1
        yield Finding(
            at,
            f"required {f'property {listed} is' if one else f'properties {listed} are'} missing",
            label=f"{listed} is missing here" if one else "missing here",
            help=f"add {listed}",
            service_errors=predicted(lacks),
        )


def unknown(problem: Problem) -> Finding:
    """Return the finding about a property that isn't known."""
    close = nearest(problem.name, problem.known)
    known = ", ".join(quoted(name for name in sorted(problem.known) if name != "$schema"))
    sure = surest(problem.name, problem.known)
    may_be = [problem.meant] if problem.meant else sure if len(sure) > 1 else []
    front = run_on(problem.name, problem.known)
    if front:
        return _run_on(problem, front)
    return Finding(
        problem.at,
        f"property `{problem.name}` is not known here{suggestion(close)}",
        label="not a known property",
        help=f"rename it to `{close[0]}`" if len(close) == 1 else f"known here are {known}",
        repairs=tuple(
            Replacement(name, f"Rename `{problem.name}` to `{name}`")
            for name in may_be
            if name in problem.free
        ),
    )


def _run_on(problem: Problem, front: str) -> Finding:
    """Return the finding about a property and its value, which YAML reads as one name."""
    return Finding(
        problem.at,
        f"`{problem.name}` is read as one name: a blank is missing after `{front}:`",
        label=f"expected `{front}` and its value",
        help="put a blank behind the `:`",
    )


def misspelt(
    problems: Iterable[Problem], predicted: Callable[[list[Problem]], Codes] = lambda _: ()
) -> Iterator[Finding]:
    """Yield a finding about every property that has to be given, and is misspelt, as `missing` does."""
    for problem in problems:
        if problem.required:
            said = unknown(problem)._replace(service_errors=predicted([problem]))
            if run_on(problem.name, problem.known):
                yield said
                continue
            message = f"required property `{problem.meant}` is misspelt: `{problem.name}`"
            help_ = f"rename it to `{problem.meant}`"
            yield said._replace(message=message, label=f"expected `{problem.meant}`", help=help_)


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
