"""c360lint baseline: the findings that are known."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

import click

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, run_in
from linter.checking.given import Given
from linter.commands.check_requests import requests_of, told
from linter.commands.refusal import refuse, refuse_all, write_or_refuse
from linter.diagnostic import Result
from linter.files import lies_within, relative, repository_of
from linter.refusal import CannotRun
from linter.reports.output import print_out
from linter.reports.visible import visible
from linter.wording import counted

_OPTIONS: Final = (
    click.option("--baseline", metavar="FILE", help="The baseline, instead of the configured file."),
    click.option("--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml."),
    click.option("--snapshot", "snapshots", multiple=True, metavar="FILE", help="A snapshot, as in check."),
    click.option("--no-ignore", is_flag=True, help="Read what git ignores, too."),
    click.option(
        "--allow-code", multiple=True, metavar="FOLDER", help="Let custom rules in this folder be run."
    ),
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
    """Write a baseline that holds all findings of the project; each of several has its own."""
    given = Given(**options)
    requests = _requests(given)
    for request in requests:
        _require_replaceable(_file(request), force=force)
    for request in requests:
        _create(request, given)


def _require_replaceable(file: str, *, force: bool) -> None:
    if os.path.lexists(file) and not force:
        refuse(
            f"{_shown(file)} exists already and was left as it is; `c360lint baseline prune` removes what is "
            "no longer there, --force replaces it"
        )
    _require_baseline(file)


def _create(request: CheckRequest, given: Given) -> None:
    from linter.checking.baseline import baseline_of, render

    file, result = _file(request), _checked(request, given)
    if request.inputs.may_be_empty and not result.documents:
        return
    write_or_refuse(relative(file), render(baseline_of(result.diagnostics)))
    print_out(f"Wrote {_shown(file)}: {counted(len(result.diagnostics), 'finding')}.\n")


@command.command("prune")
@_options
def prune(**options: Any) -> None:
    """Remove from the baseline what is no longer found; nothing is ever added."""
    given = Given(**options)
    requests = _requests(given)
    for request in [one for one in requests if os.path.lexists(_file(one))] or requests[:1]:
        _prune(request, given)


def _prune(request: CheckRequest, given: Given) -> None:
    from linter.checking.baseline import describe, load_baseline, render

    file = _file(request)
    try:
        baseline = load_baseline(file)
    except CannotRun as error:
        refuse(str(error))
    result = _checked(request._replace(baseline=baseline), given)
    if result.stale:
        write_or_refuse(relative(file), render(baseline.without(result.stale)))
    lines = [f"removed: {describe(known)}\n" for known in result.stale]
    kept = sum(baseline.counts.values()) - len(result.stale)
    said = f"Removed {counted(len(result.stale), 'finding')} from {_shown(file)}; {kept} left.\n"
    print_out("".join(map(_line, lines)) + said)


def _file(request: CheckRequest) -> str:
    """Return the file of a project's baseline, whether or not there is one."""
    from linter.configuration.settings import BASELINE

    return request.inputs.baseline_file or os.path.join(request.root, BASELINE)


def _requests(given: Given) -> list[CheckRequest]:
    """Return the requests for whole projects, as check would make them, with each one's baseline file."""
    try:
        asked = requests_of(given)
    except CannotRun as error:
        refuse(str(error))
    if asked.refused:
        refuse_all(asked.refused)
    for one in asked.requests if given.baseline is None and given.config is None else ():
        _require_near(one)
    return [one.of(one.inputs._replace(baseline_file=_file(one))) for one in asked.requests]


def _require_near(request: CheckRequest) -> None:
    """Refuse to write out of the repository where only a configuration says so: it may be somebody else's."""
    home, file = repository_of(request.root) or request.root, _file(request)
    if not lies_within(os.path.normpath(file), home):
        refuse(
            f"{_shown(file)}, the baseline of the configuration, is not in {home}; --baseline FILE names it"
        )


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
        refuse(told(error, request.root))


def _shown(file: str) -> str:
    return visible(relative(file))


def _line(line: str) -> str:
    return visible(line.rstrip("\n")) + "\n"
