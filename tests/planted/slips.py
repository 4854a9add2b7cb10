"""Slips: a clean project with one thing misspelt in it, at any place that has a right spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator import Path, Project, follow
from render import copy_of
from world import Names

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

FREE = frozenset(
    (
        *(
            "name",
            "outputSegmentName",
            "friendlyName",
            "description",
            "semanticType",
            "type",
            "version",
            "conflatedEntity",
        ),
        *("outputName", "fields", "headers"),
        *("alias", "value", "listOfValues", "measureQuerySql", "segmentationQuerySql", "facetSpecification"),
    )
)
"""The properties whose values are anybody's own, or not judged: what a customer ID's fields are called."""


class Slot(NamedTuple):
    """What can be misspelt: a file's name, or a key, a value or a url in it."""

    file: str
    what: str
    path: Path


class Slip(NamedTuple):
    """A project with a slip, and the file that it is in."""

    project: Project
    file: str
    wrong: str


def slots(project: Project) -> list[Slot]:
    """Everything in the files of a project that has a right spelling."""
    found = []
    for file, value in project.documents.items():
        found += [Slot(file, what, path) for what, path in _in_value(value, (), "")]
        if not file.startswith("requests/"):
            segments = file.split("/")
            found += [
                Slot(file, "file", (n,)) for n, one in enumerate(segments) if one.lower() != "instances"
            ]
    return found


def _in_value(value: Any, path: Path, key: str) -> Iterator[tuple[str, Path]]:
    if isinstance(value, dict):
        for name, item in value.items():
            here = (*path, name)
            yield ("source" if isinstance(value, Names) else "key", here)
            if name == "url":
                yield "url", here
            elif name not in FREE:
                yield from _in_value(item, here, str(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _in_value(item, (*path, number), key)
    elif isinstance(value, str):
        yield "value", path


def slip(rng: random.Random, project: Project, slot: Slot) -> Slip:
    """The project with something misspelt at a slot."""
    edited = copy_of(project)
    edited.documents = {name: _apart(value) for name, value in edited.documents.items()}
    file, what, path = slot
    if what == "file":
        stem, dot, ending = file.split("/")[int(path[0])].partition(".json")
        wrong = misspelt(rng, stem) + dot + ending
        renamed = "/".join((*file.split("/")[: int(path[0])], wrong, *file.split("/")[int(path[0]) + 1 :]))
        edited.documents = {renamed if one == file else one: v for one, v in edited.documents.items()}
        return Slip(edited, renamed, wrong)
    if not path:
        wrong = edited.documents[file] = misspelt(rng, edited.documents[file])
        return Slip(edited, file, wrong)
    around, last = follow(edited.documents[file], path[:-1]), path[-1]
    if what in ("key", "source"):
        wrong = misspelt(rng, str(last))
        pairs = [(wrong if key == last else key, item) for key, item in around.items()]
        around.clear()
        around.update(pairs)
    elif what == "url":
        wrong, around[last] = _in_url(rng, around[last])
    else:
        wrong = around[last] = misspelt(rng, around[last])
    return Slip(edited, file, wrong)


def _apart(value: Any) -> Any:
    """The same value, no part of which stands in two places."""
    if isinstance(value, dict):
        return type(value)({key: _apart(item) for key, item in value.items()})
    return [_apart(item) for item in value] if isinstance(value, list) else value


def _in_url(rng: random.Random, url: str) -> tuple[str, str]:
    head, mark, query = url.partition("?")
    segments = head.split("/")
    first = [one.lower() for one in segments].index("instances") + 1
    wrong = [n for n in range(first, len(segments)) if segments[n] and not set(segments[n]) & set("($'%")]
    number = rng.choice(wrong)
    segments[number] = misspelt(rng, segments[number])
    return segments[number], "/".join(segments) + mark + query


def misspelt(rng: random.Random, name: str) -> str:
    """The name with two letters swapped, one twice, one too few or another one."""
    if len(name) == 36 and name.count("-") == 4:
        at = rng.choice([n for n, one in enumerate(name) if one != "-"])
        return name[:at] + ("b" if name[at].lower() == "a" else "a") + name[at + 1 :]
    at = rng.choice([n for n, one in enumerate(name[:-1]) if one.isalnum()] or [len(name) - 1])
    ways = [
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        name[: at + 1] + name[at:],
        name[: at + 1] + name[at + 2 :],
        name[:at] + "q" + name[at + 1 :],
    ]
    return rng.choice([one for one in ways if one and one.lower() != name.lower()] or [name + "x"])
