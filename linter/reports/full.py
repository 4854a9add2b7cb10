"""Findings with the lines that they are about."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from linter.diagnostic import Diagnostic, Place, Range, Result
from linter.reports.summary import summary as summary_line
from linter.reports.visible import visible

WIDTH: Final = 110  # of a source line; longer ones are cut around the range

_COLORS: Final = {"error": "red", "warning": "yellow", "recommendation": "blue"}


class Lines(Protocol):
    """A text that can be asked for its lines."""

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its end."""
        ...


def full(
    result: Result, texts: Mapping[str, Lines], prefix: str = "", *, color: bool = False, summary: bool = True
) -> str:
    """Return every finding with its code frame, the other places involved, reason and repair."""
    style = _styled if color else _plain
    blocks = [_block(one, texts, prefix, style) for one in result.diagnostics]
    return "".join(block + "\n" for block in blocks) + (summary_line(result) if summary else "")


Style = Callable[[str, str], str]


def _block(one: Diagnostic, texts: Mapping[str, Lines], prefix: str, style: Style) -> str:
    color = _COLORS[one.severity]
    numbers = [one.range.start.line, *(related.range.start.line for related in one.related)]
    margin = " " * len(str(max(numbers)))
    head = style(f"{one.severity}[{one.code}] {one.name}", color) + style(f": {visible(one.message)}", "bold")
    here = Place(one.file, one.pointer, one.range, one.label)
    lines = [head, *_frame(here, texts, prefix, margin, "-->", "^", style, color)]
    for related in one.related:
        lines += _frame(related, texts, prefix, margin, ":::", "-", style, "blue")
    for title, said in (("why", one.why), ("help", one.help), ("more", f"c360lint explain {one.code}")):
        if said:
            lines.append(f"{margin} = {style(title, 'bold')}: {visible(said)}")
    return "\n".join(lines) + "\n"


def _frame(
    place: Place,
    texts: Mapping[str, Lines],
    prefix: str,
    margin: str,
    arrow: str,
    mark: str,
    style: Style,
    color: str,
) -> list[str]:
    start = place.range.start
    bar = style("|", "blue")
    source = texts[place.file].line(start.line)
    shown, before, width = _cut(source, place.range)
    label = place.message + _extent(place.range)
    under = " " * before + style(f"{mark * max(1, width)} {visible(label)}".rstrip(), color)
    number = style(str(start.line).rjust(len(margin)), "blue")
    return [
        f"{margin}{style(arrow, 'blue')} {visible(prefix + place.file)}:{start.line}:{start.column}",
        f"{margin} {bar}",
        f"{number} {bar} {shown}".rstrip(),
        f"{margin} {bar} {under}",
        f"{margin} {bar}",
    ]


def _extent(range_: Range) -> str:
    if range_.end.line == range_.start.line:
        return ""
    return f" … to line {range_.end.line}"


def _cut(source: str, range_: Range) -> tuple[str, int, int]:
    """Return the part of a line that is shown, and offset and width of the range in it."""
    start = range_.start.column - 1
    end = range_.end.column - 1 if range_.end.line == range_.start.line else len(source.rstrip())
    first = 0 if end <= WIDTH else max(0, start - WIDTH // 3)
    last = min(len(source), first + WIDTH)
    head = "…" if first else ""
    tail = "…" if last < len(source) else ""
    shown = head + _displayed(source[first:last]) + tail
    before = len(head) + _width(source[first:start])
    return shown, before, _width(source[start : min(end, last)])


def _displayed(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_columns(character) for character in _displayed(text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):  # marks over, under and around another character
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _plain(text: str, _color: str) -> str:
    return text


def _styled(text: str, color: str) -> str:
    import click

    if color == "bold":
        return click.style(text, bold=True)
    return click.style(text, fg=color, bold=color != "blue")
