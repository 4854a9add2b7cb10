"""What odd and plain texts mean to those who ask: values, places, comments, and changes of all there is.

A file of cases for each format, `*.jsonl`: a case a line with a name and a text, and what that means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.diagnostic import Location, json_pointer
from linter.placeholders import Values
from linter.text import json_text, toml_text
from linter.text.comments import Margin, RequestMargin, comments
from linter.text.edits import Change, removed, reordered, replaced
from linter.text.place import Member
from linter.text.renewed import renewed
from linter.text.source import Text, encoded, has_comments, read_text

FOLDER = Path(__file__).parent
VALUES = Values({"host": "https://h", "number": 7, "text": 'a"b'})

_WORDS = ("it's", "word", "x\ny", "é\t", "a b", "yes")
_BRIEF = 40  # of longer texts fewer words are put into each place


def means(name: str, text: str) -> dict[str, Any]:
    """Return all that is said of a text."""
    if name.endswith(".toml"):
        return {"places": dict(_toml(text))}
    read = read_text(name, encoded(text))
    faults = list(_bodies(read))
    if read.fault is not None:
        fault = read.fault
        at = _shown(read, fault.start, fault.end)
        return {"fault": fault.message, "help": fault.help, "at": at, "value": read.value}
    return {
        "value": read.value,
        "duplicates": [[json_pointer(path), *more] for path, *more in read.duplicates],
        **({"faults": faults} if faults else {}),
        "places": dict(_places(read)),
        **({"tour": _toured(json_text.Tour(text), text)} if name.endswith(".json") else {}),
        **({"comments": list(_comments(read))} if has_comments(name) else {}),
        "changes": dict(_changes(read)),
        "renewed": dict(_renewed(read)) if read.requests is None else {},
    }


def _bodies(read: Text) -> Iterator[list[Any]]:
    """Read the bodies of saved requests; yield why they can't be."""
    for index in range(len(read.requests.written) if read.requests is not None else 0):
        assert read.requests is not None
        fault = read.requests.read_body(index, VALUES)
        if fault is not None:
            yield [index, *fault]
        one = read.requests.written[index]
        for variables in (one.variables, one.of_path):
            for each in variables.outwards() if variables is not None else ():
                yield [index, each.layer.values, each.places]
        if one.include is not None or one.media:
            yield [index, one.include.text if one.include is not None else None, one.media]


def _toured(tour: json_text.Tour, text: str) -> Any:
    """Return where a tour through objects and lists meets what, and what begins there."""
    begin, value = tour.at, json_text.value_at(text, tour.at)
    if isinstance(value, dict):
        return [begin, {key: _toured(tour, text) for key in tour.members()}, tour.at]
    if isinstance(value, list):
        return [begin, *([at, _toured(tour, text)] for at in tour.items()), tour.at]
    tour.over()
    return [begin, value, tour.at]


def _shown(read: Text, start: int, end: int) -> list[Any]:
    (line, column), (end_line, end_column) = read.range_of(start, end)
    return [start, end, f"{line}:{column}-{end_line}:{end_column}", read.text[start:end][:40]]


def _places(read: Text) -> Iterator[tuple[str, Any]]:
    for path, member in read.walk():
        spans = [[member.start, member.end], [member.key_start, member.key_end]]
        at = Location(read.name, path)
        parts = [read.span(at._replace(slice=part)) for part in _parts(read, path, member)]
        yield json_pointer(path), [*spans, parts, *_elsewhere(read, at)]
    walked = {path for path, _ in read.walk()}
    for path in _paths(read.value):
        if path not in walked:  # an alias brings it in, or it stands outside of what it belongs to
            at = Location(read.name, path)
            yield json_pointer(path), [read.span(at), read.span(at._replace(part="key"))]
    for path in ((99, "x"), ("x",), (0, "x")):
        at = Location(read.name, path)
        yield f"nowhere {json_pointer(path)}", [read.span(at), list(read.path(at))]


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of all that is in a value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in items:
        yield from _paths(one, (*path, step))


def _elsewhere(read: Text, at: Location) -> Iterator[Any]:
    """Yield what is found at a place that isn't the last one of equal keys, or is in a file of requests."""
    first = read.span(at._replace(occurrence=0))
    if first != read.span(at):
        yield first
    if read.requests is not None:
        yield [list(read.path(at)), list(read.path(at._replace(part="key")))]
        yield [one.value for one in read.filled_at(at)]


