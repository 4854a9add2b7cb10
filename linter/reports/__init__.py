"""Reports: what a run has to say, as text for people or machines.

A report is a module with `report(outcome) -> str`; it is imported when its format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linter.reports.outcome import Outcome

FORMATS: Final = {
    "full": "linter.reports.full",
    "concise": "linter.reports.concise",
    "grouped": "linter.reports.grouped",
    "json": "linter.reports.json_report",
    "jsonl": "linter.reports.jsonl",
    "sarif": "linter.reports.sarif",
    "github": "linter.reports.github",
    "azure": "linter.reports.azure",
    "gitlab": "linter.reports.gitlab",
    "junit": "linter.reports.junit",
    "markdown": "linter.reports.markdown",
    "html": "linter.reports.html_report",
}


def render(format_: str, outcome: Outcome) -> str:
    """Return a run's report in one of the formats."""
    from importlib import import_module

    return str(import_module(FORMATS[format_]).report(outcome))
