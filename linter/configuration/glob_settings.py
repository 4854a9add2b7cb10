"""The globs of a configuration as they are matched, or why one can't be, at its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

from linter.configuration.globs import normalized
from linter.configuration.toml_file import place_of
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun

_Keys = tuple[str | int, ...]

_LISTS: Final = ("include", "exclude")
_TABLES: Final = ("overrides", "schemas", "suppress")  # the `files` of each of their entries


class _File(NamedTuple):
    """The file that globs stand in, and the folder that they are seen from."""

    path: str
    data: bytes | None
    root: str

    def wrong(self, keys: _Keys, message: str) -> CannotRun:
        return CannotRun.at(self.path, *place_of(self.path, keys, self.data), message)


def with_globs(
    path: str, values: dict[str, Any], data: bytes | None = None, root: str | None = None
) -> dict[str, Any]:
    """Return settings with their globs normalized; raises CannotRun for the first one that is wrong.

    They are seen from the project's folder `root`, which is that of the file unless said.
    """
    file = _File(path, data, root if root is not None else os.path.dirname(os.path.abspath(path)))
    lists: dict[str, Any] = {key: _listed(file, (key,), values[key]) for key in _LISTS if key in values}
    tables: dict[str, Any] = {
        key: [_entry(file, (key, number), one) for number, one in enumerate(values[key])]
        for key in _TABLES
        if key in values
    }
    files = {"files": _mapped(file, values["files"])} if "files" in values else {}
    return {**values, **lists, **tables, **files}


def _listed(file: _File, keys: _Keys, globs: list[str]) -> list[str]:
    found = list(_normalized(file, keys, globs))
    if found and found[0].startswith("!"):
        raise file.wrong((*keys, 0), f"`{globs[0]}` takes back what no glob before it has taken")
    return found


def _normalized(file: _File, keys: _Keys, globs: list[str]) -> Iterator[str]:
    outside = keys[0] in ("overrides", "suppress")  # a snapshot, or a file that is named, may lie elsewhere
    for number, glob in enumerate(globs):
        try:
            yield normalized(glob, file.root, outside=outside)
        except ValueError as error:
            raise file.wrong((*keys, number), str(error)) from error


def _entry(file: _File, keys: _Keys, entry: dict[str, Any]) -> dict[str, Any]:
    if "files" not in entry:
        return entry
    return {**entry, "files": _listed(file, (*keys, "files"), entry["files"])}


def _mapped(file: _File, files: dict[str, str]) -> dict[str, str]:
    mapped: dict[str, str] = {}
    for glob, request in files.items():
        try:
            name = normalized(glob, file.root)
        except ValueError as error:
            raise file.wrong(("files", glob), str(error)) from error
        if name.startswith("!") or glob.rstrip().endswith(("/", "\\")):
            why = (
                "takes back, which is nothing here"
                if name.startswith("!")
                else "is a folder, but files are meant"
            )
            raise file.wrong(("files", glob), f"`{glob}` {why}")
        mapped.setdefault(name, request)
    return mapped
