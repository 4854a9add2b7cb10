"""Workflow commands that GitHub Actions shows as annotations of a commit or pull request."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Diagnostic, Range
from linter.reports.findings.concise import line
from linter.reports.findings.summary import ending
from linter.reports.outcome import Outcome
from linter.reports.visible import visible

SHOWN: Final = 10  # annotations of each level that GitHub shows of a step; the log has all

_LEVELS: Final = {"error": "error", "warning": "warning", "recommendation": "notice"}


def report(outcome: Outcome) -> str:
    """Return a workflow command for each finding; files are named from the repository's folder."""
    found = outcome.result.diagnostics
    commands = "".join(_command(one, outcome.in_repository(one.file)) for one in found)
    if not outcome.summary:
        return commands
    return commands + _unshown(found) + ending(outcome)


def _command(one: Diagnostic, file: str) -> str:
    properties = {"file": visible(file), **_place(one.range), "title": f"{one.code} {one.name}"}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = line(one, file) + (f"\nhelp: {visible(one.help)}" if one.help else "")
    return f"::{_LEVELS[one.severity]} {written}::{_data(message)}\n"


def _place(range_: Range) -> dict[str, int]:
    """Return lines and columns; GitHub refuses columns of a range over several lines."""
    start, end = range_
    lines = {"line": start.line, "endLine": end.line}
    if start.line != end.line:
        return lines
    return {**lines, "col": start.column, "endColumn": max(start.column, end.column - 1)}


def _unshown(found: tuple[Diagnostic, ...]) -> str:
    most = max(sum(1 for one in found if one.severity == level) for level in _LEVELS)
    if most <= SHOWN:
        return ""
    return f"GitHub shows {SHOWN} annotations of each level; this log, and a SARIF report, have all.\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
