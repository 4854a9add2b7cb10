"""What is there already where a project begins: sources for the snapshot, payloads, hooks, pipelines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from linter.configuration.settings import DEFAULT_INCLUDE
from linter.kinds.routes import laid_out
from linter.named_tuple import NamedTuple
from linter.reading.discovery import find_files
from linter.refusal import CannotRun
from linter.wording import counted, first_few

_TABLES: Final = (".csv", ".tsv")
_SOURCES: Final = (*_TABLES, "model.json", ".manifest.cdm.json", "$metadata", "metadata.xml", ".edmx")
_CI: Final = {"github": ".github/workflows", "azure": "azure-pipelines.yml", "gitlab": ".gitlab-ci.yml"}


class FolderContents(NamedTuple):
    """What a folder has."""

    sources: tuple[str, ...]  # what `snapshot import` takes: files here, and folders of such files
    payloads: tuple[str, ...]
    snapshot: str | None
    ci: str | None  # a name of files.CI
    has_hooks: bool
    has_editor: bool


def found_in(root: str) -> FolderContents:
    """Look what a folder, and the folders in it, have; raises CannotRun where it can't be read."""
    payloads = [one.name for one in find_files(root, DEFAULT_INCLUDE, ()) if laid_out(one.name) is not None]
    return FolderContents(
        tuple(_sources(root)),
        tuple(payloads),
        next((name for name in ("snapshot.json", "snapshot.yaml") if _is_there(root, name)), None),
        next((name for name, file in _CI.items() if _is_there(root, file)), None),
        _is_there(root, ".pre-commit-config.yaml"),
        _is_there(root, ".vscode"),
    )


def told(found: FolderContents) -> Iterator[str]:
    """Yield what was found, a line each."""
    if found.sources:
        yield f"{counted(len(found.sources), 'source')} for a snapshot: {first_few(found.sources)}"
    if found.payloads:
        yield f"{counted(len(found.payloads), 'payload')}: {first_few(found.payloads)}"
    if found.has_hooks:
        yield "hooks: .pre-commit-config.yaml"
    if found.ci is not None:
        yield f"a pipeline: {_CI[found.ci]}"
    if found.has_editor:
        yield "editor settings: .vscode"


def import_command(found: FolderContents, root: str, output: str) -> str:
    """Return the command that makes the snapshot; loose CSV files become one data source."""
    import shlex

    words = ["c360lint", "snapshot", "import", *(found.sources or ("SOURCE",))]
    if found.sources and all(name.lower().endswith(_TABLES) for name in found.sources):
        words += ["--as", os.path.basename(os.path.abspath(root)) or "Files"]
    return shlex.join([*words, "-o", output])


def _sources(root: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(root))
    except OSError as error:
        raise CannotRun(f"the folder can't be read: {error.strerror}") from error
    for name in names:
        path = os.path.join(root, name)
        if _is_source(name) if os.path.isfile(path) else _is_folder_of_sources(path):
            yield name


def _is_folder_of_sources(path: str) -> bool:
    is_folder = os.path.isdir(path) and not os.path.islink(path)
    return is_folder and not os.path.basename(path).startswith(".") and _holds(path)


def _holds(folder: str) -> bool:
    try:
        return any(_is_source(name) for name in os.listdir(folder))
    except OSError:
        return False


def _is_source(name: str) -> bool:
    return name.lower().endswith(_SOURCES)


def _is_there(root: str, name: str) -> bool:
    return os.path.exists(os.path.join(root, name))
