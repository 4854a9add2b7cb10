"""Findings under the names of their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from linter.diagnostic import CauseKey, Diagnostic, Held
from linter.reports.findings.asides import waiting
from linter.reports.findings.full import COLORS, Style, plain, styled
from linter.reports.findings.summary import ending
from linter.reports.outcome import Outcome
from linter.reports.visible import visible


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a block for each file: its name, and a line for each finding with its repair below."""
    style = styled if outcome.color else plain
    held = outcome.result.consequences()
    groups = groupby(outcome.result.diagnostics, lambda one: one.file)
    for file, found in groups:
        name = style(outcome.place(file, outcome.from_here(file)), "bold")
        yield "\n".join([name, *_lines(list(found), held, outcome, style)]) + "\n\n"
    yield ending(outcome)


def _lines(
    found: list[Diagnostic], held: Mapping[CauseKey, list[Held]], outcome: Outcome, style: Style
) -> Iterator[str]:
    places = [f"{one.range.start.line}:{one.range.start.column}" for one in found]
    width = max(map(len, places))
    wide = max(len(one.severity) for one in found)
    for place, one in zip(places, found, strict=True):
        severity = style(one.severity.ljust(wide), COLORS[one.severity])
        yield f"  {place:>{width}}  {severity}  {outcome.code(one)} {one.name}: {visible(one.message)}"
        beside = (("help", one.help), ("held back", waiting(one, held.get(one.key, []), outcome)))
        for title, said in beside:
            if said:
                yield f"  {'':>{width}}  {'':>{wide}}  {title}: {visible(said)}"
