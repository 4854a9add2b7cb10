"""c360lint doctor: what a bug report needs."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from linter import __version__
from linter.checking.environments import Environments, chosen
from linter.commands.check_requests import rules_of
from linter.commands.searching import walks
from linter.configuration.settings import Configuration
from linter.custom.running import CustomRule
from linter.files import name_from_here, path_of, read_bytes
from linter.instance.data_types import UNKNOWN
from linter.instance.snapshot import COMPLETE_UNLESS_SAID, fold_id
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.project_root import configuration_of, snapshots_of
from linter.reading.snapshots import read_snapshot
from linter.reading.targets import Target, targets
from linter.refusal import CannotRun
from linter.reports.output import print_out
from linter.reports.visible import visible
from linter.wording import counted, first_few, in_brackets, joined

if TYPE_CHECKING:
    from linter.instance.snapshot import Snapshot
    from linter.reading.taken import Loaded
    from linter.rulekit.rule import RuleModule

_LIBRARIES: Final = ("click", "pydantic", "jsonschema", "networkx", "PyYAML", "rapidfuzz", "defusedxml")
_KEYS: Final = {
    "snapshots": "snapshot",
    "environments": "snapshots",
    "layers": "extends",
}  # as the file has them
_LISTS: Final = ("relationships", "conflations", "segments", "measures", "roleAssignments")


@click.command("doctor")
@click.argument("path", default=".", type=click.Path(exists=True))
def command(path: str) -> None:
    """Print versions, platform, and what was found in the projects at PATH.

    No value of a file is printed, and the home folder is written as ~: the block can be pasted into
    a bug report as it is.
    """
    lines = list(_versions())
    for target in targets((os.path.abspath(path),), walks=walks()):
        lines += _project(target)
    shown = [(visible(name), visible(_homeless(said))) for name, said in lines]
    width = max(len(name) for name, _ in shown)
    print_out("".join(f"{name:<{width}}  {said}\n" for name, said in shown))


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


def _project(target: Target) -> Iterator[tuple[str, str]]:
    """Say what is found; what can't be read is said, too."""
    root = target.root
    yield "project", root
    try:
        configuration = configuration_of(target.home)
    except CannotRun as error:
        yield "configuration", f"{error.file}:{error.line}:{error.column}: {error.reason}"
        return
    yield "configuration", _configured(target.home.file, configuration)
    try:
        environments = chosen(configuration, ())
        own = [module for module in rules_of(target.home, configuration) if module.RULE.custom]
    except CannotRun as error:
        yield "trouble", str(error)
        return
    if own:
        yield "custom rules", _custom(own)
    found = dict(_environments(root, environments))
    for name, snapshot in found.items():
        yield f"snapshot {name}", snapshot if isinstance(snapshot, str) else _snapshot(snapshot)
    read = {name: snapshot for name, snapshot in found.items() if not isinstance(snapshot, str)}
    yield from _compared(read)
    paths = [path for name, path in environments if name in read]
    yield from _loaded(_inputs(target, configuration).over(*paths[:1]), environments)


def _custom(own: Sequence[RuleModule]) -> str:
    """Return which custom rules there are, and whether the environment lets their code be run."""
    waiting = any(isinstance(one, CustomRule) and not one.is_allowed for one in own)
    folders = dict.fromkeys(os.path.dirname(one.RULE.custom) for one in own)
    allowed = "not allowed" if waiting else "allowed"
    codes = first_few(one.RULE.code for one in own)
    return f"{codes} in {', '.join(folders)}; running them is {allowed} here without --allow-code"


def _loaded(inputs: Inputs, environments: Environments) -> Iterator[tuple[str, str]]:
    """Say what the project's files are, over the snapshots that they name."""
    try:
        loaded = load_project(inputs, lambda _done, _all: None)
    except CannotRun as error:
        yield "trouble", str(error)
        return
    if not environments:
        for snapshot in loaded.project.snapshots:
            yield "snapshot", _snapshot(snapshot.declared)
        if not loaded.project.snapshots:
            yield "snapshot", "none"
    yield "files", _files(loaded)


def _environments(root: str, environments: Environments) -> Iterator[tuple[str, Snapshot | str]]:
    """Yield each environment's snapshot, or why it can't be read."""
    for name, path in environments:
        try:
            data = read_bytes(path_of(path, root))
            yield name, read_snapshot(path, data)[1]
        except OSError as error:
            yield name, f"{path} can't be read: {error.strerror}"
        except CannotRun as error:
            yield name, str(error)


