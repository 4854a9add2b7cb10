"""c360lint check --watch: checks again when something that it reads, or would read, has changed."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from linter.cache.results import besides
from linter.checking.check_request import CheckRequest
from linter.checking.environments import Environments, run_in
from linter.checking.given import Given, Modes
from linter.commands.check_requests import requests_of
from linter.configuration.configuration import load_configuration
from linter.configuration.toml_file import read_toml, section_of
from linter.diagnostic import Result
from linter.files import name_from_here, repository_of, upwards
from linter.reading.discovery import Walks
from linter.reading.disk import Question
from linter.reading.inputs import Inputs
from linter.reading.loading import with_chosen
from linter.reading.project_root import SIGNS
from linter.refusal import CannotRun
from linter.reports.output import print_err
from linter.reports.visible import visible
from linter.text.source import Text
from linter.wording import counted

Stamp = tuple[int, ...]
"""What tells one state of a file from another; of a file that isn't there it is empty."""

_PAUSE: Final = 0.5  # seconds between two looks
_SHARE: Final = 50  # a pause is so many times as long as a look takes: at most 2 % of the time
_SETTLED: Final = 0.1  # seconds without a change: who writes several files, or a long one, has done so
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"
_BASE: Final = "the commit to compare with"
_SHOWN: Final = 3  # of the names of what has changed


