"""Reports: what a run has to say, as text for people or machines.

A report is a module with `report(outcome)`, imported when its format is asked for.  It returns a text, or
its pieces, where it may be large; each piece ends where a line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.reports.outcome import Outcome

FORMATS: Final = {
    "full": "linter.reports.findings.full",
    "concise": "linter.reports.findings.concise",
    "grouped": "linter.reports.findings.grouped",
    "json": "linter.reports.findings.json_report",
    "jsonl": "linter.reports.findings.jsonl",
    "sarif": "linter.reports.findings.sarif",
    "github": "linter.reports.findings.github",
    "azure": "linter.reports.findings.azure",
    "gitlab": "linter.reports.findings.gitlab",
    "junit": "linter.reports.findings.junit",
    "checkstyle": "linter.reports.findings.checkstyle",
    "rdjson": "linter.reports.findings.rdjson",
    "rdjsonl": "linter.reports.findings.rdjsonl",
    "markdown": "linter.reports.findings.markdown",
    "html": "linter.reports.findings.html_report",
}


def render(format_: str, outcome: Outcome) -> str:
    """Return a run's report in one of the formats."""
    return "".join(pieces_of(format_, outcome))


def pieces_of(format_: str, outcome: Outcome) -> Iterable[str]:
    """Return the pieces of a run's report in one of the formats, made as they are asked for."""
    from importlib import import_module

    report: str | Iterable[str] = import_module(FORMATS[format_]).report(outcome)
    return (report,) if isinstance(report, str) else report
