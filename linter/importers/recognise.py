"""Which importer takes a file: its content says so, and its extension only where that doesn't."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from linter.files import lies_within
from linter.importers.delta import COMMIT, LOG, newest_commit
from linter.importers.found import CannotImport, Found, Note, OfAnotherKind
from linter.importers.payloads import is_placed
from linter.importers.source import Source
from linter.kinds.documents import is_envelope, schema_kind
from linter.kinds.routes import laid_out
from linter.named_tuple import NamedTuple
from linter.text.place import DEPTH
from linter.text.unwritable import deepest
from linter.wording import first_few, quoted

FORMATS: Final = {
    "csdl-xml": "linter.importers.csdl.xml_document",
    "dataverse": "linter.importers.dataverse",
    "model.json": "linter.importers.cdm.model_json",
    "cdm": "linter.importers.cdm",
    "csdl-json": "linter.importers.csdl.json_document",
    "openapi": "linter.importers.openapi",
    "customer-insights": "linter.importers.customer_insights",
    "delta": "linter.importers.delta",
    "parquet": "linter.importers.parquet",
    "sql": "linter.importers.sql_script",
    "information-schema": "linter.importers.information_schema",
    "csv": "linter.importers.csv_header",
}
"""The formats and their modules, in the order in which they are tried."""

_OF_VALUES: Final = ("model.json", "cdm", "csdl-json", "openapi", "customer-insights")
_EXPECTED: Final = (
    "expected a CDM model.json, manifest or entity document, OData $metadata (CSDL) as XML or JSON, "
    "OpenAPI 3, a response of the Customer Insights API, a solution of Dataverse, SQL that creates tables, "
    "a Delta table's log, Parquet, or CSV"
)

_HEAD: Final = 64 * 1024
_VALUE_SUFFIXES: Final = (".json", ".yaml", ".yml")
_CSV_SUFFIXES: Final = (".csv", ".tsv", ".tab", ".psv")
_MANIFEST_SUFFIXES: Final = (".manifest.cdm.json", ".folio.cdm.json")
_DEFAULT_MANIFESTS: Final = ("default.manifest.cdm.json", "default.folio.cdm.json")

_OPENAPI: Final = re.compile(rb"\s*+(?:[{]\s*+)?[\"']?openapi[\"']?\s*+:")
_YAML: Final = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---|%YAML|- |[\"']?[^\s,;|:\"'<]+[\"']?[ \t]*:(?:\s|$))"
)
_PROLOG: Final = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\])?[^>]*+>", re.DOTALL | re.IGNORECASE
)
_ROOT: Final = re.compile(r"<(?:[^\s<>/:!?]+:)?([^\s<>/:!?]+)([^>]*)")
_SOLUTION: Final = re.compile(r"<(?:Entities|EntityInfo|EntityRelationshipType)\b")
_MARKS: Final = (
    (b"PK\x03\x04", "a ZIP archive, such as an Excel workbook", "save the sheet as CSV in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "a workbook or document of an old Office", "save the sheet as CSV in UTF-8"),
    (b"%PDF", "a PDF document", ""),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (
        b"PAR1",
        "a Parquet file",
        "import the model.json or the manifest beside it, or install c360lint[parquet]",
    ),
    (b"SQLite format 3", "an SQLite database", ""),
)
_ELEMENTS: Final = {
    "html": ("an HTML page, perhaps that of a sign-in", "fetch the file again, signed in"),
    "entry": ("an Atom entry: a row of an entity", "import the service's $metadata"),
    "feed": ("an Atom feed: rows of an entity", "import the service's $metadata"),
    "service": ("an OData service document", "import the service's $metadata"),
    "importexportxml": ("the manifest of a solution", "import the customizations.xml beside it"),
    "error": ("an error that a service answered", "fetch the file again"),
}


def import_source(
    source: Source,
    format: str | None = None,  # noqa: A002  # the option's name
    cdm_root: str | None = None,
) -> Found:
    """Return what a source holds; raises CannotImport.

    `format` is a name of FORMATS; without it, it is found out.  `cdm_root` is the folder that
    `cdm:` stands for.
    """
    name = format or recognise(source)
    module = import_module(FORMATS[name])
    found: Found = module.read(source, cdm_root) if name == "cdm" else module.read(source)
    _require_shallow(source, found)
    return found._replace(notes=(*found.notes, *source.repeated()))


def _require_shallow(source: Source, found: Found) -> None:
    """Refuse what a snapshot, which takes it as it is but some levels further in, would have too deep."""
    levels = len(deepest(found.parts)) + 1
    if levels > DEPTH:
        path = deepest(source.value())
        message = f"{len(path) + 1} levels of nesting are {levels} in a snapshot, which may have {DEPTH}"
        raise source.refuse(path, message)


def recognise(source: Source) -> str:
    """Return the format of a source, a name of FORMATS; raises CannotImport where it is none of them."""
    data = source.data
    for name, mark in (("dataverse", b"PK"), ("parquet", b"PAR1")):
        if data.startswith(mark) and _recognises(name, data):
            return name
    _refuse_binary(source, data)
    head = _decoded(data[:_HEAD]).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _of_xml(source, _decoded(data).lstrip("\ufeff \t\r\n"))  # its prolog may be long
    name = source.name.lower()
    if _is_commit(source.path) and _recognises("delta", data):
        return "delta"
    if name.endswith(_CSV_SUFFIXES):
        return _of_csv(source, head)
    if not name.endswith(_VALUE_SUFFIXES) and head[:1] not in ("{", "[") and _recognises("sql", data):
        return "sql"
    if name.endswith(".sql"):
        raise _unexpected(source, "SQL that creates no table", "")
    if name.endswith(_VALUE_SUFFIXES) or head[:1] in ("{", "[") or _YAML.match(_unmarked(data)):
        return _of_value(source, certain=name.endswith(_VALUE_SUFFIXES))
    if _recognises("csv", data):
        return _of_rows(data)
    if source.text.fault is not None and not source.text.is_unicode:
        source.value()  # raises: the encoding is what is wrong
    raise _unexpected(source, "text of another kind", "name it .csv, .json or .yaml if it is that")


class FolderFiles(NamedTuple):
    """What is in a folder: the files to import, notes on what isn't for an importer, and what is broken."""

    files: list[str]
    notes: Sequence[Note] = ()
    broken: Sequence[CannotImport] = ()


