"""Which files a project has, and which of them is what.

What a file is comes, first match wins, from a mapping in the configuration, from being a request
envelope, from the default layout (its path mirrors the API path), or from its `$schema`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from linter.configuration.globs import compiled, matcher
from linter.configuration.settings import DEFAULT_INCLUDE, Configuration
from linter.diagnostic import Remark
from linter.files import document_name, lies_within, with_folders
from linter.kinds.route import Route
from linter.kinds.routes import DOCUMENTS, laid_out, parse_request
from linter.named_tuple import NamedTuple
from linter.reading.ignored import MARKS
from linter.text.source import HTTP

_ENDINGS: Final = (*DOCUMENTS, *HTTP)
MANY_FOLDERS: Final = 20_000
"""So many folders take so long that it is told."""

Tell = Callable[[str, int], None]
"""Is told of a folder in which that many are looked through."""

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


class Discovered(NamedTuple):
    """What lies below a folder."""

    candidates: list[Candidate]
    folders: list[str]  # the paths of those that were looked through
    marks: list[str]  # the paths of what tells what git ignores
    links: dict[str, str]  # to folders, by name: where they lead, absolute
    has_links: bool = False  # whether there is any link, to whatever


class Chosen(NamedTuple):
    """The files that a run reads, and what there is to say of those that it doesn't read."""

    candidates: list[Candidate]
    ignored: tuple[str, ...] = ()  # the names of those that git ignores
    left_out: tuple[str, ...] = ()  # the names of those that the command line names
    remarks: tuple[Remark, ...] = ()


class Listings:
    """What lies in the folders of the disk; each is listed once, so that what is asked again is the same."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, os.DirEntry[str]]] = {}

    def entries(self, folder: str) -> dict[str, os.DirEntry[str]]:
        """Return what is in a folder by name, nothing of a virtual environment; raises OSError."""
        found = self._known.get(folder)
        if found is None:
            with os.scandir(folder) as listed:
                found = {entry.name: entry for entry in listed}
            self._known[folder] = found = {} if "pyvenv.cfg" in found else found
        return found

    def last_entries(self, folder: str) -> dict[str, os.DirEntry[str]]:
        """Return the same, and forget it: what nobody asks for again takes a kilobyte for each."""
        found = self.entries(folder)
        del self._known[folder]
        return found


class Mapping(NamedTuple):
    """Files that the configuration gives a request."""

    matches: Callable[[str], dict[str, str] | None]
    method: str
    route: Route


def find_files(root: str, include: Iterable[str], exclude: Iterable[str]) -> list[Candidate]:
    """Return the files below root that the globs choose, by name."""
    return look_through(root, include, exclude).candidates


def look_through(
    root: str,
    include: Iterable[str],
    exclude: Iterable[str],
    apart: Collection[str] = (),
    listed: Listings | None = None,
) -> Discovered:
    """Return the files below root that the globs choose, by name, and what else there is to know.

    Hidden folders, node_modules, virtual environments and those `apart` are passed over.  A link to
    a folder is followed within root, unless another one leads there or it leads to a folder around it: so
    no loop can arise.
    A folder that can't be read has its "/" in its name: what is in it may be wanted, unless it is excluded.
    """
    wanted, unwanted = _globbed(include, exclude), matcher(exclude)

    def may_be_wanted(folder: str) -> bool:
        return not (unwanted(folder[:-1]) or unwanted(folder + "x.json"))

    def counts(name: str) -> bool:
        return may_be_wanted(name) if name.endswith("/") else wanted(name)

    looking = _Looking(root, apart, listed or Listings())
    found = sorted(one for one in looking.candidates() if counts(one.name))
    links = {name: target for name, target in sorted(looking.links.items()) if may_be_wanted(name + "/")}
    return Discovered(found, looking.folders, looking.marks, links, looking.has_links)


def why_passed_over(name: str, configuration: Configuration, *, is_folder: bool) -> str:
    """Return why a file or folder that is there wouldn't be found; "" for one that would."""
    if matcher(configuration.exclude)(name):
        return "`exclude` leaves it out"
    folders = name.split("/") if is_folder else name.split("/")[:-1]
    passed_over = next(filter(_is_passed_over, folders), None)
    if passed_over is not None:
        return f"{passed_over} is a folder that is passed over"
    is_default = is_folder or configuration.include == DEFAULT_INCLUDE
    return "" if is_default or matcher(configuration.include)(name) else "`include` doesn't have it"


def look_for(
    root: str, names: Collection[str], listed: Listings, tell: Tell | None = None
) -> tuple[list[str], list[str]]:
    """Return the folders, from root downwards, that have a file of one of these names; and all of them.

    `tell` is told once that there are many.
    """
    around = os.path.join(root, "")
    found, folders, waiting = [], [], [""]
    while waiting:
        prefix = waiting.pop()
        folders.append(around + _native(prefix))
        if len(folders) == MANY_FOLDERS and tell is not None:
            tell(root, MANY_FOLDERS)
        try:
            entries = listed.entries(folders[-1])
        except OSError:
            continue
        if not entries.keys().isdisjoint(names):
            found.append(folders[-1][:-1] if prefix else root)
        for name, entry in entries.items():
            if entry.is_dir(follow_symlinks=False) and not _is_passed_over(name):
                waiting.append(f"{prefix}{name}/")
    return sorted(found), folders


