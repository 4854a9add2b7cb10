"""The globs of a configuration as they are matched, or why one can't be, at its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

from linter.configuration.globs import normalized
from linter.configuration.toml_file import place_of
from linter.refusal import CannotRun

_Keys = tuple[str | int, ...]

_LISTS: Final = ("include", "exclude")
_TABLES: Final = ("overrides", "schemas", "suppress")  # the `files` of each of their entries


def with_globs(path: str, values: dict[str, Any], data: bytes | None = None) -> dict[str, Any]:
    """Return settings with their globs normalized; raises CannotRun for the first one that is wrong."""
    lists: dict[str, Any] = {key: _listed(path, (key,), values[key], data) for key in _LISTS if key in values}
    tables: dict[str, Any] = {
        key: [_entry(path, (key, number), one, data) for number, one in enumerate(values[key])]
        for key in _TABLES
        if key in values
    }
    files = {"files": _mapped(path, values["files"], data)} if "files" in values else {}
    return {**values, **lists, **tables, **files}


def _listed(path: str, keys: _Keys, globs: list[str], data: bytes | None) -> list[str]:
    found = list(_normalized(path, keys, globs, data))
    if found and found[0].startswith("!"):
        raise _wrong(path, (*keys, 0), f"`{globs[0]}` takes back what no glob before it has taken", data)
    return found


def _normalized(path: str, keys: _Keys, globs: list[str], data: bytes | None) -> Iterator[str]:
    outside = keys[0] in ("overrides", "suppress")  # a snapshot, or a file that is named, may lie elsewhere
    for number, glob in enumerate(globs):
        try:
            yield normalized(glob, os.path.dirname(os.path.abspath(path)), outside=outside)
        except ValueError as error:
            raise _wrong(path, (*keys, number), str(error), data) from error


def _entry(path: str, keys: _Keys, entry: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    if "files" not in entry:
        return entry
    return {**entry, "files": _listed(path, (*keys, "files"), entry["files"], data)}


def _mapped(path: str, files: dict[str, str], data: bytes | None) -> dict[str, str]:
    mapped: dict[str, str] = {}
    for glob, request in files.items():
        try:
            name = normalized(glob, os.path.dirname(os.path.abspath(path)))
        except ValueError as error:
            raise _wrong(path, ("files", glob), str(error), data) from error
        if name.startswith("!") or glob.rstrip().endswith(("/", "\\")):
            why = (
                "takes back, which is nothing here"
                if name.startswith("!")
                else "is a folder, but files are meant"
            )
            raise _wrong(path, ("files", glob), f"`{glob}` {why}", data)
        mapped.setdefault(name, request)
    return mapped


def _wrong(path: str, keys: _Keys, message: str, data: bytes | None) -> CannotRun:
    return CannotRun.at(path, *place_of(path, keys, data), message)
