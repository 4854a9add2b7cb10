"""What the commands about a whole project have in common: options, reading, writing."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen
from linter.commands.refusal import refuse, write_or_refuse
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.project_root import find_project, snapshots_of
from linter.reading.taken import Loaded
from linter.refusal import CannotRun
from linter.reports.output import print_out

Command = TypeVar("Command", bound=Callable[..., Any])


def project_options(command: Command) -> Command:
    """Give a command the options that say which project is meant."""
    options = [
        click.argument("project", required=False, metavar="[FOLDER]", type=click.Path()),
        click.option(
            "--snapshot", "snapshots", multiple=True, metavar="FILE", help="A snapshot; may be repeated."
        ),
        click.option("--env", metavar="NAME", help="The environment that is meant (`snapshots`)."),
        click.option(
            "--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml."
        ),
        click.option("-o", "--output", metavar="FILE", help="Write to a file."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def opened(
    project: str | None, snapshots: tuple[str, ...], env: str | None, config: str | None
) -> tuple[CheckRequest, Loaded]:
    """Read the project of a folder, the working one unless named; what can't be done ends with status 2."""
    try:
        request = _request(project, snapshots, env, config)
        return request, load_project(request.inputs, lambda _done, _all: None)
    except CannotRun as error:
        refuse(str(error))


def _request(
    project: str | None, snapshots: tuple[str, ...], env: str | None, config: str | None
) -> CheckRequest:
    from rules import ALL

    folder = os.path.abspath(project or os.curdir)
    if not os.path.isdir(folder):
        raise CannotRun(f"{project} is not a folder; a project is one")
    root, configuration, file = find_project((folder,), None, config)
    paths = snapshots_of(root, configuration, snapshots)
    environments = chosen(configuration, (env,) if env else (), snapshots)
    if len(environments) > 1:
        names = ", ".join(name for name, _ in environments)
        raise CannotRun(f"there are several environments: choose one of {names} with --env")
    paths = tuple(os.path.join(root, path) for _, path in environments) or paths
    return CheckRequest(Inputs(root, configuration, file, snapshots=paths, snapshot_suffices=True), ALL)


def deliver(text: str, output: str | None, loaded: Loaded, root: str) -> None:
    """Print a text, or write it to a file, whole or not at all."""
    if output is None:
        print_out(text)
        return
    target = os.path.realpath(output)
    if any(os.path.realpath(os.path.join(root, name)) == target for name in loaded.texts):
        refuse(f"{output} is one of the files read; nothing was written")
    write_or_refuse(output, text)
