"""What a report is made from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from linter.diagnostic import Result
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
    root: str = ""  # the project's folder, absolute
    prefix: str = ""  # leads from the working folder to the project's
    repository_prefix: str = ""  # leads from the repository's folder to the project's
    failing: tuple[str, ...] = ("error",)  # the severities that fail the run
    strict: bool = False  # whether what is not read or not checked fails it, too
    color: bool = False
    summary: bool = True

    def from_here(self, file: str) -> str:
        """Return the name that a file has from the working folder."""
        name = self.prefix + file
        return os.path.normpath(name).replace(os.sep, "/") if ".." in name else name

    def in_repository(self, file: str) -> str:
        """Return the name that a file has in the repository: forges and pipelines know no other."""
        return os.path.normpath(self.repository_prefix + file).replace(os.sep, "/")


def outcome_of(
    result: Result,
    texts: Mapping[str, Lines],
    rules: Rules,
    root: str,
    failing: tuple[str, ...],
) -> Outcome:
    """Return the outcome of a run in the project at `root`, seen from the working folder."""
    prefixes = prefix_from(os.getcwd(), root), prefix_from(repository_of(root), root)
    return Outcome(result, texts, rules, root, *prefixes, failing)


def prefix_from(folder: str, root: str) -> str:
    """Return what leads from a folder to the project's, to be put before the names of its files."""
    steps = os.path.relpath(root, folder).split(os.sep)
    return "" if steps == [os.curdir] else "/".join(steps) + "/"


def repository_of(root: str) -> str:
    """Return the folder of the repository that holds the project; the working folder without one."""
    folder = root
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return os.getcwd()
        folder = parent
    return folder
