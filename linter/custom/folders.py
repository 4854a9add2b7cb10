"""The folders that a configuration names for a team's own rules, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from linter.configuration.toml_file import place_of
from linter.files import document_name, lies_within, path_of, read_bytes
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun

_LARGEST: Final = 1_000_000
_MOST: Final = 500


class CodeFile(NamedTuple):
    """A file of a team's code."""

    path: str
    content: bytes

    @property
    def stem(self) -> str:
        """Its name, without the ending."""
        return os.path.basename(self.path).removesuffix(".py")

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule; what begins with an underscore is what rules share."""
        return not self.stem.startswith("_")


class Folder(NamedTuple):
    """A folder of custom rules: its name in the configuration, which of the names that is, its files."""

    name: str
    number: int
    sources: tuple[CodeFile, ...]


def folders_of(root: str, file: str, names: tuple[str, ...], data: bytes | None = None) -> Iterator[Folder]:
    """Yield the folders; raises CannotRun at the place of one that can't be meant.

    `file` is the configuration, and `data` stands in for it.
    """
    for number, name in enumerate(names):
        try:
            yield Folder(name, number, tuple(_sources(root, name)))
        except _NoFolder as unfit:
            place = place_of(file, ("custom-rules", number), data)
            raise CannotRun.at(file, *place, f"`custom-rules`: {unfit}") from unfit


class _NoFolder(Exception):  # noqa: N818  # it names the situation
    """Why a folder can't be one of custom rules."""


def _sources(root: str, name: str) -> Iterator[CodeFile]:
    folder = path_of(name, root)
    if os.path.isabs(name) or not lies_within(folder, root) or folder == root:
        raise _NoFolder(
            f"`{name}` is not a folder below the project's; a team's rules lie beside their project"
        )
    if not os.path.isdir(folder):
        what = "is a file, and a folder is expected" if os.path.exists(folder) else "is not there"
        raise _NoFolder(f"`{name}` {what}")
    files = sorted(one for one in os.listdir(folder) if one.endswith(".py"))
    if not any(not one.startswith("_") for one in files):
        raise _NoFolder(f"`{name}` has no rule: a file such as segment_without_prefix.py")
    if len(files) > _MOST:
        raise _NoFolder(f"`{name}` has {len(files):,} files of Python, and at most {_MOST} are read")
    yield from (_source(root, os.path.join(folder, one)) for one in files)


def _source(root: str, path: str) -> CodeFile:
    called = document_name(path, root)
    source = CodeFile(path, b"")
    if not source.stem.isidentifier():
        raise _NoFolder(f"`{called}` is no name of a module: letters, digits and underscores are expected")
    if not lies_within(os.path.realpath(path), os.path.realpath(root)):
        raise _NoFolder(f"`{called}` is a link out of the project's folder")
    try:
        return source._replace(content=read_bytes(path, largest=_LARGEST))
    except OSError as error:
        raise _NoFolder(f"`{called}` can't be read: {error.strerror}") from error
