"""One check in the mode that is asked for: with a baseline, with fixes, for what has changed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from linter.checking.environments import Environments, run_in
from linter.configuration.configuration import Configuration, load_configuration
from linter.diagnostic import Diagnostic, Result
from linter.files import lies_within, read_bytes
from linter.reading.run_request import RunRequest
from linter.refusal import CannotRun

if TYPE_CHECKING:
    from datetime import date

    from linter.checking.fixes import Mended
    from linter.checking.git_changes import Changes
    from linter.text.source import Text

Progress = Callable[[int, int], None] | None


Checked = tuple[Result, Mapping[str, "Text"]]


def checked(
    request: RunRequest, environments: Environments, options: Mapping[str, Any], progress: Progress
) -> tuple[RunRequest, Result, Mapping[str, Text], Mended | None]:
    """Run the check in the modes that the options ask for; raises CannotRun."""
    _require_compatible(request, options)
    before: tuple[Diagnostic, ...] | None = None
    if options["staged"] or options["changed"] or options["since"]:
        from linter.checking.git_changes import changes_of

        changes = changes_of(request.root, staged=options["staged"], since=options["since"])
        request, before = _before(request, environments, changes, options)
    request = _with_baseline(request, options)

    def check(contents: Mapping[str, bytes]) -> Checked:
        result, texts = run_in(environments, _laid_over(request, contents), progress)
        if before is None:
            return result, texts
        from linter.checking.git_changes import caused

        return caused(result, before), texts

    if not (options["fix"] or options["unsafe_fixes"] or options["diff"]):
        return request, *check({}), None
    from linter.checking.fixes import mend

    mended = mend(check, lambda name: _fixable(request, name), unsafe=options["unsafe_fixes"])
    return request, mended.result, mended.texts, mended


def baseline_path(root: str, configuration: Configuration, options: Mapping[str, Any]) -> str | None:
    """Return the baseline's file: the option's, the configured one, or the default one if it is there."""
    given: str | None = options["baseline"]
    if given is not None:
        return os.path.abspath(given)
    if configuration.baseline is not None:
        return os.path.join(root, configuration.baseline)
    from linter.checking.baseline import FILE_NAME

    path = os.path.join(root, FILE_NAME)
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


def _require_compatible(request: RunRequest, options: Mapping[str, Any]) -> None:
    modes = [f"--{name}" for name in ("staged", "changed", "since") if options[name]]
    if options["since"] == "":
        raise CannotRun("--since names no commit: it is empty")
    if len(modes) > 1:
        raise CannotRun(f"{' and '.join(modes)} exclude each other")
    fixing = options["fix"] or options["unsafe_fixes"]
    if modes and request.stdin is not None:
        raise CannotRun(f"{modes[0]} asks git for the contents of files: it can't go with `-`")
    if fixing and request.stdin is not None and not options["diff"]:
        raise CannotRun("standard input can't be fixed in place; --diff prints what would change")
    if options["staged"] and (fixing or options["diff"]):
        raise CannotRun("--staged judges the index, which is not fixed; fix without it, and stage the result")
    if options["baseline"] and options["no_baseline"]:
        raise CannotRun("--baseline and --no-baseline exclude each other")
    if options["diff"] and options["outputs"]:
        raise CannotRun("--diff prints a patch and no report: it can't go with --output")


def _with_baseline(request: RunRequest, options: Mapping[str, Any]) -> RunRequest:
    if options["no_baseline"] or request.baseline_file is None:
        return request
    from linter.checking.baseline import load_baseline

    file = request.baseline_file
    if options["baseline"] is not None or file not in request.contents:
        return request._replace(baseline=load_baseline(file))
    data = request.contents[file]
    return request if data is None else request._replace(baseline=load_baseline(file, data))


def _before(
    request: RunRequest, environments: Environments, changes: Changes, options: Mapping[str, Any]
) -> tuple[RunRequest, tuple[Diagnostic, ...]]:
    """Return the request for what is judged, and what was found before the changes."""
    new = _reconfigured(request._replace(contents=changes.new), options)
    try:
        old = _reconfigured(request._replace(contents=changes.old), options)
        return new, run_in(environments, _with_baseline(old, options))[0].diagnostics
    except CannotRun:  # before, there was nothing that could be checked
        return new, ()


def _reconfigured(request: RunRequest, options: Mapping[str, Any]) -> RunRequest:
    """Return a request whose configuration is that of its contents."""
    file = request.configuration_file
    if file is None or file not in request.contents:
        return request
    data = request.contents[file]
    configuration = load_configuration(file, data) if data is not None else Configuration()
    given = {name: options[name] for name in ("principal", "api") if options[name]}
    snapshots = request.snapshots
    if not options["snapshots"]:
        snapshots = tuple(os.path.join(request.root, path) for path in configuration.snapshots)
    return request._replace(configuration=configuration._replace(**given), snapshots=snapshots)


def _laid_over(request: RunRequest, contents: Mapping[str, bytes]) -> RunRequest:
    files = {os.path.join(request.root, name): data for name, data in contents.items()}
    stdin = request.stdin
    if stdin is not None and stdin[0] in files:
        stdin = (stdin[0], files.pop(stdin[0]))
    return request._replace(contents={**request.contents, **files}, stdin=stdin)


def content_at(request: RunRequest, name: str) -> bytes:
    """Return what a document of the project holds; raises OSError."""
    path = os.path.normpath(os.path.join(request.root, name))
    if request.stdin is not None and request.stdin[0] == path:
        return request.stdin[1]
    return read_bytes(path)


def _fixable(request: RunRequest, name: str) -> bytes:
    """Return what a file holds; raises OSError for one whose fix would be written out of the project."""
    if leads_out(request, name):
        raise OSError(errno.EPERM, "it is a link out of the project's folder")
    return content_at(request, name)


def leads_out(request: RunRequest, name: str) -> bool:
    """Tell whether a file of the project is a link to one that isn't in its folder."""
    path, root = os.path.normpath(os.path.join(request.root, name)), request.root
    return lies_within(path, root) and not lies_within(os.path.realpath(path), os.path.realpath(root))
