"""What check does: reads, judges, mends, reports, and ends with a status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from linter.checking.check import require_compatible
from linter.checking.environments import run_in
from linter.checking.given import Given, Modes
from linter.checking.selectors import fates
from linter.commands.check_recall import Recalling, may_recall
from linter.commands.check_report import (
    Reporting,
    fail_strictly,
    failing,
    progress,
    report,
    wanted_deliveries,
)
from linter.commands.check_requests import Requests, requests_of
from linter.commands.check_run import Run, run_of
from linter.commands.fix_report import finish
from linter.commands.refusal import refuse, refuse_all
from linter.commands.searching import walks
from linter.refusal import CannotRun
from linter.reports.delivery import Delivery, WrongDestinations
from linter.reports.output import print_err

if TYPE_CHECKING:
    from linter.checking.profile import Profile
    from linter.commands.check_watch import Watched


def check(paths: tuple[str, ...], **options: Any) -> None:
    """Do what the command line says, by the names of the table of options; ends the process."""
    given, modes = Given(paths, **_taken(Given._fields[1:], options)), Modes(**_taken(Modes._fields, options))
    reporting = Reporting(**_taken(Reporting._fields, options))
    if options["watch"]:
        sys.exit(_watched(given, modes, reporting, options))
    sys.exit(_status(given, modes, reporting, options, _recalling(given, modes, options)))


def _watched(given: Given, modes: Modes, reporting: Reporting, options: Mapping[str, Any]) -> int:
    from linter.commands.check_watch import require_watchable, watch

    others = ("why", "profile", "show_settings", "show_files")
    try:
        require_watchable(given, modes, {one.replace("_", "-"): options[one] for one in others})
        files = [one.file for one in wanted_deliveries(reporting) if one.file is not None]
    except (CannotRun, WrongDestinations) as error:
        refuse(str(error))
    outputs = {os.path.abspath(file) for file in files}
    return watch(given, modes, outputs, lambda watched: _status(given, modes, reporting, options, watched))


def _status(
    given: Given,
    modes: Modes,
    reporting: Reporting,
    options: Mapping[str, Any],
    recalling: Recalling | Watched | None,
) -> int:
    """Check, tell what is found, and return the exit status; what can't be done ends the process."""
    profile = _profile() if options["profile"] else None
    try:
        wanted = wanted_deliveries(reporting)
        asked = requests_of(given, recalling.walks if recalling else walks())
        if options["show_settings"] or options["show_files"] or options["why"]:
            _show(given, asked, options)
            return 0
        if profile:
            profile.lap("configuration")
        _require_together(given, modes, reporting)
        check_in = recalling.run if recalling else run_in
        run = run_of(asked, given, modes, progress(reporting), profile, check_in)
    except (CannotRun, WrongDestinations) as error:
        refuse(str(error))
    is_written = _told(run, wanted, modes, reporting, options["fail_level"])
    if recalling:
        recalling.end()
    if profile and run.checked:
        profile.lap("reports")
        print_err(profile.table())
    if not is_written or run.refused:
        refuse_all(run.refused)
    failed = _would_change(run) if modes.diff else _fails(run, options["fail_level"])
    return 1 if failed else 0


def _require_together(given: Given, modes: Modes, reporting: Reporting) -> None:
    require_compatible(given, modes)
    if modes.diff and reporting.outputs:
        raise CannotRun("--diff prints a patch and no report: it can't go with --output")


def _told(
    run: Run, wanted: tuple[Delivery, ...], modes: Modes, reporting: Reporting, level: str | None
) -> bool:
    """Tell what is found and what has been mended; return whether all reports could be written."""
    if not reporting.quiet:
        _tell_fates(run)
    finish(run.checked, modes, quiet=reporting.quiet)
    return modes.diff or not run.checked or report(run, wanted, level, reporting)


def _show(given: Given, asked: Requests, options: Mapping[str, Any]) -> None:
    """Print what is asked for in place of a check; raises CannotRun."""
    if options["why"]:
        from linter.commands.check_why import explain

        explain(given, asked, options["why"])
        return
    from linter.commands.check_shown import show

    settings, files = options["show_settings"], options["show_files"]
    show(asked, given, options["fail_level"], settings=settings, files=files)


def _tell_fates(run: Run) -> None:
    """Say which of the rules that are named are gone, or will be."""
    from rules import ALL

    requests = [one.request for one in run.checked]
    said = (fate for one in requests for fate in fates(ALL, one.configuration, *one.select, *one.ignore))
    for fate in dict.fromkeys(said):
        print_err(f"note: {fate}\n")


def _would_change(run: Run) -> bool:
    return any(one.mended is not None and one.mended.contents for one in run.checked)


def _fails(run: Run, level: str | None) -> bool:
    """Tell whether a run fails; why a strict one does so is said, whatever else it found."""
    strictly = list(fail_strictly(run))
    return any(strictly) or any(
        found.severity in failing(one, level) for one in run.checked for found in one.result.diagnostics
    )


def _taken(names: Iterable[str], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return some of the options, which a value is made of."""
    return {name: options[name] for name in names}


def _recalling(given: Given, modes: Modes, options: Mapping[str, Any]) -> Recalling | None:
    """Return what recalls earlier runs; None where this one has to find out all by itself."""
    by_itself = options["no_cache"] or options["profile"] or options["why"]
    return Recalling(given.paths) if not by_itself and may_recall(given, modes) else None


def _profile() -> Profile:
    from linter.checking.profile import Profile

    return Profile()
