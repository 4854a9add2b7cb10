"""What the items of a snapshot's lists are called by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.shapes.shape import Shape, shape_of

NAMES: Final = (
    "name",
    "conflationId",
    "segmentName",
    "measureName",
    "hierarchyName",
    "principalId",
    "scheduleId",
    "id",
)
"""The properties that name an item; the first that it has counts."""


def name_of(item: Any) -> str:
    """Return what an item is called; empty where it has no name."""
    if not isinstance(item, dict):
        return ""
    if isinstance(item.get(NAMES[0]), str):
        return str(item[NAMES[0]])
    folded = {key.lower(): value for key, value in item.items()}
    names = (folded.get(name.lower()) for name in NAMES)
    return next((name for name in names if isinstance(name, str)), "")


def beginnings(name: str, marks: str, longest: int) -> Iterator[str]:
    """Yield what a name begins with before each of some marks in it, the longest first.

    None is longer than `longest`, the longest that is known: a name of a megabyte may be all marks.
    """
    last = min(len(name), longest + 1) - 1
    return (name[:at] for at in range(last, -1, -1) if name[at] in marks)


def lists() -> dict[str, Shape]:
    """Return the lists that a snapshot has, and what their items are."""
    members = shape_of("snapshot", "Snapshot").members or {}
    return {name: shape.items for name, shape in members.items() if shape.items is not None}


def items_of(part: str) -> Shape:
    """Return what the items of one of a snapshot's lists are."""
    return lists()[part]


def naming_property(part: str) -> str:
    """Return the property that names the items of one of a snapshot's lists."""
    known = items_of(part).members or {}
    return next((name for name in NAMES if name in known), NAMES[0])


def singular(part: str) -> str:
    """Return what one item of a list is, in words: of `roleAssignments`, a role assignment."""
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in part)
    if words.endswith("ies"):
        return words[:-3] + "y"
    return words.removesuffix("s")
