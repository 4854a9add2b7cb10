"""Which rules looked at a place, and what they made of it.

The document is read once more, into objects that write down what is asked of them: what a rule
looked at is what it has read, not what it is said to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from linter.checking.check_request import CheckRequest
from linter.checking.engine import judge
from linter.checking.heard import waiting
from linter.checking.placing import message_of
from linter.diagnostic import Held, HeldBack, Location, NotChecked, Result, json_pointer
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.reading.file_reader import read_alone
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.taken import Loaded
from linter.refusal import CannotRun
from linter.rulekit.asking import says
from linter.rulekit.rule import Rule
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.wording import counted

Asked = set[tuple[Node, str | None]]
"""Objects that were asked for something, and for which property."""

Shown = set[tuple[str, str, str]]
"""Code, file and message of what configuration and command line let through."""


_UNEXPLAINED: Final = "held back, for a cause that is not reported"


class Answer(NamedTuple):
    """What a rule made of a place; `words` say it."""

    code: str
    name: str
    words: str


def why(request: CheckRequest, document: str, line: int | None) -> Iterator[Answer]:
    """Yield the answers of the rules that looked at a line of a document, or at any of it.

    Raises CannotRun for a document that isn't read, and for a line that it doesn't have.
    """
    loaded = load_project(request.inputs, lambda _done, _all: None)
    text = loaded.texts.get(document)
    if text is None:
        raise CannotRun(f"{document} is not one of the files that are read in {request.root}")
    if line is not None and not 1 <= line <= text.line_count():
        raise CannotRun(f"{document} has no line {line}; it has {counted(text.line_count(), 'line')}")
    lines = _Lines(loaded, document, line)
    result = judge(request, loaded)
    shown = {(one.code, one.file, one.message) for one in result.diagnostics}
    held = {(one.code, one.at.file, one.at.pointer): _waits(one) for one in result.held}
    asked: Asked = set()
    renewed = _renewing(request.inputs, loaded, document, _recording(asked))
    for module in request.rules:
        project = renewed()
        asked.clear()
        said = list(says(module, project))
        found = _found(result, module.RULE, lines) if module.RULE.late else ()
        words = list(dict.fromkeys((*found, *_words(module.RULE, said, lines, shown, held))))
        if not words and any(lines.has(at) for at in {node.at(name) for node, name in list(asked)}):
            words = [f"looked at it and has nothing to say: {module.RULE.limitation}"]
        yield from (Answer(module.RULE.code, module.RULE.name, one) for one in words)


def _recording(asked: Asked) -> type[Node]:
    """Return a class of objects that write down what is asked of them."""

    class Recording(Node):
        __slots__ = ()

        def at(self, name: str | None = None, *rest: str | int) -> Location:
            asked.add((self, name))
            return super().at(name, *rest)

        def get(self, name: str) -> Any:
            asked.add((self, name))
            return super().get(name)

        def written(self, name: str) -> bool:
            asked.add((self, name))
            return super().written(name)

    return Recording


def _renewing(inputs: Inputs, loaded: Loaded, document: str, node: type[Node]) -> Callable[[], Project]:
    """Return what makes the project anew, so that no rule profits from what another one has asked.

    The objects of the document are of the class `node`.
    """
    project, text = loaded.project, loaded.texts[document]
    if any(one.file == document for one in project.snapshots):
        reading = read(text.value, shape_of("snapshot"), document, node=node)
        return lambda: project.again(
            requests=[one.again() for one in project.requests],
            snapshots=[
                Snapshot(document, reading) if one.file == document else one for one in project.snapshots
            ],
        )
    if document not in loaded.documents:  # the configuration
        return project.again
    own = read_alone(inputs, inputs.path(document), text, project.snapshots, node).requests
    others = [one for one in project.requests if one.document != document]
    return lambda: project.again(requests=[*others, *(one.again() for one in own)])


class _Lines:
    """A line of a document, or all of it."""

    def __init__(self, loaded: Loaded, document: str, line: int | None) -> None:
        self.loaded = loaded
        self.text = loaded.texts[document]
        self.document = document
        self.line = line

    def has(self, at: Location) -> bool:
        if at.document != self.document:
            return False
        if self.line is None:
            return True
        return self.text.range(at).start.line == self.line


def _waits(one: Held) -> str:
    start = one.cause.range.start
    unseen = f" ({one.unseen})" if one.unseen else ""
    place = f"{one.cause.file}:{start.line}:{start.column}"
    return f"held back: its cause is {one.cause_code} at {place}{unseen}: {one.cause.message}"


def _found(result: Result, rule: Rule, lines: _Lines) -> Iterator[str]:
    """Yield what the run has found of a rule that only the whole run can ask: one about suppressions."""
    for one in result.diagnostics:
        here = lines.line in (None, one.range.start.line)
        if one.code == rule.code and one.file == lines.document and here:
            yield f"finding: {one.message}"


def _words(
    rule: Rule, said: list[Any], lines: _Lines, shown: Shown, held: Mapping[tuple[str, str, str], str]
) -> Iterator[str]:
    for one in map(waiting, said):
        if isinstance(one, NotChecked):
            if one.at.document == lines.document:
                yield f"not checked: {one.lack.reason}; it needs: {one.lack.needs}"
        elif lines.has(one.at):
            if isinstance(one, HeldBack):
                pointer = json_pointer(lines.text.path(one.at))
                yield held.get((rule.code, one.at.document, pointer), _UNEXPLAINED)
                continue
            message = message_of(one, lines.loaded)
            is_shown = (rule.code, one.at.document, message) in shown
            yield f"{'finding' if is_shown else 'not selected here; it would say'}: {message}"
