"""c360lint snapshot import: a snapshot from the files that people have."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from linter.commands.refusal import refuse, write_or_refuse
from linter.commands.snapshot.remembered import remember
from linter.importers.assemble import Imported, finished, of_sources
from linter.importers.declared import CannotAssemble
from linter.importers.found import CannotImport, Found
from linter.importers.overrides import Declaration, Overrides, load_overrides
from linter.importers.recognise import FORMATS, files_of, import_source
from linter.importers.source import Source
from linter.instance.named import lists, singular
from linter.instance.snapshot import NO_INSTANCE
from linter.refusal import CannotRun
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.text.whole import whole
from linter.wording import counted, first_few

_NOTES_SHOWN: Final = 20


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.option("-o", "--output", metavar="FILE", help="Write the snapshot to a file (.json, .yaml).")
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
@click.option("--overrides", metavar="FILE", help="A TOML file of what the sources can't say.")
@click.option("--update", is_flag=True, help="Renew the file, and keep what was changed in it by hand.")
@click.option("--theirs", is_flag=True, help="With --update: the sources win where both say something new.")
@click.option("--diff", is_flag=True, help="With --update: show what changes, and write nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Print every note.")
def command(sources: tuple[str, ...], **options: Any) -> None:
    """Make a snapshot from other files.

    A SOURCE is a CDM model.json, manifest or entity document, OData $metadata as XML or JSON, an OpenAPI
    description, a response of the Customer Insights API, a CSV file, or a folder of such files.
    """
    try:
        _require_together(options)
        overrides = _overrides(options)
        imported = list(_imported(sources, options))
        _spare_inputs(options["output"], [*(one.origin for one in imported), options["overrides"]])
        assembled = of_sources(imported, overrides)
        if options["update"] and os.path.lexists(options["output"]):
            from linter.commands.snapshot.renewal import renew

            snapshot, notes = renew(options, sources, assembled, overrides)
        else:
            origin = json.dumps(assembled.snapshot)
            snapshot, notes = assembled.snapshot, finished(assembled.snapshot, assembled, overrides)
            _write(snapshot, options["output"], force=options["force"])
            remember(options["output"], sources, json.loads(origin))
    except (CannotImport, CannotAssemble, CannotRun) as error:
        refuse(str(error))
    _tell(snapshot, imported, notes, options)


def _require_together(options: Mapping[str, Any]) -> None:
    if options["update"] and options["output"] is None:
        raise CannotAssemble("--update renews a file: name it with -o FILE")
    for name in ("theirs", "diff"):
        if options[name] and not options["update"]:
            raise CannotAssemble(f"--{name} goes with --update")


def _imported(sources: tuple[str, ...], options: Mapping[str, Any]) -> Iterator[Imported]:
    names = _names(sources, options["names"])
    for path, name in zip(sources, names, strict=True):
        if not os.path.lexists(path):
            raise CannotAssemble(f"{path} does not exist")
        folder = os.path.isdir(path)
        files, notes = files_of(path) if folder else ([path], [])
        if not files:
            raise CannotImport(
                path,
                0,
                0,
                "no file in this folder can be imported",
                first_few(f"{note.file}: {note.message}" for note in notes)
                or "name the folder that has them, or the files",
            )
        for file in files:
            roots = (os.path.abspath(path),) if folder else ()
            found = import_source(Source(file, None, roots), options["format_"], options["cdm_root"])
            found = found._replace(notes=(*notes, *found.notes))
            notes = []  # they are of the folder, and told once
            default = os.path.basename(os.path.abspath(path)) if folder else _stem(path)
            yield Imported(file, _called(found, name, file) if name else found, name or default)


def _names(sources: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return a data source's name for each source, empty where none was given."""
    if len(names) > 1 and len(names) != len(sources):
        raise CannotAssemble(
            f"{len(sources)} sources, but {len(names)} times --as: give it once for all, or once a source"
        )
    return names if len(names) == len(sources) else (names or ("",)) * len(sources)


