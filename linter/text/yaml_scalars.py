"""Where the characters of a YAML scalar are written: behind escapes, folded lines and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from linter.named_tuple import NamedTuple

_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.)", re.DOTALL)
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_ODD_BREAKS: Final = frozenset("\x85\u2028\u2029")  # of which YAML makes a difference
_HEADER: Final = re.compile(r"[|>][+-]?[ \t]*(?:#[^\r\n]*)?(?=[\r\n])")


class Sign(NamedTuple):
    """A character of the value, by where the text has it; what is "fold" may be folded with others."""

    start: int
    end: int
    kind: str = ""  # "", "blank" or "break"


def characters(text: str) -> list[Sign] | None:
    """Return where each character of a scalar's value is written; None where that isn't known."""
    if not text or not _ODD_BREAKS.isdisjoint(text) or text[0] == "*":
        return None
    if text[0] in "|>":
        header = _HEADER.match(text)
        return list(_block(text, header.end())) if header is not None else None
    if text[0] in "'\"":
        signs = _quoted(text, text[0])
        return None if signs is None else list(_folded(signs))
    return list(_folded(list(_plain(text, 0, len(text)))))


def _plain(text: str, start: int, end: int) -> Iterator[Sign]:
    at = start
    while at < end:
        found = _BREAK.match(text, at)
        after = found.end() if found is not None else at + 1
        yield Sign(at, after, "break" if found is not None else "blank" if text[at] in " \t" else "")
        at = after


def _quoted(text: str, quote: str) -> list[Sign] | None:
    found: list[Sign] = []
    at, end = 1, len(text) - 1
    if end < 1 or text[end] != quote:
        return None
    while at < end:
        escape = _ESCAPE.match(text, at) if quote == '"' else None
        if escape is not None and _BREAK.match(text, at + 1):
            found.append(Sign(at, escape.end(), "joint"))
            at = escape.end()
        elif escape is not None:
            found.append(Sign(at, escape.end()))
            at = escape.end()
        elif quote == "'" and text.startswith("''", at):
            found.append(Sign(at, at + 2))
            at += 2
        else:
            sign = next(_plain(text, at, end))
            found.append(sign)
            at = sign.end
    return found


def _folded(signs: Sequence[Sign]) -> Iterator[Sign]:
    """Yield the characters of folded lines: blanks around breaks are none, one break is a blank."""
    at = 0
    while at < len(signs):
        end = at
        while end < len(signs) and signs[end].kind in ("blank", "break", "joint"):
            end += 1
        blanks = signs[at:end]
        breaks = [one for one in blanks if one.kind in ("break", "joint")]
        if not breaks:
            yield from signs[at : max(end, at + 1)]
            at = max(end, at + 1)
            continue
        if breaks[0].kind == "joint":
            before = blanks.index(breaks[0])
            yield from blanks[:before]
        yield from breaks[1:] or (breaks[:1] if breaks[0].kind == "break" else ())
        at = end


def _block(text: str, header: int) -> Iterator[Sign]:
    """Yield the characters of lines that stand behind `|` or `>`, without their indentation."""
    first = _BREAK.match(text, header)
    lines = list(_lines(text, first.end() if first is not None else header))
    indent = next((_indent(text, *line[:2]) for line in lines if text[line[0] : line[1]].strip(" ")), 0)
    written = [(min(start + indent, end), end, after) for start, end, after in lines]
    if text[0] == "|":
        for start, end, after in written:
            yield from (Sign(at, at + 1) for at in range(start, end))
            yield Sign(end, after)
        return
    yield from _folded_block(text, written)


def _folded_block(text: str, lines: Sequence[tuple[int, int, int]]) -> Iterator[Sign]:
    pending: list[Sign] = []  # the breaks since the last line that says something
    before_is_plain: bool | None = None
    for start, end, after in lines:
        if start == end:
            pending.append(Sign(end, after))
            continue
        is_plain = text[start] not in " \t"
        if before_is_plain and is_plain and len(pending) > 1:
            pending = pending[1:]
        yield from pending
        yield from (Sign(at, at + 1) for at in range(start, end))
        pending, before_is_plain = [Sign(end, after)], is_plain
    yield from pending


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield where lines begin, where they end, and where the next one begins."""
    while start < len(text):
        found = _BREAK.search(text, start)
        end, after = (found.start(), found.end()) if found is not None else (len(text), len(text))
        yield start, end, after
        start = after


def _indent(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip(" "))
