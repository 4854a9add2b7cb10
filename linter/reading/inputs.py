"""What is to be read: a project's folder, its configuration, and what stands in for its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from linter.files import path_of, spelled
from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.configuration.settings import Configuration
    from linter.placeholders import Scalar
    from linter.reading.discovery import Chosen, Walks
    from linter.reading.disk import Heed
    from linter.reading.outlines import Outlines


UNNAMED: Final = "stdin.json"
"""What standard input is called that stands for no file."""


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
    force_exclude: bool = False  # what is named is left out, too, where it wouldn't be found
    baseline_file: str | None = None  # absolute; whether or not it is used, it is no payload
    environment: str = ""  # in which the project is judged; "" where there are none
    apart: tuple[str, ...] = ()  # absolute: the folders of other projects in this one's
    may_be_empty: bool = False  # there are other projects in the run
    walks: Walks | None = None  # what was looked through on the way to the project
    contents: Mapping[str, bytes | None] = {}  # by absolute path: in place of the file's; None: no such file
    chosen: Chosen | None = None  # the files that may be payloads, where they have been found already
    heed: Heed | None = None  # is told what the disk answers
    outlines: Outlines | None = None  # remembers those of large snapshots

    @property
    def values(self) -> dict[str, Scalar]:
        """What the configuration says that placeholders stand for."""
        return self.configuration.values_in(self.environment)

    def path(self, name: str) -> str:
        """Return the path of a file of the project."""
        return path_of(name, self.root)

    def over(self, *snapshots: str) -> Inputs:
        """Return the same files, with these snapshots (by their paths in the project)."""
        return self._replace(snapshots=tuple(spelled(self.path(name)) for name in snapshots))

    def with_contents(self, contents: Mapping[str, bytes | None]) -> Inputs:
        """Return the same files with other contents, by path, beside those that it has already."""
        return self._replace(contents={**self.contents, **contents})
