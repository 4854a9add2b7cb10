"""Where the project of the working folder has what an error code of the service is about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, Final

from linter.checking.given import Given, Modes
from linter.commands.check_requests import requests_of
from linter.commands.check_run import run_of
from linter.diagnostic import Diagnostic
from linter.files import name_from_here
from linter.named_tuple import NamedTuple
from linter.reading.project_root import home_of, is_declared_by, is_layout_folder
from linter.refusal import CannotRun
from linter.reports.findings.json_report import range_values
from linter.rulekit.rule import RuleModule
from linter.wording import counted, joined, quoted

_QUOTED: Final = re.compile(r"`([^`]+)`")
_WORD: Final = re.compile(r"[^\W_][\w-]*")
_MOST: Final = 20  # so many places are listed


class Here(NamedTuple):
    """The findings of a project that predict an error, the likeliest first, or why there are none."""

    findings: tuple[Diagnostic, ...] = ()
    files: tuple[str, ...] = ()  # theirs, as they are called from the working folder
    why_not: str = ""

    def markdown(self) -> str:
        """Return the section of a page."""
        said = self.why_not
        if self.findings:
            both = zip(self.findings[:_MOST], self.files, strict=False)
            lines = [f"- `{_place(file, one)}`: {one.code}, {one.message}" for one, file in both]
            more = len(self.findings) - _MOST
            rest = [f"- and {counted(more, 'more')}"] if more > 0 else []
            said = "\n".join([*lines, *rest])
        return f"# In this project\n\n{said}\n"

    def report(self) -> dict[str, Any]:
        """Return the same as a report has it."""
        both = zip(self.findings, self.files, strict=True)
        return {"whyNot": self.why_not, "findings": [_row(one, file) for one, file in both]}


def found_here(codes: list[str], modules: Iterable[RuleModule], text: str) -> Here:
    """Return where the working folder's project has what predicts one of the codes.

    What the text names, an entity or an attribute, comes first.
    """
    if not _is_in_a_project():
        return Here(why_not="The working folder is no project, so it isn't known where it has this error.")
    select = tuple(module.RULE.code for module in modules)
    try:
        run = run_of(requests_of(Given(select=select)), Given(), Modes(), None, None)
    except CannotRun as error:
        return Here(why_not=f"The project of the working folder can't be checked: {error}.")
    wanted = frozenset(codes)
    found = [
        (one, name_from_here(os.path.join(each.request.root, one.file)))
        for each in run.checked
        for one in each.result.diagnostics
        if not wanted.isdisjoint(one.grounds.service_errors)
    ]
    if not found:
        listed = joined(quoted(codes))
        open_ = any(each.result.not_checked for each in run.checked)
        but = " Some of it was not checked: `c360lint check` says what." if open_ else ""
        return Here(why_not=f"Nothing in it predicts {listed}.{but}")
    said = _names_in(text)
    found.sort(key=lambda one: -_likeness(one[0], said))  # stable: by place among those that are equal
    return Here(tuple(one for one, _ in found), tuple(file for _, file in found))


def _is_in_a_project() -> bool:
    """Tell whether the working folder is in a project: its own, or one whose layout begins in it."""
    here = os.getcwd()
    home = home_of(here)
    if home is not None and is_declared_by(home):
        return True
    try:
        return any(is_layout_folder(name) and os.path.isdir(name) for name in os.listdir(here))
    except OSError:  # it may be one: the run says that it can't be read
        return True


def _place(file: str, one: Diagnostic) -> str:
    return f"{file}:{one.range.start.line}:{one.range.start.column}"


def _row(one: Diagnostic, file: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "file": file,
        "pointer": one.pointer,
        "range": range_values(one.range),
        "serviceErrors": list(one.grounds.service_errors),
    }


def _names_in(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))


def _likeness(one: Diagnostic, said: frozenset[str]) -> int:
    """Return how much of what a finding names stands in a text: whole names, or what they are made of."""
    told = (one.message, *(related.message for related in one.related))
    names = {name for message in told for name in _QUOTED.findall(message)}
    parts = {part.lower() for name in names for part in (name, *re.split(r"[._ ]", name)) if part}
    return len(parts & said)
