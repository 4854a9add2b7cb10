"""Writes the newest figures into docs/performance.md, between its marks, and draws its pictures.

    <!-- figures: NAME -->
    …
    <!-- end of figures -->

NAME is a part, or `summary`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from benchmarks import history
from benchmarks.drawing import chart
from benchmarks.figures import OURS, Row, Spread, cpu, memory, ratios, slopes, spread, yardstick
from benchmarks.history import History, Part
from benchmarks.parts import PARTS, SERVER

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "performance.md"
COMMAND = "python -m benchmarks --pages"
PEERS = ("check-jsonschema", "yamllint", "cfn-lint", "biome", "jq")
IN_SHORT = {
    "start": ["one payload"],
    "files": ["100 files", "1,000 files", "1,000 files, 100 findings", "10,000 files"],
    "documents": ["relationships, 1 MB", "a plan, 1 MB", "relationships, 20 MB", "a plan, 20 MB"],
    "yaml": ["4,000 relationships"],
}
_MARKED = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def write() -> None:
    """Renew the page and its pictures."""
    parts = history.read(history.newest())
    PAGE.write_text(filled(PAGE.read_text("utf-8"), parts), "utf-8")
    for name, picture in pictures(parts).items():
        (DOCS / "pictures" / name).write_text(picture, "utf-8")


def filled(text: str, parts: History) -> str:
    """Return a page's text with the figures between its marks."""
    return _MARKED.sub(lambda found: f"{found[1]}{_block(found[2], parts)}\n{found[3]}", text)


def _block(name: str, parts: History) -> str:
    if name == "summary":
        return summary(parts)
    if name not in parts:
        return "Not measured yet."
    drawn = DRAWN.get(name)
    picture = [f"![CPU time over {drawn.across}](pictures/{drawn.file})"] if drawn else []
    return "\n\n".join([PARTS[name].remark, *picture, table(name, parts[name]), _where(parts[name])])


# Tables


def table(name: str, part: Part) -> str:
    """Return the table of a part."""
    made = {"growth": _growth_table, SERVER: _waits_table}.get(name, _table)
    return made(part.rows)


def _table(rows: Sequence[Row]) -> str:
    head = ("scenario", "program", "CPU ms", "times ours", "wall ms", "peak MiB", "million instructions")
    lines = []
    for scenario, own in groupby(rows, key=lambda row: row.scenario):
        first = yardstick(rows, scenario)
        for number, row in enumerate(own):
            wall = sorted(cost.wall for cost in row.costs)[len(row.costs) // 2]
            cells = (
                "" if number else scenario,
                row.contestant,
                spread_text(cpu(row), 0),
                "1" if row is first else spread_text(ratios(row, first), 2),
                f"{wall:,.0f}",
                f"{memory(row):,.0f}",
                "" if row.instructions is None else f"{row.instructions:,.0f}",
            )
            lines.append(cells)
    return _markdown(head, 2, lines)


def _growth_table(rows: Sequence[Row]) -> str:
    head = ("what", "how many: CPU ms", "peak MiB", "one more, at first", "one more, at last")
    lines = []
    for axis, sized in _lines_of(rows):
        costs = ", ".join(f"{row.size:,}: {cpu(row).median:,.0f}" for row in sized)
        steps = [f"{slope:,.0f} µs" for slope in slopes(sized)] or [""]
        lines.append((axis, costs, f"{memory(sized[-1]):,.0f}", steps[0], steps[-1]))
    return _markdown(head, 2, lines)


def _waits_table(rows: Sequence[Row]) -> str:
    head = ("what changes", "server", "wait, ms", "CPU ms, first findings", "MiB")
    lines = []
    for row in rows:
        waits = spread_text(spread(cost.wall for cost in row.costs), 0)
        start, kept = f"{cpu(row).median:,.0f}", f"{memory(row):,.0f}"
        lines.append((row.scenario, row.contestant, waits, start, kept))
    return _markdown(head, 2, lines)


def _markdown(head: Sequence[str], words: int, lines: Iterable[Sequence[str]]) -> str:
    """Return a table whose first columns are words, and the others numbers."""
    ruler = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join([_line(head), f"|{'|'.join(ruler)}|", *map(_line, lines)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines_of(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield what grows, with the rows by size: ours, and a peer's where it takes part."""
    names = dict.fromkeys((row.scenario, row.contestant) for row in rows)
    for axis, contestant in names:
        sized = [row for row in rows if (row.scenario, row.contestant) == (axis, contestant)]
        yield (axis if contestant == OURS else f"{axis} ({contestant})"), sized


def summary(parts: History) -> str:
    """Return how many times our CPU time each peer takes, at a glance."""
    lines = []
    for name, scenarios in IN_SHORT.items():
        rows = parts[name].rows if name in parts else []
        for scenario in scenarios:
            own = {row.contestant: row for row in rows if row.scenario == scenario}
            if own:
                lines.append((scenario, *(_times(own.get(peer), own[OURS]) for peer in PEERS)))
    return _markdown(("", *PEERS), 1, lines)


def _times(row: Row | None, ours: Row) -> str:
    return "–" if row is None else f"{ratios(row, ours).median:.2f}"


def spread_text(spread: Spread, digits: int) -> str:
    """Return a median with the least and the most, as a table shows them."""
    return f"{spread.median:,.{digits}f} ({spread.least:,.{digits}f}–{spread.most:,.{digits}f})"


def _where(part: Part) -> str:
    """Return what a part was measured with, on what, and who wasn't there."""
    programs = ", ".join(f"{name} {version}" for name, version in part.versions.items())
    absent = "".join(f" {name} was missing: {reason}." for name, reason in part.missing.items())
    measured = f"{part.date}, {_rounds(part)}; {_machine(part)}, load {part.machine['load']}"
    return f"*{measured}; {programs}.{absent}*"


def _rounds(part: Part) -> str:
    return "1 round" if part.rounds == 1 else f"{part.rounds} rounds"


def _machine(part: Part) -> str:
    return f"{part.machine['processor']}, {part.machine['cores']} cores, {part.machine['system']}"


# Pictures


class Drawn(NamedTuple):
    """A picture of a part: its file, what it goes over, and which rows it shows."""

    file: str
    across: str
    shows: Callable[[Row], bool]


DRAWN = {
    "files": Drawn("cost-files.svg", "files", lambda row: "findings" not in row.scenario),
    "snapshot": Drawn("cost-entities.svg", "entities of the snapshot", lambda _: True),
    "growth": Drawn("cost-findings.svg", "findings", lambda row: row.scenario == "findings"),
}


def pictures(parts: History) -> dict[str, str]:
    """Return the pictures for which there are figures, by the names of their files."""
    return {drawn.file: _picture(parts[name], drawn) for name, drawn in DRAWN.items() if name in parts}


def _picture(part: Part, drawn: Drawn) -> str:
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in sorted(filter(drawn.shows, part.rows), key=lambda row: row.size):
        lines.setdefault(_versioned(row.contestant, part), []).append((row.size, cpu(row).median))
    note = f"{part.date}; {_machine(part)}; Python {part.versions['python']}"
    return chart(f"CPU time over {drawn.across}", note, drawn.across, "ms", lines)


def _versioned(contestant: str, part: Part) -> str:
    program, comma, rest = contestant.partition(",")
    version = part.versions.get(program)
    return f"{program} {version}{comma}{rest}" if version else contestant
