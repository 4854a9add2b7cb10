"""What bodies mean to those who ask: each request of a small project, in lines.

A file of cases for each few kinds, `*.jsonl`: a case a line with a sentence, its files, and what its
requests mean. `snapshot.json` stands behind all cases that don't bring their own (null: none).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from types import GeneratorType
from typing import Any

from linter import kinds
from linter.diagnostic import Location, json_pointer
from linter.instance.entity import DataSource, Entity
from linter.kinds.entity_record import record_of
from linter.kinds.kind import Standing
from linter.kinds.laid import value_at
from linter.kinds.naming import Called, named_in
from linter.kinds.query import query_of
from linter.kinds.references import Column, Mention, SourceMention
from linter.kinds.request import Request
from linter.planning.applied import applied
from linter.planning.timelines import scope_of
from linter.project.conflations import conflation_key, saved_conflation
from linter.project.project import Project
from linter.shapes.node import Node, listed
from tests.projects import Files, project_of

FOLDER = Path(__file__).parent
GONE = object()
SNAPSHOT: dict[str, Any] = json.loads((FOLDER / "snapshot.json").read_text("utf-8"))


def meant(files: Files) -> list[str]:
    """Return a line for all that is true of the bodies in a project's files."""
    files = {"snapshot.json": SNAPSHOT, **files}
    files = {name: content for name, content in files.items() if content is not None}
    project = project_of(files)
    lines = []
    for number, request in enumerate(project.requests):
        lines += [f"{number}: {line}" for line in _of_request(request)]
    return lines + [f"then {line}" for line in _then(project, files)]


def _of_request(request: Request) -> Iterator[str]:
    form = " or ".join(dict.fromkeys(node.shape.name for node in listed(request.root)))
    yield f"{request.method} {request.route.kind or request.route.path}{f' as {form}' if form else ''}"
    for made in (query_of(request), record_of(request)):
        yield from Telling().of(type(made).__name__.lower(), made)
        for name in made.options if made is not None else ():
            yield f"{name} stands {_at(made.at(name))}"
    kind = kinds.named(request.route.kind)
    if kind is None:
        return
    if isinstance(request.root, kind.roots) and request.reading is not None:
        yield from Telling().of("", kind.view(request, request.root))
    for one in named_in(request.root, request) if request.reading is not None else ():
        yield f"names {_named(one)}"
    standing = Standing(scope_of(request), conflation_key(request), saved_conflation(request))
    for subject, is_saved in kind.writes(request, standing):
        yield f"writes {_plain(subject)}{' as it is' if is_saved else ''}"


def _named(one: Any) -> str:
    marks = " declared" * one.declares + " to key" * one.to_key
    other = f" beside {_column(one.other)}" if one.other is not None else ""
    if isinstance(one.value, Called):
        return f"{one.value.what} {one.value.name} {_at(one.at)}: {one.role}{marks}"
    elsewhere = f" at {_at(one.at)}" if one.at != one.value.at else ""
    return f"{_value(one.value)}{elsewhere}: {one.role}{marks}{other}"


class Telling:
    """Tells all that a view says; remembers of what it has told."""

    def __init__(self) -> None:
        self._told: list[Any] = []  # what is told is kept, so that nothing else gets its identity

    def of(self, name: str, value: Any) -> Iterator[str]:
        """Yield a line for each thing that is neither empty nor told before."""
        if isinstance(value, GeneratorType | map | filter) or type(value).__name__ == "list_iterator":
            value = list(value)
        if value is None or value is False or value in ((), [], {}):
            return
        plain = _value(value)
        if plain is not None:
            yield f"{name}: {plain}"
        elif isinstance(value, Mapping):
            for key, one in value.items():
                yield from self.of(f"{name}/{key}", "None" if one is None else one)
        elif isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
            if all(_value(one) is not None for one in value):
                yield f"{name}: " + "; ".join(str(_value(one)) for one in value)
            else:
                for number, one in enumerate(value):
                    yield from self.of(f"{name}/{number}", one)
        elif any(value is one for one in self._told):
            yield f"{name}: {_short(value)}"
        else:
            self._told.append(value)
            for each in _properties(value):
                yield from self.of(f"{name}/{each}" if name else each, _asked(value, each))


