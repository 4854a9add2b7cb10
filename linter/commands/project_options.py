"""What the commands about a whole project have in common: options, reading, writing."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import click

from linter.checking.check import today
from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen
from linter.commands.check_requests import is_declared, told
from linter.commands.refusal import refuse, write_or_refuse
from linter.commands.searching import walks
from linter.configuration.settings import Configuration
from linter.files import name_from_here, path_of, spelled
from linter.named_tuple import NamedTuple
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.project_root import configuration_of, snapshots_of
from linter.reading.taken import Loaded
from linter.reading.targets import targets
from linter.refusal import CannotRun, NothingToCheck
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.text.unwritable import in_escapes
from linter.wording import joined

Command = Callable[..., None]
Option = Callable[[Command], Command]

FOLDER: Final = click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path())
SNAPSHOTS: Final = click.option(
    "--snapshot", "snapshots", multiple=True, metavar="FILE", help="A snapshot; may be repeated."
)
ENV: Final = click.option("--env", metavar="NAME", help="The environment that is meant (`snapshots`).")
CONFIG: Final = click.option(
    "--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml."
)
NO_IGNORE: Final = click.option("--no-ignore", is_flag=True, help="Read what git ignores, too.")
OUTPUT: Final = click.option(
    "-o", "--output", metavar="FILE", help="Write to a file; `-` is standard output."
)


class Meant(NamedTuple):
    """Which project is meant, and where what is made of it goes."""

    folder: str | None = None
    snapshots: tuple[str, ...] = ()
    env: str | None = None
    config: str | None = None
    output: str | None = None
    no_ignore: bool = False


def meaning(*options: Option) -> Option:
    """Give a command options that say which project is meant, as one value."""

    def given(command: Command) -> Command:
        @wraps(command)
        def with_project(**options: Any) -> None:
            said = {name: options.pop(name) for name in Meant._fields if name in options}
            command(Meant(**said), **options)

        for option in reversed(options):
            option(with_project)
        return with_project

    return given


project_options: Final = meaning(FOLDER, SNAPSHOTS, ENV, CONFIG, NO_IGNORE, OUTPUT)


def opened(meant: Meant, nothing: str | None = None) -> tuple[CheckRequest, Loaded]:
    """Read the project of a folder, the working one unless named; what can't be done ends with status 2.

    `nothing` is what to say where there is neither a payload nor a snapshot.
    """
    try:
        request = _request(meant)
    except CannotRun as error:
        refuse(str(error))
    try:
        loaded = _loaded(request)
    except NothingToCheck as error:
        refuse(nothing or str(error))
    except CannotRun as error:
        refuse(told(error, request.root))
    for folder in request.inputs.apart:
        print_err(visible(f"left out: {name_from_here(folder)}, a project of its own") + "\n")
    return request, loaded


def _loaded(request: CheckRequest) -> Loaded:
    try:
        loaded = load_project(request.inputs, lambda _done, _all: None)
    except NothingToCheck:
        require_own(request)
        raise
    if not loaded.documents:
        require_own(request)
    return loaded


def require_own(request: CheckRequest) -> None:
    """Raise CannotRun for a folder that only holds other projects: one of them has to be chosen."""
    apart = [name_from_here(one) for one in request.inputs.apart]
    if apart and not is_declared(request):
        which = f"name one of {joined(apart)}" if len(apart) > 1 else f"name it: {apart[0]}"
        what = "projects" if len(apart) > 1 else "a project"
        here = name_from_here(request.root)
        raise CannotRun(
            f"{'this folder' if here == os.curdir else here} only holds {what} and is none itself; {which}"
        )


def _request(meant: Meant) -> CheckRequest:
    from rules import ALL

    folder = spelled(os.path.abspath(meant.folder or os.curdir))
    if not os.path.isdir(folder):
        raise CannotRun(f"{meant.folder} is not a folder; a project is one")
    [target, *_] = targets((folder,), None, meant.config, walks=walks())  # those below it come after it
    root, file = target.home
    configuration = configuration_of(target.home)
    configuration = configuration._replace(
        respect_gitignore=configuration.respect_gitignore and not meant.no_ignore
    )
    inputs = Inputs(
        root,
        configuration,
        file,
        snapshots=_snapshots(root, configuration, meant),
        snapshot_suffices=True,
        apart=target.apart,
        walks=target.walks,
    )
    return CheckRequest(inputs, ALL, today=today())


def _snapshots(root: str, configuration: Configuration, meant: Meant) -> tuple[str, ...]:
    """Return the paths of the snapshots that are meant; raises CannotRun where there are environments."""
    paths = snapshots_of(root, configuration, meant.snapshots)
    environments = chosen(configuration, (meant.env,) if meant.env else (), meant.snapshots)
    if len(environments) > 1:
        names = ", ".join(name for name, _ in environments)
        raise CannotRun(f"there are several environments: choose one of {names} with --env")
    return tuple(spelled(path_of(name, root)) for _, name in environments) or paths


def deliver(text: str, output: str | None, loaded: Loaded, root: str) -> None:
    """Print a text, as `-o -` asks for, too, or write it to a file, whole or not at all."""
    if output is None or output == "-":
        print_out(text)
        return
    target = os.path.realpath(output)
    if any(os.path.realpath(os.path.join(root, name)) == target for name in loaded.texts):
        refuse(f"{output} is one of the files read; nothing was written")
    write_or_refuse(output, in_escapes(text))