def files_of(folder: str, without: Collection[str] = ()) -> FolderFiles:
    """Return what is imported where a folder is given, by paths; `without` are files that can't be.

    These are its root manifests, else its `model.json`, else the newest commit of a Delta table, else all
    files in it that an importer takes, and the Delta tables in its subfolders; with them come the reasons why
    the others aren't, and the other subfolders, which are not looked into.
    Links that lead out of the folder are not followed; raises CannotImport where it can't be read.
    """
    all_, folders = _names(folder)
    names = [name for name in all_ if os.path.join(folder, name) not in without]
    manifests = [name for name in names if name.lower().endswith(_MANIFEST_SUFFIXES)]
    if manifests:
        return FolderFiles([os.path.join(folder, name) for name in _roots(folder, manifests)])
    if "model.json" in names:
        return FolderFiles([os.path.join(folder, "model.json")])
    commits = {name: newest_commit(os.path.join(folder, name)) for name in ("", *folders)}
    tables = {name: one for name, one in commits.items() if one is not None and one not in without}
    if "" in tables:
        return FolderFiles([tables[""]])
    judged = {path: _judged(path) for path in (os.path.join(folder, name) for name in names)}
    reasons = [reason for reason in judged.values() if isinstance(reason, CannotImport)]
    notes = [_passed_over(one) for one in reasons if isinstance(one, OfAnotherKind)]
    return FolderFiles(
        [
            *_without_others({path: one for path, one in judged.items() if isinstance(one, str)}),
            *tables.values(),
        ],
        [*notes, *_not_looked_into(folder, [name for name in folders if name not in tables])],
        [one for one in reasons if not isinstance(one, OfAnotherKind)],
    )


def _without_others(formats: dict[str, str]) -> list[str]:
    """Return the files of a folder without those that are read along with another one, or as good as that."""
    taken = list(formats)
    if "parquet" in formats.values():
        from linter.importers.parquet import without_parts

        taken = without_parts(taken)
    if "information-schema" in formats.values():
        from linter.importers.information_schema import without_keys

        taken = without_keys(taken)
    return taken


def _is_commit(path: str) -> bool:
    folder, name = os.path.split(path)
    return COMMIT.fullmatch(name) is not None or os.path.basename(folder) == LOG


