"""Reports: what a run has to say, as text for people or machines.

A report is a module with `report(outcome) -> str`; it is imported when its format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
    "markdown": "linter.reports.findings.markdown",
    "html": "linter.reports.findings.html_report",
}


def render(format_: str, outcome: Outcome) -> str:
    """Return a run's report in one of the formats."""
    from importlib import import_module

    return str(import_module(FORMATS[format_]).report(outcome))
