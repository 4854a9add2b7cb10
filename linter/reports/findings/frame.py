"""A line of a file, cut so that a range in it can be seen."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Range
from linter.named_tuple import NamedTuple
from linter.reports.visible import visible

WIDTH: Final = 110  # of a source line; longer ones are cut around the range


class Frame(NamedTuple):
    """What stands before, in and after a range, ready to be shown."""

    before: str
    marked: str
    after: str


def frame(source: str, range_: Range) -> Frame:
    """Return the first line of a range, cut around the range where it is long."""
    start = range_.start.column - 1
    end = range_.end.column - 1 if range_.end.line == range_.start.line else len(source.rstrip())
    first = 0 if end <= WIDTH else max(0, start - WIDTH // 3)
    last = min(len(source), first + WIDTH)
    head = "…" if first else ""
    tail = "…" if last < len(source) else ""
    stop = min(end, last)
    return Frame(
        head + displayed(source[first:start]),
        displayed(source[start:stop]),
        displayed(source[max(start, stop) : last]) + tail,
    )


def displayed(text: str) -> str:
    """Return a text as it is shown: tabs as four spaces, what acts on a terminal as escapes."""
    return visible(text.replace("\t", "    "))


def extent(range_: Range) -> str:
    """Return what a label says of a range over several lines, "" for others."""
    if range_.end.line == range_.start.line:
        return ""
    return f" … to line {range_.end.line}"
