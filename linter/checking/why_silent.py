"""Which rules looked at a place, and what they made of it.

Each rule is run over a project of its own, and every property that it reads is written down: what
a rule looked at is what it has read, not what it is said to read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any, NamedTuple

from linter.checking.engine import judge
from linter.diagnostic import Finding, HeldBack, Location, NotChecked
from linter.reading.loading import load_project
from linter.reading.run_request import RunRequest
from linter.reading.taken import Loaded
from linter.refusal import CannotRun
from linter.rulekit.asking import says
from linter.rulekit.rule import RuleModule
from linter.shapes.node import Node
from linter.wording import counted

_READS = {Node.get.__code__, Node.at.__code__, Node.written.__code__}


class Answer(NamedTuple):
    """What a rule made of a place; `words` say it."""

    code: str
    name: str
    words: str


def why(request: RunRequest, document: str, line: int | None) -> Iterator[Answer]:
    """Yield the answers of the rules that looked at a line of a document, or at any of it.

    Raises CannotRun for a document that isn't read, and for a line that it doesn't have.
    """
    text = load_project(request, lambda _done, _all: None).texts.get(document)
    if text is None:
        raise CannotRun(f"{document} is not one of the files that are read in {request.root}")
    if line is not None and not 1 <= line <= text.line_count():
        raise CannotRun(f"{document} has no line {line}; it has {counted(text.line_count(), 'line')}")
    for module in request.rules:
        loaded = load_project(request, lambda _done, _all: None)
        said, read = _watched(module, loaded)
        place = _Place(loaded, document, line)
        words = list(dict.fromkeys(_words(module, request, loaded, said, place)))
        if not words and any(place.has(at) for at in read):
            words = [f"looked at it and has nothing to say: {module.RULE.limitation}"]
        yield from (Answer(module.RULE.code, module.RULE.name, one) for one in words)


class _Place:
    """A line of a document, or all of it."""

    def __init__(self, loaded: Loaded, document: str, line: int | None) -> None:
        self.text = loaded.texts[document]
        self.document = document
        self.line = line

    def has(self, at: Location) -> bool:
        if at.document != self.document:
            return False
        if self.line is None:
            return True
        if at.part == "fault":
            return self.text.fault_range().start.line == self.line
        return self.text.range(at).start.line == self.line


def _watched(module: RuleModule, loaded: Loaded) -> tuple[list[Any], set[Location]]:
    """Return what a rule says, and the places of all that it reads."""
    read: set[tuple[Node, str | None]] = set()

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in _READS:
            node, name = frame.f_locals["self"], frame.f_locals["name"]
            read.add((node, name if name in node.keys else None))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        said = list(says(module, loaded.project))
    finally:
        sys.setprofile(before)
    return said, {node.at(name) for node, name in read}


def _words(
    module: RuleModule, request: RunRequest, loaded: Loaded, said: list[Any], place: _Place
) -> Iterator[str]:
    for one in said:
        if isinstance(one, NotChecked):
            if one.document == place.document:
                yield f"not checked: {one.reason}"
        elif place.has(one.at):
            if isinstance(one, HeldBack):
                yield "held back: the cause is reported elsewhere"
            elif isinstance(one, Finding) and _is_wanted(module, request, loaded, one):
                yield f"finding: {one.message}"
            elif isinstance(one, Finding):
                yield f"not selected here; it would say: {one.message}"


def _is_wanted(module: RuleModule, request: RunRequest, loaded: Loaded, finding: Finding) -> bool:
    """Tell whether configuration and command line let the finding through."""
    shown = judge(request._replace(rules=(module,)), loaded).diagnostics
    return any(one.message == finding.message and one.file == finding.at.document for one in shown)