class Watched:
    """Remembers what a check has read, what it compared that with, and where it looked on the way."""

    def __init__(self, given: Given, modes: Modes) -> None:
        self._modes = modes
        self._bases: dict[str, str] = {}
        self.walks = Walks()
        self.files = set(_configurations(given))
        self.chosen: set[str] = set()
        for path in _named_paths(given):
            self._take_down_base(path)

    def run(
        self,
        environments: Environments,
        request: CheckRequest,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[Result, Mapping[str, Text]]:
        """Check a project in each environment, and take down what is read."""
        inputs = with_chosen(request.inputs)
        self._take_down_base(request.root)
        self.files.update(besides(environments, request))
        self.files.update(_code(request))
        self.chosen.update(_paths(inputs))
        return run_in(environments, request.of(inputs._replace(heed=self._heed)), progress)

    def end(self) -> None:
        """Say that the check is at its end."""

    def is_compared_anew(self) -> bool:
        """Tell whether git by now names another commit to compare with."""
        return any(_base(folder, self._modes) != base for folder, base in self._bases.items())

    def _take_down_base(self, path: str) -> None:
        if not self._modes.compares:
            return
        folder = repository_of(path) or path
        if folder not in self._bases:
            self._bases[folder] = _base(folder, self._modes)

    def _heed(self, _question: Question, path: str, _answer: bytes | str) -> None:
        self.files.add(path)


def require_watchable(given: Given, modes: Modes, others: Mapping[str, object]) -> None:
    """Raise CannotRun for what doesn't go with `--watch`; `others` are options by name."""
    named = [f"--{name}" for name, is_on in others.items() if is_on]
    named += ["`-`"] if "-" in given.paths else []
    named += ["--diff" if modes.diff else "--fix"] if modes.mends else []
    named += ["--staged"] if modes.staged else []
    if named:
        raise CannotRun(f"--watch looks at files on the disk, again and again: {named[0]} can't go with it")


def watch(given: Given, modes: Modes, outputs: Collection[str], check: Callable[[Watched], int]) -> int:
    """Check, and check again after each change, until the user interrupts; return the last check's status.

    `outputs` are the paths of the reports, which aren't watched.
    """
    gc.enable()  # a run leaves its garbage to the end of the process, which is far off
    status, why = None, ""
    known: dict[str, Stamp] = {}
    try:
        while _is_read():
            began = time.time_ns()
            _begin(why)
            watched = Watched(given, modes)
            status = _status(check, watched)
            gc.collect()
            known, changed = _wait(given, watched, outputs, known, began, refused=status == 2)
            why = _told(changed)
    except KeyboardInterrupt:
        if status is None:
            raise
    return status or 0


def _status(check: Callable[[Watched], int], watched: Watched) -> int:
    try:
        return check(watched)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2


def _wait(
    given: Given,
    watched: Watched,
    outputs: Collection[str],
    known: Mapping[str, Stamp],
    began: int,
    *,
    refused: bool,
) -> tuple[dict[str, Stamp], list[str]]:
    """Wait for a change; return what the files were like before it, and which have changed."""
    files = (watched.files | watched.chosen) - set(outputs)
    folders = watched.walks.folders
    files.update(path for one in folders if os.path.exists(path := os.path.join(one, ".gitignore")))
    stamps, of_folders = _stamps(files), _stamps(folders)
    meanwhile = [path for path, one in stamps.items() if one and one[0] >= began and known.get(path) != one]
    if meanwhile:
        return stamps, sorted(meanwhile)
    print_err(f"watching {counted(len(files), 'file')}; Ctrl-C ends it\n")
    while _is_read():
        looked = time.perf_counter()
        changed = [path for path, one in _stamps(files).items() if one != stamps[path]]
        if not changed and (now := _stamps(folders)) != of_folders:
            of_folders = now
            changed = sorted(_found(given, outputs) ^ (watched.chosen - set(outputs)))
            changed += [one for one in folders if refused or not now[one]]
        if not changed and watched.is_compared_anew():
            return stamps, [_BASE]
        if changed:
            _settle(changed)
            return stamps, sorted(changed)
        time.sleep(max(_PAUSE, _SHARE * (time.perf_counter() - looked)))
    return stamps, []


def _found(given: Given, outputs: Collection[str]) -> set[str]:
    """Return which files there are now that may be payloads."""
    try:
        asked = requests_of(given, Walks())
        return {path for one in asked.requests for path in _paths(with_chosen(one.inputs))} - set(outputs)
    except (CannotRun, OSError):
        return set()


def _paths(inputs: Inputs) -> Iterator[str]:
    return (one.path for one in inputs.chosen.candidates) if inputs.chosen else iter(())


def _configurations(given: Given) -> Iterator[str]:
    """Yield the files that may say something of the projects that are meant, and what they extend."""
    named = _named_paths(given)
    yield from (os.path.abspath(path) for path in given.paths if not os.path.isdir(path))
    signs = {os.path.join(folder, sign) for path in named for folder in upwards(path) for sign in SIGNS}
    signs |= {os.path.abspath(given.config)} if given.config else set[str]()
    yield from signs
    for file in signs:
        if file.endswith(".toml") and os.path.isfile(file):
            yield from _extended(file)


def _named_paths(given: Given) -> list[str]:
    return [os.path.abspath(path) for path in given.paths] or [os.getcwd()]


def _base(folder: str, modes: Modes) -> str:
    """Return the commit that files are compared with; "" where git can't tell."""
    from linter.checking.git_changes import base_of

    try:
        return base_of(folder, modes.since)
    except CannotRun:
        return ""


def _code(request: CheckRequest) -> Iterator[str]:
    """Yield the folders of a team's own rules, and the files in them."""
    for name in request.configuration.custom_rules:
        folder = request.inputs.path(name)
        yield folder
        yield from (os.path.join(folder, one) for one in os.listdir(folder) if one.endswith(".py"))


def _extended(file: str) -> Iterator[str]:
    try:
        yield from load_configuration(file).extended
    except CannotRun as error:
        yield error.file or file
        yield from _named(error.file or file)


def _named(file: str) -> Iterator[str]:
    """Yield what a file would extend, though there may be no such file yet."""
    try:
        values = section_of(file, read_toml(file))
    except CannotRun:
        return
    named = values.get("extends") if isinstance(values, dict) else None
    for name in named if isinstance(named, list) else [named]:
        if isinstance(name, str) and name.endswith(".toml"):
            yield os.path.normpath(os.path.join(os.path.dirname(file), name))


def _stamps(paths: Iterable[str]) -> dict[str, Stamp]:
    return {path: _stamp(path) for path in paths}


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode


def _settle(paths: Collection[str]) -> None:
    """Wait until a change is at its end."""
    before = None
    while before != (before := _stamps(paths)):
        time.sleep(_SETTLED)


def _begin(why: str) -> None:
    """Show where a check begins: on a cleared screen, or below a line."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if why and terminal:
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
    print_err(f"{time.strftime('%H:%M:%S')} {why or 'checking'}\n")


def _told(changed: list[str]) -> str:
    names = [visible(name_from_here(path)) for path in changed[:_SHOWN]]
    more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
    return f"changed: {', '.join(names)}{more}"


def _is_read() -> bool:
    """Tell whether anybody still reads what is printed: a closed pipe has no reader."""
    import select

    if sys.stdout is None or not hasattr(select, "poll"):
        return True
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):  # it is no file
        return True
    return not any(event & (select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
