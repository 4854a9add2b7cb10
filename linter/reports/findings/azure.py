"""Logging commands that Azure Pipelines shows as issues of a build."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Diagnostic
from linter.reports.findings.concise import line
from linter.reports.findings.summary import ending
from linter.reports.outcome import Outcome
from linter.reports.visible import visible

_TYPES: Final = {"error": "error", "warning": "warning", "recommendation": "warning"}


def report(outcome: Outcome) -> str:
    """Return a logging command for each finding; files are named from the repository's folder."""
    found = outcome.result.diagnostics
    commands = "".join(_command(one, outcome.in_repository(one.file)) for one in found)
    return commands + ending(outcome)


def _command(one: Diagnostic, file: str) -> str:
    properties = {
        "type": _TYPES[one.severity],
        "sourcepath": visible(file),
        "linenumber": one.range.start.line,
        "columnnumber": one.range.start.column,
        "code": one.code,
    }
    written = "".join(f"{name}={_property(str(value))};" for name, value in properties.items())
    message = line(one, file) + (f"\nhelp: {visible(one.help)}" if one.help else "")
    return f"##vso[task.logissue {written}]{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
