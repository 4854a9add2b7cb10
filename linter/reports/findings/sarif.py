"""SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final
from urllib.parse import quote

from linter import __version__
from linter.diagnostic import Diagnostic, Fix, Grounds, Held, Place, Range, Result, Undecided
from linter.reports.findings.json_report import grounds, looked
from linter.reports.json_pieces import json_pieces
from linter.reports.outcome import Outcome
from linter.rulekit.pages import introduction, page_of
from linter.rulekit.rule import API_PAGE, RuleModule

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT: Final = "%SRCROOT%"
"""The name of the folder that relative addresses start from: the repository's."""

_LEVELS: Final = {"error": "error", "warning": "warning", "recommendation": "note"}
_LINK: Final = re.compile(r"\[[^\]]*\]\(")
_PAGE_LINK: Final = re.compile(r"\[([^\]]*)\]\([\w./-]*\.md\)")


def report(outcome: Outcome) -> Iterator[str]:
    """Yield a log of a run for each project, with the rules that found or could not decide something."""
    runs = (_run(one) for one in outcome.parts)
    return json_pieces({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _run(outcome: Outcome) -> dict[str, Any]:
    rules = list(_rules(outcome))
    indices = {module.RULE.code: index for index, module in enumerate(rules)}
    found, held = outcome.result.diagnostics, outcome.result.consequences()
    notifications = chain(
        (_notification(one, outcome, indices) for one in outcome.result.not_checked),
        (_waiting(one, outcome, indices) for one in outcome.result.held),
    )
    return {
        "tool": {"driver": {**_driver(), "rules": [_rule(module) for module in rules]}},
        "automationDetails": {"id": f"c360lint/{outcome.label}/" if outcome.label else "c360lint/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": (_result(one, held.get(one.key, []), outcome, indices) for one in found),
        "properties": {
            "documents": outcome.result.documents,
            "heldBack": outcome.result.held_back,
            "read": looked(outcome.result, outcome.in_repository),
        },
    }


def _driver() -> dict[str, Any]:
    return {
        "name": "c360lint",
        "fullName": f"c360lint {__version__}",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": API_PAGE,
    }


def _rules(outcome: Outcome) -> Iterator[RuleModule]:
    spoken = _codes(outcome.result)
    return (module for module in outcome.rules if module.RULE.code in spoken)


def _codes(result: Result) -> set[str]:
    return {one.code for some in (result.diagnostics, result.not_checked, result.held) for one in some}


def _rule(module: RuleModule) -> dict[str, Any]:
    card = module.RULE
    page = _PAGE_LINK.sub(r"\1", page_of(module))
    sentence = _sentence(card.limitation)
    return {
        "id": card.code,
        "name": "".join(word.capitalize() for word in card.name.split("-")),
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": f"{sentence} ({card.source})"},
        "help": {"text": introduction(page), "markdown": page},
        **({"helpUri": card.url} if card.url else {}),
        "defaultConfiguration": {"level": _LEVELS[card.severity]},
        "properties": {
            "tags": [card.family, card.name],
            "problem.severity": card.severity,
            **grounds(Grounds(card.service_errors, card.stated, card.inferred, card.status)),
            "since": card.since,
            **({"instead": list(card.instead)} if card.instead else {}),
        },
    }


def _result(one: Diagnostic, held: list[Held], outcome: Outcome, indices: dict[str, int]) -> dict[str, Any]:
    here = Place(one.file, one.pointer, one.range, one.label)
    found = {
        "ruleId": one.code,
        "ruleIndex": indices[one.code],
        "level": _LEVELS[one.severity],
        "message": {"text": _sentences(one)},
        "locations": [_location(here, outcome)],
        "partialFingerprints": {"c360lint/v1": outcome.fingerprint(one)},
    }
    follows = [each.at._replace(message=f"{each.code} is held back until this is mended") for each in held]
    if one.related or follows:
        places = enumerate((*one.related, *follows), 1)
        found["relatedLocations"] = [{"id": number, **_location(at, outcome)} for number, at in places]
    if one.fixes:
        found["fixes"] = [_fix(fix, outcome) for fix in one.fixes]
    return found


def _sentences(one: Diagnostic) -> str:
    return _plain("\n".join(_sentence(text) for text in (one.message, one.help) if text))


def _sentence(text: str) -> str:
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[0].upper()}{text[1:]}{end}"


def _plain(text: str) -> str:
    """Return a text for a message, in which `[text](target)` would be a link."""
    return _LINK.sub(lambda found: found[0].replace("[", "\\[").replace("]", "\\]"), text)


def _location(place: Place, outcome: Outcome) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(place.file, outcome),
            "region": {**_region(place.range), **_snippet(place, outcome)},
        }
    }
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": place.pointer, "kind": "value"}]
    if place.message:
        location["message"] = {"text": _plain(place.message)}
    return location