def _compared(snapshots: Mapping[str, Snapshot]) -> Iterator[tuple[str, str]]:
    """Say how far the snapshots agree with the first one."""
    first, *others = snapshots or [""]
    for other in others:
        old, new = (_declared(snapshots[name]) for name in (first, other))
        both = [name for name in old if name in new]
        parts = [
            f"{counted(len(both), 'entity', 'entities')} in both",
            f"{len(old) - len(both)} only in {first}",
            f"{len(new) - len(both)} only in {other}",
            f"{sum(old[name] != new[name] for name in both)} with other attributes",
        ]
        yield f"{first} and {other}", ", ".join(parts) + _instance_of_both(snapshots[first], snapshots[other])


def _instance_of_both(one: Snapshot, other: Snapshot) -> str:
    """Say that two snapshots are of one instance, as when one was copied from the other."""
    if one.instance_id is None or fold_id(one.instance_id) != fold_id(other.instance_id or ""):
        return ""
    return f"; both are of instance {one.instance_id}"


def _declared(snapshot: Snapshot) -> dict[str, Any]:
    """Return the attributes of the entities, with their types."""
    return {
        str(one): {name: one.canonical_type(name) for name in one.attributes or ()}
        for one in snapshot.entities
    }


def _configured(file: str | None, configuration: Configuration) -> str:
    """Return the configuration's file and which of its settings differ from the defaults."""
    if file is None:
        return "none"
    default = Configuration()._asdict()
    changed = [
        _KEYS.get(name, name.replace("_", "-"))
        for name, value in configuration._asdict().items()
        if value != default[name]
    ]
    layers = [one.name if not one.is_file else name_from_here(one.name) for one in configuration.layers[:-1]]
    over = f"; over {joined(layers)}" if layers else ""
    return f"{file} (sets {', '.join(changed) or 'nothing'}{over})"


def _inputs(target: Target, configuration: Configuration) -> Inputs:
    snapshots = snapshots_of(target.root, configuration, ())
    return Inputs(
        target.root,
        configuration,
        snapshots=snapshots,
        snapshot_suffices=True,
        apart=target.apart,
        may_be_empty=bool(target.apart) and not target.home.is_declared,
    )


def _snapshot(snapshot: Snapshot) -> str:
    attributes = sum(len(entity.attributes or ()) for entity in snapshot.entities)
    parts = [
        counted(len(snapshot.data_sources), "data source"),
        counted(len(snapshot.entities), "entity", "entities"),
        counted(attributes, "attribute"),
    ]
    parts += [
        counted(len(listed), name.removesuffix("s")) for name in _LISTS if (listed := snapshot.root.get(name))
    ]
    parts.append(_age(snapshot.root.text("capturedAt")))
    parts += _of_types(snapshot)
    incomplete = [name for name in COMPLETE_UNLESS_SAID if not snapshot.complete(name)]
    said = [f"not complete: {', '.join(incomplete)}"] if incomplete else []
    return "; ".join((f"{snapshot.file}: {', '.join(parts)}", *said, *_partial(snapshot)))


def _partial(snapshot: Snapshot) -> Iterator[str]:
    """Say which entities may have other attributes, and which relationships lead elsewhere, and why."""
    partial = [one for one in snapshot.entities if not one.attributes_complete]
    if partial:
        told = (f"{one}{in_brackets(one.partial_because)}" for one in partial)
        yield f"not all of: {first_few(told)}"
    elsewhere = [f"{name}{in_brackets(why)}" for name, why in snapshot.relationships_elsewhere()]
    if elsewhere:
        yield f"relationships that lead elsewhere: {first_few(elsewhere)}"


def _of_types(snapshot: Snapshot) -> Iterator[str]:
    """Say how many types are guesses, and how many are not known."""
    attributes = [(one, name) for one in snapshot.entities for name in one.attributes or ()]
    guessed = sum(1 for one, name in attributes if one.guessed_from(name))
    unknown = sum(1 for one, name in attributes if one.canonical_type(name) == UNKNOWN)
    if guessed:
        yield f"{counted(guessed, 'type')} guessed"
    if unknown:
        yield f"{counted(unknown, 'type')} not known"


def _age(captured: str | None) -> str:
    """Return how long ago a snapshot was taken."""
    try:
        when = datetime.fromisoformat(captured or "")
    except ValueError:
        return "captured at a time that isn't said"
    days = (datetime.now(UTC) - (when if when.tzinfo else when.replace(tzinfo=UTC))).days
    return f"captured {counted(max(days, 0), 'day')} ago"


def _files(loaded: Loaded) -> str:
    parts = [f"{number} {kind}" for kind, number in loaded.kinds(lambda _name: True)]
    parts.append(f"{len(loaded.skipped)} passed over")
    parts += [f"{len(loaded.ignored)} that git ignores"] if loaded.ignored else []
    return f"{counted(len(loaded.documents), 'document')}: {', '.join(parts)}"


def _homeless(text: str) -> str:
    """Return a text without the name of the user's home folder."""
    home = os.path.expanduser("~").rstrip(os.sep)
    return re.sub(re.escape(home) + r"(?![\w.-])", "~", text) if home else text
