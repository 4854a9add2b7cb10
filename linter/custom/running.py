"""Runs a team's own rule, so that its mistakes stay its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any, Final

from linter.custom.folders import Source
from linter.diagnostic import SEVERITIES, Finding, Lack, Location, NotChecked, Said
from linter.files import document_name, name_from_here
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says


class CustomRule(NamedTuple):
    """A rule of a team: its card, and where its code lies and may be run."""

    RULE: Rule
    path: str
    module: str  # its name, which says what its folder holds
    at: Location  # where the configuration names the folder
    is_allowed: bool

    @property
    def __file__(self) -> str:  # as modules have it
        return self.path

    def check(self, project: Project, /) -> Says:
        """Yield what it says; that it isn't checked, where it may not be run or fails."""
        if not self.is_allowed:
            yield NotChecked(self.at, _not_allowed(self.RULE.custom), everywhere=True)
            return
        said: list[Said] = []
        try:
            with redirect_stdout(sys.stderr):  # what it prints is no part of a report, or of a protocol
                said.extend(map(_fitting, _imported(self.module).check(project)))
        except (Exception, SystemExit) as error:
            said.append(self.failed(error))
        yield from said

    def failed(self, error: BaseException) -> NotChecked:
        """Return that it has failed, and where."""
        place, frames = _traced(self.path, error)
        line, function = frames[0] if frames else (1, "check")
        short = f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(": ")
        called = "".join(f", called by {name} in line {number}" for number, name in frames[1:])
        return NotChecked(
            self.at,
            Lack(f"the custom rule failed: {short}", f"mend {self.RULE.custom}, line {line}"),
            everywhere=True,
            fault=f"{name_from_here(place)}:{line}: custom rule {self.RULE.code} failed in {function}{called}: "
            f"{short}; that is a mistake of the rule, not of what it checks; all other rules were asked",
        )


def _not_allowed(file: str) -> Lack:
    folder = file.rpartition("/")[0]
    return Lack(
        "it is code of the project, and nobody has allowed to run it",
        f"read it, and allow it by `--allow-code {folder}` if you trust it",
    )


def _fitting(said: Any) -> Said:
    """Return what a rule says; raises TypeError for what nobody may say."""
    if isinstance(said, NotChecked):
        return NotChecked(said.at, Lack(*map(str, said.lack)))
    if not isinstance(said, Finding):
        raise TypeError(f"a rule yields findings, and this one has yielded {said!r}")
    if not isinstance(said.at, Location) or not isinstance(said.message, str) or not said.message.strip():
        raise TypeError(f"a finding has a place (`node.at()`) and a message, and this one is {said!r}")
    if said.severity not in (None, *SEVERITIES):
        raise ValueError(f"a severity is one of {', '.join(SEVERITIES)}, and this one is {said.severity!r}")
    return said


def _traced(path: str, error: BaseException) -> tuple[str, list[tuple[int, str]]]:
    """Return the file in which a rule has failed, and the lines and functions in it, the innermost first."""
    from traceback import extract_tb

    frames = [one for one in extract_tb(error.__traceback__) if one.filename in SOURCES.paths]
    place = frames[-1].filename if frames else path
    return place, [(one.lineno or 1, one.name) for one in reversed(frames) if one.filename == place]


class _Sources(MetaPathFinder, Loader):
    """Makes modules of what was read: what is judged to be allowed is what runs, and no file is written.

    A module that Python had compiled before would be run unread.
    """

    def __init__(self) -> None:
        self._held: dict[str, Source | None] = {}  # by the names of modules; None is a package
        self.paths: set[str] = set()

    def hold(self, package: str, sources: Iterable[Source]) -> None:
        """Take over the files of a folder, as the modules of a package."""
        if self not in sys.meta_path:
            sys.meta_path.append(self)
        self._held[package] = None
        for one in sources:
            self._held[f"{package}.{one.stem}"] = one
            self.paths.add(one.path)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ARG002  # importlib's
        """Return how a module is made, None for those of others."""
        if fullname not in self._held:
            return None
        return spec_from_loader(fullname, self, is_package=self._held[fullname] is None)

    def create_module(self, spec: ModuleSpec) -> None:  # noqa: ARG002  # importlib's
        """Let Python make an empty module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run what was read."""
        source = self._held[module.__name__]
        if source is not None:
            module.__file__ = source.path
            exec(compile(source.content, source.path, "exec", dont_inherit=True), module.__dict__)


SOURCES: Final = _Sources()


def _imported(name: str) -> Any:
    from importlib import import_module

    return import_module(name)