def _refuse_binary(source: Source, data: bytes) -> None:
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise _unexpected(source, "an empty file", "")
    for mark, what, repair in _MARKS:
        if data.startswith(mark):
            raise _unexpected(source, what, repair)
    if b"\0" in data[:_HEAD] and not _encoding(data):
        raise _unexpected(source, "a binary file", "")


def _encoding(data: bytes) -> str:
    """Return which wide encoding bytes have; empty where they have none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-32" if data.startswith(b"\xff\xfe\0\0") else "utf-16"
    if data.startswith(b"\0\0\xfe\xff"):
        return "utf-32"
    zeros = [number % 2 for number, byte in enumerate(data[:64]) if byte == 0]
    if len(zeros) * 3 >= len(data[:64]) and len(set(zeros)) == 1:
        return "utf-16-le" if zeros[0] else "utf-16-be"
    return ""


def _decoded(data: bytes) -> str:
    return data.decode(_encoding(data) or "utf-8", "replace")


def _unmarked(data: bytes) -> bytes:
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf")


def _of_xml(source: Source, head: str) -> str:
    at = 0
    while found := _PROLOG.match(head, at):
        if found[0][:14].lower() == "<!doctype html":
            raise _unexpected(source, *_ELEMENTS["html"])
        at = found.end()
    root = _ROOT.match(head, at)
    if root is None:
        raise _unexpected(source, "XML whose first element can't be found", "")
    element, attributes = root[1], root[2]
    if element == "Edmx" or (element == "Schema" and ("/edm" in attributes or "Namespace" in attributes)):
        return "csdl-xml"
    if element in ("ImportExportXml", "Entity", "EntityRelationships") and _SOLUTION.search(head):
        return "dataverse"
    what, repair = _ELEMENTS.get(element.lower(), (f"XML with the root element `{element}`", ""))
    raise _unexpected(source, what, repair)


def _of_csv(source: Source, head: str) -> str:
    """Return the format of a file with an extension of CSV, which may still be something else."""
    if head[:1] in ("{", "[") and source.text.fault is None:
        return _of_value(source, certain=False)
    return _of_rows(source.data)


def _of_rows(data: bytes) -> str:
    """Return the format of a CSV file: the rows of an entity, or of a view that lists columns or keys."""
    return "information-schema" if _recognises("information-schema", data) else "csv"


def _of_value(source: Source, *, certain: bool) -> str:
    """Return the format of JSON or YAML; `certain`: its extension says that it is one of them."""
    data = source.data
    if source.text.fault is not None:
        if _OPENAPI.match(_unmarked(data)):
            return "openapi"  # its importer knows what such texts suffer from
        if not certain and _recognises("csv", data):
            return _of_rows(data)
    value = source.value()
    if isinstance(value, dict) and "snapshotVersion" in value:  # some of its lists look like responses
        raise _unexpected(source, *_told(source, value))
    for name in _OF_VALUES:
        if _recognises(name, value):
            return name
    if is_placed(source.path.replace(os.sep, "/"), value):
        return "customer-insights"
    raise _unexpected(source, *_told(source, value))


def _recognises(name: str, content: object) -> bool:
    found: bool = import_module(FORMATS[name]).recognises(content)
    return found


def _unexpected(source: Source, what: str, repair: str) -> OfAnotherKind:
    return OfAnotherKind(source.name, 1, 1, f"this is {what}; {_EXPECTED}", repair)


def _told(source: Source, value: object) -> tuple[str, str]:
    """Return what a value is that no importer takes, and what to do with it."""
    if not isinstance(value, (dict, list)):
        return "a single value", ""
    if not value:
        return f"an empty {'object' if isinstance(value, dict) else 'list'}", ""
    route = laid_out(source.name.replace(os.sep, "/"))
    if is_envelope(value) or schema_kind(value) or (route and route.kind) or _is_payload(value):
        return "a payload or a saved request, not a description of entities", "check it with `c360lint check`"
    if isinstance(value, list):
        return "a list of another kind", ""
    told = next(((what, repair) for is_it, what, repair in _OTHERS if is_it(value)), None)
    if told is not None:
        return told
    keys = ", ".join(quoted(key[:40] for key in list(value)[:3]))
    return f"an object with {keys}{' …' if len(value) > 3 else ''}", ""


def _is_payload(value: object) -> bool:
    one = value[0] if isinstance(value, list) and value else value
    keys = {key.lower() for key in one} if isinstance(one, dict) else set()
    return not keys.isdisjoint(_OF_PAYLOADS) or {"entityname", "semanticlabels"} <= keys


_OF_PAYLOADS: Final = frozenset(
    (
        "conflationorder",
        "conflationplans",
        "conflatedentity",
        "timestampfieldname",
        "entityconflationinformation",
    )
)


def _is_json_schema(value: dict[str, Any]) -> bool:
    named = value.get("$schema")
    if isinstance(named, str) and "json-schema.org" in named:
        return True
    return value.get("type") == "object" and isinstance(value.get("properties"), dict)


def _has(*keys: str) -> Callable[[dict[str, Any]], bool]:
    return lambda value: any(key in value for key in keys)


_OTHERS: Final[tuple[tuple[Callable[[dict[str, Any]], bool], str, str], ...]] = (
    (_has("swagger"), "OpenAPI 2 (Swagger)", "convert it to OpenAPI 3 first"),
    (_has("snapshotVersion"), "a snapshot of c360lint", "it needs no import: name it in c360lint.toml"),
    (
        _is_json_schema,
        "a JSON Schema, which describes one value, not entities and their keys",
        "put it below components/schemas of an OpenAPI 3 document, under the entity's name, and import that",
    ),
    (
        _has("@odata.context", "odata.metadata", "d"),
        "an OData response: rows of an entity, or a list of entity sets",
        "import the service's $metadata",
    ),
    (
        _has("errorCode", "error", "httpStatusCode"),
        "an error that a service answered",
        "fetch the file again",
    ),
)


def _names(folder: str) -> tuple[list[str], list[str]]:
    """Return the names of the files and folders in a folder, in order, without those that lie elsewhere."""
    inside = os.path.realpath(folder)
    try:
        with os.scandir(folder) as entries:
            here = sorted((entry for entry in entries if _is_within(entry, inside)), key=lambda one: one.name)
            return (
                [entry.name for entry in here if os.path.isfile(entry.path)],
                [entry.name for entry in here if os.path.isdir(entry.path)],
            )
    except OSError as error:
        raise CannotImport(folder, 0, 0, f"the folder can't be read: {error.strerror}") from error


def _is_within(entry: os.DirEntry[str], folder: str) -> bool:
    return not entry.name.startswith(".") and lies_within(os.path.realpath(entry.path), folder)


def _roots(folder: str, manifests: list[str]) -> list[str]:
    """Return the manifests that are no part of another one, the default first."""
    below = {name: set(_sub_manifests(os.path.join(folder, name))) - {name} for name in manifests}
    parts = set().union(*below.values())
    ordered = sorted(manifests, key=lambda name: (name.lower() not in _DEFAULT_MANIFESTS, name))
    return [name for name in ordered if name not in parts] or ordered[:1]  # else they form a circle


def _sub_manifests(path: str) -> Iterator[str]:
    """Yield the sub-manifests of a manifest, by their paths from its folder."""
    try:
        value = Source(path).text.value
    except CannotImport:
        return  # its import will say so
    for key in ("subManifests", "submanifests"):  # the latter is Microsoft's own misspelling
        listed: Iterable[Any] = (value.get(key) if isinstance(value, dict) else None) or ()
        for one in listed if isinstance(listed, list) else ():
            definition = one.get("definition") if isinstance(one, dict) else None
            if isinstance(definition, str):
                yield os.path.normpath(definition.removeprefix("local:").lstrip("/"))


def _judged(path: str) -> str | CannotImport:
    """Return the format of a file, or why no importer takes it."""
    try:
        return recognise(Source(path))
    except CannotImport as refused:
        return refused


def _passed_over(refused: CannotImport) -> Note:
    reason = refused.message.removesuffix(f"; {_EXPECTED}")
    return Note(refused.file, refused.line, refused.column, f"not imported: {reason}")


def _not_looked_into(folder: str, names: list[str]) -> Iterator[Note]:
    if names:
        what = "a subfolder is" if len(names) == 1 else f"{len(names)} subfolders are"
        yield Note(folder, 0, 0, f"{what} not looked into: {first_few(names)}; name those to import as well")
