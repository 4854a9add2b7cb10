"""The JSON report, version 1: fields may be added, but none is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from linter.diagnostic import Diagnostic, Fix, Grounds, Held, Place, Range, Result, Undecided
from linter.reports.json_pieces import json_pieces
from linter.reports.outcome import Outcome


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the report of schemas/report.schema.json."""
    whole = {
        "version": 1,
        **projects(outcome),
        "summary": summary(outcome.result),
        "diagnostics": diagnostics(outcome),
        "notChecked": (undecided(one) for one in outcome.result.not_checked),
        "heldBack": (held(one) for one in outcome.result.held),
        "read": looked(outcome.result),
    }
    return json_pieces(whole)


def projects(outcome: Outcome) -> dict[str, Any]:
    """Return the counts of each project, where a run looks for several; nothing where it has its own one."""
    counts = [{"project": one.project, **summary(one.result)} for one in outcome.projects]
    return {"projects": counts} if counts else {}


def diagnostics(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the findings as the report has them, each with its project if there may be several."""
    project = {one: part.project for part in outcome.projects for one in part.result.diagnostics}
    waiting = outcome.result.consequences()
    for one in outcome.result.diagnostics:
        follows = [{"code": each.code, **place(each.at)} for each in waiting.get(one.key, ())]
        whose = {"project": project[one]} if project else {}
        yield {**diagnostic(one), "consequences": follows, **whose}


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
        "notChecked": len(result.not_checked),
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
        "related": [{**place(related), "message": related.message} for related in one.related],
        "fixes": [_fix(fix) for fix in one.fixes],
        "fingerprint": one.fingerprint,
        **grounds(one.grounds),
    }


def _fix(one: Fix) -> dict[str, Any]:
    edits = [{"file": edit.file, "range": range_values(edit.range), "text": edit.text} for edit in one.edits]
    return {"title": one.title, "applicability": one.applicability, "edits": edits}


def grounds(on: Grounds) -> dict[str, Any]:
    """Return what a finding, or all of a rule, rests on, as reports have it."""
    return {
        "serviceErrors": list(on.service_errors),
        "sources": [one._asdict() for one in on.sources],
        "inferred": on.inferred,
        "status": on.status,
    }


def undecided(one: Undecided) -> dict[str, Any]:
    """Return what a rule could not decide, as the report has it."""
    places = [place(at) for at in one.places]
    said = {"code": one.code, "reason": one.reason, "needs": one.needs}
    return {**said, "files": list(one.files), "places": places}


def held(one: Held) -> dict[str, Any]:
    """Return a place that is not judged with the finding that is its cause, as the report has it."""
    cause = {"code": one.cause_code, **place(one.cause), "message": one.cause.message}
    return {"code": one.code, **place(one.at), "cause": cause, "unseen": one.unseen}


def looked(result: Result, called: Callable[[str], str] = str) -> dict[str, Any]:
    """Return what a run has read and what not, as the report has it; `called` is what it calls a file."""
    foreign = set(result.looked.foreign)
    custom = {"customRules": list(result.looked.custom)} if result.looked.custom else {}
    return {
        "kinds": dict(result.looked.kinds),
        "snapshots": list(map(called, result.looked.snapshots)),
        "passedOver": [called(name) for name in result.skipped if name not in foreign],
        "requestsOfOthers": list(map(called, result.looked.foreign)),
        "tooLarge": list(map(called, result.too_large)),
        **custom,
    }


def place(at: Place) -> dict[str, Any]:
    """Return a place as the report has it."""
    return {"file": at.file, "pointer": at.pointer, "range": range_values(at.range)}


def range_values(range_: Range) -> dict[str, dict[str, int]]:
    """Return a range as the report writes it."""
    return {"start": range_.start._asdict(), "end": range_.end._asdict()}
