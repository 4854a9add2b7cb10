"""What has changed between two snapshots, as text, as Markdown and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.drift import Difference
from linter.reports.findings.json_report import range_values
from linter.reports.markdown_text import code_of, text_of
from linter.reports.visible import visible
from linter.text.source import Text

_SAID: Final = {"renamed": "renamed?"}  # nobody can know it for certain


def drift_text(changes: Sequence[Difference]) -> str:
    """Return one line a change."""
    if not changes:
        return "No changes.\n"
    widths = max(len(one.what) for one in changes)
    lines = [f"{_SAID.get(one.kind, one.kind):<8}  {one.what:<{widths}}  {_line(one)}" for one in changes]
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def drift_markdown(changes: Sequence[Difference]) -> str:
    """Return a table."""
    if not changes:
        return "No changes.\n"
    rows = [
        (
            _SAID.get(one.kind, one.kind),
            one.what,
            code_of(one.name),
            text_of(_values(one)),
            text_of(one.evidence),
        )
        for one in changes
    ]
    table = [("", "what", "name", "was → is", "evidence"), ("---",) * 5, *rows]
    return "".join("| " + " | ".join(row) + " |\n" for row in table)


def drift_values(changes: Sequence[Difference], texts: Mapping[str, Text]) -> list[dict[str, Any]]:
    """Return the changes for the JSON report."""
    return [
        {
            "kind": one.kind,
            "what": one.what,
            "name": one.name,
            "old": one.old,
            "new": one.new,
            "evidence": one.evidence,
            "before": _place(one.before, texts),
            "after": _place(one.after, texts),
        }
        for one in changes
    ]


def _line(change: Difference) -> str:
    values = _values(change)
    said = f"{change.name}  {values}" if values else change.name
    return f"{said}  ({change.evidence})" if change.evidence else said


def _values(change: Difference) -> str:
    if change.old and change.new:
        return f"{change.old} → {change.new}"
    return change.old or change.new


def _place(at: Location | None, texts: Mapping[str, Text]) -> dict[str, Any] | None:
    if at is None:
        return None
    return {"file": at.document, "range": range_values(texts[at.document].range(at))}
