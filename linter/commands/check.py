"""c360lint check: the default job."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from linter import kinds
from linter.checking.check import require_compatible
from linter.checking.given import Given, Modes
from linter.commands.check_report import (
    LEVELS,
    Reporting,
    fail_strictly,
    failing,
    progress,
    report,
    wanted_deliveries,
)
from linter.commands.check_requests import requests_of
from linter.commands.check_run import Run, run_of
from linter.commands.fix_report import finish
from linter.commands.refusal import refuse, refuse_all
from linter.instance.generations import GENERATIONS
from linter.refusal import CannotRun
from linter.reports.delivery import CHOICES, WrongDestinations
from linter.reports.output import print_err

if TYPE_CHECKING:
    from linter.checking.profile import Profile


class _Kinds(click.Choice):  # type: ignore[type-arg]  # older versions of click have no Choice[str]
    """The payload kinds as the table has them when it is asked, and request."""

    case_sensitive = True

    def __init__(self) -> None:
        """Take no choices: they are looked up."""

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        """What may be given."""
        return (*kinds.names(), "request")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--snapshot", "snapshots", multiple=True, metavar="FILE", help="A snapshot; may be repeated.")
@click.option("--env", multiple=True, metavar="NAME", help="An environment (`snapshots`); may be repeated.")
@click.option("--snapshot-only", is_flag=True, help="Judge every payload against the snapshot alone.")
@click.option("--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml.")
@click.option("--select", multiple=True, metavar="RULES", help="Rules to check: codes, prefixes, names, ALL.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules not to check.")
@click.option("--fail-level", type=click.Choice(LEVELS), help="The least severity that fails the run.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(CHOICES),
    multiple=True,
    help="A report; may be repeated.  auto, the default, is full, or what the CI service shows.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT:]FILE",
    help="Write a report to a file, beside the one on standard output; may be repeated.",
)
@click.option("--statistics", is_flag=True, help="Count the findings by rule.")
@click.option("--profile", is_flag=True, help="Tell on standard error where the time goes.")
@click.option("--as", "as_kind", type=_Kinds(), help="What the given files are.")
@click.option("--stdin-filename", metavar="FILE", help="With `-`: the file that standard input stands for.")
@click.option("--principal", metavar="ID", help="On whose behalf the requests are made.")
@click.option(
    "--api",
    type=click.Choice(GENERATIONS),
    help="The generation of the API to judge against.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what the service does.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also what a person should look at afterwards.")
@click.option("--diff", is_flag=True, help="Print what would be mended, and write nothing.")
@click.option("--baseline", metavar="FILE", help="The file of known findings, instead of the configured one.")
@click.option("--no-baseline", is_flag=True, help="Report what is known, too.")
@click.option("--allow-empty", is_flag=True, help="Let there be no payload at all.")
@click.option("--no-ignore", is_flag=True, help="Read what git ignores, too.")
@click.option("--force-exclude", is_flag=True, help="Leave out what is excluded, even if it is named.")
@click.option("--strict", is_flag=True, help="Fail for what is not read or not checked, too.")
@click.option("--staged", is_flag=True, help="Report what the staged changes cause.")
@click.option("--changed", is_flag=True, help="Report what the changes since the last commit cause.")
@click.option("--since", metavar="REF", help="Report what the changes since branching off from REF cause.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
@click.option("-v", "--verbose", is_flag=True, help="List all that was passed over, ignored or held back.")
@click.option(
    "--why", metavar="FILE[:LINE]", help="Say which rules looked at a place, and why they are silent."
)
@click.option("--no-progress", is_flag=True, help="Show no progress.")
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check payloads against the snapshot.

    Without PATHS the project of the working folder is reported on, and every project below it, each by
    itself.  With PATHS their projects are still read as a whole, and those files are reported on.
    `-` reads standard input.
    """
    given, modes = Given(paths, **_taken(Given._fields[1:], options)), Modes(**_taken(Modes._fields, options))
    reporting = Reporting(**_taken(Reporting._fields, options))
    profile = _profile() if options["profile"] else None
    try:
        wanted = wanted_deliveries(reporting)
        asked = requests_of(given)
        if options["why"]:
            from linter.commands.check_why import explain

            explain(given, asked, options["why"])
            return
        if profile:
            profile.lap("configuration")
        require_compatible(given, modes)
        if modes.diff and reporting.outputs:
            raise CannotRun("--diff prints a patch and no report: it can't go with --output")
        run = run_of(asked, given, modes, progress(reporting), profile)
    except (CannotRun, WrongDestinations) as error:
        refuse(str(error))
    finish(run.checked, modes, quiet=reporting.quiet)
    written = modes.diff or not run.checked or report(run, wanted, options["fail_level"], reporting)
    if profile and run.checked:
        profile.lap("reports")
        print_err(profile.table())
    if not written or run.refused:
        refuse_all(run.refused)
    failed = _would_change(run) if modes.diff else _fails(run, options["fail_level"])
    sys.exit(1 if failed else 0)


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


def _profile() -> Profile:
    from linter.checking.profile import Profile

    return Profile()
