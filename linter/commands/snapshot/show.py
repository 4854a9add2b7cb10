"""c360lint snapshot show: what a snapshot declares."""

from __future__ import annotations

import json
import os

import click

from linter.commands.refusal import refuse
from linter.config import Configuration, ConfigurationError, find_configuration, load_configuration
from linter.loading import CannotRun, default_snapshot, load_snapshot
from linter.reports.output import print_out
from linter.snapshot import Entity, Snapshot
from linter.suggest import suggestion


@click.command("show")
@click.argument("entity", required=False)
@click.option(
    "--snapshot", "files", multiple=True, metavar="FILE", help="A snapshot, not the configured ones."
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True
)
def command(entity: str | None, files: tuple[str, ...], format_: str) -> None:
    """Show what a snapshot declares, or one ENTITY of it."""
    from linter.reports.snapshot_tables import Table, rendered, tables_of, tables_of_entity, values

    try:
        snapshots = [load_snapshot(path)[1] for path in files or _configured()]
        tables: list[Table] = []
        for snapshot in snapshots:
            if entity is None:
                tables += [Table(_title(snapshot), (), []), *tables_of(snapshot)]
            else:
                tables += [
                    table for one in _named(snapshot, entity) for table in tables_of_entity(snapshot, one)
                ]
        if not tables:
            raise CannotRun(_unknown(snapshots, str(entity)))
    except (CannotRun, ConfigurationError) as error:
        refuse(str(error))
    if format_ == "json":
        print_out(json.dumps({"version": 1, "tables": values(tables)}, indent=2, ensure_ascii=False) + "\n")
    else:
        print_out(rendered(tables, markdown=format_ == "markdown"))


def _configured() -> list[str]:
    """Return the project's snapshots."""
    file = find_configuration(os.getcwd())
    root = os.path.dirname(file) if file else os.getcwd()
    configuration = load_configuration(file) if file else Configuration()
    names = [*configuration.snapshots, *(path for _, path in configuration.environments)]
    paths = [os.path.join(root, name) for name in names] or list(default_snapshot(root))
    if not paths:
        raise CannotRun("no snapshot is declared here: name one with --snapshot FILE")
    return [os.path.relpath(path) for path in paths]


def _title(snapshot: Snapshot) -> str:
    captured = snapshot.root.text("capturedAt")
    when = f", captured at {captured}" if captured else ""
    return f"{snapshot.file}: instance {snapshot.instance_id}{when}"


def _named(snapshot: Snapshot, name: str) -> list[Entity]:
    found = snapshot.resolve_name(name)
    return [found.entity] if found.entity is not None else list(found.candidates)


def _unknown(snapshots: list[Snapshot], name: str) -> str:
    from linter.suggest import nearest

    names = [one for snapshot in snapshots for one in snapshot.all_names()]
    files = ", ".join(snapshot.file for snapshot in snapshots)
    return f"no entity `{name}` in {files}{suggestion(nearest(name, names))}"
