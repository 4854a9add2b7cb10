"""Findings that the value of one placeholder brings about wherever that stands: the first is told."""

from __future__ import annotations

from linter.checking.heard import Heard
from linter.checking.reported import Reported
from linter.diagnostic import HeldBack, Location, cause_at
from linter.text.source import Text

_Known = tuple[str, str, str, Location | None]


def hold_back_repeated(heard: Heard) -> None:
    """Let findings wait for the first of them that a file has of the same value."""
    first: dict[_Known, Location] = {}
    left: list[Reported] = []
    for one in heard.said:
        known, at = _known_by(one, heard.loaded.texts[one.finding.at.document]), one.finding.at
        if known is None or first.setdefault(known, at) == at:
            left.append(one)
        else:
            heard.waiting.append((one.rule, HeldBack(at, cause_at(first[known]))))
    heard.said = left


def _known_by(one: Reported, text: Text) -> _Known | None:
    """Return what findings about the value of a placeholder, and nothing beside it, have in common.

    That is the rule, the file, the message, and where a request's own variable gets its value.
    """
    at = one.finding.at
    parts = [*text.filled_at(at)]
    if len(parts) != 1:
        return None
    start, end = text.span(at)
    if text.text[start:end].strip("\"'") != parts[0].placeholder.written:
        return None
    given = next((where for _, where in text.said_at(at)), None)
    return one.rule.code, at.document, one.finding.message, given
