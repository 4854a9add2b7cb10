"""Findings with the lines that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from linter.diagnostic import Diagnostic, Held, Place
from linter.reports.findings.asides import waiting
from linter.reports.findings.frame import extent, frame
from linter.reports.findings.summary import ending
from linter.reports.outcome import Outcome
from linter.reports.visible import visible

COLORS: Final = {"error": "red", "warning": "yellow", "recommendation": "blue"}

Style = Callable[[str, str], str]


def report(outcome: Outcome) -> Iterator[str]:
    """Yield every finding with its code frame, the other places involved, reason and repair."""
    style = styled if outcome.color else plain
    held = outcome.result.consequences()
    for one in outcome.result.diagnostics:
        yield _block(one, held.get(one.key, []), outcome, style) + "\n"
    yield ending(outcome)


def _block(one: Diagnostic, held: list[Held], outcome: Outcome, style: Style) -> str:
    color = COLORS[one.severity]
    numbers = [one.range.start.line, *(related.range.start.line for related in one.related)]
    margin = " " * len(str(max(numbers)))
    head = style(f"{one.severity}[{outcome.code(one)}] {one.name}", color) + style(
        f": {visible(one.message)}", "bold"
    )
    here = Place(one.file, one.pointer, one.range, one.label)
    lines = [head, *_frame(here, outcome, margin, "-->", "^", style, color)]
    for related in one.related:
        lines += _frame(related, outcome, margin, ":::", "-", style, "blue")
    said_beside = (
        ("why", one.why),
        ("help", one.help),
        ("held back", waiting(one, held, outcome)),
        ("more", f"c360lint explain {one.code}"),
    )
    for title, said in said_beside:
        if said:
            lines.append(f"{margin} = {style(title, 'bold')}: {visible(said)}")
    return "\n".join(lines) + "\n"


def _frame(
    place: Place,
    outcome: Outcome,
    margin: str,
    arrow: str,
    mark: str,
    style: Style,
    color: str,
) -> list[str]:
    start = place.range.start
    bar = style("|", "blue")
    before, marked, after = frame(outcome.texts[place.file].line(start.line), place.range)
    label = (place.message + extent(place.range)).lstrip()
    under = style(f"{mark * max(1, _width(marked))} {visible(label)}".rstrip(), color)
    number = style(str(start.line).rjust(len(margin)), "blue")
    where = outcome.place(place.file, f"{outcome.from_here(place.file)}:{start.line}:{start.column}")
    return [
        f"{margin}{style(arrow, 'blue')} {where}",
        f"{margin} {bar}",
        f"{number} {bar} {before}{marked}{after}".rstrip(),
        f"{margin} {bar} {' ' * _width(before)}{under}",
        f"{margin} {bar}",
    ]


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me"):  # marks over, under and around another character
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def plain(text: str, _color: str) -> str:
    """Return a text as it is."""
    return text


def styled(text: str, color: str) -> str:
    """Return a text with the terminal's codes for a colour, or for bold."""
    import click

    if color == "bold":
        return click.style(text, bold=True)
    return click.style(text, fg=color, bold=color != "blue")
