"""The declared snapshots."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from linter.diagnostic import Location
from linter.files import read_bytes
from linter.instance.snapshot import Snapshot
from linter.refusal import CannotRun
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.text.source import Text, read_text

SNAPSHOT_NAMES: Final = ("snapshot.json", "snapshot.yaml", "snapshot.yml")


def default_snapshot(root: str, contents: Mapping[str, bytes | None] = {}) -> tuple[str, ...]:
    """Return the snapshot that a folder declares by having it: snapshot.json, .yaml or .yml."""
    for name in SNAPSHOT_NAMES:
        path = os.path.join(root, name)
        if contents[path] is not None if path in contents else os.path.lexists(path):
            return (path,)
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
    try:
        data = read_bytes(path)
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}") from error
    return read_snapshot(path, data)


def _require_snapshot(name: str, text: Text) -> None:
    """Refuse what isn't a snapshot at all, or one of a version that we don't know."""
    folded = {key.lower(): key for key in text.value} if isinstance(text.value, dict) else {}
    if not folded.keys() & {"snapshotversion", "datasources"}:
        raise CannotRun.at(
            name, 1, 1, "this is not a snapshot: `snapshotVersion` and `dataSources` are expected"
        )
    version = text.value.get(folded.get("snapshotversion", ""), 1)
    if isinstance(version, int) and version != 1:
        start = text.range(Location(name, (folded["snapshotversion"],))).start
        raise CannotRun.at(
            name, start.line, start.column, f"snapshotVersion {version} is not known, 1 is expected"
        )
