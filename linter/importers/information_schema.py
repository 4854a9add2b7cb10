"""Imports `INFORMATION_SCHEMA` as CSV: the columns of all tables of a database, with their keys.

The columns are in `COLUMNS`.  Where `KEY_COLUMN_USAGE`, `TABLE_CONSTRAINTS` and `REFERENTIAL_CONSTRAINTS`
lie in the same folder, they are read along, whatever their files are called.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from linter.importers import csv_header
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source
from linter.importers.sql_columns import SqlColumns, entity_names
from linter.named_tuple import NamedTuple
from linter.sql.types import dialects_of

_VIEWS: Final = {
    "columns": ("table_name", "column_name", "data_type"),
    "referential_constraints": ("constraint_name", "unique_constraint_name"),
    "table_constraints": ("constraint_name", "constraint_type", "table_name"),
    "key_column_usage": ("constraint_name", "table_name", "column_name", "ordinal_position"),
}
"""Which columns tell a view of the schema, in the order in which they are looked for."""

_OWN: Final = ("information_schema", "sys", "pg_catalog", "mysql", "performance_schema")
_SUFFIXES: Final = (".csv", ".tsv", ".txt")
_DIGITS: Final = 9  # of a position
_LARGEST: Final = 20_000_000
"""How many bytes a file beside the columns may have that is looked into; larger ones hold rows."""

_PRIMARY: Final = re.compile(r"primary|(?:.*_)?pk(?:ey)?(?:_.*)?", re.IGNORECASE)
"""What the constraint of a primary key is usually called."""

_Row = dict[str, str]
_Name = tuple[str, str]  # schema and name, of a table or a constraint


class _Keys(NamedTuple):
    """What is known of keys."""

    primary: Mapping[_Name, tuple[str, ...]]
    relationships: tuple[tuple[_Name, str, _Name, str, str], ...]  # from, to and the constraint's name
    told: tuple[str, ...] = ()


def recognises(data: bytes) -> bool:
    """Tell whether bytes are CSV with the header of a view that is read here."""
    return view_of(Source("", data=data)) is not None


def view_of(source: Source) -> str | None:
    """Return which view of the schema a CSV file is; None where it is none."""
    try:
        names, _ = csv_header.table_of(source)
    except CannotImport:
        return None
    folded = {name.lower() for name in names}
    return next((view for view, needed in _VIEWS.items() if folded.issuperset(needed)), None)


def without_keys(paths: Sequence[str]) -> list[str]:
    """Return those of a folder's files that aren't read along with another one of them."""
    views = {path: view_of(Source(path)) for path in paths}
    if "columns" not in views.values():
        return list(paths)
    return [path for path, view in views.items() if view in (None, "columns")]


def read(source: Source) -> Found:
    """Return the tables whose columns are listed; raises CannotImport where a file has only their keys."""
    if view_of(source) != "columns":
        message = "the columns of the tables aren't listed here: COLUMNS of INFORMATION_SCHEMA is missing"
        raise CannotImport(source.name, 1, 1, message, "export it into the same folder, and import that")
    tables: dict[_Name, list[_Row]] = defaultdict(list)
    for _, row in _rows(source):
        if row["table_schema"].lower() not in _OWN and row["table_name"] and row["column_name"]:
            tables[row["table_schema"], row["table_name"]].append(row)
    if not tables:
        raise CannotImport(source.name, 1, 1, "no row names a table and a column")
    return _found(source, tables, _keys(list(_views_beside(source))))


def _found(source: Source, tables: Mapping[_Name, Sequence[_Row]], keys: _Keys) -> Found:
    types = dict.fromkeys(row["data_type"] for rows in tables.values() for row in rows)
    columns = SqlColumns(source.name, dialects_of("\n".join(types), types))
    names = entity_names(list(tables))
    entities = tuple(
        Entity(names[table], tuple(_attributes(columns, table, rows)), keys.primary.get(table, ()))
        for table, rows in tables.items()
    )
    return Found(
        format="information-schema",
        data_sources=(DataSource(entities),),
        relationships=tuple(_relationships(names, keys)),
        notes=tuple(Note(source.name, 1, 1, one) for one in (*columns.told(), *keys.told)),
        totals={"tables": len(tables), "columns": sum(map(len, tables.values()))},
    )


def _attributes(columns: SqlColumns, table: _Name, rows: Sequence[_Row]) -> Iterator[Attribute]:
    for row in sorted(rows, key=_position):
        is_nullable = {"yes": True, "no": False}.get(row["is_nullable"].lower())
        type_ = row["data_type"]
        yield columns.attribute(table[1], row["column_name"], type_, type_, is_nullable=is_nullable)


def _relationships(names: Mapping[tuple[str, ...], str], keys: _Keys) -> Iterator[Relationship]:
    for there, column, other, key, name in keys.relationships:
        yield Relationship(
            names.get(there, there[1]),
            column,
            names.get(other, other[1]),
            key,
            name if re.fullmatch(r"\w+", name, re.ASCII) else "",
            "oneToOne" if keys.primary.get(there) == (column,) else "manyToOne",
        )


def _rows(source: Source) -> Iterator[tuple[int, _Row]]:
    """Yield the rows of a view, by folded names; what a view lacks, or a row, is empty."""
    names, rows = csv_header.table_of(source)
    for line, row in rows:
        told = defaultdict(str, zip((one.lower() for one in names), row, strict=False))
        yield line, defaultdict(str, {key: "" if value == "NULL" else value for key, value in told.items()})


def _position(row: _Row) -> int:
    written = row["ordinal_position"]
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else 0


def _views_beside(source: Source) -> Iterator[tuple[str, Source]]:
    """Yield the other views of the schema in a file's folder."""
    folder = os.path.dirname(source.path)
    for name in sorted(os.listdir(folder)):
        other = _beside(source, name) if name.lower().endswith(_SUFFIXES) else None
        view = view_of(other) if other is not None else None
        if other is not None and view not in (None, "columns"):
            yield str(view), other


