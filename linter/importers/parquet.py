"""Imports the schema of a Parquet file from its footer, where pyarrow is installed; rows aren't read.

A file is an entity under its name; one that a job has written as a part (`part-…`), under its folder's.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.source import Source
from linter.wording import first_few, quoted

_PART: Final = re.compile(r"part-.*\.parquet", re.IGNORECASE)
_ENDING: Final = re.compile(r"(?:\.(?:snappy|gz|gzip|zstd|lz4|brotli))?\.parquet$", re.IGNORECASE)

_TYPES: Final = (  # of Arrow: what begins alike stands behind what is meant first
    ("string", r"string|large_string|string_view"),
    ("guid", r"extension<arrow\.uuid>|uuid"),
    ("boolean", r"bool"),
    ("int16", r"u?int8|int16"),
    ("int32", r"uint16|int32"),
    ("int64", r"uint32|int64"),
    ("decimal", r"uint64|decimal.*"),
    ("float", r"halffloat|float"),
    ("double", r"double"),
    ("date", r"date.*"),
    ("dateTime", r"timestamp.*"),
    ("time", r"time.*"),
    ("binary", r"(?:large_|fixed_size_)?binary.*"),
    ("json", r"struct.*|extension<arrow\.json>|extension<parquet\.variant>"),
    ("array", r"(?:large_|fixed_size_)?list.*|map.*"),
)


def recognises(data: bytes) -> bool:
    """Tell whether bytes are a Parquet file that can be read here."""
    return data.startswith(b"PAR1") and find_spec("pyarrow") is not None


def read(source: Source) -> Found:
    """Return the entity whose rows a file holds; raises CannotImport."""
    schema = _schema(source)
    attributes = tuple(
        Attribute(field.name, _type(str(field.type)), is_nullable=None if field.nullable else False)
        for field in schema
    )
    open_ = [one.name for one in attributes if not one.type]
    message = f"no type is known for {first_few(quoted(open_))} (--overrides)"
    return Found(
        format="parquet",
        data_sources=(DataSource((Entity(_name(source), attributes),)),),
        notes=(Note(source.name, 1, 1, message),) if open_ else (),
        totals={"columns": len(attributes)},
    )


def without_parts(paths: list[str]) -> list[str]:
    """Return a folder's files with one of those that are parts of a table: they all have its columns."""
    parts = [path for path in paths if _PART.fullmatch(os.path.basename(path))]
    return [path for path in paths if path not in parts[1:]]


def _schema(source: Source) -> Any:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        message = "Parquet is read where pyarrow is installed, which it isn't here"
        raise CannotImport(source.name, 1, 1, message, "pip install 'c360lint[parquet]'") from error
    try:
        return parquet.read_schema(arrow.BufferReader(source.data))
    except (arrow.ArrowException, OSError, ValueError) as error:
        message = f"its footer can't be read: {str(error).rstrip('.')}"
        raise CannotImport(source.name, 1, 1, message, "copy the file again") from error


def _name(source: Source) -> str:
    name = os.path.basename(source.path)
    if _PART.fullmatch(name):
        return os.path.basename(os.path.dirname(source.path))
    return _ENDING.sub("", name)


def _type(written: str) -> str:
    """Return the type that Arrow writes so; of a dictionary, that of its values."""
    values = re.match(r"dictionary<values=(.*), indices=", written)
    bare = values[1] if values else written
    return next((name for name, pattern in _TYPES if re.fullmatch(pattern, bare)), "")
