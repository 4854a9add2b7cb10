"""What is offered for findings that are to be suppressed: comments, and entries of the configuration.

The reason is the user's to give, and SU02 says so until it is there.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from linter.checking.suppressions import from_comment, steps_of
from linter.configuration.configuration import FILE_NAME as CONFIGURATION
from linter.configuration.configuration import load_configuration
from linter.configuration.globs import literally
from linter.configuration.settings import Suppress
from linter.configuration.toml_file import table_of
from linter.configuration.toml_text import in_toml
from linter.diagnostic import Diagnostic, Edit
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.server.action import CURSOR, Action, inserted
from linter.server.cards import card_of
from linter.server.judged import Judged
from linter.text.comments import Margin, RequestMargin, comments
from linter.text.source import Text, encoded, has_comments
from linter.text.toml_text import Places

_Spans = tuple[tuple[int, int], ...]


class _Suppressed(NamedTuple):
    """How findings are suppressed: by comments, and by entries of the configuration."""

    edits: list[Edit]
    entries: list[Suppress]


def suppress_actions(found: list[Diagnostic], judged: Judged) -> Iterator[Action]:
    """Yield the way to suppress findings of one rule in one file."""
    code, count = found[0].code, len(found)
    which = code if count == 1 else f"all {count} findings of {code} here"
    ways = _ways(found, judged)
    if ways is None:
        return
    where = ["with a comment" if len(ways.edits) == 1 else "with comments"] if ways.edits else []
    edits, creates = tuple(ways.edits), None
    if ways.entries:
        path = judged.request.inputs.configuration_file or os.path.join(judged.root, CONFIGURATION)
        name = judged.name(path)
        where.append(
            f"in {name}" if any(one.path for one in ways.entries) else f"in the whole file, in {name}"
        )
        text = judged.texts.get(name)
        if text is not None:
            edit = _entered(ways.entries, path, text)
            edits = (*edits, edit) if edit is not None else ()
        elif not os.path.lexists(path):
            creates = name, _tables(ways.entries, path)
    if edits or creates:
        title = f"Suppress {which} {' and '.join(where)}"
        yield Action(title, edits=edits, mends=tuple(found), creates=creates)


def _ways(found: list[Diagnostic], judged: Judged) -> _Suppressed | None:
    """Return how findings can be suppressed; None where that waits for a reason already."""
    text = judged.texts[found[0].file]
    there = [one for one in (judged.result.diagnostics if judged.result else ()) if one.file == text.name]
    written = (
        _Comments(text, there, found[0].code, judged)
        if has_comments(text.name) and text.fault is None
        else None
    )
    if written is not None and any(map(written.waits, found)):
        return None
    known = Counter(one.known for one in there)
    edits, entries = [], []
    for one in found:
        edit = written.add(one) if written is not None else None
        if edit is not None:
            edits.append(edit)
        else:
            path = _path(one, alone=known[one.known] == 1)
            entries.append(Suppress(one.code, files=(literally(one.file),), path=path))
    waiting = set(entries) & set(judged.request.configuration.suppress)
    return None if waiting else _Suppressed(edits, list(dict.fromkeys(entries)))


class _Comments:
    """The comments that suppress findings of a rule in a text, and those that could."""

    def __init__(self, text: Text, there: list[Diagnostic], code: str, judged: Judged) -> None:
        self._text = text
        self._margin = Margin(text) if text.requests is None else RequestMargin(text)
        spans = ([text.offset(at) for at in one.range] for one in there if one.code == code)
        self._spans = sorted((start, end) for start, end in spans)
        malformed = (one.range.start.line for one in there if card_of(one, judged).awaits_reason)
        self._waiting = {line for line in malformed if code in text.line(line)}
        self._ends = dict(_ends_of_rules(text))

    def waits(self, one: Diagnostic) -> bool:
        """Tell whether a comment at a finding, or alone above it, names its rule and is malformed yet."""
        begun = self._margin.line_of(self._text.offset(one.range.start))
        line = self._text.range_of(begun, begun).start.line
        alone = self._text.line(line - 1).lstrip().startswith(("#", "//"))
        return line in self._waiting or (alone and line - 1 in self._waiting)

    def add(self, one: Diagnostic) -> Edit | None:
        """Return the comment that covers a finding and no other of its rule, None where there is none."""
        text, margin = self._text, self._margin
        start, end = (text.offset(at) for at in one.range)
        line = margin.line_of(start)
        _, covers = margin.covered(line)
        if not _within(start, end, covers) or self._count(covers) != 1:
            return None
        if covers in self._ends:
            return inserted(text, self._ends[covers], f", {one.code}")
        comment = f"# c360lint: ignore {one.code} -- {CURSOR}"
        behind, above = margin.room_behind(line), margin.room_above(line)
        if behind is not None:
            return inserted(text, behind, f"  {comment}")
        content = text.line(text.range_of(line, line).start.line)
        indent = content[: len(content) - len(content.lstrip())]
        return inserted(text, above, f"{indent}{comment}\n") if above is not None else None

    def _count(self, covers: _Spans) -> int:
        """Return how many findings of the rule lie in some stretches; two stand for more."""
        numbers = (
            range(bisect_left(self._spans, (first, first)), bisect_right(self._spans, (last, last)))
            for first, last in covers
        )
        found = (number for each in numbers for number in each if _within(*self._spans[number], covers))
        return len(list(islice(found, 2)))


def _within(start: int, end: int, covers: _Spans) -> bool:
    return any(first <= start and end <= last for first, last in covers)


def _ends_of_rules(text: Text) -> Iterator[tuple[_Spans, int]]:
    """Yield what the comments stand at that are in force for good, and where their rules end."""
    for comment in comments(text):
        written = text.text[comment.start : comment.end]
        one = from_comment(text.name, written, comment.start, comment.path, comment.covers)
        if one.fault is None and one.until is None and one.rules[-1].at.slice is not None:
            yield comment.covers, one.rules[-1].at.slice[1]


def _path(one: Diagnostic, *, alone: bool) -> str:
    """Return the path by names, which survives reordering; the pointer where only that is exact."""
    path = one.known.path if one.known is not None else ""
    exact = alone and len(steps_of(path) or ()) == one.pointer.count("/")
    return path if exact else one.pointer


def _entered(entries: list[Suppress], path: str, text: Text) -> Edit | None:
    """Return the edit that adds entries to a configuration, None where it can't be read with them."""
    for at, written in _additions(entries, path, text):
        edit = inserted(text, at, written)
        after = text.text[:at] + edit.text.replace(CURSOR, "") + text.text[at:]
        try:
            read = load_configuration(path, encoded(after)).suppress
            before = load_configuration(path, encoded(text.text)).suppress
        except CannotRun:
            continue
        if Counter(read) == Counter((*before, *entries)):
            return edit
    return None


def _additions(entries: list[Suppress], path: str, text: Text) -> Iterator[tuple[int, str]]:
    """Yield where and how entries can be added: as tables, or to a list that is written in one piece."""
    blank = "" if not text.text.strip() else "\n" if text.text.endswith("\n") else "\n\n"
    yield len(text.text), blank + _tables(entries, path)
    try:
        listed = Places(text.text).values.get((*table_of(path), "suppress"))
    except IndexError:  # it isn't well-formed
        return
    if listed is not None:
        tables = ", ".join(f"{{ {', '.join(_settings(one))} }}" for one in entries)
        empty = not text.text[listed[0] + 1 : listed[1] - 1].strip()
        yield listed[0] + 1, tables if empty else f"{tables}, "


def _tables(entries: list[Suppress], path: str) -> str:
    header = f"[[{'.'.join((*table_of(path), 'suppress'))}]]"
    return "\n".join("\n".join([header, *_settings(one), ""]) for one in entries)


def _settings(one: Suppress) -> list[str]:
    given = {"rule": one.rule, "files": list(one.files), "path": one.path}
    written = [f"{key} = {in_toml(value)}" for key, value in given.items() if value]
    return [*written, f'reason = "{CURSOR}"']
