"""c360lint snapshot import: a snapshot from the files that people have."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from linter.commands.refusal import refuse, refuse_all, write_or_refuse
from linter.commands.snapshot.readable import readable
from linter.commands.snapshot.remembered import pieces_of, remembered_file, said_now
from linter.commands.snapshot.sources import named, read_source
from linter.commands.snapshot.summary import tell
from linter.importers.assemble import Assembled, finished, of_sources
from linter.importers.declared import CannotAssemble
from linter.importers.found import CannotImport
from linter.importers.overrides import Declaration, Overrides, lists_named, load_overrides
from linter.importers.recognise import FORMATS
from linter.refusal import CannotRun
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.text.whole import whole_pieces


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.option("-o", "--output", metavar="FILE", help="Write to a file (.json, .yaml).")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--as", "names", multiple=True, metavar="NAME", help="The data source: once for all, or once a source."
)
@click.option("--format", "format_", type=click.Choice(tuple(FORMATS)), help="What the sources are.")
@click.option("--cdm-root", metavar="FOLDER", help="The folder that `cdm:` stands for.")
@click.option("--instance", metavar="ID", default="", help="The instance's ID.")
@click.option("--primary-key", "keys", multiple=True, metavar="ENTITY=ATTRIBUTE", help="An entity's key.")
@click.option(
    "--timestamp", "timestamps", multiple=True, metavar="ENTITY=ATTRIBUTE", help="What dates a row."
)
@click.option("--profile", "profiles", multiple=True, metavar="ENTITY", help="A profile entity.")
@click.option("--activity", "activities", multiple=True, metavar="ENTITY", help="An activity entity.")
@click.option(
    "--complete", "complete", multiple=True, metavar="LISTS", help="What is all there: entities,dataSources …"
)
@click.option("--not-complete", "partial", multiple=True, metavar="LISTS", help="What isn't all there.")
@click.option("--overrides", metavar="FILE", help="A TOML file of what the sources can't say.")
@click.option("--update", is_flag=True, help="Renew the file, and keep what was changed in it by hand.")
@click.option("--theirs", is_flag=True, help="With --update: the sources win where both say something new.")
@click.option("--diff", is_flag=True, help="With --update: show what changes, and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing where a file can't be imported.")
@click.option("-v", "--verbose", is_flag=True, help="Print every note.")
def command(sources: tuple[str, ...], **options: Any) -> None:
    """Make a snapshot from other files.

    A SOURCE is a CDM model.json, manifest or entity document, OData $metadata as XML or JSON, an OpenAPI
    description, a response of the Customer Insights API, a solution of Dataverse, a script in SQL, a Delta
    table, a Parquet file (extra `parquet`), INFORMATION_SCHEMA as CSV, a CSV file with rows, or a folder of
    such files.
    """
    options["output"] = None if options["output"] == "-" else options["output"]
    try:
        _require_together(options)
        overrides = _overrides(options)
        read = [read_source(path, options) for path in sources]
        broken = [why for one in read for why in one.broken]
        if options["strict"] and broken:
            refuse_all([*map(str, broken), "--strict: nothing was written, since not all could be imported"])
        imported = list(named(read, options["names"]))
        _spare_inputs(options["output"], [*(one.origin for one in imported), options["overrides"]])
        assembled = of_sources(imported, overrides)
        if options["update"] and os.path.lexists(options["output"]):
            from linter.commands.snapshot.renewal import renew

            whole = [one.path for one in read if not one.broken]
            snapshot, notes = renew(options, whole, assembled, overrides)
        else:
            snapshot, notes = _make(options, sources, assembled, overrides)
    except (CannotImport, CannotAssemble, CannotRun) as error:
        refuse(str(error))
    tell(snapshot, imported, notes, options)
    for why in broken:
        print_err(visible(f"not imported: {why}") + "\n")
    if broken:
        sys.exit(1)


def _make(
    options: Mapping[str, Any], sources: Sequence[str], assembled: Assembled, overrides: Overrides
) -> tuple[dict[str, Any], list[str]]:
    """Write a new snapshot, and beside it what the sources said; return it and what is to be told."""
    output, snapshot = options["output"], assembled.snapshot
    remembered = remembered_file(output) if output is not None else None
    # written out by now, since what is declared goes into the same snapshot
    said = readable(remembered, pieces_of(said_now(sources, snapshot))) if remembered is not None else []
    notes = finished(snapshot, assembled, overrides)
    _write(snapshot, output, force=options["force"])
    if remembered is not None:
        write_or_refuse(remembered, said)
    return snapshot, notes


def _require_together(options: Mapping[str, Any]) -> None:
    if options["update"] and options["output"] is None:
        raise CannotAssemble("--update renews a file: name it with -o FILE")
    for name in ("theirs", "diff"):
        if options[name] and not options["update"]:
            raise CannotAssemble(f"--{name} goes with --update")


def _overrides(options: Mapping[str, Any]) -> Overrides:
    loaded = load_overrides(options["overrides"]) if options["overrides"] else Overrides()
    said = [
        *_pairs("--primary-key", "primaryKey", options["keys"]),
        *_pairs("--timestamp", "timestampFieldName", options["timestamps"]),
        *(_said(f"--profile {one}", one, "entityType", "profile") for one in options["profiles"]),
        *(_said(f"--activity {one}", one, "entityType", "activity") for one in options["activities"]),
    ]
    instance = {"instanceId": options["instance"]} if options["instance"] else {}
    complete = {
        **loaded.root.get("complete", {}),
        **lists_named("--complete", options["complete"], is_whole=True),
        **lists_named("--not-complete", options["partial"], is_whole=False),
    }
    root = {**loaded.root, **instance, **({"complete": complete} if complete else {})}
    return Overrides(root, (*loaded.declarations, *said))


def _said(option: str, entity: str, property_: str, value: str) -> Declaration:
    return Declaration("entities", entity, {property_: value}, lambda *_: option)


def _pairs(option: str, property_: str, pairs: tuple[str, ...]) -> Iterator[Declaration]:
    for pair in pairs:
        entity, equals, attribute = pair.partition("=")
        if not (entity and equals and attribute):
            raise CannotAssemble(f"{option} {pair}: ENTITY=ATTRIBUTE is expected")
        yield _said(f"{option} {pair}", entity, property_, attribute)


def _spare_inputs(output: str | None, inputs: list[str | None]) -> None:
    """Refuse to write over what the snapshot is made from, with --force, too."""
    if output is not None and any(os.path.realpath(one) == os.path.realpath(output) for one in inputs if one):
        raise CannotAssemble(f"{output} is one of the files read; nothing was written")


def _write(snapshot: Mapping[str, Any], output: str | None, *, force: bool) -> None:
    if output is None:
        print_out(readable(None, whole_pieces("", snapshot)))
        return
    if os.path.isfile(output) and not force:
        raise CannotAssemble(
            f"{output} exists and was left as it is; --update renews it and keeps what was "
            "changed by hand, --force replaces it"
        )
    write_or_refuse(output, readable(output, whole_pieces(output, snapshot)))
