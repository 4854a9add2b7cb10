"""The baseline: the findings that are known, by what they mean and not by where they stand.

So it survives reordering, reformatting and renaming of files, and a merge of two branches.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter.diagnostic import Diagnostic, Known, Location
from linter.files import read_bytes, relative
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.shapes.node import Node, Problem
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.text.unwritable import in_escapes

VERSION: Final = 1
COUNT: Final = 1_000_000
"""How many findings a baseline may hold."""

_BEGINNING: Final = re.compile(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"findings"\s*:')
_CONFLICT: Final = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)


class Baseline(NamedTuple):
    """How often each finding is known, and one of the files that it was in, for the reader."""

    counts: Mapping[Known, int]
    files: Mapping[Known, str]

    def apart(self, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Known]]:
        """Return the findings that aren't known, and what is known in vain, as often as it is."""
        left = dict(self.counts)
        new = []
        for one in diagnostics:
            if one.known is not None and left.get(one.known, 0) > 0:
                left[one.known] -= 1
            else:
                new.append(one)
        return new, [known for known, count in sorted(left.items()) for _ in range(count)]

    def plus(self, other: Baseline) -> Baseline:
        """Return the baseline with what another one holds, too."""
        return Baseline(Counter(self.counts) + Counter(other.counts), {**other.files, **self.files})

    def without(self, stale: Iterable[Known]) -> Baseline:
        """Return the baseline without what is known in vain."""
        counts = Counter(self.counts)
        counts.subtract(stale)
        return Baseline({known: count for known, count in counts.items() if count > 0}, self.files)


def baseline_of(diagnostics: Iterable[Diagnostic]) -> Baseline:
    """Return the baseline that holds these findings; those of several environments as often as in one."""
    counts: dict[Known, Counter[str]] = {}
    files: dict[Known, str] = {}
    for one in sorted(diagnostics, key=lambda one: one.file):
        if one.known is not None:
            counts.setdefault(one.known, Counter()).update(one.environments or ("",))
            files.setdefault(one.known, one.file)
    return Baseline({known: max(each.values()) for known, each in counts.items()}, files)


def render(baseline: Baseline) -> str:
    """Return the baseline's text: an entry a line, sorted, so that it is read and merged line by line."""
    lines = [json.dumps(_entry(known, baseline), ensure_ascii=False) for known in sorted(baseline.counts)]
    findings = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def load_baseline(path: str, data: bytes | None = None) -> Baseline:
    """Read a baseline's file, or `data` in its place; raises CannotRun for the first mistake in it."""
    from linter.text.source import read_text

    name = relative(path)
    data = _bytes(path) if data is None else data
    text = read_text(name, data)
    if text.fault is not None:
        said = f"{text.fault.message}; {_repair(data)}"
        raise CannotRun.at(path, *text.fault_range().start, said)
    reading = read(text.value, shape_of("baseline", "Baseline"), name)
    for problem in sorted(reading.problems, key=lambda one: text.range(one.at)):
        raise CannotRun.at(path, *text.range(problem.at).start, _message(problem))
    for at, message in _wrong_values(reading.root):
        raise CannotRun.at(path, *text.range(at).start, message)
    return _baseline(reading.root.nodes("findings"))


def _repair(data: bytes) -> str:
    """Return what to do with a baseline that isn't JSON: mostly a merge has made it so."""
    way = "or `c360lint baseline create --force` writes it anew"
    if _CONFLICT.search(data):
        return (
            f"a merge has left its marks: keep the lines of both sides, each but the last with a `,`, {way}"
        )
    return f"mend it there (a merge by lines may lose a `,`), {way}"


def is_baseline(path: str) -> bool:
    """Tell whether a file is a baseline, be it one that a merge has torn; an empty file may become one."""
    data = _bytes(path)
    if not data.strip() or _BEGINNING.match(data):
        return True
    try:
        load_baseline(path, data)
    except CannotRun:
        return False
    return True


def describe(known: Known) -> str:
    """Return a known finding in words."""
    where = f" at {known.path}" if known.path else ""
    about = ": " + ", ".join(f"`{one}`" for one in known.arguments if one) if any(known.arguments) else ""
    return f"{known.rule} in {known.kind or 'a file'}{where}{about}"


def _entry(known: Known, baseline: Baseline) -> dict[str, Any]:
    return {
        "rule": known.rule,
        "kind": known.kind,
        "path": known.path,
        "arguments": list(known.arguments),
        "count": baseline.counts[known],
        "file": in_escapes(baseline.files.get(known, "")),
    }


def _bytes(path: str) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise CannotRun.at(path, 1, 1, f"the baseline can't be read: {error.strerror}") from error


def _message(problem: Problem) -> str:
    if problem.kind == "type":
        named = f"`{problem.name}` is" if problem.name else "the baseline is"
        return f"{named} {problem.found}, but {problem.expected} is expected"
    said = {"missing": "is missing", "unknown": "is not known here", "duplicate": "is given twice"}
    return f"`{problem.name}` {said[problem.kind]}"


def _wrong_values(root: Node) -> Iterator[tuple[Location, str]]:
    if root.get("version") != VERSION:
        yield root.at("version"), f"version {root.get('version')} is not known, {VERSION} is expected"
    total = 0
    for entry in root.nodes("findings"):
        if entry.get("count") < 1:
            yield entry.at("count"), f"`count` is {entry.get('count')}, but at least 1 is expected"
        total += entry.get("count")
        if total > COUNT:
            yield entry.at("count"), f"with this `count`, the baseline holds more than {COUNT:,} findings"


def _baseline(entries: Iterable[Node]) -> Baseline:
    counts: Counter[Known] = Counter()
    files: dict[Known, str] = {}
    for entry in entries:
        rule, kind, path = (str(entry.get(name)) for name in ("rule", "kind", "path"))
        known = Known(rule, kind, path, tuple(entry.get("arguments")))
        counts[known] += entry.get("count")
        files.setdefault(known, entry.text("file") or "")
    return Baseline(counts, files)
