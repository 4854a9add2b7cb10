"""What no file can say so that it is read again: half of a surrogate pair, and nesting beyond the bound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from linter.named_tuple import NamedTuple
from linter.text.place import DEPTH

if TYPE_CHECKING:
    from linter.diagnostic import Path

_HALF: Final = re.compile("[\ud800-\udfff]")


class Unwritable(NamedTuple):
    """The path of a value that can't be written, or whose key can't, and why."""

    path: Path
    reason: str


def unwritable(value: Any) -> Unwritable | None:
    """Return the first value in a value that could not be read again, None where all can."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, around = waiting.pop()
        if len(path) >= DEPTH:
            return Unwritable(path, f"more than {DEPTH} levels of nesting")
        kids = _kids(around)
        for key, one in kids:
            for text in (key, one):
                if type(text) is str and not text.isascii() and _HALF.search(text):
                    reason = f"`{in_escapes(text)}` has half of a surrogate pair, which is no character"
                    return Unwritable((*path, key), reason)
        waiting += [((*path, key), one) for key, one in reversed(kids) if isinstance(one, dict | list)]
    return None


def deepest(value: Any) -> Path:
    """Return the path of the first object or list that lies in as many others as none does."""
    found: Path = ()
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, around = waiting.pop()
        found = path if len(path) > len(found) else found
        kids = reversed(_kids(around))
        waiting += [((*path, key), one) for key, one in kids if isinstance(one, dict | list)]
    return found


def _kids(around: Any) -> list[tuple[Any, Any]]:
    return list(around.items() if isinstance(around, dict) else enumerate(around))


def in_escapes(text: str) -> str:
    """Return a text in which halves of surrogate pairs, as Python makes of bytes in names, are spelled."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
