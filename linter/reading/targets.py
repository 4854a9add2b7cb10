"""Which projects a command is about, and which lie below a folder, for every command and the server alike."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial

from linter.configuration.configuration import load_configuration
from linter.files import document_name, lies_within, relative, spelled
from linter.named_tuple import NamedTuple
from linter.reading.discovery import Walks
from linter.reading.ignored import ignored, marks_around
from linter.reading.project_root import (
    SIGNS,
    Home,
    home_at,
    home_of,
    is_declared_by,
    is_layout_folder,
    is_sign,
)
from linter.refusal import CannotRun


class Target(NamedTuple):
    """A project that a command is about, and what of it is named; without `paths` it is meant as a whole."""

    home: Home
    paths: tuple[str, ...] = ()  # absolute
    stdin: tuple[str, bytes] | None = None  # an absolute file name, and what stands in for the file
    apart: tuple[str, ...] = ()  # the folders of other projects in its own
    walks: Walks | None = None  # what was looked through for it

    @property
    def root(self) -> str:
        """The project's folder."""
        return self.home.root


def targets(
    paths: tuple[str, ...] = (),
    stdin: tuple[str, bytes] | None = None,
    config: str | None = None,
    *,
    no_ignore: bool = False,
    walks: Walks | None = None,
) -> list[Target]:
    """Return the projects that paths belong to, and those below the folders among them, by their folders.

    What git ignores is no project below, unless `no_ignore`.  Without a path, the working folder is
    meant.  Raises CannotRun for a path outside of the only project that there is with `config`.
    """
    walks = walks or Walks()
    if config is not None:
        return [_configured(spelled(os.path.abspath(config)), paths, stdin, walks)]
    file = stdin[0] if stdin is not None else None
    named = (*paths, *([file] if file is not None else [])) or (os.getcwd(),)
    below = cache(partial(projects_below, walks=walks))
    found = _by_project(named)
    foreign = {home: _foreign(home, of_it) for home, of_it in found.items()}
    inner = {one for path in named if os.path.isdir(path) for one in below(path)}
    around = [home.root for home in found if home not in inner and not foreign[home]]
    others = inner.union(found, *map(below, around))
    if not no_ignore:
        inner = {one for path in named if os.path.isdir(path) for one in _unignored(path, below(path))}
    for home in inner:
        found.setdefault(home, []).append(home.root)
    return [
        Target(
            home,
            tuple(path for path in dict.fromkeys(found[home]) if paths and path != file),
            stdin if file in found[home] else None,
            tuple(sorted({*_in(home, others), *foreign.get(home, ())})),
            walks,
        )
        for home in sorted(found)
    ]


def _by_project(named: Iterable[str]) -> dict[Home, list[str]]:
    """Return what is named, by the projects that it belongs to."""
    folders = _folders(named)
    found: dict[Home, list[str]] = {}
    for path in named:
        found.setdefault(home_at(path, folders), []).append(path)
    return found


def _unignored(folder: str, homes: Iterable[Home]) -> list[Home]:
    """Return those of the projects below a folder that git doesn't ignore."""
    named = {document_name(one.root, folder): one for one in homes}
    unwanted = ignored(folder, named, marks_around(folder, named)).names
    return [one for name, one in named.items() if name not in unwanted]


def projects_below(folder: str, contents: Mapping[str, bytes] = {}, walks: Walks | None = None) -> list[Home]:
    """Return the projects in the folders of a folder; one that the project around it excludes is none.

    `contents` stand in for files, by absolute path.
    """
    found = (walks or Walks()).folders_with(folder, SIGNS)
    signs = {*found, *(os.path.dirname(path) for path in contents if is_sign(path))}
    below = sorted(one for one in signs if one != folder and lies_within(one, folder))
    outer = home_of(folder, (folder,), contents) if below else None
    kept: list[Home] = [] if outer is None else [outer]
    for one in below:
        home = home_of(one, (), contents)
        if home is not None and home.root == one and is_declared_by(home, contents):
            around = [each for each in kept if lies_within(one, each.root)]
            if not around or not _excludes(max(around, key=lambda each: len(each.root)), one, contents):
                kept.append(home)
    return [home for home in kept if home != outer]


def _configured(
    file: str,
    paths: tuple[str, ...],
    stdin: tuple[str, bytes] | None,
    walks: Walks,
) -> Target:
    """Return the project of a configuration that is named; what is named in it is no other's."""
    home = Home(os.path.dirname(file), file)
    for path in paths:
        if os.path.isdir(path) and not (lies_within(path, home.root) or lies_within(home.root, path)):
            raise CannotRun(f"{relative(path)} lies outside of {home.root}, the project of {relative(file)}")
    within = tuple(home.root if lies_within(home.root, path) else path for path in paths)
    inner = (one.root for one in projects_below(home.root, walks=walks))
    apart = tuple(one for one in inner if not any(lies_within(path, one) for path in within))
    return Target(home, within, stdin, apart, walks)


def _folders(named: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that are projects if nothing else says so: those named, and those of files."""
    named = tuple(named)
    folders = _outermost(path for path in named if os.path.isdir(path))
    return _outermost((*folders, *(home_at(path, folders).root for path in named if path not in folders)))


def _in(home: Home, others: Iterable[Home]) -> Iterator[str]:
    """Yield the folders of other projects in a project's."""
    return (one.root for one in others if one != home and lies_within(one.root, home.root))


def _foreign(home: Home, named: Iterable[str]) -> tuple[str, ...]:
    """Return the folders in a project's that nobody means.

    Where nothing but a file says that there is a project, it is not a whole disk or all that a user has.
    """
    is_high = home.root in (os.path.dirname(home.root), os.path.expanduser("~"))
    if not is_high or home.is_declared or any(map(os.path.isdir, named)):
        return ()
    try:
        entries = [entry for entry in os.scandir(home.root) if entry.is_dir(follow_symlinks=False)]
    except OSError:  # the run says that it can't be read
        return ()
    return tuple(entry.path for entry in entries if not is_layout_folder(entry.name))


def _outermost(folders: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that lie in no other one of them."""
    kept: list[str] = []
    for one in sorted(folders):
        if not any(lies_within(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _excludes(home: Home, folder: str, contents: Mapping[str, bytes]) -> bool:
    """Tell whether a project's configuration excludes a folder; one that can't be read excludes nothing."""
    from linter.configuration.globs import matcher

    if home.file is None:
        return False
    try:
        excluded = matcher(load_configuration(home.file, contents.get(home.file), contents).exclude)
    except (CannotRun, ValueError):
        return False
    name = document_name(folder, home.root)
    return excluded(name) or excluded(f"{name}/x.json")
