"""c360lint snapshot import: a snapshot from the files that people have."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click

from linter.commands.refusal import refuse, refuse_all, write_or_refuse
from linter.commands.snapshot.readable import readable
from linter.commands.snapshot.remembered import pieces_of, remembered_file, said_now
from linter.importers.assemble import Imported, finished, of_sources
from linter.importers.declared import CannotAssemble
from linter.importers.delta import table_of
from linter.importers.found import CannotImport, Found, Note
from linter.importers.overrides import Declaration, Overrides, lists_named, load_overrides
from linter.importers.recognise import FORMATS, files_of, import_source
from linter.importers.source import Source
from linter.instance.named import lists, singular
from linter.instance.snapshot import COMPLETE_UNLESS_SAID, NO_INSTANCE
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.reports.output import print_err, print_out
from linter.reports.visible import visible
from linter.text.whole import whole_pieces
from linter.wording import counted, first_few, in_words

_NOTES_SHOWN: Final = 20
_RESPONSE: Final = "customer-insights"
_OF_ROWS: Final = (".csv", ".tsv", ".tab", ".psv", ".txt", ".xlsx", ".xls", ".parquet", ".gz")
"""What files are called that may hold an entity's rows."""


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
        read = [_read(path, options) for path in sources]
        broken = [why for one in read for why in one.broken]
        if options["strict"] and broken:
            refuse_all([*map(str, broken), "--strict: nothing was written, since not all could be imported"])
        imported = list(_imported(read, options["names"]))
        _spare_inputs(options["output"], [*(one.origin for one in imported), options["overrides"]])
        assembled = of_sources(imported, overrides)
        if options["update"] and os.path.lexists(options["output"]):
            from linter.commands.snapshot.renewal import renew

            whole = [one.path for one in read if not one.broken]
            snapshot, notes = renew(options, whole, assembled, overrides)
        else:
            output, snapshot = options["output"], assembled.snapshot
            # written out by now, since what is declared goes into the same snapshot
            origin: list[str] = []
            if output is not None:
                remembered = remembered_file(output)
                origin = readable(remembered, pieces_of(said_now(sources, snapshot)))
            notes = finished(snapshot, assembled, overrides)
            _write(snapshot, output, force=options["force"])
            if output is not None:
                write_or_refuse(remembered, origin)
    except (CannotImport, CannotAssemble, CannotRun) as error:
        refuse(str(error))
    _tell(snapshot, imported, notes, options)
    for why in broken:
        print_err(visible(f"not imported: {why}") + "\n")
    if broken:
        sys.exit(1)


def _require_together(options: Mapping[str, Any]) -> None:
    if options["update"] and options["output"] is None:
        raise CannotAssemble("--update renews a file: name it with -o FILE")
    for name in ("theirs", "diff"):
        if options[name] and not options["update"]:
            raise CannotAssemble(f"--{name} goes with --update")


class _Read(NamedTuple):
    """What was found in a source: in its file, or in the files of its folder."""

    path: str  # the source as it was given
    found: list[tuple[str, Found]]  # by file
    refused: Sequence[CannotImport] = ()  # files of a folder that can't be imported

    @property
    def broken(self) -> list[CannotImport]:
        """Why files that belong to it can't be imported, each once."""
        parts = (why for _, found in self.found for why in found.broken)
        return list({str(why): why for why in (*self.refused, *parts)}.values())

    @property
    def takes_name(self) -> bool:
        """Whether a data source in it has to be named; responses name theirs."""
        return any(
            found.format != _RESPONSE or any(not (one.name or one.id) for one in found.data_sources)
            for _, found in self.found
        )


def _imported(read: list[_Read], names: tuple[str, ...]) -> Iterator[Imported]:
    for source, name in zip(read, _names(read, names), strict=True):
        for file, found in source.found:
            origin = table_of(os.path.abspath(file)) if found.format == "delta" else file
            default = _stem(origin)
            if os.path.isdir(source.path):
                default = os.path.basename(os.path.abspath(source.path))
            yield Imported(origin, _called(found, name, file) if name else found, name or default)


def _read(path: str, options: Mapping[str, Any]) -> _Read:
    """Read a source; raises CannotImport where nothing of it can be imported."""
    if not os.path.lexists(path):
        raise CannotAssemble(f"{path} does not exist")
    if not os.path.isdir(path):
        return _Read(path, [(path, import_source(Source(path), options["format_"], options["cdm_root"]))])
    found, refused, notes = _read_folder(path, options)
    if not found and refused:
        refuse_all(map(str, refused))
    if not found:
        raise _nothing_in(path, notes)
    if not refused and not any(note.file.lower().endswith(_OF_ROWS) for note in notes):
        found = [(file, _whole(one)) for file, one in found]
    first, noted = found[0]
    found[0] = (first, noted._replace(notes=(*notes, *noted.notes)))  # they are of the folder, and told once
    return _Read(path, found, refused)