def _artifact(file: str, outcome: Outcome) -> dict[str, Any]:
    name = outcome.in_repository(file)
    if name.startswith("../") or os.path.isabs(name):
        # outside of the repository only an absolute address leads to it
        return {"uri": _address(os.path.join(outcome.root, file))}
    return {"uri": _quoted(name), "uriBaseId": ROOT}


def _address(path: str) -> str:
    is_shared = os.path.splitdrive(path)[0].startswith(os.sep)  # \\server\share
    absolute = path.replace(os.sep, "/").lstrip("/")
    return ("file://" if is_shared else "file:///") + _quoted(absolute)


def _quoted(path: str) -> str:
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, which a name of Windows may hold
        return quote(path, safe="/", errors="surrogatepass")


def _region(range_: Range) -> dict[str, int]:
    (line, column), (end_line, end_column) = range_
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _snippet(place: Place, outcome: Outcome) -> dict[str, Any]:
    """Return the text of a range for viewers that don't have the file; of long ones there is none."""
    start, end = place.range
    if start.line != end.line:
        return {}
    text = outcome.texts[place.file].line(start.line)[start.column - 1 : end.column - 1]
    return {"snippet": {"text": text}} if text else {}


def _fix(fix: Fix, outcome: Outcome) -> dict[str, Any]:
    files = dict.fromkeys(edit.file for edit in fix.edits)
    return {
        "description": {"text": _plain(fix.title)},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file, outcome),
                "replacements": [
                    {"deletedRegion": _region(edit.range), "insertedContent": {"text": edit.text}}
                    for edit in fix.edits
                    if edit.file == file
                ],
            }
            for file in files
        ],
        "properties": {"applicability": fix.applicability},
    }


def _notification(one: Undecided, outcome: Outcome, indices: dict[str, int]) -> dict[str, Any]:
    rule = {"id": one.code, "index": indices[one.code]}
    needs = f"\n{_sentence(f'needed: {one.needs}')}" if one.needs else ""
    said = _plain(_sentence(f"{one.code} was not checked: {one.reason}") + needs)
    places = [_location(at, outcome) if at.is_within else _file(at.file, outcome) for at in one.places]
    return {"level": "note", "message": {"text": said}, "associatedRule": rule, "locations": places}


def _file(file: str, outcome: Outcome) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(file, outcome)}}


def _waiting(one: Held, outcome: Outcome, indices: dict[str, int]) -> dict[str, Any]:
    """The notification about a place that is not judged before its cause is mended."""
    start = one.cause.range.start
    unseen = f", which is {one.unseen}" if one.unseen else ""
    where = f"{outcome.in_repository(one.cause.file)}:{start.line}:{start.column}"
    said = f"{one.code} is held back: see {one.cause_code} at {where}{unseen}: {one.cause.message}"
    return {
        "level": "note",
        "message": {"text": _plain(_sentence(said))},
        "associatedRule": {"id": one.code, "index": indices[one.code]},
        "locations": [_location(one.at, outcome)],
    }
