"""What a run has found and what it has looked at, a line each."""

from __future__ import annotations

from linter.diagnostic import SEVERITIES, Looked, Result
from linter.reports.outcome import Outcome
from linter.reports.visible import visible
from linter.wording import counted, joined


def ending(outcome: Outcome) -> str:
    """Return the last lines of a text: the summary of the run, and of each project if there are several."""
    if not outcome.summary:
        return ""
    return summary(outcome.result) + "".join(f"  {line}\n" for line in by_project(outcome))


def by_project(outcome: Outcome) -> list[str]:
    """Return a line for each project, none where there is only one."""
    if len(outcome.projects) < 2:
        return []
    return [f"{visible(one.project)}: {_of_project(one.result)}" for one in outcome.projects]


def _of_project(result: Result) -> str:
    said = summary(result).strip() if result.documents or result.diagnostics else "nothing to check."
    return said[0].lower() + said[1:]


def summary(result: Result) -> str:
    """Return one line: how many findings of which severity, in how many documents."""
    documents = counted(result.documents, "document")
    if not result.diagnostics:
        open_ = f"; {len(result.not_checked)} not checked" if result.not_checked else ""
        held = f"; {result.held_back} held back for causes not shown" if result.held_back else ""
        return f"All checks passed: {documents}{open_}{held}{_set_aside(result)}.\n"
    found = [
        counted(number, severity)
        for severity in SEVERITIES
        if (number := sum(1 for one in result.diagnostics if one.severity == severity))
    ]
    these = "this is" if len(result.diagnostics) == 1 else "these are"
    held = f" ({result.held_back} more held back until {these} mended)" if result.held_back else ""
    return f"Found {joined(found)} in {documents}{held}{_set_aside(result)}.\n"


def read(looked: Looked) -> str:
    """Return one line: the documents by kind, the snapshots, the custom rules; the rest was not read."""
    parts = [_of_kind(kind, number) for kind, number in looked.kinds]
    snapshots = counted(len(looked.snapshots), "snapshot") if looked.snapshots else "no snapshot"
    custom = f"; run: {counted(len(looked.custom), 'custom rule')} ({', '.join(looked.custom)})"
    return f"read: {', '.join([*parts, snapshots])}{custom if looked.custom else ''}"


def _of_kind(kind: str, number: int) -> str:
    """Return how many documents are of a kind; a file of requests has one or many."""
    return f"{counted(number, 'file')} of requests" if kind == "requests" else f"{number} {kind}"


def _set_aside(result: Result) -> str:
    """The findings that are not shown since somebody has decided so."""
    suppressed = f"; {result.suppressed} suppressed" if result.suppressed else ""
    return suppressed + (f"; {result.baselined} in the baseline" if result.baselined else "")