def _called(found: Found, name: str, file: str) -> Found:
    if len(found.data_sources) != 1:
        held = len(found.data_sources)
        raise CannotAssemble(f"{file} holds {held} data sources: --as {name} can name only one")
    return found._replace(data_sources=(found.data_sources[0]._replace(name=name),))


def _stem(path: str) -> str:
    name = os.path.basename(path)
    for ending in (".manifest.cdm.json", ".folio.cdm.json", ".cdm.json", ".model.json"):
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return os.path.splitext(name)[0]


def _overrides(options: Mapping[str, Any]) -> Overrides:
    loaded = load_overrides(options["overrides"]) if options["overrides"] else Overrides()
    said = [
        *_pairs("--primary-key", "primaryKey", options["keys"]),
        *_pairs("--timestamp", "timestampFieldName", options["timestamps"]),
        *(_said(f"--profile {one}", one, "entityType", "profile") for one in options["profiles"]),
        *(_said(f"--activity {one}", one, "entityType", "activity") for one in options["activities"]),
    ]
    instance = {"instanceId": options["instance"]} if options["instance"] else {}
    return Overrides({**loaded.root, **instance}, (*loaded.declarations, *said))


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
        print_out(whole("", snapshot))
        return
    if os.path.isfile(output) and not force:
        raise CannotAssemble(
            f"{output} exists and was left as it is; --update renews it and keeps what was "
            "changed by hand, --force replaces it"
        )
    write_or_refuse(output, whole(output, snapshot))


def _tell(
    snapshot: Mapping[str, Any], imported: list[Imported], notes: list[str], options: Mapping[str, Any]
) -> None:
    """Print what was imported, and what a reader should know, to standard error."""
    placed = [str(note) for one in imported for note in one.found.notes]
    shown = placed if options["verbose"] else placed[:_NOTES_SHOWN]
    lines = [f"note: {one}" for one in shown]
    if len(placed) > len(shown):
        lines.append(f"note: {len(placed) - len(shown)} more (-v prints them)")
    lines += [f"note: {one}" for one in [*notes, *_unknown(snapshot)]]
    lines.append(_summary(snapshot, None if options["diff"] else options["output"]))
    for line in lines:
        print_err(visible(line) + "\n")


def _unknown(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what no source said and somebody has to declare."""
    if snapshot["instanceId"] == NO_INSTANCE:
        yield "the instance's ID is not known (--instance)"
    guessed = [one["name"] for one in snapshot["dataSources"] if one["dataSourceId"] == one["name"]]
    if guessed:
        yield (
            f"the ID of {', '.join(guessed[:3])}{' …' if len(guessed) > 3 else ''} is not known: "
            "the name stands for it (--overrides: [data-sources.NAME] id)"
        )
    entities = [entity for source in snapshot["dataSources"] for entity in source["entities"]]
    unkeyed = sum(1 for entity in entities if "primaryKey" not in entity)
    untyped = sum(1 for entity in entities if "entityType" not in entity)
    if unkeyed:
        yield f"no primary key: {unkeyed} of {len(entities)} entities (--primary-key)"
    if untyped:
        yield f"neither profile nor activity: {untyped} of {len(entities)} entities (--profile, --activity)"


def _plural(part: str) -> str:
    return "".join(f" {one.lower()}" if one.isupper() else one for one in part)


def _summary(snapshot: Mapping[str, Any], output: str | None) -> str:
    entities = [one for source in snapshot["dataSources"] for one in source["entities"]]
    entities += snapshot.get("systemEntities", [])
    counts = (
        counted(len(snapshot["dataSources"]), "data source"),
        counted(len(entities), "entity", "entities"),
        counted(sum(len(one.get("attributes", ())) for one in entities), "attribute"),
        counted(len(snapshot.get("relationships", ())), "relationship"),
        *(
            counted(len(snapshot[part]), singular(part), _plural(part))
            for part in lists()
            if part not in ("dataSources", "systemEntities", "relationships") and snapshot.get(part)
        ),
    )
    return f"{f'Wrote {output}' if output else 'Imported'}: {', '.join(counts)}."
