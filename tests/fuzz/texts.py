"""What holds of the readers of texts: JSON, YAML, TOML, `.http`, collections, comments, placeholders."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from linter.checking.suppressions import from_comment
from linter.configuration.toml_file import parsed, place_of
from linter.diagnostic import Location, Path
from linter.placeholders import Filled, Values, as_written, masked, placeholders_in
from linter.refusal import CannotRun
from linter.text import edits
from linter.text.comments import comments
from linter.text.renewed import renewed, same
from linter.text.source import Text, encoded, read_text
from linter.text.toml_text import Places

MANY: Final = 200
"""So many of the values of a text are looked at; edits are tried at a few of them."""
FEW: Final = 4
NEW: Final = "n\\\"'#: é"


def text(name: str) -> Callable[[bytes], None]:
    """Return what holds of a text of that name: it is read the same twice, or refused at a place in it.

    Each value, comment and repeated key has its place in the text, and an edit there says what it should.
    """

    def holds(data: bytes) -> None:
        found = read_text(name, data)
        again = read_text(name, data)
        assert repr((found.value, found.fault)) == repr((again.value, again.fault))
        if found.fault is not None:
            _require_refused(found)
            return
        _require_places(found)
        _require_comments(found)
        if found.requests is None:
            if name.endswith(".json"):
                _require_json(found)
            _require_edits(found)

    return holds


def paths(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield the values in a value with their paths, outer ones first."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        yield path, one
        kids = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        waiting += [((*path, key), kid) for key, kid in kids]


def _require_refused(found: Text) -> None:
    fault = found.fault
    assert fault is not None
    assert found.value is None
    assert fault.message
    assert 0 <= fault.start <= fault.end <= len(found.text)
    assert found.fault_range().start.line <= found.line_count()
    assert list(comments(found)) == []


def _require_within(found: Text, span: tuple[int, int]) -> None:
    start, end = span
    assert 0 <= start <= end <= len(found.text), span
    range_ = found.range_of(start, end)
    assert (found.offset(range_.start), found.offset(range_.end)) == (start, end)


def _require_places(found: Text) -> None:
    for _, member in itertools.islice(found.walk(), MANY):
        _require_within(found, (member.start, member.end))
    for path, _ in itertools.islice(paths(found.value), MANY):
        _require_within(found, found.span(Location(found.name, path)))
        _require_within(found, found.span(Location(found.name, path, "key")))
    for path, _, later in found.duplicates[:MANY]:
        _require_within(found, found.span(Location(found.name, path, "key", None, later)))


def _require_comments(found: Text) -> None:
    for one in itertools.islice(comments(found), MANY):
        assert found.text[one.start] in "#/"
        for span in ((one.start, one.end), *one.covers):
            _require_within(found, span)
        said = from_comment(found.name, found.text[one.start : one.end], one.start, one.path, one.covers)
        for word in said.rules:
            start, end = found.span(word.at)
            assert found.text[start:end] == word.text


def _require_json(found: Text) -> None:
    """The value is what Python's own reader finds, and so is the value of each place."""
    assert repr(json.loads(found.text)) == repr(found.value)
    for path, value in itertools.islice(paths(found.value), MANY):
        start, end = found.span(Location(found.name, path))
        assert end - start > 2000 or repr(json.loads(found.text[start:end])) == repr(value)


def _require_edits(found: Text) -> None:
    all_ = list(itertools.islice(paths(found.value), MANY))
    for path, value in all_[:: max(1, len(all_) // FEW)]:
        at = Location(found.name, path)
        _require_edit(found, edits.replaced(found, at, NEW), _with(found.value, path, NEW))
        if path:
            _require_edit(found, edits.removed(found, at), _without(found.value, path))
        if isinstance(value, list) and len(value) > 1:
            order = [*range(1, len(value)), 0]
            turned = _with(found.value, path, [value[number] for number in order])
            _require_edit(found, edits.reordered(found, at, order), turned)
        _require_renewed(found, _with(found.value, path, [NEW, {"n": 1}]))


def _require_edit(found: Text, change: edits.Change | None, expected: Any) -> None:
    """What an edit makes of a text says what is expected; what aliases or repeated keys say is left open.

    No fix of ours puts a text in place of a mapping that others take over by `<<`.
    """
    if change is None:
        return
    made = found.text[: change.start] + change.text + found.text[change.end :]
    again = read_text(found.name, encoded(made))
    is_merged = again.fault is not None and again.fault.message == "`<<` takes mappings only"
    if is_merged and "*" in found.text:
        return
    assert again.fault is None, (change, again.fault)
    if "*" not in found.text and not found.duplicates:
        assert repr(again.value) == repr(expected), change


def _require_renewed(found: Text, value: Any) -> None:
    made, _ = renewed(found, value)
    assert same(read_text(found.name, encoded(made)).value, value)


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(value)
    around = _at(changed, path[:-1])
    around[path[-1]] = new
    return changed


def _without(value: Any, path: Path) -> Any:
    changed = copy.deepcopy(value)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def toml(data: bytes) -> None:
    """A TOML text is refused at a place in it, or each value stands where its place is."""
    try:
        written = data.decode("utf-8-sig")
        values = parsed("a.toml", written)
    except UnicodeDecodeError:
        return
    except CannotRun as why:
        _require_place(written, why.line, why.column)
        return
    places = Places(written)
    for path, value in itertools.islice(paths(values), MANY):
        assert path in places.found, path
        _require_place(written, *place_of("a.toml", path, data))
        if path in places.values and path:
            start, end = places.values[path]
            assert end - start > 2000 or repr(parsed("a", f"a={written[start:end]}")["a"]) == repr(value), (
                path
            )


def _require_place(written: str, line: int, column: int) -> None:
    lines = written.split("\n")
    assert 1 <= line <= len(lines) + 1
    assert 1 <= column <= len((*lines, "")[line - 1]) + 2, (line, column)


def placeholders(data: bytes) -> None:
    """Placeholders stand where they say, and stretches of what is filled lie in what is written."""
    written = data.decode("utf-8", "replace")
    end = 0
    for one in placeholders_in(written):
        assert end <= one.start < one.end
        assert written[one.start : one.end] == one.written
        end = one.end
    assert len(masked(written)) == len(written)
    given: Mapping[str, Any] = {"Shop": "$(api)$(api)", "api": "P", "n": 12, "yes": True}
    filled = Values(given).fill(written)
    if filled is not None and isinstance(filled.value, str):
        _require_stretches(written, filled)


def _require_stretches(written: str, filled: Filled) -> None:
    for start in range(0, len(filled.value) + 1, 1 + len(filled.value) // FEW):
        for end in (start, min(start + 3, len(filled.value))):
            first, last = as_written((start, end), filled.parts)
            assert 0 <= first <= len(written)
            assert first <= last <= len(written) or start == end
