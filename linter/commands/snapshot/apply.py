"""c360lint snapshot apply: the snapshot as it is after a deployment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from linter.checking.engine import judge
from linter.commands.check_report import failing_severities
from linter.commands.project_options import Meant, opened, project_options
from linter.commands.refusal import refuse, write_or_refuse
from linter.instance.drift import drift
from linter.instance.snapshot import Snapshot, fold_id
from linter.reading.snapshots import read_snapshot, require_sound
from linter.refusal import CannotRun
from linter.reports import render
from linter.reports.outcome import outcome_of
from linter.reports.output import print_data, print_err, print_out
from linter.reports.snapshot.drift import drift_text
from linter.reports.visible import visible
from linter.text.place import DEPTH
from linter.text.source import encoded, is_yaml, read_text
from linter.text.whole import whole
from linter.wording import counted, first_few

if TYPE_CHECKING:
    from linter.checking.check_request import CheckRequest
    from linter.kinds.request import Request
    from linter.reading.taken import Loaded

_FAILING: Final = failing_severities("error")


@click.command("apply")
@project_options
@click.option("--instance", metavar="ID", help="The instance that is meant, where there are several.")
@click.option("--diff", is_flag=True, help="Show what changes, and not the snapshot.")
@click.option("--force", is_flag=True, help="Do it though the payloads have errors.")
def command(meant: Meant, instance: str | None, *, diff: bool, force: bool) -> None:
    """Lay a project's payloads over its snapshot, as after a deployment.

    Nothing is sent; the result is the snapshot that the instance will have.  Exit status: 0 it was
    made, 1 the payloads have errors, 2 the job could not be done.
    """
    request, loaded = opened(meant)
    output = None if meant.output == "-" else meant.output
    snapshot = _snapshot(loaded.project.snapshots, instance)
    _require_fit(request, loaded, snapshot, force=force)
    text = _applied(loaded, snapshot)
    if output is not None:
        _require_snapshot(output)
    changes = drift(snapshot.declared, read_snapshot(snapshot.file, encoded(text))[1])
    if output is not None:
        write_or_refuse(output, _in_format_of(output, text, snapshot))
        print_err(visible(f"Wrote {output}: {counted(len(changes), 'change')}.") + "\n")
    if diff:
        print_out(drift_text(changes))
    elif output is None:
        print_data(text)


def _require_fit(request: CheckRequest, loaded: Loaded, snapshot: Snapshot, *, force: bool) -> None:
    """End the process where nothing can be applied, or nothing should be without `force`."""
    try:
        require_sound(loaded.texts[snapshot.file], snapshot)
    except CannotRun as error:
        refuse(str(error))
    if _tell_errors(request, loaded) and not force:
        print_err("c360lint: the service would refuse this, so nothing was applied (--force applies it)\n")
        sys.exit(1)
    if _tell_open(loaded, snapshot) and not force:
        print_err("c360lint: nothing was applied, since it isn't known what to (--force: as it is written)\n")
        sys.exit(1)


def _in_format_of(output: str, text: str, snapshot: Snapshot) -> str:
    """Return a snapshot's text as a file of the name holds it: as JSON, or as YAML."""
    if is_yaml(output) == is_yaml(snapshot.file):
        return text
    return whole(output, read_text(snapshot.file, encoded(text)).value)


def _snapshot(snapshots: tuple[Snapshot, ...], instance: str | None) -> Snapshot:
    """Return the snapshot that is meant; there must be one."""
    if not snapshots:
        refuse("no snapshot is declared here: name one with --snapshot FILE")
    found = [
        one for one in snapshots if instance is None or fold_id(one.instance_id or "") == fold_id(instance)
    ]
    known = first_few(str(one.instance_id) for one in snapshots)
    if not found:
        refuse(f"no snapshot is of the instance `{instance}`; there are {known}")
    if len(found) > 1:
        refuse(f"there are snapshots of several instances: choose one of {known} with --instance")
    return found[0]


