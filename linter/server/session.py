"""One project while the editor runs: what was read and could be read last."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping

from linter.checking.baseline import load_baseline
from linter.checking.check import baseline_path, today
from linter.checking.check_request import CheckRequest
from linter.checking.engine import judge
from linter.checking.environments import chosen, merged, over
from linter.checking.selectors import require_rules
from linter.configuration.configuration import load_configuration
from linter.configuration.settings import Configuration
from linter.configuration.toml_file import place_of
from linter.diagnostic import Position, Range, Result
from linter.files import content_of, document_name, path_of
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.memory import Memory
from linter.reading.project_root import Home, snapshots_of
from linter.reading.taken import Loaded
from linter.refusal import CannotRun, NothingToCheck
from linter.rulekit.catalogue import Catalogue
from linter.server.judged import Judged, Obstacle
from linter.text.source import Text, encoded, read_text


class Superseded(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """Something has changed since the question was asked: its answer is of no use."""


class Session:
    """One project while the editor runs; reads again only what has changed."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._memories: dict[str, Memory] = {}  # by environment
        self._configuration = Configuration()  # the last that could be read, and its text
        self._configured: bytes | None = None
        self._rules = _rules_of(home, self._configuration, None)
        self._sound: dict[str, str] = {}  # of snapshots and open documents: the last that could be read

    def judge(
        self, contents: Mapping[str, bytes], between: Callable[[], None], apart: Iterable[str] = ()
    ) -> Judged:
        """Return what `check` would say with these contents; `between` may raise Superseded.

        Folders that are `apart` are left out.
        """
        obstacles = tuple(self._read_configuration(contents))
        judged = Judged(self.home.root, self._request(contents, apart), obstacles)
        try:
            return self._judged(self._with_baseline(judged), contents, between)
        except NothingToCheck:
            return judged
        except CannotRun as error:
            judged = judged._replace(obstacles=(*obstacles, *self._obstacles(judged, error)))
            path = judged.path(error.file) if error.file is not None else ""
        if path not in self._sound:
            return judged
        judged = judged._replace(request=_with(judged.request, {path: encoded(self._sound[path])}))
        try:
            return self._judged(self._with_baseline(judged), contents, between)
        except CannotRun:  # a second thing that can't be read; it is told when the first is mended
            return judged

    def _judged(self, judged: Judged, contents: Mapping[str, bytes], between: Callable[[], None]) -> Judged:
        environments = chosen(judged.request.configuration, ())
        results: dict[str, Result] = {}
        texts: dict[str, Text] = {}
        meant_in: list[tuple[str, Loaded]] = []
        for name, request in over(environments, judged.request):
            loaded = self._load(name, request, between)
            results[name] = judge(request, loaded, between)
            texts |= loaded.texts
            self._remember(loaded, contents)
            _mark(judged, loaded, contents)
            meant_in.append((name, self._meant(judged, name, request, loaded, between)))
        if self.home.file is not None and judged.is_unreadable(self.home.file):
            texts.pop(judged.name(self.home.file), None)  # that of the last one that could be read
        result = merged(environments, judged.request, results) if environments else results[""]
        return judged._replace(result=result, texts=texts, meant_in=tuple(meant_in))

    def _load(self, environment: str, request: CheckRequest, between: Callable[[], None]) -> Loaded:
        memory = self._memories.setdefault(environment, Memory())
        return load_project(request.inputs, lambda _done, _all: between(), memory)

    def _with_baseline(self, judged: Judged) -> Judged:
        """Read the baseline; raises CannotRun where it can't be."""
        request, file = judged.request, judged.request.inputs.baseline_file
        if file is None:
            return judged
        baseline = load_baseline(file, request.inputs.contents.get(file))
        return judged._replace(request=request._replace(baseline=baseline))

    def _meant(
        self, judged: Judged, name: str, request: CheckRequest, loaded: Loaded, between: Callable[[], None]
    ) -> Loaded:
        broken = [judged.path(file) for file, text in loaded.texts.items() if text.fault is not None]
        sound = {path: encoded(self._sound[path]) for path in broken if path in self._sound}
        if not sound:
            return loaded
        return self._load(name, _with(request, sound), between)

    def _remember(self, loaded: Loaded, contents: Mapping[str, bytes]) -> None:
        root, snapshots = self.home.root, [snapshot.file for snapshot in loaded.project.snapshots]
        paths = {name: path_of(name, root) for name in snapshots}
        paths |= {document_name(path, root): path for path in contents}
        for name, path in paths.items():
            text = loaded.texts.get(name)
            if text is not None and text.fault is None:
                self._sound[path] = text.text

    def _read_configuration(self, contents: Mapping[str, bytes]) -> Iterator[Obstacle]:
        """Keep the last configuration that could be read."""
        file = self.home.file
        if file is None:
            return
        data = contents[file] if file in contents else content_of(file)
        try:
            configuration = load_configuration(file, data, contents)
            rules = _rules_of(self.home, configuration, data)
            require_rules(rules, file, configuration, data)
        except CannotRun as error:
            yield _obstacle(error.file or file, (error.line, error.column), error.reason, contents)
        else:
            self._configuration, self._configured, self._rules = configuration, data, rules

    def _obstacles(self, judged: Judged, error: CannotRun) -> Iterator[Obstacle]:
        """Tell of an error in the file that it is about; of a missing file, where it is named."""
        path = judged.path(error.file) if error.file is not None else None
        message, contents = str(error), judged.request.inputs.contents
        if path is not None and (path in contents or os.path.lexists(path)):
            message = message.partition(f":{error.line}:{error.column}: ")[2] or message
            yield _obstacle(path, (error.line, error.column), message, contents)
        elif self.home.file is not None:
            message = message.partition(":1:1: ")[2] or message
            keys = _setting(judged, path) if path is not None else ()
            place = place_of(self.home.file, keys, self._configured)
            yield _obstacle(self.home.file, place, message, contents)

    def _request(self, contents: Mapping[str, bytes], apart: Iterable[str]) -> CheckRequest:
        root, configuration = self.home.root, self._configuration
        if self.home.file is not None and self._configured is not None:
            contents = {**contents, self.home.file: self._configured}
        inputs = Inputs(
            root,
            configuration,
            self.home.file,
            snapshots=snapshots_of(root, configuration, ()),
            baseline_file=baseline_path(root, configuration),
            apart=tuple(apart),
            contents=contents,
        )
        return CheckRequest(inputs, self._rules, today=today())


