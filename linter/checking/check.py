"""One check in the mode that is asked for: with a baseline, with fixes, for what has changed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from linter.checking.check_request import CheckRequest
from linter.checking.environments import Environments, chosen, run_in
from linter.checking.given import Given, Modes
from linter.configuration.configuration import FILE_NAME, load_configuration
from linter.configuration.settings import BASELINE, Configuration
from linter.diagnostic import Diagnostic, Result
from linter.files import lies_within, path_of, read_bytes, spelled
from linter.named_tuple import NamedTuple
from linter.reading.inputs import Inputs
from linter.refusal import CannotRun

if TYPE_CHECKING:
    from datetime import date

    from linter.checking.fixes import Mended
    from linter.checking.git_changes import Changes
    from linter.text.source import Text

Progress = Callable[[int, int], None] | None
Runs = Callable[[Environments, CheckRequest, Progress], tuple[Result, Mapping[str, "Text"]]]
"""What checks a project in each environment."""


class Checked(NamedTuple):
    """What came of the check of a project: what was asked in the end, and what was found."""

    request: CheckRequest
    result: Result
    texts: Mapping[str, Text]
    mended: Mended | None = None  # where fixes were made, or are shown


def checked(
    request: CheckRequest,
    environments: Environments,
    given: Given,
    modes: Modes,
    progress: Progress,
    run_in: Runs = run_in,
) -> Checked:
    """Run the check in the modes that are asked for; raises CannotRun."""
    before: tuple[Diagnostic, ...] | None = None
    if modes.compares:
        from linter.checking.git_changes import changes_of

        largest = request.configuration.max_file_size * 1_000_000
        changes = changes_of(request.root, staged=modes.staged, since=modes.since, largest=largest)
        request, before = _before(request, changes, given, modes)
        environments = chosen(request.configuration, given.env, given.snapshots)
    request = _with_baseline(request, given, modes)

    def check(contents: Mapping[str, bytes]) -> tuple[Result, Mapping[str, Text]]:
        result, texts = run_in(environments, request.of(_laid_over(request.inputs, contents)), progress)
        if before is None:
            return result, texts
        from linter.checking.git_changes import caused

        return caused(result, before), texts

    if not modes.mends:
        return Checked(request, *check({}))
    from linter.checking.fixes import mend

    mended = mend(check, lambda name: fixable(request.inputs, name), unsafe=modes.unsafe_fixes)
    return Checked(request, mended.result, mended.texts, mended)


def baseline_path(root: str, configuration: Configuration, given: str | None = None) -> str | None:
    """Return the baseline's file: the one given, the configured one, or the default one if it is there."""
    if given is not None:
        return spelled(os.path.abspath(given))
    if configuration.baseline is not None:
        return spelled(path_of(configuration.baseline, root))
    path = os.path.join(root, BASELINE)
    return path if os.path.lexists(path) else None


def today() -> date | None:
    """Return the day that C360LINT_TODAY says it is, for runs that have to be repeatable."""
    given = os.environ.get("C360LINT_TODAY")
    if not given:
        return None
    from datetime import date

    try:
        return date.fromisoformat(given)
    except ValueError:
        raise CannotRun(f"C360LINT_TODAY is `{given}`, but a date is expected: YYYY-MM-DD") from None


def require_compatible(given: Given, modes: Modes) -> None:
    """Raise CannotRun for modes that exclude each other, or what is to be checked."""
    stands_in = "-" in given.paths
    since = [f"--{name}" for name in ("staged", "changed", "since") if getattr(modes, name)]
    if modes.since == "":
        raise CannotRun("--since names no commit: it is empty")
    if len(since) > 1:
        raise CannotRun(f"{' and '.join(since)} exclude each other")
    fixing = modes.fix or modes.unsafe_fixes
    if since and stands_in:
        raise CannotRun(f"{since[0]} asks git for the contents of files: it can't go with `-`")
    if fixing and stands_in and not modes.diff:
        raise CannotRun("standard input can't be fixed in place; --diff prints what would change")
    if modes.staged and modes.mends:
        raise CannotRun("--staged judges the index, which is not fixed; fix without it, and stage the result")
    if given.baseline and modes.no_baseline:
        raise CannotRun("--baseline and --no-baseline exclude each other")


def _with_baseline(request: CheckRequest, given: Given, modes: Modes) -> CheckRequest:
    if modes.no_baseline or request.inputs.baseline_file is None:
        return request
    from linter.checking.baseline import load_baseline

    file = request.inputs.baseline_file
    if given.baseline is not None or file not in request.inputs.contents:
        return request._replace(baseline=load_baseline(file))
    data = request.inputs.contents[file]
    return request if data is None else request._replace(baseline=load_baseline(file, data))


def _before(
    request: CheckRequest, changes: Changes, given: Given, modes: Modes
) -> tuple[CheckRequest, tuple[Diagnostic, ...]]:
    """Return the request for what is judged, and what was found before the changes."""
    new = request.of(_reconfigured(request.inputs.with_contents(changes.new), given))
    try:
        old = request.of(_reconfigured(request.inputs.with_contents(changes.old), given))
        names = [name for name in given.env if name in dict(old.configuration.environments)]
        environments = chosen(old.configuration, names, given.snapshots)
        return new, run_in(environments, _with_baseline(old, given, modes))[0].diagnostics
    except CannotRun:  # before, there was nothing that could be checked
        return new, ()


def _reconfigured(inputs: Inputs, given: Given) -> Inputs:
    """Return inputs whose configuration is that of their contents: they may have one that the disk lacks."""
    file = inputs.configuration_file or os.path.join(inputs.root, FILE_NAME)
    data = inputs.contents.get(file)
    if inputs.configuration_file is None and data is None:
        return inputs
    gone = file in inputs.contents and data is None
    configuration = Configuration() if gone else load_configuration(file, data, inputs.contents)
    renewed = inputs._replace(configuration=given.over(configuration), configuration_file=file)
    return renewed if given.snapshots else renewed.over(*configuration.snapshots)


def _laid_over(inputs: Inputs, contents: Mapping[str, bytes]) -> Inputs:
    files = {inputs.path(name): data for name, data in contents.items()}
    stdin = inputs.stdin
    if stdin is not None and stdin[0] in files:
        stdin = (stdin[0], files.pop(stdin[0]))
    return inputs.with_contents(files)._replace(stdin=stdin)


def held_by(inputs: Inputs, name: str) -> bytes:
    """Return what a document of the project holds, on the disk or on standard input; raises OSError."""
    path = inputs.path(name)
    if inputs.stdin is not None and inputs.stdin[0] == path:
        return inputs.stdin[1]
    return read_bytes(path)


def fixable(inputs: Inputs, name: str) -> bytes:
    """Return what a file holds; raises OSError for one whose fix would be written out of the project."""
    if leads_out(inputs, name):
        raise OSError(errno.EPERM, "it is a link out of the project's folder")
    return held_by(inputs, name)


def leads_out(inputs: Inputs, name: str) -> bool:
    """Tell whether a file of the project is a link to one that isn't in its folder."""
    path, root = inputs.path(name), inputs.root
    return lies_within(path, root) and not lies_within(os.path.realpath(path), os.path.realpath(root))
