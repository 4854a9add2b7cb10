"""Which files a project has, and which of them is what.

What a file is comes, first match wins, from a mapping in the configuration, from being a request
envelope, from the default layout (its path mirrors the API path), or from its `$schema`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple

from linter.configuration.globs import compiled, matcher
from linter.configuration.settings import DEFAULT_INCLUDE
from linter.files import document_name
from linter.kinds.route import Route
from linter.kinds.routes import DOCUMENTS, laid_out, parse_request

_SKIPPED_FOLDERS: Final = ("node_modules", "__pycache__")

# what editors and systems leave beside a file that is open, was open, or lay on another disk
_LEFTOVERS: Final = re.compile(
    r"""(?:.*/)?(?:
        \.\#.* | \#.*\# | .*~ | 4913 | \..*\.sw[a-z]  # Emacs, Vim
        | ~\$.* | \.~lock\..*\# | .*___jb_(?:tmp|old)___  # office programs, JetBrains
        | \._.* | \.nfs[0-9a-f]+ | \.c360lint-.*  # macOS, NFS, and we
    )""",
    re.DOTALL | re.VERBOSE,
)


class Candidate(NamedTuple):
    """A file that may be a payload, or something else where a payload belongs."""

    name: str  # relative to the project's root, with "/"
    path: str
    trouble: str = ""  # why it can't be read, if that is known without reading it


class Mapping(NamedTuple):
    """Files that the configuration gives a request."""

    matches: Callable[[str], dict[str, str] | None]
    method: str
    route: Route


def find_files(
    root: str,
    include: Iterable[str],
    exclude: Iterable[str],
    folders: list[str] | None = None,
    apart: Collection[str] = (),
) -> list[Candidate]:
    """Return the files below root that the globs choose, by name.

    Hidden folders, node_modules and virtual environments are passed over; links to folders are
    not followed, so that no loop can arise.  `folders` takes up the folders that were looked through,
    those that are `apart` aren't.
    One that can't be read has its "/" in its name: what is in it may be wanted, unless it is excluded.
    """
    wanted, unwanted = _globbed(include, exclude), matcher(exclude)

    def counts(name: str) -> bool:
        return not (unwanted(name[:-1]) or unwanted(name + "x.json")) if name.endswith("/") else wanted(name)

    return sorted(one for one in _walk(root, folders, apart) if counts(one.name))


def folders_with(root: str, names: Collection[str]) -> list[str]:
    """Return the folders, from root downwards, that have a file of one of these names."""
    found, waiting = [], [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = _listed(root, prefix)
        except OSError:
            continue
        if any(entry.name in names for entry in entries):
            found.append(os.path.join(root, prefix.rstrip("/")) if prefix else root)
        waiting += [f"{prefix}{entry.name}/" for entry in entries if _is_looked_through(entry)]
    return sorted(found)


def chooser(include: Iterable[str], exclude: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a file of this name would be found if it were there."""
    wanted = _globbed(include, exclude)

    def chosen(name: str) -> bool:
        folders = name.split("/")[:-1]
        hidden = any(one.startswith(".") or one in _SKIPPED_FOLDERS for one in folders)
        return not hidden and wanted(name)

    return chosen


def candidate(root: str, path: str) -> Candidate:
    """Return the candidate of one path, which is inside root or not."""
    return Candidate(document_name(path, root), path, _trouble(path))


def mappings(files: Iterable[tuple[str, str]]) -> list[Mapping]:
    """Return the mappings of the configuration; raises ValueError for a request that isn't one."""
    made = []
    for glob, request in files:
        parsed = parse_request(request)
        if parsed is None or parsed[1].kind is None:
            raise ValueError(f"`{request}` is not a request that takes a payload")
        made.append(Mapping(_groups(glob), *parsed))
    return made


def mapped(name: str, rules: Iterable[Mapping]) -> tuple[str, Route] | None:
    """Return method and route that the configuration gives a file."""
    for rule in rules:
        values = rule.matches(name)
        if values is not None:
            return rule.method, _filled(rule.route, values)
    return None


def _globbed(include: Iterable[str], exclude: Iterable[str]) -> Callable[[str], bool]:
    include = tuple(include)
    wanted = _is_document if include == DEFAULT_INCLUDE else matcher(include)
    unwanted = matcher(exclude)
    return lambda name: wanted(name) and not unwanted(name) and not _LEFTOVERS.fullmatch(name)


def _walk(root: str, folders: list[str] | None, apart: Collection[str]) -> Iterator[Candidate]:
    """Yield what is below root; folders may lie in one another more deeply than calls can."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        if folders is not None:
            folders.append(os.path.join(root, prefix))
        yield from _entries(root, prefix, waiting, apart)


def _entries(root: str, prefix: str, waiting: list[str], apart: Collection[str]) -> Iterator[Candidate]:
    """Yield what is in a folder; `waiting` takes up the folders in it."""
    try:
        entries = _listed(root, prefix)
    except OSError as error:
        yield Candidate(prefix or "./", os.path.join(root, prefix), error.strerror or str(error))
        return
    for entry in entries:
        name = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.path in apart:
                continue
            if _is_looked_through(entry):
                waiting.append(name + "/")
            if _is_document(name) and laid_out(name) is not None:
                yield Candidate(name, entry.path, "a folder stands where a payload belongs")
        elif _is_document(name) or "." in entry.name:
            yield Candidate(
                name, entry.path, "" if entry.is_file(follow_symlinks=False) else _trouble(entry.path)
            )


def _listed(root: str, prefix: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder, nothing of a virtual environment; raises OSError."""
    entries = list(os.scandir(os.path.join(root, prefix)))
    return [] if any(entry.name == "pyvenv.cfg" for entry in entries) else entries


def _is_looked_through(entry: os.DirEntry[str]) -> bool:
    hidden = entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS
    return not hidden and entry.is_dir(follow_symlinks=False)


def _trouble(path: str) -> str:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return error.strerror or str(error)
    if stat.S_ISREG(mode):
        return ""
    return "a folder stands where a file is expected" if stat.S_ISDIR(mode) else "it is not a regular file"


def _is_document(name: str) -> bool:
    return name.endswith(DOCUMENTS) or name.lower().endswith(DOCUMENTS)


def _groups(glob: str) -> Callable[[str], dict[str, str] | None]:
    pattern = compiled(glob)

    def matches(name: str) -> dict[str, str] | None:
        found = pattern.match(name)
        return found.groupdict() if found else None

    return matches


def _filled(route: Route, values: dict[str, str]) -> Route:
    """Put the values of placeholders in; one that the glob doesn't have stays unknown."""
    parameters = {}
    for name, given in route.parameters.items():
        value = _value(given, values)
        if value is not None:
            parameters[name if not _is_source_name(given) else "dataSourceName"] = value
    instance = _value(route.instance_id, values) if route.instance_id else None
    return route._replace(instance_id=instance, parameters=parameters)


def _is_source_name(given: str) -> bool:
    return given.lower() == "{datasourcename}"


def _value(given: str, values: dict[str, str]) -> str | None:
    if not (given.startswith("{") and given.endswith("}")):
        return given
    return values.get(given[1:-1])
