"""Reads YAML as people type it, and finds what the cursor stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Path
from linter.named_tuple import NamedTuple
from linter.server.cursor import Cursor, place_at
from linter.text.lines import line_end, line_start
from linter.text.source import encoded, read_text
from linter.text.woven import Stretch, Woven
from linter.text.yaml_scalars import characters

_MARK: Final = "c360lintCursor"
_COMMENT: Final = re.compile(
    r"""(?<![^\s\[{,])"(?:\\.|[^"\\])*"?|(?<![^\s\[{,])'(?:''|[^'])*'?|(?P<comment>(?<!\S)\#.*)|."""
)
_BLOCK: Final = re.compile(r"[:-][ \t]+[|>][-+0-9]*[ \t]*(?:\#.*)?\s*\Z")
_NEAR: Final = 300  # characters in which a line before is looked for
_SIGNS: Final = "\"'{}[],:"  # what something that is typed begins behind


def cursors_in_yaml(name: str, text: str, offset: int) -> list[Cursor]:
    """Put a mark where the cursor stands, as a value and as a key, and look what it becomes."""
    start, end = line_start(text, offset), line_end(text, offset)
    line = text[start : start + _comment_start(text[start:end])]
    if len(line) < end - start and offset - start >= len(line):
        return _in_text_of_lines(name, text, offset)  # in SQL it may be no comment
    if _BLOCK.search(
        text[max(0, start - _NEAR) : start]
    ):  # else the line itself could be taken for all of the text
        return _in_text_of_lines(name, text, offset)
    spot = _spot(line, offset - start)
    found = []
    for marked, part in _marked(line, spot):
        for rest in (text[end:], ""):
            value = read_text(name, encoded(text[:start] + marked + rest)).value
            path = _path_of_mark(value)
            if path is not None and (part == "key") == (path[-1:] == (_MARK,)):
                found.append(_cursor(value, path, part, line, start, spot))
                break
    return found or _in_text_of_lines(name, text, offset)


def _in_text_of_lines(name: str, text: str, offset: int) -> list[Cursor]:
    """Return what is typed in a text that goes on over lines, such as a block scalar."""
    marked = read_text(name, encoded(text[:offset] + _MARK + text[offset:]))
    if marked.fault is not None:
        return []
    path, part, start, end = place_at(marked, offset) or ((), "", 0, 0)
    owner = marked.value
    for step in path[:-1]:
        owner = owner[step]
    written = owner[path[-1]] if path else owner
    if part != "value" or not isinstance(written, str) or _MARK not in written:
        return []
    if path:
        owner[path[-1]] = written.replace(_MARK, "", 1)
    end -= len(_MARK)
    woven = _woven(written.replace(_MARK, "", 1), text[start:end], start)
    quote = text[start] if text[start] in "'\"" else ""
    begins = line_end(text, start) if text[start] in "|>" else start + len(quote)
    return [Cursor(marked.value, path, part, begins, end - len(quote), quote, bool(quote), woven=woven)]


def _woven(value: str, written: str, start: int) -> Woven | None:
    """Return a text of several lines with the places of its characters; None where it can't be told."""
    signs = characters(written)
    if signs is None:
        return None
    return Woven(
        Stretch(sign, start + one.start, start + one.end, one.end - one.start == 1)
        for sign, one in zip(value, signs, strict=False)  # a break in the end may stand for several
    )


def _comment_start(line: str) -> int:
    """Return the column at which a comment begins in a line of YAML; its end where there is none."""
    comments = (one.start() for one in _COMMENT.finditer(line) if one["comment"])
    return next(comments, len(line))


class _Spot(NamedTuple):
    """What is typed at the cursor, in columns of the line, and the quote before it."""

    start: int
    end: int
    quote: str


def _spot(line: str, column: int) -> _Spot:
    begin = max(line.rfind(sign, 0, column) for sign in _SIGNS) + 1
    quote = line[begin - 1 : begin].strip("{}[],:")
    if quote and line.count(quote, 0, begin) % 2 == 0:
        quote = ""  # it closes a string before the cursor
    typed = line[begin:column] if quote else line[begin:column].lstrip(" \t")
    typed = typed if quote or not typed.startswith("- ") else typed[2:].lstrip()
    if not quote and typed == "-":
        typed = ""
    after = re.match(f"[^{quote}]*" if quote else r"[^\[\]{}:,#\s]*", line[column:])
    assert after is not None
    return _Spot(column - len(typed), column + after.end(), quote)


def _marked(line: str, spot: _Spot) -> Iterator[tuple[str, str]]:
    """Yield the line with a mark for a value and for a key; the likelier first."""
    before, after = line[: spot.start], line[spot.end :]
    before = before.removesuffix(spot.quote) if spot.quote else before
    after = after.removeprefix(spot.quote) if spot.quote else after
    if before.endswith(("-", ":")):
        before += " "
    closers = _closers(before) if not after.strip() else ""
    as_value = f"{before}{_MARK}{after}{closers}"
    as_key = f"{before}{_MARK}{after if after.lstrip().startswith(':') else ': 0' + after}{closers}"
    if after.lstrip().startswith(":"):
        yield as_key, "key"
    elif before.rstrip().endswith(":"):
        yield as_value, "value"
    else:
        yield as_key, "key"
        yield as_value, "value"


def _closers(before: str) -> str:
    """Return the brackets that a line leaves open, closed."""
    stack = []
    for sign in before:
        if sign in "{[":
            stack.append("}" if sign == "{" else "]")
        elif sign in "}]" and stack:
            stack.pop()
    return "".join(reversed(stack))


def _path_of_mark(value: Any) -> Path | None:
    stack: list[tuple[Path, Any]] = [((), value)]
    while stack:
        path, one = stack.pop()
        if one == _MARK:
            return path
        if isinstance(one, dict):
            if _MARK in one:
                return (*path, _MARK)
            stack += [((*path, key), item) for key, item in one.items()]
        elif isinstance(one, list):
            stack += [((*path, number), item) for number, item in enumerate(one)]
    return None


def _cursor(value: Any, path: Path, part: str, line: str, start: int, spot: _Spot) -> Cursor:
    typed = line[spot.start : spot.end]
    owner = value
    for step in path[:-1]:
        owner = owner[step]
    if part == "key":
        owner[typed] = owner.pop(_MARK)
        if not typed:
            del owner[typed]
        path = (*path[:-1], typed)
    elif path:
        owner[path[-1]] = typed
    else:
        value = typed
    closed = bool(spot.quote) and line[spot.end : spot.end + 1] == spot.quote
    after = line[spot.end + closed :].lstrip()
    return Cursor(
        value, path, part, start + spot.start, start + spot.end, spot.quote, closed, after.startswith(":")
    )
