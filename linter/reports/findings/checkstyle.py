"""Checkstyle's XML, which many CI servers and review bots read: an element for each file and each finding."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from linter import __version__
from linter.diagnostic import Diagnostic
from linter.reports.outcome import Outcome
from linter.reports.visible import visible

_SEVERITIES: Final = {"error": "error", "warning": "warning", "recommendation": "info"}


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the report; files are named from the repository's folder, and lines and columns count from 1."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="{__version__}">\n'
    for part in outcome.parts:
        for file, found in groupby(part.result.diagnostics, lambda one: one.file):
            yield f'  <file name="{_text(part.in_repository(file))}">\n'
            yield from map(_error, found)
            yield "  </file>\n"
    yield "</checkstyle>\n"


def _error(one: Diagnostic) -> str:
    start = one.range.start
    said = f"{one.message} (help: {one.help})" if one.help else one.message
    return (
        f'    <error line="{start.line}" column="{start.column}" severity="{_SEVERITIES[one.severity]}" '
        f'message="{_text(said)}" source="c360lint.{one.code}.{one.name}"/>\n'
    )


def _text(text: str) -> str:
    """Return a text for XML, which has no way to write some characters."""
    return escape(visible(text))
