"""Where payloads begin in a file that is written in a dialect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.diagnostic import Location, Path, pointer_steps
from linter.named_tuple import NamedTuple
from linter.shapes.node import Problem
from linter.shapes.reading import kind_of_value


def beginnings(value: Any, begins: str, document: str) -> Iterator[tuple[Path, Any]]:
    """Yield what a pointer leads to with its path, or the problem that ends the way to it."""
    for path, found in _followed(value, pointer_steps(begins), ()):
        if isinstance(found, _Lacking):
            at = Location(document, path)
            yield path, Problem("beginning", at, found.step, "", found=found.found, expected=begins)
        else:
            yield path, found


class _Lacking(NamedTuple):
    """What ends the way to a payload: a step that isn't there, in a value of another type or not."""

    step: str
    found: str


def _followed(value: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what a pointer leads to, and where."""
    if not steps:
        yield path, value
    elif steps[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _followed(item, steps[1:], (*path, index))
    elif steps[0] != "*" and isinstance(value, (dict, list)) and (key := _step(value, steps[0])) is not None:
        yield from _followed(value[key], steps[1:], (*path, key))
    else:
        yield path, _Lacking(steps[0], kind_of_value(value))


def _step(value: Any, wanted: str) -> Any:
    """Return the key or index that a step of a pointer means; keys fold as property names do."""
    if isinstance(value, list):
        return next((index for index in range(len(value)) if str(index) == wanted), None)
    if wanted in value:
        return wanted
    return next((key for key in value if key.lower() == wanted.lower()), None)
