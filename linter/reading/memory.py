"""Remembers what was read, so that a program that stays reads only what has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from linter.files import read_bytes
from linter.reading import discovery

if TYPE_CHECKING:
    from linter.diagnostic import Diagnostic
    from linter.instance.snapshot import Snapshot
    from linter.reading.discovery import Candidate
    from linter.reading.taken import Taken
    from linter.text.source import Text

_SETTLED: Final = 50_000_000
"""How old (in nanoseconds) a change has to be for its time to tell it from the next one."""


class Memory:
    """The files of one project by their content, as they were read under one configuration."""

    def __init__(self) -> None:
        self._settings: Any = None
        self._contents: dict[str, tuple[tuple[int, ...], bytes]] = {}
        self._files: dict[str, tuple[bytes, Taken]] = {}
        self._found: tuple[Any, list[tuple[str, tuple[int, ...]]], list[Candidate]] | None = None
        self._over: list[Snapshot] = []
        self._snapshots: dict[str, tuple[bytes, Text, Snapshot]] = {}
        self.diagnostics: dict[Any, Diagnostic] = {}  # of the last judgement

    def begin(self, settings: Any) -> None:
        """Forget what was read under other settings."""
        if settings != self._settings:
            self._settings = settings
            self._files.clear()

    def lay_over(self, snapshots: list[Snapshot]) -> None:
        """Let requests keep what is known of them only as long as they meet the same snapshots."""
        if len(snapshots) != len(self._over) or any(map(_differ, snapshots, self._over)):
            self._over = snapshots
            self._files = {path: (data, _again(taken)) for path, (data, taken) in self._files.items()}

    def find_files(
        self, root: str, include: Iterable[str], exclude: Iterable[str], apart: Iterable[str]
    ) -> list[Candidate]:
        """Return what discovery finds, looked for again only if a folder has changed."""
        key = (root, tuple(include), tuple(exclude), tuple(apart))
        if self._found is not None and self._found[0] == key and _are_as_they_were(self._found[1]):
            return list(self._found[2])
        self._found, now = None, time.time_ns()
        folders: list[str] = []
        found = discovery.find_files(root, key[1], key[2], folders, key[3])
        stamps = [(folder, _folder_stamp(folder)) for folder in folders]
        settled = all(stamp and now - max(stamp[:2]) > _SETTLED for _, stamp in stamps)
        if settled and not any(one.trouble for one in found):
            self._found = key, stamps, found
        return list(found)

    def content(self, path: str, largest: int) -> bytes:
        """Return a file's bytes, read again only if size, times or identity have changed."""
        stamp = _stamp(os.stat(path))
        known = self._contents.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        now = time.time_ns()
        data = read_bytes(path, largest=largest)
        if now - max(stamp[:2]) > _SETTLED:
            self._contents[path] = stamp, data
        return data

    def file(self, path: str, data: bytes) -> Taken | None:
        """Return what a file of this content adds to the project."""
        known = self._files.get(path)
        return known[1] if known is not None and known[0] == data else None

    def keep_file(self, path: str, data: bytes, taken: Taken) -> None:
        """Remember what a file adds."""
        self._files[path] = data, taken

    def snapshot(self, name: str, data: bytes) -> tuple[Text, Snapshot] | None:
        """Return the snapshot of this content."""
        known = self._snapshots.get(name)
        return known[1:] if known is not None and known[0] == data else None

    def keep_snapshot(self, name: str, data: bytes, text: Text, snapshot: Snapshot) -> None:
        """Remember a snapshot."""
        self._snapshots[name] = data, text, snapshot

    def forget_snapshots(self) -> None:
        """Forget the snapshots, which may be large."""
        self._snapshots.clear()

    def forget_others(self, paths: Iterable[str]) -> None:
        """Forget the files that the project no longer has."""
        kept = set(paths)
        for path in self._files.keys() - kept:
            del self._files[path]
            self._contents.pop(path, None)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _are_as_they_were(folders: Iterable[tuple[str, tuple[int, ...]]]) -> bool:
    return all(_folder_stamp(folder) == stamp for folder, stamp in folders)


def _folder_stamp(path: str) -> tuple[int, ...]:
    try:
        return _stamp(os.stat(path))
    except OSError:
        return ()


def _differ(one: Snapshot, other: Snapshot) -> bool:
    return one is not other


def _again(taken: Taken) -> Taken:
    """Return a copy whose requests are its own: each project lets them point to its snapshots."""
    from linter.reading.taken import Taken

    copy = Taken(taken.text)
    for name in Taken.__slots__:
        setattr(copy, name, getattr(taken, name))
    copy.said = None  # the rules met other snapshots
    copy.requests = [request.again() for request in taken.requests]
    return copy
