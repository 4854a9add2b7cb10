"""Imports Delta tables: the schema in the newest commit of a `_delta_log` that has one.

A table is an entity under its folder's name.  Rows aren't read, and checkpoints, which are Parquet, neither.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.files import lies_within
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.source import Source
from linter.text.source import encoded, read_text
from linter.wording import first_few, quoted

LOG: Final = "_delta_log"
"""The folder of a table's log, inside the table's."""

COMMIT: Final = re.compile(r"[0-9]{20}\.json")
"""What a commit is called: its number in the log."""

_ACTION: Final = re.compile(
    rb'\s*\{\s*"(?:commitInfo|protocol|metaData|add|remove|txn|cdc|domainMetadata)"\s*:\s*\{'
)
_METADATA: Final = re.compile(rb'\s*\{\s*"metaData"\s*:')
_TYPES: Final = {
    "string": "string",
    "long": "int64",
    "integer": "int32",
    "short": "int16",
    "byte": "int16",
    "float": "float",
    "double": "double",
    "boolean": "boolean",
    "binary": "binary",
    "date": "date",
    "timestamp": "dateTime",
    "timestamp_ntz": "dateTime",
    "variant": "json",
    "struct": "json",
    "array": "array",
    "map": "array",
}


def recognises(data: bytes) -> bool:
    """Tell whether bytes are a commit of a Delta table's log: its first line is one of the log's actions."""
    return _ACTION.match(data) is not None


def read(source: Source) -> Found:
    """Return the table that a commit belongs to, as it is then; raises CannotImport."""
    where, line, metadata = _last_metadata(source)
    attributes = _attributes(where, line, metadata)
    open_ = [one.name for one in attributes if not one.type]
    message = f"no type is known for {first_few(quoted(open_))} (--overrides)"
    return Found(
        format="delta",
        data_sources=(DataSource((Entity(_name(source, metadata), attributes),)),),
        notes=(Note(where.name, line, 1, message),) if open_ else (),
        totals={"columns": len(attributes)},
    )


def newest_commit(folder: str) -> str | None:
    """Return the newest commit in the log of a table's folder; None where there is none inside of it."""
    log = os.path.join(folder, LOG)
    try:
        commits = [os.path.join(log, name) for name in os.listdir(log) if COMMIT.fullmatch(name)]
    except OSError:
        return None
    inside = os.path.realpath(folder)
    return max((one for one in commits if lies_within(os.path.realpath(one), inside)), default=None)


def table_of(commit: str) -> str:
    """Return the folder of the table that a commit belongs to; the commit itself where it lies in no log."""
    log = os.path.dirname(commit)
    return os.path.dirname(log) if os.path.basename(log) == LOG else commit


def _last_metadata(source: Source) -> tuple[Source, int, Mapping[str, Any]]:
    """Return the commit that says last what the columns are, its line, and what it says."""
    for commit in _back_from(source):
        found = None
        for number, line in enumerate(commit.data.split(b"\n"), 1):
            if _METADATA.match(line):
                found = commit, number, _parsed(commit, number, line)["metaData"]
        if found is not None and isinstance(found[2], dict):
            return found
    message = (
        "no commit from here back says what the columns are; a checkpoint may: it is Parquet, and not read"
    )
    help_ = "write the table's CREATE TABLE to a script (`SHOW CREATE TABLE`), and import that"
    raise CannotImport(source.name, 1, 1, message, help_)


def _back_from(source: Source) -> Iterator[Source]:
    """Yield a commit and those before it that are still there, the newest first."""
    yield source
    name = os.path.basename(source.path)
    if not COMMIT.fullmatch(name):
        return
    try:
        names = os.listdir(os.path.dirname(source.path))
    except OSError as error:
        message = f"the commits before it can't be listed: {error.strerror}"
        raise CannotImport(source.name, 1, 1, message) from error
    earlier = (one for one in names if COMMIT.fullmatch(one) and one < name)
    for one in sorted(earlier, reverse=True):
        commit = source.beside(one)
        if commit is not None:
            yield commit


def _parsed(source: Source, line: int, text: bytes | str) -> Any:
    found = read_text(source.name, encoded(text) if isinstance(text, str) else text, "json")
    if found.fault is not None:
        message = f"this line of the log can't be read: {found.fault.message}"
        raise CannotImport(source.name, line, 1, message, "copy the log again")
    return found.value


def _name(source: Source, metadata: Mapping[str, Any]) -> str:
    table = table_of(source.path)
    if table != source.path:
        return os.path.basename(table)
    return str(metadata.get("name") or os.path.splitext(os.path.basename(source.path))[0])


def _attributes(source: Source, line: int, metadata: Mapping[str, Any]) -> tuple[Attribute, ...]:
    schema = _parsed(source, line, str(metadata.get("schemaString", "")))
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(map(_is_field, fields)):
        raise CannotImport(source.name, line, 1, "`schemaString` here isn't a list of `fields` with names")
    return tuple(
        Attribute(
            one["name"], _type(one.get("type")), is_nullable=False if one.get("nullable") is False else None
        )
        for one in fields
    )


def _is_field(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("name"), str) and value["name"] != ""


def _type(written: object) -> str:
    """Return the type of a column: a word, or an object for one that holds others."""
    kind = written.get("type") if isinstance(written, dict) else written
    bare = str(kind).partition("(")[0]
    return "decimal" if bare == "decimal" else _TYPES.get(bare, "")
