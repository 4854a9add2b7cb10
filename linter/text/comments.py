"""Finds the comments of YAML and of requests that speak to the linter, and what they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.text.lines import line_end, line_start, next_line
from linter.text.source import has_comments

if TYPE_CHECKING:
    from linter.diagnostic import Path
    from linter.text.place import Member
    from linter.text.requests import RequestList
    from linter.text.source import Text

_ADDRESSED: Final = re.compile(r"#[ \t]*c360lint(?:[ \t]*:|[-\s]*ignore\b)[^\r\n]*", re.IGNORECASE)
_AMONG_REQUESTS: Final = re.compile(
    r"(?:#|//)[ \t]*c360lint(?:[ \t]*:|[-\s]*ignore\b)[^\r\n]*", re.IGNORECASE
)
_ABOVE_REQUEST: Final = re.compile(r"[ \t]*(?:(?:#|//)[^\r\n]*)?(?=[\r\n])")
_COMMENT_START: Final = re.compile(r"(?:^|(?<=[ \t]))#")
_AFTER_DASH: Final = re.compile(r"[ \t-]*(#[^\r\n]*)")
_IN_FLOW: Final = re.compile(r"[\[,] ?\Z")
_COMMENT_LINE: Final = re.compile(r"[ \t]*#")


class Comment(NamedTuple):
    """A comment that speaks to the linter, and the stretches of text that it stands at."""

    start: int
    end: int
    path: Path  # to the first value that it stands at
    covers: tuple[tuple[int, int], ...]  # empty where it stands at nothing


class _Entry(NamedTuple):
    """A property or a list item: it begins with its key or its dash."""

    begin: int
    end: int
    path: Path
    value: int  # where the value begins


def comments(text: Text) -> Iterator[Comment]:
    """Yield the comments addressed to the linter, in the order of the text; JSON has none."""
    if text.fault is not None or not has_comments(text.name) or "c360lint" not in text.text.lower():
        return
    if text.requests is not None:
        yield from _among_requests(text, text.requests)
        return
    margin = Margin(text)
    line = -1
    path: Path = ()
    covers: tuple[tuple[int, int], ...] = ()
    for found in _ADDRESSED.finditer(text.text):
        start = found.start()
        if not margin.is_comment(start):
            continue
        if start >= line:  # else it is one of several above the same line
            line = _line_of(text.text, start)
            path, covers = margin.covered(line)
        yield Comment(start, start + len(found.group().rstrip()), path, covers)


def _among_requests(text: Text, requests: RequestList) -> Iterator[Comment]:
    """Yield the comments that stand alone on a line, at the request, the header or the body below."""
    margin = RequestMargin(text)
    line = -1
    path: Path = ()
    covers: tuple[tuple[int, int], ...] = ()
    for start, end in sorted(requests.comments):
        if not _AMONG_REQUESTS.fullmatch(text.text, start, end):
            continue
        if start >= line:  # else it is one of several above the same line
            line = _line_below(text.text, start)
            path, covers = margin.covered(line)
        yield Comment(start, end, path, covers)


def _line_below(text: str, start: int) -> int:
    """Return where the line begins that a comment among requests is about: the next one that is none."""
    line = next_line(text, start)
    while (found := _ABOVE_REQUEST.match(text, line)) is not None:
        line = next_line(text, found.end())
    return line


class RequestMargin:
    """Where comments stand at a request or a header, or can be written above it."""

    def __init__(self, text: Text) -> None:
        self.text = text.text
        self._members = [(path, one) for path, one in text.walk() if path]
        self._entries = _Entries(_Entry(_begin(one), one.end, path, one.start) for path, one in self._members)

    def covered(self, line: int) -> tuple[Path, tuple[tuple[int, int], ...]]:
        """Return what a comment about the line at an offset stands at, and the path to the first of it."""
        found = self._entries.outermost(line, next_line(self.text, line))
        return (found[0].path if found else ()), tuple((entry.begin, entry.end) for entry in found)

    def line_of(self, start: int) -> int:
        """Return where the line of the header begins in which an offset lies, else that of its request."""
        around = [
            _begin(one)
            for path, one in self._members
            if (len(path) == 1 or path[1:2] == ("headers",)) and _begin(one) <= start <= one.end
        ]
        return line_start(self.text, max(around, default=start))

    def room_behind(self, _line: int) -> int | None:
        """Return where a comment may follow what a line holds: nowhere."""
        return None

    def room_above(self, line: int) -> int | None:
        """Return where a line with a comment may be put before a line."""
        return line


def _begin(member: Member) -> int:
    return member.key_start if member.key_start >= 0 else member.start


class Margin:
    """Where comments stand in a YAML text or can be written, and what they stand at."""

    def __init__(self, text: Text) -> None:
        members = list(text.walk())
        self.text = text.text
        self._scalars = sorted(_scalars(text, members))
        self._entries = _Entries(_entries(text, members))

    def covered(self, line: int) -> tuple[Path, tuple[tuple[int, int], ...]]:
        """Return what a comment about the line at an offset stands at, and the path to the first of it."""
        found = self._entries.outermost(line, next_line(self.text, line))
        return (found[0].path if found else ()), tuple((entry.begin, entry.end) for entry in found)

    def line_of(self, start: int) -> int:
        """Return where the line begins in which an offset lies."""
        return line_start(self.text, start)

    def comment_in(self, line: int) -> int | None:
        """Return where a comment begins in a line: at the first `#` outside strings."""
        for found in _COMMENT_START.finditer(self.text[line : line_end(self.text, line)]):
            if _around(line + found.start(), self._scalars) is None:
                return line + found.start()
        return None

    def is_comment(self, offset: int) -> bool:
        """Tell whether the `#` at an offset begins a comment, or one within a comment."""
        first = self.comment_in(line_start(self.text, offset))
        return first is not None and (first == offset or (first < offset and self.text[offset - 1] in " \t"))

    def room_behind(self, line: int) -> int | None:
        """Return where a comment may follow what a line holds; None where a string or a comment goes on."""
        end = line_end(self.text, line)
        if _around(end, self._scalars) is not None or self.comment_in(line) is not None:
            return None
        return line + len(self.text[line:end].rstrip())

    def room_above(self, line: int) -> int | None:
        """Return where a line with a comment may be put before a line; None within a string."""
        before = _around(line - 1, self._scalars)
        return line if before is None or before != _around(line, self._scalars) else None


def _scalars(text: Text, members: Iterable[tuple[Path, Member]]) -> Iterator[tuple[int, int]]:
    """Yield where scalars and keys stand: a `#` in them is no comment."""
    for _, member in members:
        if member.key_start >= 0:
            yield member.key_start, member.key_end
        if member.kids is None:
            start = member.start
            if text.text[start : start + 1] in ("|", ">"):  # a block's first line may have a comment
                newline = text.text.find("\n", start)
                start = newline + 1 if 0 <= newline < member.end else member.end
            yield start, member.end


def _around(offset: int, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    from bisect import bisect_right

    number = bisect_right(spans, (offset, len(spans) and spans[-1][1] + 1)) - 1
    return spans[number] if number >= 0 and spans[number][0] <= offset < spans[number][1] else None


def _entries(text: Text, members: Iterable[tuple[Path, Member]]) -> Iterator[_Entry]:
    for path, member in members:
        if path:
            begin = member.key_start if member.key_start >= 0 else dash_before(text.text, member.start)
            yield _Entry(begin, max(member.end, member.key_end), path, member.start)


def dash_before(text: str, start: int) -> int:
    """Return where the dash of a list item stands, across the comments between; the item's start without."""
    if _IN_FLOW.search(text, max(0, start - 2), start):  # the line may be long
        return start
    at = start
    while at:
        at = len(text[line_start(text, at) : at].rstrip()) + line_start(text, at)
        comment = _AFTER_DASH.match(text, line_start(text, at), at)
        if comment:
            at = comment.start(1)
        elif at > line_start(text, at):
            break
        else:
            at -= 1
    return at - 1 if at and text[at - 1] == "-" else start


def _line_of(text: str, start: int) -> int:
    """Return where the line begins that a comment is about: its own, or the one below such lines."""
    line = line_start(text, start)
    if _COMMENT_LINE.match(text, line):
        line = next_line(text, start)
        while _COMMENT_LINE.match(text, line):
            line = next_line(text, line)
    return line


class _Entries:
    """The properties and list items of a text, by where they and their values begin."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        entries = list(entries)
        self.by_begin = sorted((one.begin, -one.end, one) for one in entries)
        self.by_value = sorted((one.value, -one.end, one) for one in entries)

    def outermost(self, start: int, end: int) -> list[_Entry]:
        """Return the entries that begin in a line, without those in others; else those whose values do."""
        return _outermost(self.by_begin, start, end) or _outermost(self.by_value, start, end)


def _outermost(places: list[tuple[int, int, _Entry]], start: int, end: int) -> list[_Entry]:
    from bisect import bisect_left

    found: list[_Entry] = []
    for number in range(bisect_left(places, (start,)), bisect_left(places, (end,))):
        entry = places[number][2]
        if not found or entry.begin >= found[-1].end:
            found.append(entry)
    return found
