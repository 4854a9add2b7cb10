"""c360lint snapshot diff: what has changed, and which payloads break."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

import click

from linter.checking.check import today
from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.commands.check_report import failing_severities
from linter.commands.project_options import require_own
from linter.commands.refusal import refuse
from linter.commands.searching import walks
from linter.commands.snapshot.users import told_users
from linter.configuration.settings import Configuration
from linter.diagnostic import Diagnostic, Result
from linter.files import document_name, path_of
from linter.instance.drift import Difference, drift
from linter.instance.snapshot import Snapshot, fold_id
from linter.named_tuple import NamedTuple
from linter.reading.inputs import Inputs
from linter.reading.memory import Memory
from linter.reading.project_root import find_project
from linter.reading.snapshots import load_snapshot, read_snapshot, snapshot_bytes
from linter.reading.targets import projects_below
from linter.refusal import CannotRun, NothingToCheck
from linter.reports import FORMATS, render
from linter.reports.delivery import COMMANDS, TEXTS
from linter.reports.outcome import Outcome, outcome_of
from linter.reports.output import print_data, print_err, print_out
from linter.reports.snapshot.drift import drift_markdown, drift_text, drift_values
from linter.reports.visible import visible
from linter.text.source import Text
from linter.wording import counted


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--project", metavar="FOLDER", default=".", help="The payloads that may break.", show_default=True
)
@click.option("--config", metavar="FILE", help="The configuration, instead of the nearest c360lint.toml.")
@click.option("--no-project", is_flag=True, help="Compare the snapshots only.")
@click.option("--format", "format_", type=click.Choice(tuple(FORMATS)), default="full", show_default=True)
@click.option("--fix", is_flag=True, help="Carry renamings with good evidence through the payloads.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
def command(old: str, new: str, **options: Any) -> None:
    """Compare two snapshots, and find the payloads that break.

    Exit status 1 when a payload breaks: when it has a finding with NEW that it doesn't have with OLD.  With
    --fix that is looked at after the renaming; with --diff it is 1 when something would be renamed.
    """
    try:
        if _carries(options) and options["no_project"]:
            raise CannotRun("--fix changes a project's payloads: it can't go with --no-project")
        memory = Memory()  # each snapshot and payload is read once
        (text, before), (more, after) = _kept(old, memory), _kept(new, memory)
        changes = told_users(drift(before, after), before, after)
        compared = _Compared(before, after, (old, new))
        broken = None if options["no_project"] else _breaks(compared, changes, memory, options)
    except CannotRun as error:
        refuse(str(error))
    format_ = options["format_"]
    print_out(_rendered(changes, {old: text, new: more}, broken, format_), obeyed=format_ in COMMANDS)
    if broken is None and not options["no_project"]:
        print_err("no payloads here: only the snapshots were compared (--project FOLDER)\n")
    sys.exit(1 if broken is not None and _fails(broken) else 0)


def _carries(options: Mapping[str, Any]) -> bool:
    """Tell whether renamings are to be carried through the payloads, or shown as if."""
    return bool(options["fix"] or options["diff"])


def _fails(broken: Outcome) -> bool:
    return any(one.severity in broken.failing for one in broken.result.diagnostics)


class _Compared(NamedTuple):
    """The two snapshots, and their paths as they are named."""

    before: Snapshot
    after: Snapshot
    paths: tuple[str, str]


def _breaks(
    compared: _Compared, changes: list[Difference], memory: Memory, options: Mapping[str, Any]
) -> Outcome | None:
    """Return what breaks in the project, after the renaming if that is asked for; None without payloads."""
    from rules import ALL

    inputs = _read_over(compared, options)
    if inputs is None:
        return None
    over_old, over_new = inputs
    known = _check(over_old, memory)
    if known is None:
        require_own(CheckRequest(over_old, ALL))
        return None
    changed = _carries(options) and _carried(over_old, changes, compared.after, diff=options["diff"])
    if options["diff"]:
        sys.exit(1 if changed else 0)
    broken = _broken(over_new, known[0], memory, moved=changed)
    return broken and broken._replace(result=_with_new_names(broken.result, changes))


def _read_over(compared: _Compared, options: Mapping[str, Any]) -> tuple[Inputs, Inputs] | None:
    """Return the project as it is read over the old snapshot, and over the new one; None without a folder."""
    folder = os.path.abspath(options["project"])
    if not os.path.isdir(folder) and not options["config"]:
        return None
    root, configuration, file = find_project(folder, options["config"])
    known = walks()
    apart = tuple(one.root for one in projects_below(root, walks=known))
    inputs = Inputs(root, configuration, file, apart=apart, walks=known)
    others = _others(root, configuration, compared)
    old, new = (inputs._replace(snapshots=(os.path.abspath(path), *others)) for path in compared.paths)
    return old, new


def _carried(inputs: Inputs, changes: list[Difference], after: Snapshot, *, diff: bool) -> bool:
    """Carry the renamings through a project that is read over the old snapshot, or print what would change.

    Tell which were made, and return whether any was.
    """
    from linter.commands.fix_report import patch, write_fixed
    from linter.commands.snapshot.carrying import renewed

    files = renewed(inputs, changes, after, shown=diff)
    is_written = diff or write_fixed(inputs, files.originals, files.contents)
    if diff:
        print_data(patch(inputs, files.originals, files.contents))
    print_err("".join(f"{visible(line)}\n" for line in files.words))
    if not is_written:
        sys.exit(2)
    return bool(files.contents)


def _broken(inputs: Inputs, before: Result, memory: Memory, *, moved: bool) -> Outcome | None:
    """Return what the project's payloads have to say with the new snapshot only; None without payloads.

    Where renamings have `moved` what stands behind them in a line, that is told by its line.
    """
    from rules import ALL

    new = _check(inputs, memory)
    if new is None:
        return None
    result, texts = new

    def place(one: Diagnostic) -> tuple[object, ...]:
        return one.code, one.file, one.pointer, one.range.start.line if moved else one.range

    known = {place(one) for one in before.diagnostics}
    snapshots = {document_name(path, inputs.root) for path in inputs.snapshots}
    diagnostics = tuple(
        one for one in result.diagnostics if place(one) not in known and one.file not in snapshots
    )
    failing = failing_severities(inputs.configuration.fail_level)
    return outcome_of(result._replace(diagnostics=diagnostics), texts, ALL, inputs.root, failing)


def _with_new_names(result: Result, changes: list[Difference]) -> Result:
    """Say in the help of a finding what the attribute or entity that it misses is probably called now."""
    renamed = [one for one in changes if one.kind == "renamed" and one.what in ("attribute", "entity")]

    def mended(finding: Diagnostic) -> Diagnostic:
        names = re.findall(r"`([^`]+)`", finding.message)
        for one in renamed:
            owner = one.name.rpartition(".")[0] if one.what == "attribute" else one.old
            said = one.what == "entity" or one.old in names
            if said and any(owner == name or owner.endswith(f"_{name}") for name in names):
                return finding._replace(
                    help=f"it is probably called `{one.new}` now: {one.evidence}", fixes=()
                )
        return finding

    return result._replace(diagnostics=tuple(map(mended, result.diagnostics)))


def _others(root: str, configuration: Configuration, compared: _Compared) -> list[str]:
    """Return the configured snapshots of other instances."""
    instances = {fold_id(one.instance_id or "") for one in (compared.before, compared.after)}
    configured = (path_of(name, root) for name in configuration.snapshots)
    return [one for one in configured if fold_id(load_snapshot(one)[1].instance_id or "") not in instances]


def _kept(path: str, memory: Memory) -> tuple[Text, Snapshot]:
    """Read a snapshot, and keep it for where the project's folder calls it the same."""
    data = snapshot_bytes(path)
    text, snapshot = read_snapshot(path, data)
    memory.keep_snapshot(path, data, text, snapshot)
    return text, snapshot


def _check(inputs: Inputs, memory: Memory) -> tuple[Result, Mapping[str, Text]] | None:
    from rules import ALL

    try:
        return run(CheckRequest(inputs, ALL, today=today()), memory=memory)
    except NothingToCheck:
        return None


def _rendered(
    changes: list[Difference], texts: Mapping[str, Text], broken: Outcome | None, format_: str
) -> str:
    if format_ == "json":
        return _json(changes, texts, broken)
    if format_ == "markdown":
        said = f"# Changes of the snapshot\n\n{drift_markdown(changes)}"
        return f"{said}\n{render(format_, broken)}" if broken is not None else said
    if format_ not in TEXTS:
        return render(format_, broken) if broken is not None else ""
    said = drift_text(changes)
    if broken is None:
        return said
    if not broken.result.diagnostics:
        checked = counted(broken.result.documents, "document")
        return f"{said}\nNo payload breaks: {checked} checked with both.\n"
    return f"{said}\n{render(format_, broken)}"


def _json(changes: list[Difference], texts: Mapping[str, Text], broken: Outcome | None) -> str:
    report = json.loads(render("json", broken)) if broken else None
    told = {"version": 1, "changes": drift_values(changes, texts), "breaks": report}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
