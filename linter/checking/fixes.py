"""Fixes: repairs as edits of texts, and a project with the edits made."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from sys import maxsize
from typing import TYPE_CHECKING, Final

from linter.diagnostic import (
    Diagnostic,
    Edit,
    Finding,
    Fix,
    Position,
    Range,
    Removal,
    Repair,
    Replacement,
    Result,
)
from linter.named_tuple import NamedTuple
from linter.text.edits import Change, removed, reordered, replaced
from linter.text.source import Text, read_text

if TYPE_CHECKING:
    from linter.diagnostic import Location

ROUNDS: Final = 20
"""How often a project is checked and mended; what isn't settled then is left as it is found."""

_MARK: Final = b"\xef\xbb\xbf"
_BEGINNING: Final = Range(Position(0, 0), Position(0, 0))
_END: Final = Range(Position(maxsize, 0), Position(maxsize, 0))


class Mended(NamedTuple):
    """A project after its fixes."""

    result: Result
    texts: Mapping[str, Text]
    originals: Mapping[str, bytes]  # of the files that were fixed, by name
    contents: Mapping[str, bytes]  # of the same
    fixed: int  # findings
    rounds: int


def fixes_of(finding: Finding, texts: Mapping[str, Text]) -> Iterator[Fix]:
    """Yield the repairs of a finding that can be made in its text."""
    for repair in finding.repairs:
        at = repair.at or finding.at
        text = texts[at.document]
        places = [at, *repair.also] if isinstance(repair, Replacement) else [at]
        changes = [_change(repair, place, text) for place in places]
        edits = tuple(
            Edit(at.document, text.range_of(one.start, one.end), one.text)
            for one in sorted(one for one in changes if one is not None)
        )
        if len(edits) == len(places):
            yield Fix(repair.title, "safe" if repair.safe else "unsafe", edits)


def chosen_fix(diagnostic: Diagnostic, *, unsafe: bool) -> Fix | None:
    """Return the fix that is made without asking.

    A safe one, if there is one; else the only unsafe one, where those are wanted: between several
    a person has to choose.
    """
    safe = [fix for fix in diagnostic.fixes if fix.applicability == "safe"]
    if safe or not unsafe:
        return safe[0] if safe else None
    return diagnostic.fixes[0] if len(diagnostic.fixes) == 1 else None


def mend(
    check: Callable[[Mapping[str, bytes]], tuple[Result, Mapping[str, Text]]],
    read: Callable[[str], bytes],
    *,
    unsafe: bool,
) -> Mended:
    """Check and fix in turn until nothing is left to fix.

    `check` checks the project with some files' contents replaced; `read` returns what a file holds.
    """
    mending = _Mending(read)
    rounds = 0
    result, texts = check(mending.contents)
    while rounds < ROUNDS and (chosen := mending.chosen(result, unsafe=unsafe)):
        rounds += 1
        if mending.make(chosen, texts):
            result, texts = check(mending.contents)
    return Mended(result, texts, mending.originals, mending.contents, mending.fixed, rounds)


