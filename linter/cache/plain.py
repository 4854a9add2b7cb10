"""A result as plain lists, and made again of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from linter.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Grounds,
    Held,
    Known,
    Looked,
    Place,
    Position,
    Range,
    Remark,
    Result,
    Undecided,
)

Make = Callable[[Any], Any]


def result_of(plain: Any) -> Result:
    """Return a result from what JSON makes of one; raises TypeError or ValueError for anything else."""
    made: Result = _one(Result)(plain)
    return made


def _one(kind: Any) -> Make:
    parts = _PARTS.get(kind, {})

    def make(plain: list[Any]) -> Any:
        pairs = zip(kind._fields, plain, strict=True)
        return kind._make(parts.get(name, _frozen)(value) for name, value in pairs)

    return make


def _many(kind: Any) -> Make:
    make = _one(kind)
    return lambda plain: tuple(map(make, plain))


def _known(plain: Any) -> Known | None:
    return None if plain is None else Known(*_frozen(plain))


def _range(plain: Any) -> Range:
    start, end = plain
    return Range(Position(*start), Position(*end))


def _frozen(plain: Any) -> Any:
    """Return a value in which lists are tuples, as they are in all values of ours."""
    return tuple(map(_frozen, plain)) if type(plain) is list else plain


_PARTS: Final[dict[type, Mapping[str, Make]]] = {}
_PARTS[Place] = {"range": _range}
_PARTS[Edit] = {"range": _range}
_PARTS[Fix] = {"edits": _many(Edit)}
_PARTS[Diagnostic] = {
    "range": _range,
    "related": _many(Place),
    "fixes": _many(Fix),
    "known": _known,
    "grounds": _one(Grounds),
}
_PARTS[Undecided] = {"places": _many(Place)}
_PARTS[Held] = {"at": _one(Place), "cause": _one(Place)}
_PARTS[Result] = {
    "diagnostics": _many(Diagnostic),
    "not_checked": _many(Undecided),
    "held": _many(Held),
    "stale": _many(Known),
    "remarks": _many(Remark),
    "looked": _one(Looked),
}
"""What the fields of values hold that are values themselves; the inner ones first."""
