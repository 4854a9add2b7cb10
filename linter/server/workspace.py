"""What the editor has open, and what is known of the projects around it."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from linter.baseline import load_baseline
from linter.commands.check import find_project, require_rules, snapshots_of
from linter.commands.modes import baseline_path
from linter.config import Configuration, ConfigurationError
from linter.diagnostic import Result
from linter.discovery import document_name
from linter.engine import CannotRun, Loaded, RunRequest, judge, load_project
from linter.environments import chosen, merged, over
from linter.loading import default_snapshot
from linter.memory import Memory
from linter.text.source import Text


class Document(NamedTuple):
    """An open document."""

    uri: str
    path: str
    version: int | None
    text: str


class Trouble(NamedTuple):
    """Why a project can't be judged as its files say: a configuration or a snapshot that can't be read."""

    path: str
    line: int
    column: int
    message: str


class Judged(NamedTuple):
    """What is known of a project; `result` is None where there is nothing to check.

    `meant_in` is the project as it was meant, in each environment: documents that can't be read stand
    there with the last content that could be.
    """

    root: str
    request: RunRequest
    troubles: tuple[Trouble, ...] = ()
    result: Result | None = None
    texts: Mapping[str, Text] = MappingProxyType({})
    meant_in: tuple[tuple[str, Loaded], ...] = ()  # names of environments; one "" where there is none

    @property
    def meant(self) -> Loaded | None:
        """The project as it was meant, in the first environment."""
        return self.meant_in[0][1] if self.meant_in else None

    def path(self, file: str) -> str:
        """Return the path of a file that a finding names."""
        return os.path.normpath(os.path.join(self.root, file))

    def name(self, path: str) -> str:
        """Return the name that findings give a file."""
        return document_name(path, self.root)


class Superseded(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """Something has changed since the question was asked: its answer is of no use."""


class Home(NamedTuple):
    """Where a project lies: its folder, and its configuration if it has one."""

    root: str
    file: str | None


def home_of(path: str, folders: Iterable[str]) -> Home | None:
    """Return the project that a file or folder belongs to, None where there is no sign of one.

    A configuration, a snapshot, a repository or a folder of the workspace is a sign.
    """
    try:
        root, _, file = find_project((path,), None, None)
    except ConfigurationError as error:
        file = os.path.abspath(error.file)
        return Home(os.path.dirname(file), file)
    if file is not None or default_snapshot(root):
        return Home(root, file)
    around = [folder for folder in folders if lies_in(path, folder)]
    if around:
        return Home(max(around, key=len), None)
    return Home(root, None) if os.path.exists(os.path.join(root, ".git")) else None


def lies_in(path: str, folder: str) -> bool:
    """Tell whether a path is a folder's or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


class Session:
    """One project while the editor runs; reads again only what has changed."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._memories: dict[str, Memory] = {}  # by environment
        self._configuration = Configuration()
        self._sound: dict[str, bytes] = {}  # of snapshots and open documents: the last that could be read

    def judge(self, contents: Mapping[str, bytes], between: Callable[[], None]) -> Judged:
        """Return what `check` would say with these contents; `between` may raise Superseded."""
        troubles = list(self._read_configuration())
        judged = Judged(self.home.root, self._request(contents), tuple(troubles))
        try:
            return self._judged(self._with_baseline(judged), contents, between)
        except CannotRun as error:
            if error.file is None:
                return judged
            path = judged.path(error.file)
            trouble = Trouble(path, error.line, error.column, str(error))
            judged = judged._replace(troubles=(*judged.troubles, trouble))
            if path not in self._sound:
                return judged
        judged = judged._replace(request=_with(judged.request, {path: self._sound[path]}))
        try:
            return self._judged(self._with_baseline(judged), contents, between)
        except CannotRun:  # a second thing that can't be read; it is told when the first is mended
            return judged

    def _judged(self, judged: Judged, contents: Mapping[str, bytes], between: Callable[[], None]) -> Judged:
        environments = chosen(judged.request.configuration, ())
        results: list[Result] = []
        texts: dict[str, Text] = {}
        meant_in: list[tuple[str, Loaded]] = []
        for name, request in over(environments, judged.request):
            loaded = self._load(name, request, between)
            results.append(judge(request, loaded, between))
            texts |= loaded.texts
            self._remember(loaded, contents)
            _mark(judged, loaded, contents)
            meant_in.append((name, self._meant(judged, name, request, loaded, between)))
        result = merged(environments, judged.request, results) if environments else results[0]
        return judged._replace(result=result, texts=texts, meant_in=tuple(meant_in))

    def _load(self, environment: str, request: RunRequest, between: Callable[[], None]) -> Loaded:
        memory = self._memories.setdefault(environment, Memory())
        return load_project(request, lambda _done, _all: between(), memory)

    def _with_baseline(self, judged: Judged) -> Judged:
        """Read the baseline; raises CannotRun where it can't be."""
        request, file = judged.request, judged.request.baseline_file
        if file is None:
            return judged
        baseline = load_baseline(file, request.contents.get(file))
        return judged._replace(request=request._replace(baseline=baseline))

    def _meant(
        self, judged: Judged, name: str, request: RunRequest, loaded: Loaded, between: Callable[[], None]
    ) -> Loaded:
        broken = [judged.path(file) for file, text in loaded.texts.items() if text.fault is not None]
        sound = {path: self._sound[path] for path in broken if path in self._sound}
        if not sound:
            return loaded
        return self._load(name, _with(request, sound), between)

    def _remember(self, loaded: Loaded, contents: Mapping[str, bytes]) -> None:
        snapshots = {snapshot.file for snapshot in loaded.project.snapshots}
        for name, text in loaded.texts.items():
            path = os.path.normpath(os.path.join(self.home.root, name))
            if text.fault is None and (name in snapshots or path in contents):
                self._sound[path] = text.text.encode("utf-8", "surrogatepass")

    def _read_configuration(self) -> Iterable[Trouble]:
        """Keep the last configuration that could be read."""
        file = self.home.file
        if file is None:
            return
        try:
            _, configuration, _ = find_project((), None, file)
            require_rules(file, configuration)
        except ConfigurationError as error:
            yield Trouble(os.path.abspath(error.file), error.line, error.column, error.message)
        else:
            self._configuration = configuration

    def _request(self, contents: Mapping[str, bytes]) -> RunRequest:
        from rules import ALL

        root, configuration = self.home.root, self._configuration
        return RunRequest(
            root,
            configuration,
            ALL,
            snapshots=snapshots_of(root, configuration, ()),
            configuration_file=self.home.file,
            baseline_file=baseline_path(root, configuration, {"baseline": None}),
            contents=contents,
        )


def _mark(judged: Judged, loaded: Loaded, contents: Mapping[str, bytes]) -> None:
    """Note in which texts the editor counts a byte order mark; it has taken that of a file away or not."""
    for path, data in contents.items():
        text = loaded.texts.get(judged.name(path))
        if text is not None:
            text.is_marked = data.startswith(BOM_UTF8)


def _with(request: RunRequest, contents: Mapping[str, bytes]) -> RunRequest:
    return request._replace(contents={**request.contents, **contents})
