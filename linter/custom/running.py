"""Runs a team's own rule, so that its mistakes stay its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from traceback import extract_tb
from types import ModuleType
from typing import Any, Final

from linter.custom.folders import CodeFile
from linter.diagnostic import SEVERITIES, Finding, Lack, Location, NotChecked, Replacement, Said
from linter.files import name_from_here
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_FRAMES: Final = 4
"""How many lines of a traceback are told, the innermost first."""


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
        asked: Any = None
        try:
            with redirect_stdout(sys.stderr):  # what it prints is no part of a report, or of a protocol
                asked = import_module(self.module).check(project)
                said.extend(map(_fitting, asked))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a rule may leave by what is no mistake elsewhere, such as SystemExit
            frame = getattr(asked, "gi_frame", None)  # where a generator has yielded last, if it has
            said.append(self.failed(error, frame.f_lineno if frame is not None else None))
        yield from said

    @property
    def _beginning(self) -> int:
        """The line in which its function begins, once it is known."""
        code = getattr(getattr(sys.modules.get(self.module), "check", None), "__code__", None)
        return code.co_firstlineno if code is not None else 1

    def failed(self, error: BaseException, line: int | None = None) -> NotChecked:
        """Return that it has failed, and where: in a line, unless the exception says it."""
        place, frames = _traced(self.path, error)
        line, function = frames[0] if frames else (line or self._beginning, "check")
        short = _in_short(error)
        called = "".join(f", called by {name} in line {number}" for number, name in frames[1:_FRAMES])
        where = f"{name_from_here(place)}:{line}: custom rule {self.RULE.code} failed in {function}{called}"
        return NotChecked(
            self.at,
            Lack(f"the custom rule failed: {short}", f"mend {self.RULE.custom}, line {line}"),
            everywhere=True,
            fault=f"{where}: {short}; that is the rule's own mistake, and all other rules were asked",
        )


def _traced(path: str, error: BaseException) -> tuple[str, list[tuple[int, str]]]:
    """Return the file in which a rule has failed, and the lines and functions in it, the innermost first."""
    frames = [one for one in extract_tb(error.__traceback__) if one.filename in SOURCES.paths]
    place = frames[-1].filename if frames else path
    return place, [(one.lineno or 1, one.name) for one in reversed(frames) if one.filename == place]


def _in_short(error: BaseException) -> str:
    """Return what an exception is and says, in a line; those of teams may fail even at that."""
    try:
        said = str(error)
    except Exception:
        said = "it has no message that can be read"
    return f"{type(error).__name__}: {said}".partition("\n")[0].rstrip(": ")


def _not_allowed(file: str) -> Lack:
    folder = file.rpartition("/")[0]
    return Lack(
        "it is code of the project, and nobody has allowed to run it",
        f"read it, and allow it by `--allow-code {folder}` if you trust it",
    )


def _fitting(said: Any) -> Said:
    """Return what a rule says; raises TypeError for what nobody may say."""
    if not isinstance(said, (Finding, NotChecked)):
        raise TypeError(f"a rule yields findings, and this one has yielded {said!r}")
    _require_place(said.at)
    if isinstance(said, NotChecked):
        if not isinstance(said.lack, Lack):
            raise TypeError(f"a NotChecked has a Lack, and this one has {said.lack!r}")
        return NotChecked(said.at, Lack(*map(str, said.lack)))
    _require_texts("a finding", said, "message", "label", "help")
    for related in said.related:
        _require_place(related.at)
        _require_texts("a related place", related, "message")
    for repair in said.repairs:
        if isinstance(repair, Replacement):
            _require_texts("a repair", repair, "value", "title")
    if not said.message.strip():
        raise ValueError("a finding has a message, and this one's is empty")
    if said.severity not in (None, *SEVERITIES):
        raise ValueError(f"a severity is one of {', '.join(SEVERITIES)}, and this one is {said.severity!r}")
    hash(said)  # lists in it would change unseen
    return Finding(said.at, said.message, said.label, said.help, said.related, said.severity, said.repairs)


def _require_texts(what: str, said: Any, *names: str) -> None:
    """Raise TypeError for what is shown and is no text."""
    for name in names:
        if not isinstance(getattr(said, name), str):
            raise TypeError(f"{what}'s {name} is a text, and this one's is {getattr(said, name)!r}")


def _require_place(at: Any) -> None:
    """Raise TypeError for what is no place, wherever it leads."""
    if not isinstance(at, Location):
        raise TypeError(f"a finding's place is what `node.at()` returns, and this one's is {at!r}")
    is_path = isinstance(at.path, tuple) and all(isinstance(step, (str, int)) for step in at.path)
    if not isinstance(at.document, str) or not is_path:
        raise TypeError(f"a place is a file's name and the keys that lead to it, and this one is {at!r}")


class _Sources(MetaPathFinder, Loader):
    """Makes modules of what was read: what is judged to be allowed is what runs, and no file is written.

    A module that Python had compiled before would be run unread.
    """

    def __init__(self) -> None:
        self._held: dict[str, CodeFile | None] = {}  # by the names of modules; None is a package
        self.paths: set[str] = set()

    def hold(self, package: str, sources: Iterable[CodeFile]) -> None:
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

    def create_module(self, spec: ModuleSpec) -> None:  # importlib's
        """Let Python make an empty module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run what was read."""
        source = self._held[module.__name__]
        if source is not None:
            module.__file__ = source.path
            exec(compile(source.content, source.path, "exec", dont_inherit=True), module.__dict__)


SOURCES: Final = _Sources()
