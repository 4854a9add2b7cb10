"""What has changed between two snapshots, as text, as Markdown and as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.drift import Difference
from linter.reports.findings.json_report import range_values
from linter.reports.markdown_text import code_of, text_of
from linter.reports.visible import visible
from linter.text.source import Text
from linter.wording import counted, joined

_SAID: Final = {"renamed": "renamed?"}  # nobody can know it for certain


def drift_text(changes: Sequence[Difference]) -> str:
    """Return one line a change."""
    if not changes:
        return "No changes.\n"
    widths = max(len(one.what) for one in changes)
    lines = [f"{_SAID.get(one.kind, one.kind):<8}  {one.what:<{widths}}  {_line(one)}" for one in changes]
    return "".join(f"{visible(line)}\n" for line in lines)


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
            text_of(_reasons(one)),
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
            **({"follows": dict(one.follows)} if one.follows else {}),
            "before": _place(one.before, texts),
            "after": _place(one.after, texts),
        }
        for one in changes
    ]


def _line(change: Difference) -> str:
    values = _values(change)
    said = f"{change.name}  {values}" if values else change.name
    reasons = _reasons(change)
    return f"{said}  ({reasons})" if reasons else said


def _reasons(change: Difference) -> str:
    """Return why a change is believed, and what only follows from it."""
    counts = [
        counted(number, what, re.sub("([^aeiou])y$", r"\1ie", what) + "s") for what, number in change.follows
    ]
    is_one = sum(number for _, number in change.follows) == 1
    follow = [f"{joined(counts)} {'follows' if is_one else 'follow'}"] if counts else []
    return "; ".join([*filter(None, [change.evidence]), *follow])


def _values(change: Difference) -> str:
    if change.old and change.new and change.old != change.new:
        return f"{change.old} → {change.new}"
    return change.old or change.new


def _place(at: Location | None, texts: Mapping[str, Text]) -> dict[str, Any] | None:
    if at is None:
        return None
    return {"file": at.document, "range": range_values(texts[at.document].range(at))}