def _rules_of(home: Home, configuration: Configuration, data: bytes | None) -> Catalogue:
    """Return the rules of a project; raises CannotRun where something is wrong with those of its team."""
    from rules import ALL

    if home.file is None or not configuration.custom_rules:
        return ALL
    from linter.custom.catalogue import with_custom
    from linter.custom.permission import allowed_paths

    return with_custom(ALL, home.root, home.file, configuration, allowed_paths(()), data)


def _obstacle(
    path: str, place: tuple[int, int], message: str, contents: Mapping[str, bytes | None]
) -> Obstacle:
    """Return an obstacle that reaches to the end of its line, as far as the file still has its place.

    Behind what isn't Unicode nobody knows how the client counts.
    """
    data = (contents[path] if path in contents else content_of(path)) or b""
    text = read_text(path, data, "plain")
    text.is_marked = path in contents and data.startswith(BOM_UTF8)
    line = min(place[0], text.line_count())
    end = Position(line, len(text.line(line)) + 1 if text.is_unicode else place[1] + 1)
    return Obstacle(path, text, Range(min(Position(line, place[1]), end), end), message)


def _mark(judged: Judged, loaded: Loaded, contents: Mapping[str, bytes]) -> None:
    """Note in which texts the editor counts a byte order mark; it has taken that of a file away or not."""
    for path, data in contents.items():
        text = loaded.texts.get(judged.name(path))
        if text is not None:
            text.is_marked = data.startswith(BOM_UTF8)


def _with(request: CheckRequest, contents: Mapping[str, bytes]) -> CheckRequest:
    return request.of(request.inputs.with_contents(contents))


def _setting(judged: Judged, path: str) -> tuple[str | int, ...]:
    """Return the keys of the setting that names a file."""
    configuration = judged.request.configuration
    settings: list[tuple[str | None, tuple[str | int, ...]]] = [(configuration.baseline, ("baseline",))]
    settings += [(one, ("snapshot", number)) for number, one in enumerate(configuration.snapshots)]
    settings += [(one, ("snapshots", name)) for name, one in configuration.environments]
    named = (keys for one, keys in settings if one is not None and judged.path(one) == path)
    return next(named, ())
