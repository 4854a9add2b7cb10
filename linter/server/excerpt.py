"""The part of a long list that can be read alone, so that an answer doesn't take as long as the list."""

from __future__ import annotations

import re
from json import JSONDecoder
from typing import Any, Final

from linter.text.source import is_yaml

LONG: Final = 100_000
"""So many characters are read as a whole."""

_scan: Final[Any] = JSONDecoder().scan_once  # type: ignore[attr-defined]  # the stubs lack it
_BETWEEN: Final = re.compile(r"[ \t\r\n]*+(?:,[ \t\r\n]*)?")
_LIST: Final = re.compile(r"[ \t\r\n]*\[[ \t\r\n]*")
_YAML_LIST: Final = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*(?:---[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*)?- ")


def around(name: str, text: str, offset: int) -> tuple[int, int] | None:
    """Return where the item of a long list around an offset stands; None where all of it is to be read.

    The items are requests or objects of one kind, which have nothing to do with each other.
    """
    if len(text) <= LONG:
        return None
    return _in_yaml(text, offset) if is_yaml(name) else _in_json(text, offset)


def _in_yaml(text: str, offset: int) -> tuple[int, int] | None:
    if not _YAML_LIST.match(text):
        return None
    start = text.rfind("\n- ", 0, offset) + 1
    end = text.find("\n- ", offset) + 1 or len(text)
    alone = "*" not in text[start:end] and "\n---" not in text[start:end]  # no alias, no other document
    return (start, end) if alone else None


def _in_json(text: str, offset: int) -> tuple[int, int] | None:
    opening = _LIST.match(text)
    if opening is None or offset < opening.end():
        return None
    at = opening.end()
    indented = "\n" + text[text.rfind("\n", 0, at) + 1 : at] + "{"
    while at < offset:
        try:
            end = _scan(text, at)[1]
            if end >= offset:
                return at, end
        except (StopIteration, ValueError, RecursionError):
            # what can't be read ends where another item begins that is indented as the first is
            end = text.find(indented, at + 1, offset)
            if end < 0:
                break
        between = _BETWEEN.match(text, end)
        at = between.end() if between is not None else end
    return min(at, offset), min(len(text), offset + LONG)