def _parts(read: Text, path: tuple[str | int, ...], member: Member) -> list[tuple[int, int]]:
    """Return parts of a string: each character, the whole, what is empty at its end, and what lies beyond."""
    value = read.value
    for step in path:
        value = value[step]
    if read.kids(member) is not None or not isinstance(value, str):
        return []
    size = len(value)
    characters = [(number, number + 1) for number in range(min(size, 40))]
    return [*characters, (0, size), (0, 0), (size, size), (1, size + 3)]


def _comments(read: Text) -> Iterator[Any]:
    yield from ([one.start, one.end, json_pointer(one.path), *one.covers] for one in comments(read))
    margin = Margin(read) if read.requests is None else RequestMargin(read)
    starts = {read.range_of(at, at).start.line: at for at in range(len(read.text), -1, -1)}
    for at in sorted(starts.values()):
        line = margin.line_of(at)
        path, covers = margin.covered(line)
        yield [line, json_pointer(path), *covers, margin.room_behind(line), margin.room_above(line)]


def _changes(read: Text) -> Iterator[tuple[str, Any]]:
    for path, _ in list(read.walk()):
        at = Location(read.name, path)
        yield json_pointer(path), [_told(change) for change in _of_place(read, at)]
    nowhere = Location(read.name, ("nowhere",))
    assert [replaced(read, nowhere, "x"), removed(read, nowhere), reordered(read, nowhere, [1, 0])] == [
        None
    ] * 3
    for comment in comments(read) if has_comments(read.name) else ():
        at = Location(read.name, (), "comment", (comment.start, comment.end))
        yield f"comment {comment.start}", [_told(removed(read, at)), _told(replaced(read, at, "# x"))]


def _of_place(read: Text, at: Location) -> Iterator[Change | None]:
    yield removed(read, at)
    for value in _WORDS if len(read.text) < _BRIEF else _WORDS[:3]:
        yield replaced(read, at, value)
        yield replaced(read, at._replace(part="key"), value)
        yield replaced(read, at._replace(slice=(1, 3)), value)
    yield replaced(read, at._replace(slice=(0, 1)), "x: y")
    yield replaced(read, at._replace(slice=(2, 6)), "word")
    value = read.value
    for step in at.path:
        value = value[step]
    if isinstance(value, list):
        yield reordered(read, at, range(len(value))[::-1])
        yield reordered(read, at, [0] * len(value))


def _told(change: Change | None) -> Any:
    return None if change is None else [change.start, change.end, change.text]


def _renewed(read: Text) -> Iterator[tuple[str, Any]]:
    """Yield what becomes of the text where all of it, or a part, has something else, more, or less."""
    for title, all_of_it in (("all others", _all_others), ("all turned", _all_turned)):
        text, kept = renewed(read, all_of_it(read.value))
        yield title, text if kept else None
    for path, _ in list(read.walk()):
        for title, value in _others(read.value, path):
            text, kept = renewed(read, value)
            yield f"{json_pointer(path)} {title}", text if kept else None


def _all_others(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _all_others(one) for key, one in value.items()} | {"new": 1}
    return [_all_others(one) for one in value] if isinstance(value, list) else "it is"


def _all_turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _all_turned(one) for key, one in reversed(value.items())}
    return [_all_turned(one) for one in reversed(value)] if isinstance(value, list) else value


def _others(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    own = value
    for step in path:
        own = own[step]
    if isinstance(own, dict):
        others = {"more": {**own, "new": [1, {"a": "b c"}]}, "less": dict([*own.items()][1:])}
    elif isinstance(own, list):
        others = {"more": [*own, {"name": "x", "of": "y"}], "less": own[1:]}
    else:
        others = {"other": "it is"}
    for title, other in others.items():
        yield title, _with(value, path, other)


def _with(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    if not path:
        return other
    step, *rest = path
    made = dict(value) if isinstance(value, dict) else list(value)
    made[step] = _with(value[step], tuple(rest), other)  # type: ignore[index]  # a key, or a number
    return made


def _toml(text: str) -> Iterator[tuple[str, Any]]:
    places = toml_text.Places(text)
    waiting: list[tuple[tuple[str | int, ...], Member]] = [((), places.root)]
    while waiting:
        path, member = waiting.pop()
        yield json_pointer(path), [member.start, member.end, member.key_start, member.key_end]
        kids = places.kids(member) or ()
        several = kids.items() if isinstance(kids, dict) else enumerate([one] for one in kids)
        waiting += [((*path, key), one) for key, members in several for one in members]


def kept(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
