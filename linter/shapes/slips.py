"""Properties that aren't known: which of them are slips of known ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from linter.named_tuple import NamedTuple
from linter.shapes.shape import Shape
from linter.suggest import Close, KnownNames

_ASKED: Final = 500
"""Unknown properties of an object that may be slips: one that has more is none of ours."""


class Unknown(NamedTuple):
    """A property that an object isn't known to have."""

    key: str
    spellings: tuple[str, ...]  # of those that it can have
    free: tuple[str, ...]  # spellings of those that aren't given and take its value
    meant: str = ""  # the spelling that it is a slip of
    name: str = ""  # of that property

    @property
    def is_readable(self) -> bool:
        """Whether it can be read as what it is a slip of."""
        return self.meant in self.free


def unknown_in(value: dict[str, Any], shape: Shape) -> list[Unknown]:
    """Return the properties of an object that aren't known, in the order of the text.

    None is a slip of one that is given already, or that two of them seem to mean.
    """
    given = {shape.names[key.lower()] for key in value if key.lower() in shape.names}
    members = shape.members or {}
    names, known = _known(shape)
    unknown = [key for key in value if key.lower() not in shape.names and key.lower() not in shape.others]
    meant = dict.fromkeys(unknown, "") | {
        key: run_on(key, names) or _slip_of(known.close(key), names, shape.required)
        for key in unknown[:_ASKED]
    }
    often = Counter(names[one] for one in meant.values() if one)
    found = []
    for number, (key, one) in enumerate(meant.items()):
        could_be = names.items() if number < _ASKED and not run_on(key, names) else ()
        free = [each for each, name in could_be if name not in given and takes(members[name], value[key])]
        is_one = one != "" and names[one] not in given and often[names[one]] == 1
        slip = (one, names[one]) if is_one else ("", "")
        found.append(Unknown(key, tuple(names), tuple(free), *slip))
    return found


def run_on(key: str, names: Iterable[str]) -> str:
    """Return the name that a key begins with, if its value follows the colon at once: `{kind:exact}`."""
    front, colon, _ = key.partition(":")
    return front if colon and front in names else ""


@lru_cache(maxsize=256)
def _known(shape: Shape) -> tuple[dict[str, str], KnownNames]:
    """Return the spellings of members with their names, and what tells which of them are close."""
    names = _spellings(shape)
    return names, KnownNames(names)


def _spellings(shape: Shape) -> dict[str, str]:
    """Return the names of members, and the others that they are read by, with the names."""
    return {one: name for one, name in shape.names.items() if one == shape.called(name) or one != one.lower()}


def _slip_of(close: Close, names: dict[str, str], required: tuple[str, ...]) -> str:
    """Return the one name that is close; one that has to be given needs less for that."""
    near = close.surest or [one for one in close.nearest if names[one] in required]
    return near[0] if len({names[one] for one in near}) == 1 else ""


def takes(shape: Shape, value: Any) -> bool:
    """Tell whether a value has a JSON type that the shape permits."""
    if isinstance(value, dict):
        return shape.any or shape.members is not None or shape.mapping is not None
    if isinstance(value, list):
        return shape.any or shape.items is not None
    return shape.any or type(value) in shape.scalars
