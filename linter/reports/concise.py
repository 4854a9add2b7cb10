"""One line a finding."""

from __future__ import annotations

from linter.diagnostic import Diagnostic, Result
from linter.reports.summary import summary as summary_line
from linter.reports.visible import visible


def concise(result: Result, prefix: str = "", *, summary: bool = True) -> str:
    """Return `file:line:column: severity CODE name: message` for every finding.

    The prefix leads from the working folder to the project's.
    """
    lines = "".join(_line(one, prefix) for one in result.diagnostics)
    return lines + (summary_line(result) if summary else "")


def _line(one: Diagnostic, prefix: str) -> str:
    start = one.range.start
    place = f"{prefix}{one.file}:{start.line}:{start.column}"
    return visible(f"{place}: {one.severity} {one.code} {one.name}: {one.message}") + "\n"
