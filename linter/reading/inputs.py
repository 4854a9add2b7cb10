"""What is to be read: a project's folder, its configuration, and what stands in for its files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from linter.configuration.settings import Configuration


class Inputs(NamedTuple):
    """What is to be read."""

    root: str  # the project's folder, absolute
    configuration: Configuration
    configuration_file: str | None = None  # absolute
    paths: tuple[str, ...] = ()  # absolute; empty means that the whole project is reported on
    snapshots: tuple[str, ...] = ()  # absolute
    snapshot_only: bool = False
    snapshot_suffices: bool = False  # a project without payloads is one, if it has a snapshot
    stdin: tuple[str, bytes] | None = None  # an absolute file name, and what stands in for the file
    as_kind: str | None = None
    baseline_file: str | None = None  # absolute; whether or not it is used, it is no payload
    apart: tuple[str, ...] = ()  # absolute: the folders of other projects in this one's
    may_be_empty: bool = False  # there are other projects in the run
    contents: Mapping[str, bytes | None] = {}  # by absolute path: in place of the file's; None: no such file

    def path(self, name: str) -> str:
        """Return the path of a file of the project."""
        return os.path.normpath(os.path.join(self.root, name))

    def over(self, *snapshots: str) -> Inputs:
        """Return the same files, with these snapshots (by their paths in the project)."""
        return self._replace(snapshots=tuple(os.path.join(self.root, path) for path in snapshots))

    def with_contents(self, contents: Mapping[str, bytes | None]) -> Inputs:
        """Return the same files with other contents, by path, beside those that it has already."""
        return self._replace(contents={**self.contents, **contents})
