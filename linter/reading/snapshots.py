"""The declared snapshots."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Location
from linter.files import read_bytes, spelled
from linter.instance.snapshot import Snapshot, fold_id
from linter.named_tuple import NamedTuple
from linter.placeholders import Allowance, Overfilled, Values
from linter.reading.sources import required
from linter.refusal import CannotRun
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.text.source import Text, read_text

if TYPE_CHECKING:
    from linter.reading.inputs import Inputs
    from linter.reading.memory import Memory

LARGE: Final = 2_000_000
"""From so many bytes on, it pays to remember the outline of a snapshot."""

SNAPSHOT_NAMES: Final = ("snapshot.json", "snapshot.yaml", "snapshot.yml")


class Declared(NamedTuple):
    """The snapshots of a run: their paths, and by file what they say."""

    paths: tuple[str, ...]
    texts: Mapping[str, Text]
    snapshots: list[Snapshot]


def declared(inputs: Inputs, memory: Memory | None = None) -> Declared:
    """Read the declared snapshots; raises CannotRun for one that can't be read at all."""
    paths = snapshot_paths(inputs)
    read_ = [_read(inputs, path, memory) for path in paths]
    snapshots = [snapshot for _, snapshot in read_]
    for snapshot in snapshots:
        _fill_instance(snapshot, inputs)
    _require_different_instances(snapshots)
    return Declared(paths, {text.name: text for text, _ in read_}, snapshots)


def snapshot_paths(inputs: Inputs) -> tuple[str, ...]:
    """Return the paths of the declared snapshots, each once."""
    named = inputs.snapshots or default_snapshot(inputs.root, inputs.contents)
    return tuple(dict.fromkeys(os.path.normpath(path) for path in named))


def default_snapshot(root: str, contents: Mapping[str, bytes | None] = {}) -> tuple[str, ...]:
    """Return the snapshot that a folder declares by having it: snapshot.json, .yaml or .yml."""
    for name in SNAPSHOT_NAMES:
        path = os.path.join(root, name)
        if contents[path] is not None if path in contents else os.path.lexists(path):
            return (spelled(path),)
    return ()


def read_snapshot(name: str, data: bytes) -> tuple[Text, Snapshot]:
    """Read a snapshot that messages call `name`; raises CannotRun where it can't be used."""
    text = read_text(name, data)
    if text.fault is not None:
        start = text.fault_range().start
        raise CannotRun.at(
            name, start.line, start.column, f"the snapshot can't be read: {text.fault.message}"
        )
    _require_snapshot(name, text)
    return text, Snapshot(name, read(text.value, shape_of("snapshot"), name))


def load_snapshot(path: str) -> tuple[Text, Snapshot]:
    """Read a snapshot's file, as it is called on the command line; raises CannotRun."""
    return read_snapshot(path, snapshot_bytes(path))


def snapshot_bytes(path: str) -> bytes:
    """Return what a snapshot's file holds; raises CannotRun."""
    try:
        return read_bytes(path)
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}") from error


def require_sound(text: Text, snapshot: Snapshot) -> None:
    """Raise CannotRun where a snapshot is malformed: nothing can be made of it that keeps what it says."""
    for one in snapshot.problems:
        if one.kind in ("type", "missing"):
            start = text.range(one.at).start
            message = f"`{one.name}` is malformed or missing here; mend it first (c360lint check)"
            raise CannotRun.at(text.name, start.line, start.column, message)


def _read(inputs: Inputs, path: str, memory: Memory | None) -> tuple[Text, Snapshot]:
    name, data = required(inputs, path, "snapshot", memory)
    if memory is None:
        return _read_or_recalled(inputs, name, data)
    text, snapshot = memory.snapshot(name, data) or _read_or_recalled(inputs, name, data)
    memory.keep_snapshot(name, data, text, snapshot)
    return text, snapshot


def _read_or_recalled(inputs: Inputs, name: str, data: bytes) -> tuple[Text, Snapshot]:
    """Read a snapshot: a large one by its outline, if that is remembered."""
    if inputs.outlines is None or len(data) < LARGE:
        return read_snapshot(name, data)
    from linter.reading.outlines import by_outline, snapshot_outline

    outline = inputs.outlines.recall(data)
    if outline is not None:
        return by_outline(name, data, outline)
    text, snapshot = read_snapshot(name, data)
    outline = snapshot_outline(text, snapshot)
    if outline is not None:
        inputs.outlines.remember(outline)
    return text, snapshot


def _fill_instance(snapshot: Snapshot, inputs: Inputs) -> None:
    try:
        snapshot.fill_instance(Values(inputs.values, allowance=Allowance(0)))
    except Overfilled as error:
        raise CannotRun(f"{snapshot.file}: `instanceId`: {error}") from error


def _require_different_instances(snapshots: Iterable[Snapshot]) -> None:
    first: dict[str, str] = {}
    for snapshot in snapshots:
        instance = fold_id(snapshot.instance_id or snapshot.file)
        other = first.setdefault(instance, snapshot.file)
        if other != snapshot.file:
            raise CannotRun(f"{other} and {snapshot.file} are both snapshots of instance `{instance}`")


def _require_snapshot(name: str, text: Text) -> None:
    """Refuse what isn't a snapshot at all, or one of a version that we don't know."""
    keys = {key.lower() for key in text.value} if isinstance(text.value, dict) else set()
    if keys.isdisjoint(("snapshotversion", "datasources")):
        raise CannotRun.at(
            name, 1, 1, "this is not a snapshot: `snapshotVersion` and `dataSources` are expected"
        )
    for key, version in text.value.items():
        if key.lower() == "snapshotversion" and isinstance(version, int) and version != 1:
            start = text.range(Location(name, (key,))).start
            raise CannotRun.at(
                name, start.line, start.column, f"snapshotVersion {version} is not known, 1 is expected"
            )
