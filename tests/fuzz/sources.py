"""What holds of what a snapshot is imported from, declared with, and of the snapshot itself."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from linter.importers.assemble import Imported, assemble
from linter.importers.declared import CannotAssemble
from linter.importers.found import CannotImport
from linter.importers.overrides import Overrides, load_overrides
from linter.importers.recognise import import_source
from linter.importers.source import Source
from linter.reading.snapshots import read_snapshot
from linter.refusal import CannotRun
from linter.reports.snapshot.tables import rendered, tables_of

OURS = ("dataSources", "systemEntities", "complete")
"""What of a snapshot is in our words; the rest is as the service has it."""


@cache
def folder() -> Path:
    """Return an empty folder, in which readers may look for what stands beside a file."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def source(name: str, format_: str | None = None) -> Callable[[bytes], None]:
    """Return what holds of a source of that name: it is imported the same twice, or refused at a place in it.

    What is imported makes a snapshot that can be read, and the lists that we write are in order.
    """

    def holds(data: bytes) -> None:
        made = _imported(name, format_, data)
        assert made == _imported(name, format_, data)
        if isinstance(made, str) and made.startswith("{"):
            _, snapshot = read_snapshot("snapshot.json", made.encode("utf-8", "surrogatepass"))
            assert [one for one in snapshot.problems if one.at.path[0] in OURS] == [], made

    return holds


def _imported(name: str, format_: str | None, data: bytes) -> str:
    """Return the snapshot of a source, or why there is none."""
    file = folder() / name
    file.parent.mkdir(parents=True, exist_ok=True)
    read = Source(str(file), name, data=data)
    try:
        found = import_source(read, format_, str(folder()))
        snapshot, notes = assemble([Imported(name, found, "Source")], Overrides())
    except CannotImport as why:
        _require_place(read, why)
        return str(why)
    except CannotAssemble as why:
        return str(why)
    assert all(isinstance(one, str) for one in notes)
    return json.dumps(snapshot)


def _require_place(read: Source, why: CannotImport) -> None:
    assert why.message
    if not why.line or why.file != read.name or not read.plain.is_unicode:
        return  # what isn't Unicode has other lines to each reader
    lines = read.plain.line_count()
    assert 1 <= why.line <= lines + 1, (why.line, lines)
    assert 1 <= why.column <= len(read.plain.line(why.line)) + 2, str(why)


def snapshot(data: bytes) -> None:
    """A snapshot is refused at a place in it, or shown; what is malformed in it has its place."""
    try:
        text, found = read_snapshot("snapshot.json", data)
    except CannotRun as why:
        assert why.line >= 1
        return
    for one in found.problems:
        start, end = text.span(one.at)
        assert 0 <= start <= end <= len(text.text)
    rendered(tables_of(found))


def overrides(data: bytes) -> None:
    """Overrides are refused at a place in them, or declared about a snapshot, which stays well-formed."""
    file = folder() / f"overrides-{os.getpid()}.toml"
    file.write_bytes(data)
    try:
        said = load_overrides(str(file))
    except CannotRun as why:
        lines = data.decode("utf-8-sig", "replace").split("\n")
        assert 1 <= why.line <= len(lines)
        return
    rows = Source("Orders.csv", data=b"Id,BuyerId,On\n1,2,2020-01-01\n")
    try:
        made, _ = assemble([Imported("Orders.csv", import_source(rows), "Shop")], said)
    except CannotAssemble:
        return
    _, found = read_snapshot("snapshot.json", json.dumps(made).encode())
    assert [str(one) for one in found.problems] == []