def _read_folder(
    path: str, options: Mapping[str, Any]
) -> tuple[list[tuple[str, Found]], list[CannotImport], Sequence[Note]]:
    """Return what was found in the files of a folder, which of them are broken, and notes on the others.

    Where a manifest or a model that describes the folder is broken, its other files are imported.
    """
    refused: dict[str, CannotImport] = {}
    while True:
        listed = files_of(path, refused)
        found: list[tuple[str, Found]] = []
        known = len(refused)
        for file in listed.files:
            source = Source(file, None, (os.path.abspath(path),))
            try:
                found.append((file, import_source(source, options["format_"], options["cdm_root"])))
            except CannotImport as error:
                refused[file] = error
        if found or len(refused) == known:
            return found, [*listed.broken, *refused.values()], listed.notes


def _nothing_in(folder: str, notes: Sequence[Note]) -> CannotImport:
    told = first_few(f"{note.file}: {note.message}" for note in notes)
    message = "no file in this folder can be imported"
    return CannotImport(folder, 0, 0, message, told or "name the folder that has them, or the files")


def _whole(found: Found) -> Found:
    """Return what was found in a CSV file whose folder has all entities of the data source."""
    if found.format != "csv":
        return found
    return found._replace(
        data_sources=tuple(one._replace(complete=("entities",)) for one in found.data_sources)
    )


def _names(read: list[_Read], names: tuple[str, ...]) -> list[str]:
    """Return a data source's name for each source, empty where none was given, or it takes none."""
    takers = [one for one in read if one.takes_name] or read
    if len(names) == len(read):
        return list(names)
    if len(names) <= 1:
        return [names[0] if names and one in takers else "" for one in read]
    if len(names) != len(takers):
        others = [one.path for one in read if one not in takers]
        without = f"; {first_few(others)}: responses of the API name theirs" if others else ""
        raise CannotAssemble(
            f"{len(names)} times --as for {counted(len(takers), 'source')}: give it once for all, or once, "
            f"in their order, for each of {', '.join(one.path for one in takers)}{without}"
        )
    given = iter(names)
    return [next(given) if one in takers else "" for one in read]


def _called(found: Found, name: str, file: str) -> Found:
    """Return what was found with a name for its only data source, or the only one that lacks a name."""
    unnamed = [one for one in found.data_sources if not (one.name or one.id)]
    meant = unnamed if found.format == _RESPONSE and unnamed else found.data_sources
    if len(meant) != 1:
        held = counted(len(found.data_sources), "data source")
        raise CannotAssemble(f"{file} holds {held}: --as {name} can name only one")
    return found._replace(
        data_sources=tuple(one._replace(name=name) if one is meant[0] else one for one in found.data_sources)
    )


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
    unkeyed = [one["name"] for one in entities if "primaryKey" not in one]
    untyped = [one["name"] for one in entities if "entityType" not in one]
    of = f"of {len(entities)} entities"
    if unkeyed:
        yield f"no primary key: {len(unkeyed)} {of} (--primary-key): {first_few(unkeyed)}"
    if untyped:
        told = first_few(untyped)
        yield f"neither profile nor activity: {len(untyped)} {of} (--profile, --activity): {told}"
    open_ = [name for name in COMPLETE_UNLESS_SAID if not _is_whole(name, snapshot)]
    if open_:
        yield f"not known to be complete (--complete): {', '.join(open_)}"


def _is_whole(name: str, snapshot: Mapping[str, Any]) -> bool:
    """Tell whether a list is all there: the instance's, or those of all its data sources."""
    of_sources = [name in one.get("complete", ()) for one in snapshot["dataSources"]]
    return snapshot["complete"][name] or (bool(of_sources) and all(of_sources))


def _summary(snapshot: Mapping[str, Any], output: str | None) -> str:
    entities = [one for source in snapshot["dataSources"] for one in source["entities"]]
    entities += snapshot.get("systemEntities", [])
    counts = (
        counted(len(snapshot["dataSources"]), "data source"),
        counted(len(entities), "entity", "entities"),
        counted(sum(len(one.get("attributes", ())) for one in entities), "attribute"),
        counted(len(snapshot.get("relationships", ())), "relationship"),
        *(
            counted(len(snapshot[part]), singular(part), in_words(part))
            for part in lists()
            if part not in ("dataSources", "systemEntities", "relationships") and snapshot.get(part)
        ),
    )
    return f"{f'Wrote {output}' if output else 'Imported'}: {', '.join(counts)}."
