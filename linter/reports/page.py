"""A page of the documentation for a terminal: prose wrapped, code set in, links without their targets."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Final

import click

_FENCED: Final = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_LISTED: Final = re.compile(r" *(?:[-*]|\d+\.) ")
_INDENT: Final = "    "

Style = Callable[[str], str]


def rendered(page: str, width: int, *, color: bool) -> str:
    """Return a Markdown page as lines of at most `width` columns, but for code, which stays as it is."""
    lines: list[str] = []
    end = 0
    for found in _FENCED.finditer(page):
        lines += _prose(page[end : found.start()], width, color)
        lines += _code(found[1], found[2], found[3], width, color)
        end = found.end()
    lines += _prose(page[end:], width, color)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _prose(text: str, width: int, color: bool) -> Iterator[str]:
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        if paragraph.startswith("#"):
            heading = textwrap.fill(paragraph.lstrip("# "), width, break_on_hyphens=False)
            yield click.style(heading, bold=True) if color else heading
        elif paragraph.startswith("|"):
            yield paragraph
        else:
            for item in _items(_LINK.sub(r"\1", paragraph.replace("**", ""))):
                hang = " " * (_indent(item) + 2) if _LISTED.match(item) else ""
                yield textwrap.fill(item, width, subsequent_indent=hang, break_on_hyphens=False)
        yield ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _items(paragraph: str) -> list[str]:
    """Split a list into its items; a paragraph that isn't a list is one."""
    items: list[str] = []
    for line in paragraph.split("\n"):
        if _LISTED.match(line) or not items:
            items.append(line)
        else:
            items[-1] += " " + line.strip()
    return items


def _code(language: str, name: str, code: str, width: int, color: bool) -> Iterator[str]:
    """Yield a block; what the program says is wrapped, what a file says is not."""
    faint: Style = (lambda text: click.style(text, dim=True)) if color else str
    if name:
        yield faint(f"  {name}:")
    for line in code.rstrip("\n").split("\n") if code else ["(taken away)"]:
        if language == "text":
            yield textwrap.fill(
                line,
                width,
                initial_indent="  > ",
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
        else:
            yield _INDENT + line if line else ""
    yield ""
