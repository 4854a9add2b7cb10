"""A result as plain lists, and made again of them: what values are made of, their annotations say."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from linter import diagnostic
from linter.diagnostic import Result

Make = Callable[[Any], Any]


def result_of(plain: Any) -> Result:
    """Return a result from what JSON makes of one; raises TypeError or ValueError for anything else."""
    made: Result = _of(Result, plain)
    return made


def _of(kind: Any, plain: Any) -> Any:
    pairs = zip(_makers(kind), plain, strict=True)
    return kind._make(make(value) for make, value in pairs)


@cache
def _makers(kind: Any) -> tuple[Make, ...]:
    """Return what makes each field of a value again."""
    return tuple(map(_maker, kind.__annotations__.values()))


def _maker(annotation: str) -> Make:
    """Return what makes a field again of which this is said: `str`, `Range`, `tuple[Place, ...]`."""
    named = (getattr(diagnostic, word, None) for word in re.findall(r"\w+", annotation))
    kind = next((one for one in named if hasattr(one, "_fields")), None)
    if kind is None:
        return _frozen
    if annotation.startswith("tuple["):
        return lambda plain: tuple(_of(kind, one) for one in plain)
    return lambda plain: None if plain is None else _of(kind, plain)


def _frozen(plain: Any) -> Any:
    """Return a value in which lists are tuples, as they are in all values of ours."""
    return tuple(map(_frozen, plain)) if type(plain) is list else plain
