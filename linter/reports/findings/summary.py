"""What a run has found and what it has looked at, a line each."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import SEVERITIES, Looked, Result
from linter.wording import counted, joined

_TITLES: Final = {"requests": "saved requests"}  # what isn't called by the name of a payload kind


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


def read(looked: Looked) -> str:
    """Return one line: the documents by kind, and the snapshots; what isn't there was not read."""
    parts = [f"{number} {_TITLES.get(kind, kind)}" for kind, number in looked.kinds]
    snapshots = counted(len(looked.snapshots), "snapshot") if looked.snapshots else "no snapshot"
    return f"read: {', '.join([*parts, snapshots])}"


def _set_aside(result: Result) -> str:
    """The findings that are not shown since somebody has decided so."""
    suppressed = f"; {result.suppressed} suppressed" if result.suppressed else ""
    return suppressed + (f"; {result.baselined} in the baseline" if result.baselined else "")
