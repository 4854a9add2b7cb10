"""What a report is made from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from linter.files import document_name, name_from_here, repository_of
from linter.named_tuple import NamedTuple
from linter.reports.visible import visible

if TYPE_CHECKING:
    from linter.diagnostic import Diagnostic, Result
    from linter.rulekit.catalogue import Rules


class Lines(Protocol):
    """A text that can be asked for its lines."""

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its end; empty where there is none."""
        ...


class Outcome(NamedTuple):
    """The result of a run, the texts and rules that it speaks of, and how they are named."""

    result: Result
    texts: Mapping[str, Lines]
    rules: Rules = ()
    root: str = ""  # the folder that names of files start from, absolute: the project's, if it is one
    here: str = ""  # the working folder, absolute; that one unless said
    repository: str = ""  # the folder of the repository; without one, that of the projects
    failing: tuple[str, ...] = ("error",)  # the severities that fail the run
    strict: bool = False  # whether what is not read or not checked fails it, too
    color: bool = False
    links: bool = False  # whether rules and places lead somewhere, in a terminal that knows links
    summary: bool = True
    label: str = ""  # what tells the project from others, wherever it is looked at from
    project: str = "."  # its folder, from the working folder
    projects: tuple[Outcome, ...] = ()  # where there may be several: what came of each

    @property
    def parts(self) -> tuple[Outcome, ...]:
        """What came of each project."""
        return self.projects or (self,)

    def from_here(self, file: str) -> str:
        """Return the name that a file has from the working folder."""
        return self._from(self.here, file)

    def place(self, file: str, said: str) -> str:
        """Return what is said of a place in a file: as a link to it, if links are shown."""
        shown = visible(said)
        if not self.links:
            return shown
        from linter.reports.hyperlinks import address, linked

        return linked(shown, address(os.path.normpath(os.path.join(self.root, file))))

    def code(self, one: Diagnostic) -> str:
        """Return the code of a finding's rule: a link to what it is from, if links are shown."""
        if not self.links:
            return one.code
        from linter.reports.hyperlinks import linked

        return linked(one.code, one.url)

    def in_repository(self, file: str) -> str:
        """Return the name that a file has in the repository: forges and pipelines know no other."""
        return self._from(self.repository, file)

    def fingerprint(self, one: Diagnostic) -> str:
        """Return what a finding is told by among those of all projects of the repository."""
        if not self.label:
            return one.fingerprint
        from hashlib import sha256

        return sha256(f"{self.label}\0{one.fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _from(self, folder: str, file: str) -> str:
        if folder in ("", self.root):
            return file
        return document_name(os.path.join(self.root, file), folder)


def outcome_of(
    result: Result,
    texts: Mapping[str, Lines],
    rules: Rules,
    root: str,
    failing: tuple[str, ...],
) -> Outcome:
    """Return the outcome of a run in the project at `root`, seen from the working folder."""
    repository = repository_of(root)
    label = document_name(root, repository) if repository is not None else os.path.basename(root)
    return Outcome(
        result,
        texts,
        rules,
        root,
        os.getcwd(),
        repository or root,
        failing,
        label="" if label == os.curdir else label,
        project=name_from_here(root),
    )