def _tell_errors(request: CheckRequest, loaded: Loaded) -> bool:
    """Print the errors that check finds, and return whether there are any."""
    from rules import ALL

    result = judge(_with_baseline(request), loaded)
    errors = tuple(one for one in result.diagnostics if one.severity in _FAILING)
    if errors:
        said = outcome_of(result._replace(diagnostics=errors), loaded.texts, ALL, request.root, _FAILING)
        print_err(render("concise", said))
    unread = [f"{one.document} can't be read: {one.message}" for one in loaded.project.unread]
    for line in unread:
        print_err(visible(line) + "\n")
    return bool(errors or unread)


def _tell_open(loaded: Loaded, snapshot: Snapshot) -> bool:
    """Print which placeholders without a value stand in what would be applied; return whether any do."""
    from linter.checking.placing import place_of
    from linter.placeholders import why_open

    requests = [one for one in loaded.project.requests if one.method != "GET" and one.snapshot is snapshot]
    documents = {one.document for one in requests}
    places: dict[str, list[str]] = {}
    for at, filled in loaded.project.placeholders:
        for part in filled.parts if at.document in documents else ():
            if part.value is None:
                place = place_of(at, "", loaded)
                lack = why_open(part.placeholder.written)
                where = f"{place.file}:{place.range.start.line}:{place.range.start.column}"
                places.setdefault(f"{lack.reason}; {lack.needs}", []).append(where)
    for said, found in places.items():
        print_err(visible(f"{first_few(found)}: {said}") + "\n")
    return bool(places)


def _with_baseline(request: CheckRequest) -> CheckRequest:
    """Return the request with what is known of the project: what check is silent about."""
    from linter.checking.baseline import load_baseline
    from linter.checking.check import baseline_path

    file = baseline_path(request.root, request.configuration, None)
    try:
        known = load_baseline(file) if file is not None else None
    except CannotRun as error:
        refuse(str(error))
    return request._replace(baseline=known)


def _applied(loaded: Loaded, snapshot: Snapshot) -> str:
    """Return the text of the snapshot that the instance has then."""
    from linter.planning.applied import applied, not_laid
    from linter.text.renewed import renewed

    project, old = loaded.project, loaded.texts[snapshot.file]
    value = applied(project, snapshot, old.value, lambda request: _body(request, loaded.texts))
    _require_writable(value, loaded, snapshot)
    text, is_kept = renewed(old, value)
    if not is_kept:
        print_err(f"note: {visible(snapshot.file)} is written anew, without its comments\n")
    others = list(dict.fromkeys(one.document for one in not_laid(project, snapshot)))
    if others:
        print_err(
            visible(f"note: not applied, since no payload of ours: requests in {first_few(others)}") + "\n"
        )
    return text


def _require_writable(value: Any, loaded: Loaded, snapshot: Snapshot) -> None:
    """Refuse what no snapshot can say: at the payload that is too deep for it, or in words."""
    from linter.checking.placing import place_of
    from linter.diagnostic import Location
    from linter.text.unwritable import deepest, unwritable

    fault = unwritable(value)
    if fault is None:
        return
    if len(fault.path) < DEPTH:
        where = ".".join(map(str, fault.path))
        refuse(f"{fault.reason}: no snapshot can have it in `{where}`; rename the file or folder it is of")
    laid = [one for one in loaded.project.requests if one.snapshot is snapshot and one.root is not None]
    ways = [Location(one.document, one.body_path + deepest(_body(one, loaded.texts))) for one in laid]
    place = place_of(max(ways, key=lambda one: len(one.path)), "", loaded)
    at = f"{place.file}:{place.range.start.line}:{place.range.start.column}"
    refuse(f"{at}: this would be {fault.reason} in the snapshot")


def _body(request: Request, texts: Mapping[str, Any]) -> Any:
    from linter.kinds.laid import value_at

    return value_at(texts[request.document].value, request.body_path)


def _require_snapshot(output: str) -> None:
    """Refuse to write over what isn't a snapshot."""
    if os.path.lexists(output) and not os.path.isfile(output):
        refuse(f"{output} is no file that could be written")
    if os.path.isfile(output):
        from linter.reading.snapshots import load_snapshot

        try:
            load_snapshot(output)
        except CannotRun as error:
            refuse(f"{output} exists, is no snapshot, and was left as it is ({error})")
