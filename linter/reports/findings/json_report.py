"""The JSON report, version 1: fields may be added, but none is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linter.diagnostic import Diagnostic, Range, Result, Undecided
from linter.reports.outcome import Outcome


def report(outcome: Outcome) -> str:
    """Return the report of schemas/report.schema.json."""
    whole = {
        "version": 1,
        **projects(outcome),
        "summary": summary(outcome.result),
        "diagnostics": list(diagnostics(outcome)),
        "notChecked": [undecided(one) for one in outcome.result.not_checked],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def projects(outcome: Outcome) -> dict[str, Any]:
    """Return the counts of each project, where a run looks for several; nothing where it has its own one."""
    counts = [{"project": one.project, **summary(one.result)} for one in outcome.projects]
    return {"projects": counts} if counts else {}


def diagnostics(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the findings as the report has them, each with its project if there may be several."""
    project = {one: part.project for part in outcome.projects for one in part.result.diagnostics}
    for one in outcome.result.diagnostics:
        yield {**diagnostic(one), **({"project": project[one]} if project else {})}


def summary(result: Result) -> dict[str, int]:
    """Return the report's counts."""
    severities = [one.severity for one in result.diagnostics]
    return {
        "documents": result.documents,
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "recommendations": severities.count("recommendation"),
        "heldBack": result.held_back,
        "suppressed": result.suppressed,
        "baselined": result.baselined,
    }


def diagnostic(one: Diagnostic) -> dict[str, Any]:
    """Return a finding as the report has it."""
    return {
        "code": one.code,
        "name": one.name,
        "severity": one.severity,
        "message": one.message,
        "file": one.file,
        "pointer": one.pointer,
        "range": range_values(one.range),
        "help": one.help,
        "url": one.url,
        "related": [
            {
                "file": related.file,
                "pointer": related.pointer,
                "range": range_values(related.range),
                "message": related.message,
            }
            for related in one.related
        ],
        "fixes": [
            {
                "title": fix.title,
                "applicability": fix.applicability,
                "edits": [
                    {"file": edit.file, "range": range_values(edit.range), "text": edit.text}
                    for edit in fix.edits
                ],
            }
            for fix in one.fixes
        ],
        "fingerprint": one.fingerprint,
    }


def undecided(one: Undecided) -> dict[str, Any]:
    """Return what a rule could not decide, as the report has it."""
    return {"code": one.code, "reason": one.reason, "files": list(one.files)}


def range_values(range_: Range) -> dict[str, dict[str, int]]:
    """Return a range as the report writes it."""
    return {"start": range_.start._asdict(), "end": range_.end._asdict()}
