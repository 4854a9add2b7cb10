"""Remembers what was read, so that a program that stays reads only what has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from linter.files import read_bytes
from linter.reading import discovery
from linter.reading.ignored import Ignored, ignored, sayings_of

if TYPE_CHECKING:
    from linter.diagnostic import Diagnostic
    from linter.instance.snapshot import Snapshot
    from linter.reading.discovery import Chosen, Discovered
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
        self._found: tuple[Any, list[tuple[str, tuple[int, ...]]], Discovered] | None = None
        self._ignored: tuple[Any, Ignored] | None = None
        self._chosen: tuple[Discovered, Any, Chosen] | None = None
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

    def look_through(
        self, root: str, include: Iterable[str], exclude: Iterable[str], apart: Iterable[str]
    ) -> Discovered:
        """Return what discovery finds, looked for again only if a folder has changed."""
        key = (root, tuple(include), tuple(exclude), tuple(apart))
        if self._found is not None and self._found[0] == key and _are_as_they_were(self._found[1]):
            return self._found[2]
        self._found, now = None, time.time_ns()
        found = discovery.look_through(root, key[1], key[2], key[3])
        stamps = [(folder, _stamp_of(folder)) for folder in found.folders]
        settled = all(stamp and now - max(stamp[:2]) > _SETTLED for _, stamp in stamps)
        if settled and not any(one.trouble for one in found.candidates):
            self._found = key, stamps, found
        return found

    def chosen(self, root: str, given: Any, found: Discovered, choose: Callable[[], Chosen]) -> Chosen:
        """Return which files are read, chosen again only if others are there, or are asked for.

        What lies behind links, and what is like a payload among what git ignores, is looked at each time.
        """
        key = (root, given, [_stamp_of(path) for path in sayings_of(root, found.marks)])
        if self._chosen is not None and self._chosen[0] is found and self._chosen[1] == key:
            return self._chosen[2]
        chosen = choose()
        self._chosen = None if found.links or chosen.ignored else (found, key, chosen)
        return chosen

    def ignored(self, root: str, names: Sequence[str], marks: Sequence[str]) -> Ignored:
        """Return what git ignores, asked again only if something that has a say has changed."""
        sayings = [(path, _stamp_of(path)) for path in sayings_of(root, marks)]
        key = (root, tuple(names), tuple(marks), sayings)
        if self._ignored is None or self._ignored[0] != key:
            self._ignored = key, ignored(root, names, marks)
        return self._ignored[1]

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

    def unchanged(self, path: str) -> Taken | None:
        """Return what a file on the disk adds, if it is as it was when that was read."""
        stamp, data = self._contents.get(path, (None, None))
        known = self._files.get(path)
        if known is None or known[0] is not data or known[1].text.requests is not None:
            return None
        return known[1] if _stamp_of(path) == stamp else None

    def file(self, path: str, data: bytes) -> Taken | None:
        """Return what a file of this content adds to the project."""
        known = self._files.get(path)
        if known is None or known[0] != data:
            return None
        self._files[path] = data, known[1]  # the same bytes as those that are remembered of the file
        return known[1]

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
    return all(_stamp_of(folder) == stamp for folder, stamp in folders)


def _stamp_of(path: str) -> tuple[int, ...]:
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