def _properties(value: Any) -> list[str]:
    """Return what can be asked of a view: its properties, and its methods that take nothing."""
    fields = getattr(value, "_fields", None)
    if fields is not None:
        return list(fields)
    names = {*dir(type(value)), *vars(value)} if hasattr(value, "__dict__") else {*dir(type(value))}
    return sorted(one for one in names if not one.startswith("_") and one not in ("request", "root"))


def _asked(value: Any, name: str) -> Any:
    found = getattr(value, name)
    if not inspect.ismethod(found):
        return found
    return found() if not inspect.signature(found).parameters else None


def _short(value: Any) -> str:
    node = getattr(value, "node", None)
    return f"{type(value).__name__} {_at(node.at())}" if isinstance(node, Node) else type(value).__name__


def _value(value: Any) -> str | None:
    """Return how something is told in a word; None where more is to be told of it."""
    if isinstance(value, (str, int, float)) or value is None:
        return str(value)
    if isinstance(value, Location):
        return _at(value)
    if isinstance(value, Node):
        return f"{value.shape.name} {_at(value.at())}"
    if isinstance(value, Mention):
        return f"{value.spelled} ({value.resolution.status} {value.entity}) {_at(value.at)}"
    if isinstance(value, Column):
        beside = f" beside {_column(value.other)}" if value.other is not None else ""
        return f"{_column(value)} {_at(value.at)}{beside}"
    if isinstance(value, SourceMention):
        return f"source by {value.by} {value.value} {_at(value.at)}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, (Entity, DataSource)):
        return _plain(value)
    fields = [_value(one) for one in value] if hasattr(value, "_fields") else [None]
    return " ".join(map(str, fields)) if None not in fields else None


def _column(column: Column) -> str:
    mention = column.mention
    entity = "?" if mention is None else mention.spelled if mention.name else f"None {_at(mention.at)}"
    return f"{entity}.{column.attribute} ({column.canonical_type}{', own' * column.own})"


def _plain(value: Any) -> str:
    if isinstance(value, (Entity, DataSource)):
        return f"{type(value).__name__} {value}"
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return "(" + ", ".join(map(_plain, value)) + ")"
    return str(_value(value))


def _at(at: Location) -> str:
    part = "" if at.part == "value" else f" {at.part}"
    some = "" if at.slice is None else "[{}:{}]".format(*at.slice)
    return f"@{json_pointer(at.path)}{part}{some}"


def _then(project: Project, files: Files) -> Iterator[str]:
    """Yield what a snapshot has else once all requests were sent."""
    for snapshot in project.snapshots:
        before = files[snapshot.file]
        raw = lambda request: value_at(files[request.document], request.body_path)  # noqa: E731
        after = applied(project, snapshot, deepcopy(before), raw)
        yield from differences("", before, after)


def differences(path: str, before: Any, after: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        pairs: Iterable[Any] = [
            (key, before.get(key, GONE), after.get(key, GONE)) for key in {**before, **after}
        ]
    elif isinstance(before, list) and isinstance(after, list) and len(before) <= len(after):
        pairs = enumerate_pairs(before, after)
    else:
        if before != after:
            yield f"{path}: {'gone' if after is GONE else json.dumps(after, ensure_ascii=False)}"
        return
    for key, old, new in pairs:
        yield from differences(f"{path}/{key}", old, new)


def enumerate_pairs(before: list[Any], after: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Yield the items of two lists by their numbers, None where the first one ends."""
    for number, one in enumerate(after):
        yield number, before[number] if number < len(before) else None, one
