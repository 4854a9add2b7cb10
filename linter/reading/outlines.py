"""Large snapshots by what is remembered of an earlier look: what nobody asks for isn't parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, Protocol

from linter.diagnostic import Path
from linter.instance.snapshot import Snapshot
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node, Problem
from linter.shapes.outlined import Outlined
from linter.shapes.reading import Reading, read
from linter.shapes.shape import shape_of
from linter.text import json_text
from linter.text.outline import Outline, outline_of
from linter.text.source import Text, is_yaml, text_by_outline

_LONG: Final = 10_000  # so long a list is worth leaving out


class LeftOut(NamedTuple):
    """What a list is that is left out: a property of the snapshot, or the entities of a data source."""

    name: str
    source: int = -1  # whose entities they are: which one of the data sources
    entities: Sequence[str] = ()  # by name, in order
    starts: Sequence[int] = ()  # where they begin in the text


class SnapshotOutline(NamedTuple):
    """What is remembered of a snapshot in which nothing is wrong with what is left out."""

    text: Outline
    lists: list[LeftOut]
    lookalikes: list[str]  # its names that look like placeholders


class Outlines(Protocol):
    """Remembers outlines by the bytes of snapshots."""

    def recall(self, data: bytes) -> SnapshotOutline | None:
        """Return the outline of a snapshot, if it is remembered."""

    def remember(self, outline: SnapshotOutline) -> None:
        """Keep the outline of the snapshot that was asked about last."""


def snapshot_outline(text: Text, snapshot: Snapshot) -> SnapshotOutline | None:
    """Return the outline of a snapshot as it was read; None where it has none."""
    if is_yaml(text.name) or text.requests is not None or text.duplicates:
        return None
    spoiled = _beginnings(snapshot.problems) | {
        path for one in snapshot.torn for path in _around(one.node.path)
    }
    found = list(_lists(text.text, snapshot.root, spoiled))
    outline = outline_of(text.text, [span for span, _ in found])
    return SnapshotOutline(outline, [listed for _, listed in found], sorted(snapshot.lookalikes))


def by_outline(name: str, data: bytes, outline: SnapshotOutline) -> tuple[Text, Snapshot]:
    """Return a snapshot that messages call `name`, of which the outline is known."""
    text = text_by_outline(name, data, outline.text)
    reading = read(json_text.read(outline.text.rest).value, shape_of("snapshot"), name)
    written = _Written(data, text, outline.text.is_ascii)
    snapshot = Snapshot(name, Reading(_filled(written, reading.root, outline), reading.problems))
    snapshot.lookalikes = frozenset(outline.lookalikes)
    return text, snapshot


class _Written:
    """What is written in a snapshot: of one in ASCII not even the text is made."""

    def __init__(self, data: bytes, text: Text, is_ascii: bool) -> None:
        self._data, self._text = data, text
        self._is_ascii = is_ascii and data[:1].isascii()  # no byte order mark before it

    def value(self, span: tuple[int, int]) -> Any:
        """Return the value that begins at a place of the text, and ends at another one at the latest."""
        if self._is_ascii:
            return json_text.value_at(self._data[slice(*span)].decode(), 0)
        return json_text.value_at(self._text.text, span[0])


def _beginnings(problems: Iterable[Problem]) -> set[Path]:
    """Return the paths to what isn't as it should be, and to all around that."""
    places = [at for one in problems for at in (one.at, one.first) if at is not None]
    return {path for at in places for path in _around(at.path)}


def _around(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(len(path) + 1))


def _lists(text: str, root: Node, spoiled: set[Path]) -> Iterator[tuple[tuple[int, int], LeftOut]]:
    """Yield the lists that can be left out, with where they stand; system entities are few."""
    tour = json_text.Tour(text)
    names = {key: name for name, key in root.keys.items()}
    for key in tour.members():
        name, start = names.get(key, ""), tour.at
        if name == "dataSources" and text[start] == "[":
            yield from _entities(tour, text, root, spoiled)
            continue
        tour.over()
        is_list = isinstance(root.values.get(name), list)
        if is_list and name != "systemEntities" and tour.at - start >= _LONG and (key,) not in spoiled:
            yield (start, tour.at), LeftOut(name)


def _entities(
    tour: json_text.Tour, text: str, root: Node, spoiled: set[Path]
) -> Iterator[tuple[tuple[int, int], LeftOut]]:
    """Walk through the data sources and yield their lists of entities."""
    sources = root.values["dataSources"]
    for number, _ in enumerate(tour.items()):
        source = sources[number]
        if isinstance(source, Node):
            yield from _entities_in(tour, text, number, source, spoiled)
        else:
            tour.over()


def _entities_in(
    tour: json_text.Tour, text: str, number: int, source: Node, spoiled: set[Path]
) -> Iterator[tuple[tuple[int, int], LeftOut]]:
    written = source.keys.get("entities")
    for key in tour.members():
        start = tour.at
        if key != written or text[start] != "[" or (*source.path, key) in spoiled:
            tour.over()
            continue
        starts = list(_starts(tour))
        names = [one.text("name") or "" for one in source.nodes("entities")]
        yield (start, tour.at), LeftOut("entities", number, names, starts)


def _starts(tour: json_text.Tour) -> Iterator[int]:
    """Walk through a list and yield where its items begin."""
    for start in tour.items():
        tour.over()
        yield start


def _filled(written: _Written, root: Node, outline: SnapshotOutline) -> Node:
    """Return the root of a snapshot with what was left out."""
    lists: dict[str, tuple[int, int]] = {}
    for cut, listed in zip(outline.text.cuts, outline.lists, strict=True):
        if listed.source >= 0:
            source = root.values["dataSources"][listed.source]
            source.values = {**source.values, "entities": list(_outlined(written, source, listed, cut.end))}
        else:
            lists[listed.name] = cut.start, cut.end
    return _with_lists(written, root, lists) if lists else root


def _outlined(written: _Written, source: Node, listed: LeftOut, end: int) -> Iterator[Outlined]:
    """Yield the entities of a data source, which know their names."""
    document, shape, key = source.document, source.shape.within("entities"), source.keys["entities"]

    def reads(entity: Outlined) -> Node:
        value = written.value(entity.span)
        found: Node = read(value, shape, document, entity.steps, within=source).root
        return found

    spans = pairwise((*listed.starts, end))
    for number, (name, span) in enumerate(zip(listed.entities, spans, strict=True)):
        yield Outlined(document, shape, source, (key, number), {"name": name}, reads, span)


def _with_lists(written: _Written, root: Node, lists: dict[str, tuple[int, int]]) -> Outlined:
    """Return a root that reads its lists when one of them is asked for."""
    members = root.shape.members or {}

    def listed(name: str, outlined: Outlined) -> Any:
        value = written.value(lists[name])
        return read(value, members[name], root.document, (root.keys[name],), within=outlined).root

    def reads(outlined: Outlined) -> Node:
        values = root.values.items()
        whole = Node(root.document, root.shape, None, ())
        whole.hold_renamed(
            root.keys, {one: listed(one, outlined) if one in lists else value for one, value in values}
        )
        whole.broken = root.broken
        return whole

    known = {one: root.values.get(one) for one in members if one not in lists}
    found = Outlined(root.document, root.shape, None, (), known, reads, (0, 0))  # it reads by its lists
    found.write_like(root)
    return found
