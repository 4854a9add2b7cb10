"""One line a finding."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Diagnostic
from linter.reports.findings.summary import ending
from linter.reports.outcome import Outcome
from linter.reports.visible import visible


def report(outcome: Outcome) -> Iterator[str]:
    """Yield `file:line:column: severity CODE name: message` for every finding."""
    for one in outcome.result.diagnostics:
        yield _linked(one, outcome) + "\n"
    yield ending(outcome)


def _linked(one: Diagnostic, outcome: Outcome) -> str:
    """Return a finding as one line, whose place and code are links if links are shown."""
    start = one.range.start
    where = outcome.place(one.file, f"{outcome.from_here(one.file)}:{start.line}:{start.column}")
    return f"{where}: {one.severity} {outcome.code(one)} {one.name}: {visible(one.message)}"


def line(one: Diagnostic, file: str) -> str:
    """Return a finding as one line, with the file named as given."""
    start = one.range.start
    place = f"{file}:{start.line}:{start.column}"
    return visible(f"{place}: {one.severity} {one.code} {one.name}: {one.message}")
