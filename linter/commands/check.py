"""c360lint check: the default job."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from linter import kinds
from linter.checking.check import baseline_path, checked, today
from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen, over
from linter.checking.selectors import is_selector, no_rule, require_rules
from linter.commands.fix_report import finish, told_beside
from linter.commands.refusal import refuse
from linter.configuration.configuration import FILE_NAME
from linter.diagnostic import SEVERITIES, Result
from linter.files import document_name
from linter.instance.generations import GENERATIONS
from linter.reading.inputs import Inputs
from linter.reading.project_root import find_project, snapshots_of
from linter.refusal import CannotRun
from linter.reports import render
from linter.reports.delivery import (
    CHOICES,
    GITLAB_HINT,
    TEXTS,
    Delivery,
    WrongDestinations,
    automatic_format,
    deliveries,
    printed_format,
    write_files,
)
from linter.reports.outcome import outcome_of
from linter.reports.output import print_err, print_out

if TYPE_CHECKING:
    from linter.checking.profile import Profile

LEVELS: Final = (*SEVERITIES, "never")
_COLOURLESS: Final = ("0", "false")  # values of FORCE_COLOR
_WHOLE: Final = ("json", "jsonl", "sarif", "markdown", "html")  # reports that have what was not checked


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
@click.option(
    "--as", "as_kind", type=click.Choice((*kinds.names(), "request")), help="What the given files are."
)
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
@click.option("--staged", is_flag=True, help="Report what the staged changes cause.")
@click.option("--changed", is_flag=True, help="Report what the changes since the last commit cause.")
@click.option("--since", metavar="REF", help="Report what the changes since branching off from REF cause.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
@click.option("-v", "--verbose", is_flag=True, help="List the files that were passed over, too.")
@click.option(
    "--why", metavar="FILE[:LINE]", help="Say which rules looked at a place, and why they are silent."
)
@click.option("--no-progress", is_flag=True, help="Show no progress.")
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check payloads against the snapshot.

    Without PATHS the whole project is reported on; with PATHS the whole project is still read, and
    those files are reported on.  `-` reads standard input.
    """
    profile = _profile() if options["profile"] else None
    try:
        wanted = _deliveries(options)
        request = request_of(paths, options)
        environments = chosen(request.configuration, options["env"], options["snapshots"])
        if options["why"]:
            _explain(over(environments, request), options["why"])
            return
        if profile:
            profile.lap("configuration")
            request = request._replace(rules=profile.timed(request.rules))
        request, result, texts, mended = checked(request, environments, options, _progress(options))
        if not result.documents:
            raise CannotRun(f"nothing to check: there is no payload in {', '.join(paths)}")
    except (CannotRun, WrongDestinations) as error:
        refuse(str(error))
    if profile:
        profile.end_rules()
    if mended is not None:
        finish(request, mended, options)
    failing = failing_severities(options["fail_level"] or request.configuration.fail_level)
    written = options["diff"] or _report(request, result, texts, wanted, failing, options)
    if profile:
        profile.lap("reports")
        print_err(profile.table())
    if not written:
        sys.exit(2)
    would_change = options["diff"] and mended is not None and bool(mended.contents)
    failed = any(one.severity in failing for one in result.diagnostics)
    sys.exit(1 if (would_change if options["diff"] else failed) else 0)


def failing_severities(level: str) -> tuple[str, ...]:
    """Return the severities that fail a run at a level."""
    return LEVELS[: LEVELS.index(level) + 1] if level != "never" else ()


def _explain(requests: Iterable[tuple[str, CheckRequest]], place: str) -> None:
    """Print what the rules made of FILE[:LINE], in each environment if there are several."""
    from linter.checking.why_silent import why

    found = re.fullmatch(r"(.+?)(?::(\d+)(?::\d+)?)?", place, re.DOTALL)  # as a finding's place is printed
    file, line = (found[1], found[2] or "") if found else (place, "")
    for environment, request in requests:
        name = document_name(os.path.abspath(file), request.root)
        answers = list(why(request, name, int(line) if line else None))
        prefix = f"{environment}: " if environment else ""
        lines = [_visible(f"{prefix}{one.code} {one.name}: {one.words}") + "\n" for one in answers]
        print_out("".join(lines))
        silent = len(request.rules) - len({one.code for one in answers})
        print_err(f"{prefix}{silent} of {len(request.rules)} rules didn't look at this place\n")


def _profile() -> Profile:
    from linter.checking.profile import Profile

    return Profile()


def _deliveries(options: Mapping[str, Any]) -> tuple[Delivery, ...]:
    terminal = sys.stdout is not None and sys.stdout.isatty()
    automatic = automatic_format(os.environ, terminal=terminal)
    return deliveries(options["formats"], options["outputs"], automatic)


