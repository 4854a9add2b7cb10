"""What check tells of its result: the reports, and what stands beside them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

from linter.checking.check import Checked
from linter.commands.check_run import Run, only_holds_others
from linter.commands.fix_report import told_beside
from linter.configuration.configuration import FILE_NAME
from linter.configuration.settings import CLOSED
from linter.diagnostic import Result
from linter.files import name_from_here
from linter.named_tuple import NamedTuple
from linter.reports import pieces_of
from linter.reports.delivery import (
    COMMANDS,
    GITLAB_HINT,
    TEXTS,
    Delivery,
    automatic_format,
    deliveries,
    printed_format,
    write_files,
)
from linter.reports.outcome import Outcome, outcome_of
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible

LEVELS: Final = CLOSED["fail-level"]
_COLOURLESS: Final = ("0", "false")  # values of FORCE_COLOR
_WHOLE: Final = ("json", "jsonl", "sarif", "markdown", "html")  # reports that have what was not checked

_UNDER_FINDINGS: Final = ("full", "grouped")  # those that show what is held back under its cause


class Reporting(NamedTuple):
    """What is told of the result, where, and how much of it."""

    formats: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    statistics: bool = False
    color: str = "auto"
    hyperlinks: str = "auto"
    quiet: bool = False
    verbose: bool = False
    no_progress: bool = False


def failing_severities(level: str) -> tuple[str, ...]:
    """Return the severities that fail a run at a level."""
    return LEVELS[: LEVELS.index(level) + 1] if level != "never" else ()


def wanted_deliveries(reporting: Reporting) -> tuple[Delivery, ...]:
    """Return the reports that are asked for; raises WrongDestinations."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    automatic = automatic_format(os.environ, terminal=terminal)
    return deliveries(reporting.formats, reporting.outputs, automatic)


def report(run: Run, wanted: tuple[Delivery, ...], level: str | None, reporting: Reporting) -> bool:
    """Write all reports; return whether each of them could be written."""
    outcome = _outcome(run, level)._replace(summary=not reporting.quiet)
    filed = any(one.file is not None for one in wanted)
    protected = _protected(run) if filed else set()
    troubles = list(write_files(wanted, outcome, protected))
    for trouble in troubles:
        print_err(f"c360lint: {trouble}\n")
    printed = printed_format(wanted)
    if printed is not None:
        shown = outcome._replace(color=_wants_color(reporting), links=_wants_links(reporting))
        pieces = pieces_of(printed, shown)
        print_out(pieces, obeyed=printed in COMMANDS)
    if reporting.statistics:
        _print_statistics(outcome.result, printed)
    told_in_reports = all(one.format in _WHOLE for one in wanted)
    if outcome.summary or outcome.strict:
        _print_asides(outcome, printed, verbose=reporting.verbose, told_in_reports=told_in_reports)
    if not reporting.quiet:
        if not told_in_reports:
            told_beside(run)
        if _needs_gitlab_hint(wanted, reporting):
            print_err(f"c360lint: {GITLAB_HINT}\n")
    return not troubles


def fail_strictly(run: Run) -> Iterator[bool]:
    """Yield of each project whether it fails for what was not read or not checked, and say so."""
    for one in run.checked:
        if one.request.configuration.unread == "error":
            from linter.checking.strictness import not_judged

            said = not_judged(one.result, one.request.rules)
            project = f"{name_from_here(one.request.root)}: " if run.several else ""
            print_err(f"c360lint: {visible(project + said)}\n" if said else "")
            yield bool(said)


def failing(one: Checked, level: str | None) -> tuple[str, ...]:
    """Return the severities that fail the run in a project."""
    return failing_severities(level or one.request.configuration.fail_level)


def _outcome(run: Run, level: str | None) -> Outcome:
    made = [
        outcome_of(one.result, one.texts, one.request.rules, one.request.root, failing(one, level))._replace(
            strict=one.request.configuration.unread == "error"
        )
        for one in run.checked
    ]
    if not run.several:
        return made[0]
    from linter.reports.together import together

    return together(made, [not only_holds_others(one) for one in run.checked])


def _protected(run: Run) -> set[str]:
    """The files that no report may replace: those that the run has read."""
    return {os.path.realpath(path) for one in run.checked for path in _read(one)}


def _read(one: Checked) -> Iterator[str]:
    request = one.request
    names = [*one.texts, FILE_NAME, "pyproject.toml", *(name for _, name in request.configuration.schemas)]
    yield from (request.inputs.path(name) for name in names)
    if request.inputs.configuration_file is not None:
        yield request.inputs.configuration_file
    yield from request.configuration.extended


def _print_statistics(result: Result, printed: str | None) -> None:
    """Print the counts below the report, or on standard error where a machine reads the report."""
    from linter.reports.findings.statistics import statistics

    if printed is None or printed in TEXTS:
        print_out(statistics(result))
    else:
        print_err(statistics(result))


def _needs_gitlab_hint(wanted: tuple[Delivery, ...], reporting: Reporting) -> bool:
    automatic = not reporting.formats or "auto" in reporting.formats
    asked = any(one.format == "gitlab" for one in wanted)
    return automatic and not asked and bool(os.environ.get("GITLAB_CI"))


def _wants_color(reporting: Reporting) -> bool:
    if reporting.color != "auto":
        return reporting.color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    return forced not in _COLOURLESS if forced else sys.stdout is not None and sys.stdout.isatty()


def _wants_links(reporting: Reporting) -> bool:
    if reporting.hyperlinks != "auto":
        return reporting.hyperlinks == "always"
    if sys.stdout is None or not sys.stdout.isatty():
        return False
    from linter.reports.hyperlinks import are_known

    return are_known(os.environ, terminal=True)


def _print_asides(outcome: Outcome, printed: str | None, *, verbose: bool, told_in_reports: bool) -> None:
    """Print what stands beside the reports; no report has which files were not read."""
    from linter.reports.findings.asides import asides, unread

    lines = (
        unread(outcome)
        if told_in_reports
        else asides(outcome, verbose=verbose, under_findings=printed in _UNDER_FINDINGS)
    )
    for line in lines:
        print_err(line)


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def progress(reporting: Reporting) -> Callable[[int, int], None] | None:
    """Show a line on a terminal once the run has taken a second."""
    if reporting.no_progress or reporting.quiet or not _is_watched():
        return None
    started = time.monotonic()

    def show(done: int, all_: int) -> None:
        if time.monotonic() - started > 1:
            sys.stderr.write(f"\r\x1b[Kreading {done} of {all_} files")
            if done + 256 >= all_:
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    return show
