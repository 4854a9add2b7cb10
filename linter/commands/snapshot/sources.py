"""The sources of an import: what is found in files and folders, and how their data sources are called."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linter.commands.refusal import refuse_all
from linter.importers.assemble import Imported
from linter.importers.declared import CannotAssemble
from linter.importers.delta import table_of
from linter.importers.found import CannotImport, Found, Note
from linter.importers.recognise import files_of, import_source
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.wording import counted, first_few

_RESPONSE: Final = "customer-insights"
_OF_ROWS: Final = (".csv", ".tsv", ".tab", ".psv", ".txt", ".xlsx", ".xls", ".parquet", ".gz")
"""What files are called that may hold an entity's rows."""


class ReadSource(NamedTuple):
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


def named(read: list[ReadSource], names: tuple[str, ...]) -> Iterator[Imported]:
    """Yield what was found in each file, with the data sources named; raises CannotAssemble."""
    for source, name in zip(read, _names(read, names), strict=True):
        for file, found in source.found:
            origin = table_of(os.path.abspath(file)) if found.format == "delta" else file
            default = _stem(origin)
            if os.path.isdir(source.path):
                default = os.path.basename(os.path.abspath(source.path))
            yield Imported(origin, _called(found, name, file) if name else found, name or default)


def read_source(path: str, options: Mapping[str, Any]) -> ReadSource:
    """Read a source; raises CannotImport where nothing of it can be imported."""
    if not os.path.lexists(path):
        raise CannotAssemble(f"{path} does not exist")
    if os.path.isdir(path):
        return _read_folder(path, options)
    found = import_source(Source(path), options["format_"], options["cdm_root"])
    return ReadSource(path, [(path, found)])


def _read_folder(path: str, options: Mapping[str, Any]) -> ReadSource:
    found, refused, notes = _found_in(path, options)
    if not found and refused:
        refuse_all(map(str, refused))
    if not found:
        raise _nothing_in(path, notes)
    if not refused and not any(note.file.lower().endswith(_OF_ROWS) for note in notes):
        found = [(file, _whole(one)) for file, one in found]
    first, noted = found[0]
    found[0] = (first, noted._replace(notes=(*notes, *noted.notes)))  # they are of the folder, and told once
    return ReadSource(path, found, refused)


def _found_in(
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


def _names(read: list[ReadSource], names: tuple[str, ...]) -> list[str]:
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
