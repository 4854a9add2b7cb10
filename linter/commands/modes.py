"""The modes of check: with a baseline, with fixes, for what changed."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from linter.checking.engine import CannotRun, RunRequest
from linter.checking.environments import Environments, run_in
from linter.configuration.configuration import Configuration, ConfigurationError, load_configuration
from linter.diagnostic import Diagnostic, Result
from linter.reading.discovery import lies_within
from linter.reading.loading import read_bytes
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.wording import counted

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


def finish(request: RunRequest, mended: Mended, options: Mapping[str, Any]) -> None:
    """Write or print the fixed files, and say how many findings are fixed."""
    if options["diff"]:
        print_out("".join(_diffs(request, mended)))
    else:
        _write(request, mended)
    for name in sorted(_linked(request, mended, options)):
        print_err(f"{visible(name)} was not fixed: it is a link out of the project's folder\n")
    if not options["quiet"]:
        print_err(_counted(mended, options) + "\n")


def told_beside(request: RunRequest, result: Result) -> None:
    """Say on standard error what of the baseline is no longer there."""
    if result.stale and request.baseline_file is not None:
        count = len(result.stale)
        gone = "1 finding of the baseline is" if count == 1 else f"{count} findings of the baseline are"
        print_err(f"{gone} no longer there: `c360lint baseline prune` tidies up\n")


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
    except (CannotRun, ConfigurationError):  # before, there was nothing that could be checked
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


def _content(request: RunRequest, name: str) -> bytes:
    path = os.path.normpath(os.path.join(request.root, name))
    if request.stdin is not None and request.stdin[0] == path:
        return request.stdin[1]
    return read_bytes(path)


def _fixable(request: RunRequest, name: str) -> bytes:
    """Return what a file holds; raises OSError for one whose fix would be written out of the project."""
    if _leads_out(request, name):
        raise OSError(errno.EPERM, "it is a link out of the project's folder")
    return _content(request, name)


def _leads_out(request: RunRequest, name: str) -> bool:
    """Tell whether a file of the project is a link to one that isn't in its folder."""
    path, root = os.path.normpath(os.path.join(request.root, name)), request.root
    return lies_within(path, root) and not lies_within(os.path.realpath(path), os.path.realpath(root))


def _linked(request: RunRequest, mended: Mended, options: Mapping[str, Any]) -> set[str]:
    """Return the files that keep a fix because they are links out of the project."""
    from linter.checking.fixes import chosen_fix

    unsafe = options["unsafe_fixes"]
    fixable = {one.file for one in mended.result.diagnostics if chosen_fix(one, unsafe=unsafe) is not None}
    return {name for name in fixable if _leads_out(request, name)}


def _write(request: RunRequest, mended: Mended) -> None:
    from linter.files import write_atomically

    failed = False
    for name, data in mended.contents.items():
        path = os.path.join(request.root, name)
        try:
            if _content(request, name) != mended.originals[name]:
                reason = "it has changed while it was checked"
            else:
                write_atomically(path, data.decode())
                continue
        except OSError as error:
            reason = error.strerror or str(error)
        print_err(f"c360lint: {visible(name)} was not fixed: {reason}\n")
        failed = True
    if failed:
        sys.exit(2)


def _diffs(request: RunRequest, mended: Mended) -> Iterator[str]:
    from difflib import unified_diff

    for name, data in sorted(mended.contents.items()):
        shown = os.path.relpath(os.path.join(request.root, name)).replace(os.sep, "/")
        old, new = (_lines(one) for one in (mended.originals[name], data))
        for line in unified_diff(old, new, f"a/{shown}", f"b/{shown}"):
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    """Return the lines with their ends, as git counts them: only a line feed ends one."""
    lines = [line + "\n" for line in data.decode().split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _counted(mended: Mended, options: Mapping[str, Any]) -> str:
    from linter.checking.fixes import chosen_fix

    more = sum(1 for one in mended.result.diagnostics if chosen_fix(one, unsafe=True) is not None)
    beyond = f" ({more} more with --unsafe-fixes)" if more and not options["unsafe_fixes"] else ""
    return f"{'Would fix' if options['diff'] else 'Fixed'} {counted(mended.fixed, 'finding')}{beyond}"
