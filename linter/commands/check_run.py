"""The check of each project that a run is about, and what came of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from linter.checking.check import Checked, Runs, checked
from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, run_in
from linter.checking.given import Given, Modes
from linter.commands.check_requests import Requests, is_declared, told
from linter.files import lies_within, name_from_here
from linter.named_tuple import NamedTuple
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.refusal import CannotRun
from linter.wording import joined

if TYPE_CHECKING:
    from linter.checking.profile import Profile


class Run(NamedTuple):
    """What came of each project, and why other projects and files could not be judged."""

    checked: tuple[Checked, ...]
    refused: tuple[str, ...]
    several: bool = False
    left_out: tuple[str, ...] = ()  # the folders of projects that are not asked for


def run_of(
    asked: Requests,
    given: Given,
    modes: Modes,
    progress: Callable[[int, int], None] | None,
    profile: Profile | None,
    run_in: Runs = run_in,
) -> Run:
    """Check each project; what keeps one from it keeps back no other.

    Raises CannotRun where there is only one, and where no project has anything to check.
    """
    done, refused = [], list(asked.refused)
    for request in asked.requests:
        try:
            one = _checked(request, given, modes, progress, profile, run_in)
            done.append(one)
            refused += one.result.refused
        except CannotRun as error:
            if not asked.several:
                raise CannotRun(told(error, request.root)) from error
            if not is_declared(request) and request.inputs.apart and not _has_payloads(request):
                continue
            refused.append(f"{name_from_here(request.root)}: {told(error, request.root)}")
    left_out = tuple(folder for one in done if given.config for folder in _left_out(one.request.inputs))
    run = Run(tuple(done), tuple(refused), asked.several, left_out)
    if not all(map(is_empty, done)):
        return run
    if refused and asked.several:
        return run._replace(checked=())
    raise CannotRun(refused[0] if refused else _nothing(run, given))


def is_empty(one: Checked) -> bool:
    """Tell whether a project has no payload, and should have one."""
    return not (one.result.documents or one.result.left_out or one.request.configuration.allow_empty)


def only_holds_others(one: Checked) -> bool:
    """Tell whether a folder is no project itself, so that there is nothing to tell of it."""
    result = one.result
    told = result.documents or result.left_out or result.diagnostics or result.not_checked or result.refused
    return not (told or is_declared(one.request)) and bool(one.request.inputs.apart)


def _checked(
    request: CheckRequest,
    given: Given,
    modes: Modes,
    progress: Callable[[int, int], None] | None,
    profile: Profile | None,
    run_in: Runs,
) -> Checked:
    environments = chosen(request.configuration, given.env, given.snapshots)
    if profile is None:
        return checked(request, environments, given, modes, progress, run_in)
    request = request._replace(rules=profile.timed(request.rules))
    one = checked(request, environments, given, modes, progress)
    profile.end_rules()
    return one


def _has_payloads(request: CheckRequest) -> bool:
    try:
        return bool(load_project(request.inputs, lambda _done, _all: None).documents)
    except CannotRun:
        return False


def _left_out(inputs: Inputs) -> Iterator[str]:
    """Yield the folders of other projects in what is named."""
    named = inputs.paths or (inputs.root,)
    return (one for one in inputs.apart if any(lies_within(one, path) for path in named))


def _nothing(run: Run, given: Given) -> str:
    """Return what to say where no project has anything to check."""
    if not run.several:
        remarks = (remark.told(str) for one in run.checked for remark in one.result.remarks)
        return "; ".join((f"nothing to check: there is no payload in {', '.join(given.paths)}", *remarks))
    near = [found.message for one in run.checked for found in one.result.diagnostics]
    names = [name_from_here(one.request.root) for one in run.checked if not only_holds_others(one)]
    return "; ".join([f"nothing to check: there is no payload in {joined(names)}", *near[:1]])