def _beside(source: Source, name: str) -> Source | None:
    """Return another file of a folder, unless it is large, or a link out of the folder."""
    try:
        other = source.beside(name)
    except CannotImport:
        return None
    return other if other is not None and os.path.getsize(other.path) <= _LARGEST else None


def _keys(views: Iterable[tuple[str, Source]]) -> _Keys:
    """Return the keys that the views beside the columns tell."""
    told: dict[str, list[_Row]] = defaultdict(list)
    for view, source in views:
        told[view] += [row for _, row in _rows(source)]
    used: dict[tuple[_Name, _Name], list[_Row]] = defaultdict(list)  # by table and constraint
    for row in sorted(told["key_column_usage"], key=_position):
        used[_table(row), _constraint(row)].append(row)
    kinds = {
        (_table(row), _constraint(row)): row["constraint_type"].upper() for row in told["table_constraints"]
    }
    primary = {
        key[0]: tuple(row["column_name"] for row in rows)
        for key, rows in used.items()
        if (kinds[key] == "PRIMARY KEY" if key in kinds else _is_named_primary(rows))
    }
    others = _referenced(used, told["referential_constraints"])
    links = [link for key, rows in used.items() for link in _links(key, rows, others.get(key[1]))]
    guess = "which key is the primary one is told by its name alone: TABLE_CONSTRAINTS isn't in the folder"
    return _Keys(primary, tuple(links), (guess,) if primary and not kinds else ())


def _referenced(
    used: Mapping[tuple[_Name, _Name], Sequence[_Row]], told: Iterable[_Row]
) -> dict[_Name, tuple[_Name, Sequence[_Row]]]:
    """Return the table and the columns that foreign keys refer to, by their constraints."""
    by_constraint = {constraint: (table, rows) for (table, constraint), rows in used.items()}
    meant = {
        _constraint(row): (row["unique_constraint_schema"], row["unique_constraint_name"]) for row in told
    }
    return {one: by_constraint[other] for one, other in meant.items() if other in by_constraint}


def _links(
    key: tuple[_Name, _Name], rows: Sequence[_Row], other: tuple[_Name, Sequence[_Row]] | None
) -> Iterator[tuple[_Name, str, _Name, str, str]]:
    """Yield the relationship that a constraint of one column is, as far as a view says where it leads."""
    if len(rows) != 1:
        return
    row = rows[0]
    if row["referenced_table_name"]:  # MySQL says it in the same row
        there = row["referenced_table_schema"] or key[0][0], row["referenced_table_name"]
        yield key[0], row["column_name"], there, row["referenced_column_name"], row["constraint_name"]
    elif other is not None and len(other[1]) == 1:
        yield key[0], row["column_name"], other[0], other[1][0]["column_name"], row["constraint_name"]


def _is_named_primary(rows: Sequence[_Row]) -> bool:
    leads = any(row["position_in_unique_constraint"] or row["referenced_table_name"] for row in rows)
    return not leads and _PRIMARY.fullmatch(rows[0]["constraint_name"]) is not None


def _table(row: _Row) -> _Name:
    return row["table_schema"], row["table_name"]


def _constraint(row: _Row) -> _Name:
    return row["constraint_schema"], row["constraint_name"]