def request_of(paths: tuple[str, ...], options: Mapping[str, Any]) -> CheckRequest:
    """Return what the command line asks for; raises CannotRun."""
    from rules import ALL

    if options["as_kind"] and not paths:
        raise CannotRun("--as says what files on the command line are; name them, or `-`")
    stdin = _stdin(paths, options["stdin_filename"])
    given = tuple(os.path.abspath(path) for path in paths if path != "-")
    for path in given:
        if not os.path.lexists(path):
            raise CannotRun(f"{os.path.relpath(path)} does not exist")
    root, configuration, file = find_project(given, stdin, options["config"])
    changes = {name: options[name] for name in ("principal", "api") if options[name]}
    configuration = configuration._replace(**changes)
    select, ignore = _listed(options["select"]), _listed(options["ignore"])
    for selector in (*select, *ignore):
        if not is_selector(ALL, selector):
            raise CannotRun(no_rule(ALL, selector))
    if file is not None:
        require_rules(ALL, file, configuration)
    inputs = Inputs(
        root,
        configuration,
        file,
        given,
        snapshots_of(root, configuration, options["snapshots"]),
        snapshot_only=options["snapshot_only"],
        stdin=stdin,
        as_kind=options["as_kind"],
        baseline_file=baseline_path(root, configuration, options["baseline"]),
    )
    return CheckRequest(inputs, ALL, select, ignore, today=today())


def _stdin(paths: tuple[str, ...], name: str | None) -> tuple[str, bytes] | None:
    if "-" not in paths:
        if name is not None:
            raise CannotRun("--stdin-filename goes with the path `-`")
        return None
    if sys.stdin is None:
        raise CannotRun("standard input is closed")
    data = sys.stdin.buffer.read()
    return os.path.abspath(name or "stdin.json"), data


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _report(
    request: CheckRequest,
    result: Result,
    texts: Mapping[str, Any],
    wanted: tuple[Delivery, ...],
    failing: tuple[str, ...],
    options: Mapping[str, Any],
) -> bool:
    """Write all reports; return whether each of them could be written."""
    from rules import ALL

    outcome = outcome_of(result, texts, ALL, request.root, failing)
    outcome = outcome._replace(summary=not options["quiet"])
    filed = any(one.file is not None for one in wanted)
    protected = _protected(request, texts, options) if filed else set()
    troubles = list(write_files(wanted, outcome, protected))
    for trouble in troubles:
        print_err(f"c360lint: {trouble}\n")
    printed = printed_format(wanted)
    if printed is not None:
        print_out(render(printed, outcome._replace(color=_wants_color(options))))
    if options["statistics"]:
        _print_statistics(result, printed)
    if not options["quiet"]:
        if any(one.format not in _WHOLE for one in wanted):
            _print_asides(result, options["verbose"])
            told_beside(request, result)
        if _needs_gitlab_hint(wanted, options):
            print_err(f"c360lint: {GITLAB_HINT}\n")
    return not troubles


def _protected(request: CheckRequest, texts: Mapping[str, Any], options: Mapping[str, Any]) -> set[str]:
    """The files that no report may replace: those that the run has read."""
    names = [*texts, FILE_NAME, "pyproject.toml", *(name for _, name in request.configuration.schemas)]
    paths = [os.path.join(request.root, name) for name in names]
    if options["config"]:
        paths.append(options["config"])
    return set(map(os.path.realpath, paths))


def _print_statistics(result: Result, printed: str | None) -> None:
    """Print the counts below the report, or on standard error where a machine reads the report."""
    from linter.reports.findings.statistics import statistics

    if printed is None or printed in TEXTS:
        print_out(statistics(result))
    else:
        print_err(statistics(result))


def _needs_gitlab_hint(wanted: tuple[Delivery, ...], options: Mapping[str, Any]) -> bool:
    automatic = not options["formats"] or "auto" in options["formats"]
    asked = any(one.format == "gitlab" for one in wanted)
    return automatic and not asked and bool(os.environ.get("GITLAB_CI"))


def _wants_color(options: Mapping[str, Any]) -> bool:
    if options["color"] != "auto":
        return bool(options["color"] == "always")
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    return forced not in _COLOURLESS if forced else sys.stdout is not None and sys.stdout.isatty()


def _print_asides(result: Result, verbose: bool) -> None:
    reasons: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in result.not_checked:
        reasons.setdefault((one.reason, one.files), []).append(one.code)
    for (reason, names), codes in reasons.items():
        files = names[0] + (f", +{len(names) - 1} more" if len(names) > 1 else "")
        print_err(_visible(f"not checked: {', '.join(codes)}: {reason} ({files})") + "\n")
    if result.skipped and verbose:
        for name in result.skipped:
            print_err(_visible(f"passed over: {name}, not ours") + "\n")
    elif result.skipped:
        broken = result.unreadable_skipped
        unread = f", {broken} of them not well-formed" if broken else ""
        print_err(
            f"passed over: {len(result.skipped)} file(s) or request(s), not ours{unread} (-v lists them)\n"
        )


def _visible(text: str) -> str:
    from linter.reports.visible import visible

    return visible(text)


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _progress(options: Mapping[str, Any]) -> Callable[[int, int], None] | None:
    """Show a line on a terminal once the run has taken a second."""
    if options["no_progress"] or options["quiet"] or not _is_watched():
        return None
    started = time.monotonic()

    def show(done: int, all_: int) -> None:
        if time.monotonic() - started > 1:
            sys.stderr.write(f"\r\x1b[Kreading {done} of {all_} files")
            if done + 256 >= all_:
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    return show
