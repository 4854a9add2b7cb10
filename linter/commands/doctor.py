"""c360lint doctor: what a bug report needs."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from linter import __version__
from linter.commands.check import find_project, snapshots_of
from linter.config import Configuration, ConfigurationError
from linter.engine import CannotRun, RunRequest
from linter.loading import load_project
from linter.reports.output import print_out
from linter.reports.visible import visible

if TYPE_CHECKING:
    from linter.loading import Loaded
    from linter.snapshot import Snapshot

_LIBRARIES: Final = ("click", "pydantic", "jsonschema", "networkx", "PyYAML", "rapidfuzz", "defusedxml")
_LISTS: Final = ("relationships", "conflations", "segments", "measures", "roleAssignments")


@click.command("doctor")
@click.argument("path", default=".", type=click.Path(exists=True))
def command(path: str) -> None:
    """Print versions, platform, and what was found in the project at PATH.

    No value of a file is printed, and the home folder is written as ~: the block can be pasted into
    a bug report as it is.
    """
    lines = [*_versions(), *_project(os.path.abspath(path))]
    width = max(len(name) for name, _ in lines)
    print_out("".join(f"{name:<{width}}  {visible(_homeless(said))}\n" for name, said in lines))


def _versions() -> Iterator[tuple[str, str]]:
    yield "c360lint", f"{__version__}, in {os.path.dirname(os.path.dirname(os.path.dirname(__file__)))}"
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()}), {sys.executable}"
    yield "platform", f"{platform.system()} {platform.release()}, {platform.machine()}"
    yield (
        "encodings",
        f"files {sys.getfilesystemencoding()}, output {getattr(sys.stdout, 'encoding', 'none')}",
    )
    yield "libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _project(path: str) -> Iterator[tuple[str, str]]:
    """Say what is found; what can't be read is said, too."""
    try:
        root, configuration, file = find_project((path,), None, None)
    except ConfigurationError as error:
        yield "configuration", str(error)
        return
    yield "project", root
    yield "configuration", _configured(file, configuration)
    try:
        loaded = load_project(_request(root, configuration), lambda _done, _all: None)
    except CannotRun as error:
        yield "trouble", str(error)
        return
    for snapshot in loaded.project.snapshots:
        yield "snapshot", _snapshot(snapshot)
    if not loaded.project.snapshots:
        yield "snapshot", "none"
    yield "files", _files(loaded)


def _configured(file: str | None, configuration: Configuration) -> str:
    """Return the configuration's file and which of its settings differ from the defaults."""
    if file is None:
        return "none"
    default = Configuration()._asdict()
    changed = [name for name, value in configuration._asdict().items() if value != default[name]]
    return f"{file} (sets {', '.join(changed) or 'nothing'})"


def _request(root: str, configuration: Configuration) -> RunRequest:
    return RunRequest(root, configuration, (), snapshots=snapshots_of(root, configuration, ()))


def _snapshot(snapshot: Snapshot) -> str:
    attributes = sum(len(entity.attributes or ()) for entity in snapshot.entities)
    parts = [
        f"{len(snapshot.data_sources)} data sources",
        f"{len(snapshot.entities)} entities",
        f"{attributes} attributes",
    ]
    parts += [f"{len(listed)} {name}" for name in _LISTS if (listed := _listed(snapshot.root.get(name)))]
    incomplete = [name for name in ("entities", "relationships") if not snapshot.complete(name)]
    return f"{snapshot.file}: {', '.join(parts)}" + (
        f"; not complete: {', '.join(incomplete)}" if incomplete else ""
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _files(loaded: Loaded) -> str:
    pairs = {(one.document, one.route.kind or "requests") for one in loaded.project.requests}
    kinds = Counter(kind for _, kind in pairs)
    parts = [f"{number} {kind}" for kind, number in sorted(kinds.items())]
    parts.append(f"{len(loaded.project.unread)} that can't be read")
    parts.append(f"{len(loaded.skipped)} passed over")
    return f"{len(loaded.documents)} documents: {', '.join(parts)}"


def _homeless(text: str) -> str:
    """Return a text without the name of the user's home folder."""
    home = os.path.expanduser("~").rstrip(os.sep)
    return re.sub(re.escape(home) + r"(?![\w.-])", "~", text) if home else text
