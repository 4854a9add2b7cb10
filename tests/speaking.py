"""Projects in other words: a random dialect, and a project's files written in it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from linter import kinds
from linter.configuration.configuration import load_configuration
from linter.kinds.request import Request
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.shapes.node import Node
from linter.shapes.shape import Shape, schema_of_kind

Path_ = tuple[str | int, ...]


class Spoken(NamedTuple):
    """What payloads of a kind are written in: a pointer, names by object, values by object and property."""

    begins: Path_
    names: Mapping[tuple[str, str], str]
    values: Mapping[tuple[str, str, str], str]

    def toml(self, kind: str) -> str:
        """Return the tables of the configuration that declare it."""
        pointer = "".join(f"/{step}" for step in self.begins)
        lines = [f"[dialects.{kind}]", f"begins = {json.dumps(pointer)}"]
        lines += [
            f"names.{object_}.{_key(own)} = {json.dumps(said)}" for (object_, own), said in self.names.items()
        ]
        lines += [
            f"values.{object_}.{_key(name)}.{_key(own)} = {json.dumps(said)}"
            for (object_, name, own), said in self.values.items()
        ]
        return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.replace("-", "").isalnum() else json.dumps(name)


def random_dialect(rng: random.Random, kind: str, word: Callable[[str], str], share: float = 0.6) -> Spoken:
    """Return a dialect in which some names and values are called as `word` says."""
    names, values = {}, {}
    for object_, one in schema_of_kind(kind).get("$defs", {}).items():
        taken = {name.lower() for name in one.get("properties", {})}
        for name, member in one.get("properties", {}).items():
            said = word(name) if name != "$schema" and rng.random() < share else name
            if said.lower() not in taken - {name.lower()} and said != name:
                names[object_, name] = said
                taken.add(said.lower())
            for value in _closed(member) if rng.random() < share else ():
                values[object_, name, value] = word(value)
    return Spoken(rng.choice(((), ("result",), ("data", "the plan"))), names, values)


def _closed(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from schema.get("enum", ())
    for one in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _closed(one)


class Translated(NamedTuple):
    """A project's files in other words, and where each place of the old ones is."""

    documents: dict[str, Any]
    moved: dict[str, Mapping[Path_, str | int]]  # keys by their paths in the old document
    begins: dict[str, Path_]

    def path(self, document: str, path: Path_) -> Path_:
        """Return where a place of an old document is in the new one."""
        keys = self.moved.get(document, {})
        steps = tuple(keys.get(path[: number + 1], step) for number, step in enumerate(path))
        return (*self.begins.get(document, ()), *steps)


def translated(root: Path, dialects: Mapping[str, Spoken]) -> Translated:
    """Write the files of a project in dialects, in place; they are declared in its configuration."""
    file = root / "c360lint.toml"
    configuration = load_configuration(str(file)) if file.exists() else None
    inputs = Inputs(str(root), configuration or load_configuration(str(file), b""))
    loaded = load_project(inputs, lambda _done, _all: None)
    done = Translated({}, {}, {})
    for name in loaded.documents:
        requests = [one for one in loaded.project.requests if one.document == name]
        _translate(name, loaded.texts[name].value, requests, dialects, done)
    for name, value in done.documents.items():
        (root / name).write_text(json.dumps(value, indent=1), "utf-8")
    declared = "\n".join(one.toml(kind) for kind, one in dialects.items())
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{declared}", "utf-8")
    return done


def _translate(
    name: str, value: Any, requests: list[Request], dialects: Mapping[str, Spoken], done: Translated
) -> None:
    keys: dict[Path_, str | int] = {}
    values: dict[Path_, str] = {}
    for request in requests:
        spoken = dialects.get(request.route.kind or "")
        for node in _nodes(request.root) if spoken else ():
            assert spoken
            for own, written in node.keys.items() if node.shape.members else ():
                place = (*node.path, written)
                keys[place] = spoken.names.get((node.shape.name, own), written)
                values |= _worded(node, own, place, value, spoken)
        if spoken and request.envelope is None:
            done.begins[name] = spoken.begins
    renewed = _rebuilt(value, (), keys, values)
    for step in reversed(done.begins.get(name, ())):
        renewed = {step: renewed}
    done.documents[name] = renewed
    done.moved[name] = keys


def _nodes(root: Any) -> Iterator[Node]:
    for one in root if isinstance(root, list) else [root]:
        if isinstance(one, Node):
            yield from one.walk()


def _worded(node: Node, own: str, place: Path_, document: Any, spoken: Spoken) -> dict[Path_, str]:
    shape: Shape = (node.shape.members or {})[own]
    said = document
    for step in place:
        said = said[step]
    items = said if isinstance(said, list) else [said]
    known = {one.lower(): one for one in (shape.items or shape).values}
    places = [(*place, number) for number in range(len(items))] if isinstance(said, list) else [place]
    return {
        where: spoken.values[node.shape.name, own, known[item.lower()]]
        for where, item in zip(places, items, strict=True)
        if isinstance(item, str) and (node.shape.name, own, known.get(item.lower(), "")) in spoken.values
    }


def _rebuilt(value: Any, path: Path_, keys: Mapping[Path_, str | int], values: Mapping[Path_, str]) -> Any:
    if isinstance(value, dict):
        return {
            keys.get((*path, key), key): _rebuilt(item, (*path, key), keys, values)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_rebuilt(item, (*path, number), keys, values) for number, item in enumerate(value)]
    return values.get(path, value)


def dialects_of(rng: random.Random, word: Callable[[str], str], share: float = 0.6) -> dict[str, Spoken]:
    """Return random dialects for all kinds."""
    return {one: random_dialect(rng, one, word, share) for one in kinds.names()}
