"""c360lint check --show-settings and --show-files: what a check would go by, and what it would read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.checking.check_request import CheckRequest
from linter.checking.given import Given
from linter.commands.check_requests import Requests, told
from linter.configuration.settings import Configuration
from linter.files import document_name, name_from_here
from linter.reading.loading import load_project
from linter.refusal import CannotRun
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible

_DEFAULTS: Final = (
    "include", "exclude", "select", "ignore", "fail_level", "api", "master_dataset", "allow_empty", "unread",
    "max_file_size", "respect_gitignore", "preview",
)  # fmt: skip
"""The settings that have a value where nobody says one."""


def show(asked: Requests, given: Given, level: str | None, *, settings: bool, files: bool) -> None:
    """Print the settings of each project, as TOML, or the files that are read, with what they are."""
    for number, request in enumerate(asked.requests):
        lines = list(_settings(request, given, level)) if settings else []
        lines += _files(request) if files else []
        head = [f"# {name_from_here(request.root)}"] if asked.several else []
        between = [""] if number else []
        print_out("".join(f"{visible(line)}\n" for line in (*between, *head, *lines)))
    for refused in asked.refused:
        print_err(f"c360lint: {visible(refused)}\n")


def _settings(request: CheckRequest, given: Given, level: str | None) -> Iterator[str]:
    """Yield a line for each setting, with who says so; the defaults are comments."""
    from linter.configuration.extending import settings_in
    from linter.configuration.toml_text import toml_lines

    file = request.inputs.configuration_file
    values, origins = settings_in(file) if file is not None else ({}, {})
    asides = {key: ", ".join(map(_origin, names)) for key, names in origins.items()}
    said = dict(_of_command_line(request, given, level))
    merged = {**values, **said}
    yield from toml_lines(merged, {**asides, **dict.fromkeys(said, "on the command line")})
    unsaid = {key: value for key, value in _defaults() if key not in merged}
    yield from ("", "# by default") if unsaid else ()
    yield from (f"# {line}" for line in toml_lines(unsaid))


def _of_command_line(request: CheckRequest, given: Given, level: str | None) -> Iterator[tuple[str, Any]]:
    if given.snapshots:
        yield "snapshot", [document_name(path, request.root) for path in request.inputs.snapshots]
    for key, one in (("select", request.select), ("principal", given.principal), ("api", given.api)):
        if one:
            yield key, list(one) if isinstance(one, tuple) else one
    if request.ignore:
        yield "ignore", [*request.configuration.ignore, *request.ignore]
    if level:
        yield "fail-level", level
    flags = {"allow-empty": given.allow_empty, "preview": given.preview}
    yield from ((key, True) for key, is_on in flags.items() if is_on)
    yield from [("unread", "error")] if given.strict else []
    yield from [("respect-gitignore", False)] if given.no_ignore else []


def _origin(name: str) -> str:
    return name_from_here(name) if os.path.isabs(name) else name


def _defaults() -> Iterator[tuple[str, Any]]:
    default = Configuration(select=("ALL",))._asdict()
    for name in _DEFAULTS:
        value = default[name]
        yield name.replace("_", "-"), list(value) if isinstance(value, tuple) else value


def _files(request: CheckRequest) -> Iterable[str]:
    """Return a line for each file that is read: what it is, and its name."""
    try:
        loaded = load_project(request.inputs, lambda _done, _all: None)
    except CannotRun as error:
        raise CannotRun(told(error, request.root)) from error
    snapshots = [("snapshot", one.file) for one in loaded.project.snapshots]
    found = sorted({*loaded.by_kind(), *snapshots}, key=lambda one: one[1])
    width = max((len(kind) for kind, _ in found), default=0)
    return [f"{kind:<{width}}  {name_from_here(request.inputs.path(name))}" for kind, name in found]
