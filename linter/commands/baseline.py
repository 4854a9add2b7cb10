"""c360lint baseline: the findings that are known."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

import click

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, run_in
from linter.checking.given import Given
from linter.commands.refusal import refuse, write_or_refuse
from linter.diagnostic import Result
from linter.refusal import CannotRun
from linter.reports.output import print_out
from linter.reports.visible import visible
from linter.wording import counted

_OPTIONS: Final = (
    click.option("--baseline", metavar="FILE", help="The baseline, instead of the configured file."),
    click.option("--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml."),
    click.option("--snapshot", "snapshots", multiple=True, metavar="FILE", help="A snapshot, as in check."),
    click.option("--no-ignore", is_flag=True, help="Read what git ignores, too."),
    click.option("--snapshot-only", is_flag=True, help="Judge every payload against the snapshot alone."),
)


@click.group("baseline")
def command() -> None:
    """Keep the findings that are known, so that check reports only new ones.

    The baseline knows findings by what they mean: it survives reordering, reformatting and renaming
    of files.
    """


def _options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@command.command("create")
@_options
@click.option("--force", is_flag=True, help="Replace a baseline that exists, and no other file.")
def create(*, force: bool, **options: Any) -> None:
    """Write a baseline that holds all findings of the project."""
    from linter.checking.baseline import baseline_of, render

    given = Given(**options)
    request = _request(given)
    file = request.inputs.baseline_file
    assert file is not None
    if os.path.lexists(file) and not force:
        refuse(
            f"{_shown(file)} exists already and was left as it is; `c360lint baseline prune` removes what is "
            "no longer there, --force replaces it"
        )
    _require_baseline(file)
    result = _checked(request, given)
    write_or_refuse(os.path.relpath(file), render(baseline_of(result.diagnostics)))
    print_out(f"Wrote {_shown(file)}: {counted(len(result.diagnostics), 'finding')}.\n")


@command.command("prune")
@_options
def prune(**options: Any) -> None:
    """Remove from the baseline what is no longer found; nothing is ever added."""
    from linter.checking.baseline import describe, load_baseline, render

    given = Given(**options)
    request = _request(given)
    file = request.inputs.baseline_file
    assert file is not None
    try:
        baseline = load_baseline(file)
    except CannotRun as error:
        refuse(str(error))
    result = _checked(request._replace(baseline=baseline), given)
    if result.stale:
        write_or_refuse(os.path.relpath(file), render(baseline.without(result.stale)))
    lines = [f"removed: {describe(known)}\n" for known in result.stale]
    kept = sum(baseline.counts.values()) - len(result.stale)
    said = f"Removed {counted(len(result.stale), 'finding')} from {_shown(file)}; {kept} left.\n"
    print_out("".join(map(_line, lines)) + said)


def _request(given: Given) -> CheckRequest:
    """Return the request for the whole project, as check would make it, with the baseline's file."""
    from linter.checking.baseline import FILE_NAME
    from linter.commands.check import request_of

    try:
        request = request_of(given)
    except CannotRun as error:
        refuse(str(error))
    file = request.inputs.baseline_file or os.path.join(request.root, FILE_NAME)
    return request.of(request.inputs._replace(baseline_file=file))


def _require_baseline(file: str) -> None:
    """Refuse to replace a file that isn't a baseline."""
    from linter.checking.baseline import is_baseline

    try:
        replaceable = not os.path.isfile(file) or is_baseline(file)
    except CannotRun as error:
        refuse(str(error))
    if not replaceable:
        refuse(f"{_shown(file)} is not a baseline and was left as it is; name another file, or remove it")


def _checked(request: CheckRequest, given: Given) -> Result:
    try:
        environments = chosen(request.configuration, (), given.snapshots)
        return run_in(environments, request)[0]
    except CannotRun as error:
        refuse(str(error))


def _shown(file: str) -> str:
    return visible(os.path.relpath(file))


def _line(line: str) -> str:
    return visible(line.rstrip("\n")) + "\n"
