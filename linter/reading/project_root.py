"""Whose a file is: the project of a path, for every command and the server alike."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final

from linter.configuration.configuration import FILE_NAME, find_configuration, load_configuration
from linter.configuration.settings import Configuration
from linter.files import content_of, lies_within, path_of, spelled, upwards
from linter.kinds.routes import begins_layout
from linter.named_tuple import NamedTuple
from linter.reading.snapshots import SNAPSHOT_NAMES, default_snapshot
from linter.refusal import CannotRun

_HEAD: Final = 4096
"""How much of a snapshot is enough to know that it is one, in bytes."""

SIGNS: Final = (FILE_NAME, "pyproject.toml", *SNAPSHOT_NAMES)
"""The names of the files that may make their folder a project."""


class Home(NamedTuple):
    """Where a project lies: its folder, and its configuration if it has one."""

    root: str
    file: str | None

    @property
    def is_declared(self) -> bool:
        """Whether the folder says itself that it is a project."""
        return self.file is not None or bool(default_snapshot(self.root))


def find_project(folder: str, config: str | None) -> tuple[str, Configuration, str | None]:
    """Return the folder, the configuration and its file of the project of a folder; raises CannotRun."""
    path = spelled(os.path.abspath(config)) if config is not None else None
    home = home_at(folder, (folder,)) if path is None else Home(os.path.dirname(path), path)
    return home.root, configuration_of(home), home.file


def configuration_of(home: Home) -> Configuration:
    """Read a project's configuration; raises CannotRun."""
    return load_configuration(home.file) if home.file is not None else Configuration()


def home_at(path: str, folders: tuple[str, ...]) -> Home:
    """Return the project of a path on the command line, on which these folders are named.

    A folder that is named is a project, whether or not it has a sign of one; a file's begins where the
    layout does.
    """
    return home_of(path, folders, any_snapshot=True) or Home(_layout_root(path), None)


def _layout_root(file: str) -> str:
    """Return the folder in which the default layout of a file's path begins; else the file's own."""
    folders = os.path.dirname(file).split(os.sep)
    begins = [number for number, folder in enumerate(folders) if is_layout_folder(folder)]
    if not begins:
        return os.path.dirname(file)
    start = begins[-1]
    if [folder.lower() for folder in folders[start - 2 : start - 1]] == ["instances"]:
        start -= 2
    return os.path.normpath(os.sep.join((*folders[:start], "")))


def is_layout_folder(name: str) -> bool:
    """Tell whether the default layout may begin with a folder of this name."""
    return name.lower() == "instances" or begins_layout(name.lower())


def snapshots_of(root: str, configuration: Configuration, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the absolute paths of the snapshots that are named; none where the default one counts."""
    if given:
        return tuple(spelled(os.path.abspath(path)) for path in given)
    return tuple(spelled(path_of(name, root)) for name in configuration.snapshots)


def home_of(
    path: str,
    folders: Iterable[str] = (),
    contents: Mapping[str, bytes] = {},
    *,
    any_snapshot: bool = False,
) -> Home | None:
    """Return the project that a file or folder belongs to, None where there is no sign of one.

    A configuration, a snapshot, one of some folders or a repository is a sign; `contents` stand in
    for files.  With `any_snapshot`, a file needs only a snapshot's name: one that can't be read is told.
    """
    above = list(upwards(path if os.path.isdir(path) else os.path.dirname(path)))
    try:
        file = find_configuration(above[0], contents)
    except CannotRun as error:
        file = error.file
    if file is not None:
        return Home(os.path.dirname(file), file)
    has_snapshot = default_snapshot if any_snapshot else _has_snapshot
    root = next((one for one in above if has_snapshot(one, contents)), None)
    if root is not None:
        return Home(root, None)
    around = max((one for one in folders if lies_within(path, one)), key=len, default=None)
    if around is not None:
        is_it = path == around
        return Home(around, None) if is_it else home_of(around, folders, contents, any_snapshot=any_snapshot)
    return Home(above[-1], None) if os.path.exists(os.path.join(above[-1], ".git")) else None


def is_sign(path: str) -> bool:
    """Tell whether a file of this name may make its folder a project."""
    return os.path.basename(path) in SIGNS


def is_declared_by(home: Home, contents: Mapping[str, bytes] = {}) -> bool:
    """Tell whether a folder is a project for what it has; other tools call files snapshot.json, too."""
    return home.file is not None or _has_snapshot(home.root, contents)


def _has_snapshot(folder: str, contents: Mapping[str, bytes]) -> bool:
    """Tell whether a folder's snapshot begins like one of ours."""
    for path in default_snapshot(folder, contents):
        head = contents[path][:_HEAD] if path in contents else content_of(path, _HEAD) or b""
        return any(key in head.lower() for key in (b"snapshotversion", b"datasources"))
    return False
