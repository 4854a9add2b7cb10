"""The summary line of the text reports."""

from __future__ import annotations

from linter.diagnostic import SEVERITIES, Result
from linter.wording import counted, joined


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
    held = f" ({result.held_back} more held back until these are mended)" if result.held_back else ""
    return f"Found {joined(found)} in {documents}{held}{_set_aside(result)}.\n"


def _set_aside(result: Result) -> str:
    """The findings that are not shown since somebody has decided so."""
    suppressed = f"; {result.suppressed} suppressed" if result.suppressed else ""
    return suppressed + (f"; {result.baselined} in the baseline" if result.baselined else "")