class _Mending:
    """Remembers what files held and hold, and which fixes can't be made."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self.originals: dict[str, bytes] = {}
        self.contents: dict[str, bytes] = {}
        self.fixed = 0  # findings
        self._read = read
        self._refused: set[Fix] = set()
        self._past: list[tuple[dict[str, bytes], list[Fix]]] = []  # before each round, and what it made

    def chosen(self, result: Result, *, unsafe: bool) -> list[Fix]:
        """Return the fix of each finding that has one to make.

        Where a rule mends a place in one environment otherwise than in another one, a person chooses.
        """
        found: dict[tuple[str, Range, str], list[Fix]] = defaultdict(list)
        for one in result.diagnostics:
            fix = chosen_fix(one, unsafe=unsafe)
            if fix is not None and fix not in self._refused:
                found[one.file, one.range, one.code].append(fix)
        return [fix for fixes in found.values() if not _differ(fixes) for fix in fixes]

    def make(self, chosen: list[Fix], texts: Mapping[str, Text]) -> bool:
        """Make fixes as far as that goes; tell whether anything is another than before."""
        before = dict(self.contents)
        made = [
            fix for name, fixes in _by_file(chosen).items() for fix in self._made(name, fixes, texts[name])
        ]
        if self.contents == before:
            return False
        self._past.append((before, made))
        counts = Counter(chosen)  # one fix can mend several findings
        self.fixed += sum(counts[fix] for fix in made)
        self._take_back()
        return True

    def _take_back(self) -> None:
        """Begin again without fixes that have led back to where they began: others undo them."""
        again = next((number for number, (was, _) in enumerate(self._past) if self._is_as(was)), None)
        if again is not None:
            self._refused.update(fix for _, made in self._past[again:] for fix in made)
            self.contents, self.fixed, self._past = {}, 0, []

    def _is_as(self, contents: Mapping[str, bytes]) -> bool:
        """Tell whether all files hold what they held at another time."""
        return all(data == contents.get(name, self.originals[name]) for name, data in self.contents.items())

    def _made(self, name: str, fixes: Sequence[Fix], text: Text) -> list[Fix]:
        data = self.contents.get(name) or _held(name, self._read)
        if data is None or read_text(name, data).text != text.text:
            self._refused.update(fixes)  # the file has changed since it was checked
            return []
        renewed, applied, tearing = apply_fixes(data, name, fixes)
        self._refused.update(tearing)
        if applied:
            self.originals.setdefault(name, data)
            self.contents[name] = renewed
        return applied


def apply_fixes(data: bytes, name: str, fixes: Iterable[Fix]) -> tuple[bytes, list[Fix], list[Fix]]:
    """Return a file's content with its fixes made, those that were made, and those that can't be.

    Of overlapping fixes the first is made.  A fix can't be made if the file couldn't be read then.
    """
    text = read_text(name, data)
    made, tearing = _tried(text, apart(sorted(dict.fromkeys(fixes), key=lambda one: one.edits[0].range)))
    mark = _MARK if data.startswith(_MARK) else b""
    return mark + _edited(text, made).encode(), made, tearing


def _differ(fixes: Iterable[Fix]) -> bool:
    """Tell whether some fixes put different texts in one place."""
    instead: dict[tuple[tuple[str, Range], ...], tuple[str, ...]] = {}
    for fix in fixes:
        texts = tuple(edit.text for edit in fix.edits)
        if instead.setdefault(tuple((edit.file, edit.range) for edit in fix.edits), texts) != texts:
            return True
    return False


def _held(name: str, read: Callable[[str], bytes]) -> bytes | None:
    """Return what a file holds; None when it can't be read any more."""
    with suppress(OSError):
        return read(name)
    return None


def _change(repair: Repair, at: Location, text: Text) -> Change | None:
    """Return what a repair changes at a place; what stands for a placeholder isn't in the file."""
    if isinstance(repair, Replacement) and any(one.value is not None for one in text.filled_at(at)):
        return None
    if text.fault is not None:
        return None
    if isinstance(repair, Replacement):
        return replaced(text, at, repair.value)
    return removed(text, at) if isinstance(repair, Removal) else reordered(text, at, repair.order)


def _by_file(fixes: Iterable[Fix]) -> dict[str, list[Fix]]:
    table: dict[str, list[Fix]] = {}
    for fix in fixes:
        table.setdefault(fix.edits[0].file, []).append(fix)
    return table


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes none of whose edits overlaps with one of a fix before it."""
    kept: list[Fix] = []
    taken: dict[str, list[Range]] = defaultdict(lambda: [_BEGINNING, _END])  # by file
    for fix in fixes:
        if not any(_overlaps(edit.range, taken[edit.file]) for edit in fix.edits):
            kept.append(fix)
            for edit in fix.edits:
                insort(taken[edit.file], edit.range)
    return kept


def _overlaps(range_: Range, taken: list[Range]) -> bool:
    """Tell whether a range has something in common with one of those, which are sorted and apart."""
    number = bisect_left(taken, range_)
    before, after = taken[number - 1], taken[number]
    return range_.start < before.end or after.start < range_.end or range_ == after


def _edited(text: Text, fixes: Iterable[Fix]) -> str:
    parts, end = [], 0
    for edit in sorted((edit for fix in fixes for edit in fix.edits), key=lambda one: one.range):
        parts += [text.text[end : text.offset(edit.range.start)], edit.text]
        end = text.offset(edit.range.end)
    return "".join([*parts, text.text[end:]])


def _tried(text: Text, fixes: Iterable[Fix]) -> tuple[list[Fix], list[Fix]]:
    """Return the fixes after which the text can be read, and the others.

    They are tried together, then by halves: most files have one that tears, if any.
    """
    made: list[Fix] = []
    tearing: list[Fix] = []
    untried = [list(fixes)]
    while untried:
        some = untried.pop()
        if read_text(text.name, _edited(text, [*made, *some]).encode()).fault is None:
            made += some
        elif len(some) < 2:
            tearing += some
        else:
            half = len(some) // 2
            untried += [some[half:], some[:half]]
    return made, tearing
