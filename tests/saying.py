"""All that rules say, in lines that a test can compare."""

from __future__ import annotations

from typing import Any

from linter.diagnostic import Cause, Finding, HeldBack, Location, NotChecked, Removal, Reordering


def lines(said: Any) -> list[str]:
    """Return all that is said, in lines."""
    return [line for one in said for line in _lines(one)]


def _lines(one: Any) -> list[str]:
    if isinstance(one, HeldBack):
        return [f"{short(one.at)} held back: {_cause(one.cause)}"]
    if isinstance(one, NotChecked):
        return [f"{short(one.at)} not checked: {one.lack.reason}{''.join(map(_waits, one.causes))}"]
    assert isinstance(one, Finding)
    return [
        f"{short(one.at)} {one.severity or 'error'}: {one.message}",
        f"  {one.label}; {one.help}",
        *(f"  see {short(other.at)}: {other.message}" for other in one.related),
        *(f"  repair: {repair(each)}" for each in one.repairs),
        *(f"  cause: {_cause(cause)}" for cause in one.causes),
    ]


def repair(one: Any) -> str:
    """Return what a replacement puts where."""
    assert not isinstance(one, (Removal, Reordering))
    at = f" at {short(one.at)}" if one.at is not None else ""
    also = f" also {', '.join(map(short, one.also))}" if one.also else ""
    return f"{one.title}{at}{also}"


def _waits(cause: Cause) -> str:
    return f", {_cause(cause)} waits"


def _cause(cause: Cause) -> str:
    return f"{cause.what} {cause.which}"


def short(at: Location) -> str:
    """Return a place by its steps, or its document where it has none."""
    return "/".join(map(str, at.path)) or at.document
