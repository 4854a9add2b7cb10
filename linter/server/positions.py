"""Positions as the protocol counts them: from 0, in the units that client and server agreed on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from linter.diagnostic import Range
from linter.server.messages import ClientPosition, ClientRange, ContentChange
from linter.text.lines import LINE_END, line_end
from linter.text.source import Text

MARK: Final = "\ufeff"
"""A byte order mark: some clients leave it in the text, and count it; what is read doesn't have it."""

_WIDTHS: Final = {"utf-8": "utf-8", "utf-16": "utf-16-le"}
_SIZES: Final = {"utf-8": 1, "utf-16": 2}
_STRIDE: Final = 50_000  # characters whose lines are counted at once


def to_units(line: str, column: int, encoding: str) -> int:
    """Return the client's column of a column in code points; both count from 0."""
    before = line[:column]
    if encoding == "utf-32" or before.isascii():
        return len(before)
    return len(before.encode(_WIDTHS[encoding], "surrogatepass")) // _SIZES[encoding]


def from_units(line: str, column: int, encoding: str) -> int:
    """Return the column in code points of a client's column; one beyond the line is the line's end."""
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    size = _SIZES[encoding]
    data = line.encode(_WIDTHS[encoding], "surrogatepass")[: column * size]
    return len(data.decode(_WIDTHS[encoding], "ignore"))


def range_to_client(text: Text, range_: Range, encoding: str) -> ClientRange:
    """Return a range of ours as the client counts it."""
    start, end = (_to_client(text, *one, encoding) for one in range_)
    return {"start": start, "end": end}


def _to_client(text: Text, line: int, column: int, encoding: str) -> ClientPosition:
    before = MARK if text.is_marked and line == 1 else ""
    if not before and text.text.isascii():
        return {"line": line - 1, "character": column - 1}
    units = to_units(before + text.line(line), len(before) + column - 1, encoding)
    return {"line": line - 1, "character": units}


def offset_of(text: str, position: ClientPosition, encoding: str) -> int:
    """Return the offset in a text of a client's position."""
    start, end = _line_span(text, position["line"])
    return start + from_units(text[start:end], position["character"], encoding)


def edited(
    text: str,
    changes: Iterable[ContentChange],
    encoding: str,
) -> str:
    """Return a text after a client's changes."""
    for change in changes:
        between = change.get("range")
        if between is None:
            text = change["text"]
        else:
            start, end = (offset_of(text, one, encoding) for one in (between["start"], between["end"]))
            text = text[:start] + change["text"] + text[max(start, end) :]
    return text


def _line_span(text: str, number: int) -> tuple[int, int]:
    """Return where a line begins and ends, without its end; lines end as the protocol says."""
    start, passed = _passed(text, number)
    for _ in range(number - passed):
        found = LINE_END.search(text, start)
        if found is None:
            return len(text), len(text)
        start = found.end()
    return start, line_end(text, start)


def _passed(text: str, number: int) -> tuple[int, int]:
    """Return where a line begins that isn't beyond a wanted one, and its number; 0 in a short text."""
    start = passed = 0
    if len(text) < _STRIDE or text.count("\r") != text.count("\r\n"):
        return start, passed
    while (end := text.rfind("\n", start, start + _STRIDE) + 1) > 0:
        lines = text.count("\n", start, end)
        if passed + lines > number:
            break
        start, passed = end, passed + lines
    return start, passed
