"""c360lint snapshot show: what a snapshot declares."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from linter.checking.check_request import CheckRequest
from linter.checking.environments import chosen
from linter.commands.project_options import require_own
from linter.commands.refusal import refuse
from linter.commands.searching import walks
from linter.configuration.settings import Configuration
from linter.files import path_of, relative
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.reading.inputs import Inputs
from linter.reading.project_root import find_project
from linter.reading.snapshots import default_snapshot, load_snapshot
from linter.reading.targets import projects_below
from linter.refusal import CannotRun
from linter.reports.output import print_out
from linter.suggest import did_you_mean

if TYPE_CHECKING:
    from linter.reports.snapshot.tables import Table


@click.command("show")
@click.argument("entity", required=False)
@click.option(
    "--snapshot", "files", multiple=True, metavar="FILE", help="A snapshot, not the configured ones."
)
@click.option("--env", multiple=True, metavar="NAME", help="An environment (`snapshots`); may be repeated.")
@click.option(
    "--format", "format_", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True
)
def command(entity: str | None, files: tuple[str, ...], env: tuple[str, ...], format_: str) -> None:
    """Show what a snapshot declares, or one ENTITY of it; of environments, the snapshot of each."""
    from linter.reports.snapshot.tables import rendered, values

    try:
        snapshots = [(name, load_snapshot(path)[1]) for name, path in _meant(files, env)]
        if entity is not None:
            _require_somewhere([snapshot for _, snapshot in snapshots], entity)
        tables = [table for name, one in snapshots for table in _tables(name, one, entity)]
    except CannotRun as error:
        refuse(str(error))
    if format_ == "json":
        print_out(json.dumps({"version": 1, "tables": values(tables)}, indent=2, ensure_ascii=False) + "\n")
    else:
        print_out(rendered(tables, markdown=format_ == "markdown"))


def _tables(environment: str, snapshot: Snapshot, entity: str | None) -> list[Table]:
    """Return what is shown of a snapshot; it is named where all of it is, and where it is one of several."""
    from linter.reports.snapshot.tables import Table, tables_of, tables_of_entity

    title = Table(_title(environment, snapshot), (), [])
    if entity is None:
        return [title, *tables_of(snapshot)]
    found = _named(snapshot, entity)
    tables = [table for one in found for table in tables_of_entity(snapshot, one)]
    if not environment:
        return tables
    return [title, *tables] if found else [title._replace(rest=f"no entity `{entity}`")]


def _meant(files: tuple[str, ...], env: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the snapshots that are named or configured, each with its environment's name if it has one."""
    if files:
        chosen(Configuration(), env, files)  # refuses an environment beside them
        return [("", path) for path in files]
    root, configuration, _ = find_project(os.getcwd(), None)
    environments = chosen(configuration, env)
    names = [*environments, *(("", path) for path in configuration.snapshots)]
    paths = [(name, path_of(path, root)) for name, path in names]
    paths = paths or [("", path) for path in default_snapshot(root)]
    if not paths:
        apart = [one.root for one in projects_below(root, walks=walks())]
        require_own(CheckRequest(Inputs(root, configuration, apart=tuple(apart)), ()))
        raise CannotRun("no snapshot is declared here: name one with --snapshot FILE")
    return [(name, relative(path)) for name, path in paths]


def _title(environment: str, snapshot: Snapshot) -> str:
    captured = snapshot.root.text("capturedAt")
    when = f", captured at {captured}" if captured else ""
    prefix = f"{environment}: " if environment else ""
    return f"{prefix}{snapshot.file}: instance {snapshot.instance_id}{when}"


def _named(snapshot: Snapshot, name: str) -> list[Entity]:
    found = snapshot.resolve_name(name)
    return [found.entity] if found.entity is not None else list(found.candidates)


def _require_somewhere(snapshots: list[Snapshot], name: str) -> None:
    if any(_named(snapshot, name) for snapshot in snapshots):
        return
    names = [one for snapshot in snapshots for one in snapshot.all_names()]
    files = ", ".join(snapshot.file for snapshot in snapshots)
    raise CannotRun(f"no entity `{name}` in {files}{did_you_mean(name, names)}")