class Walks:
    """What folders were looked through for, and what was found: nobody has to look twice."""

    def __init__(self, tell: Tell | None = None) -> None:
        self._tell = tell
        self._listed = Listings()
        self.signs: dict[str, list[str]] = {}  # by folder; always for the same names
        self.found: dict[Any, Discovered] = {}
        self.folders: set[str] = set()  # the paths of all that were looked through
        self.is_recalled = False  # from an earlier run

    def folders_with(self, root: str, names: Collection[str]) -> list[str]:
        """Return the folders, from root downwards, that have a file of one of these names."""
        if root not in self.signs:
            self.signs[root], folders = look_for(root, names, self._listed, self._tell)
            self.folders.update(folders)
        return self.signs[root]

    def look_through(
        self, root: str, include: Iterable[str], exclude: Iterable[str], apart: Collection[str] = ()
    ) -> Discovered:
        """Return what the function of that name does."""
        key = (root, tuple(include), tuple(exclude), tuple(apart))
        if key not in self.found:
            found = look_through(*key, self._listed)
            self.folders.update(found.folders)
            self.found[key] = found if found.links else found._replace(folders=[])  # nobody asks for them
        return self.found[key]


def chooser(include: Iterable[str], exclude: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a file of this name would be found if it were there."""
    wanted = _globbed(include, exclude)

    def chosen(name: str) -> bool:
        folders = name.split("/")[:-1]
        return not any(map(_is_passed_over, folders)) and wanted(name)

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
    wanted = is_document if include == DEFAULT_INCLUDE else matcher(include)
    unwanted = matcher(exclude)
    return lambda name: wanted(name) and not unwanted(name) and not _is_leftover(name)


def _is_leftover(name: str) -> bool:
    # the pattern is slow where nothing fits, and most names have no sign of any of its forms
    may_be = "~" in name or "#" in name or "4913" in name or "___jb_" in name or "/." in f"/{name}"
    return may_be and _LEFTOVERS.fullmatch(name) is not None


class _Looking:
    """Looks through folders, which may lie in one another more deeply than calls can; links come last."""

    def __init__(self, root: str, apart: Collection[str], listed: Listings) -> None:
        self.root = root
        self.apart = apart
        self.listed = listed
        self.folders: list[str] = []
        self.marks: list[str] = []
        self.links: dict[str, str] = {}
        self._led_to: set[str] = set()  # by these
        self.has_links = False
        self._real = os.path.realpath(root)
        self._waiting = [""]
        self._linked: list[str] = []

    def candidates(self) -> Iterator[Candidate]:
        """Yield what is below root."""
        around = os.path.join(self.root, "")
        while self._waiting or self._linked:
            if not self._waiting:
                self._follow_links()
                continue
            prefix = self._waiting.pop()
            self.folders.append(around + _native(prefix))
            yield from self._entries(prefix, self.folders[-1])

    def _entries(self, prefix: str, folder: str) -> Iterator[Candidate]:
        try:
            entries = self.listed.last_entries(folder)
        except OSError as error:
            yield Candidate(prefix or "./", folder, error.strerror or str(error))
            return
        for own, entry in entries.items():
            name = prefix + own
            if own in MARKS:
                self.marks.append(entry.path)
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.path in self.apart:
                    continue
                if not _is_passed_over(own):
                    self._waiting.append(name + "/")
                if is_document(name) and laid_out(name) is not None:
                    yield Candidate(name, entry.path, "a folder stands where a payload belongs")
                continue
            is_link = entry.is_symlink()
            self.has_links = self.has_links or is_link
            if is_link and os.path.isdir(entry.path) and not is_document(name):
                self._linked += [] if _is_passed_over(own) else [name]
            elif is_document(name) or "." in own:
                yield Candidate(
                    name, entry.path, "" if entry.is_file(follow_symlinks=False) else _trouble(entry.path)
                )

    def _follow_links(self) -> None:
        names, self._linked = sorted(self._linked), []
        for name in names:
            path = os.path.join(self.root, _native(name))
            target = os.path.realpath(path)
            if self._is_own(target) and not lies_within(os.path.realpath(os.path.dirname(path)), target):
                self._waiting += [] if target in self._led_to else [name + "/"]
            self.links[name] = target
            self._led_to.add(target)

    def _is_own(self, folder: str) -> bool:
        return lies_within(folder, self._real) and self._others.isdisjoint(with_folders(_slashed(folder)))

    @cached_property
    def _others(self) -> frozenset[str]:
        """Where the folders really are that aren't ours."""
        return frozenset(_slashed(os.path.realpath(one)) for one in self.apart)


def _slashed(path: str) -> str:
    """Return a path with "/"."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


def _native(name: str) -> str:
    """Return a name with the system's separators."""
    return name if os.sep == "/" else name.replace("/", os.sep)


def _is_passed_over(folder: str) -> bool:
    return folder.startswith(".") or folder in _SKIPPED_FOLDERS


def _trouble(path: str) -> str:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return error.strerror or str(error)
    if stat.S_ISREG(mode):
        return ""
    return "a folder stands where a file is expected" if stat.S_ISDIR(mode) else "it is not a regular file"


def is_document(name: str) -> bool:
    """Tell whether a file's name ends as those of files that are read by default."""
    return name.endswith(_ENDINGS) or name.lower().endswith(_ENDINGS)


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
