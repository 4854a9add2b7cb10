"""reviewdog's diagnostics (rdjson), with which it comments on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Diagnostic, Fix, Range
from linter.reports.json_pieces import json_pieces
from linter.reports.outcome import Outcome

_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "recommendation": "INFO"}


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a DiagnosticResult; files are named from the repository's folder."""
    return json_pieces({"source": {"name": "c360lint"}, "diagnostics": diagnostics(outcome)})


def diagnostics(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the findings as reviewdog has them."""
    for part in outcome.parts:
        yield from (_diagnostic(one, part) for one in part.result.diagnostics)


def _diagnostic(one: Diagnostic, outcome: Outcome) -> dict[str, Any]:
    suggestions = [made for fix in one.fixes for made in _suggestions(fix, one.file, outcome)]
    return {
        "message": "\n".join(_said(one, outcome)),
        "location": _location(one.file, one.range, outcome),
        "severity": _SEVERITIES[one.severity],
        "code": {"value": f"{one.code} {one.name}", "url": one.url},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _said(one: Diagnostic, outcome: Outcome) -> Iterator[str]:
    """Yield the lines of the message: older versions refuse other places in a field of their own."""
    yield one.message
    for place in one.related:
        start = place.range.start
        yield f"{place.message}: {outcome.in_repository(place.file)}:{start.line}:{start.column}"
    if one.help:
        yield f"help: {one.help}"


def _location(file: str, range_: Range, outcome: Outcome) -> dict[str, Any]:
    return {"path": outcome.in_repository(file), "range": _range(file, range_, outcome)}


def _range(file: str, range_: Range, outcome: Outcome) -> dict[str, Any]:
    text = outcome.texts[file]
    return {
        name: {"line": place.line, "column": _column(text.line(place.line), place.column)}
        for name, place in (("start", range_.start), ("end", range_.end))
    }


def _column(line: str, column: int) -> int:
    """Return a column as reviewdog counts it: in bytes of UTF-8, from 1."""
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1


def _suggestions(fix: Fix, file: str, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield what to put where; a suggestion is the change of one place, so that other fixes are none."""
    if len(fix.edits) == 1 and fix.edits[0].file == file:
        [edit] = fix.edits
        yield {"range": _range(edit.file, edit.range, outcome), "text": edit.text}
