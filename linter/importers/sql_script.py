"""Imports scripts in SQL: an entity for each `CREATE TABLE`, relationships from foreign keys.

Types are read in the dialect that the script's own words tell.  Where they don't, the types on which the
dialects agree are facts, and the others are guesses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source, likely_encoding
from linter.importers.sql_columns import SqlColumns, entity_names
from linter.sql.script import DefinedColumn, DefinedTable, ForeignKey, Script, read_script
from linter.sql.types import WITH_ESCAPES, dialects_of
from linter.text.source import Text, read_text

_MARKED: Final = 100_000
"""In how many characters the dialect's marks are looked for; what follows is mostly data."""

_CREATES: Final = re.compile(
    r"(?i)\bcreate\s+(?:or\s+replace\s+)?(?:(?:global|local|transient|external|temp|unlogged|temporary)\s+)*table\s+(?!#)"
)
_BEGINS: Final = re.compile(
    r"(?is)(?:\s++|--[^\n]*+|/\*.*?\*/)*+"
    r"(?:create|use|set|drop|if|alter|begin|go|print|insert|exec|start|comment|grant|declare|pragma)\b"
)


def recognises(data: bytes) -> bool:
    """Tell whether bytes are a script that creates tables."""
    text = _unicode(data)[0].removeprefix("\ufeff")
    return _BEGINS.match(text) is not None and _CREATES.search(text) is not None


def read(source: Source) -> Found:
    """Return the tables that a script creates; raises CannotImport where there are none."""
    decoded, note = _unicode(source.data)
    text = read_text(source.name, decoded.encode(), "plain")
    if text.fault is not None:
        start = text.fault_range().start
        raise CannotImport(source.name, start.line, start.column, text.fault.message, text.fault.help)
    marked = dialects_of(text.text[:_MARKED])
    script = read_script(text.text, has_escapes=set(marked) <= set(WITH_ESCAPES))
    return _SqlReader(source, text, script).found(note)


def _unicode(data: bytes) -> tuple[str, str]:
    """Return bytes as a text, as the tools of databases save it, and what there is to say of that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ""
    try:
        return data.decode(), ""
    except UnicodeDecodeError as error:
        encoding = likely_encoding(data, error.start)
        is_utf8 = encoding == "utf-8"
        said = "has bytes that aren't UTF-8" if is_utf8 else "isn't UTF-8, and is read as Windows-1252"
        return data.decode(encoding, "replace"), f"the file {said}"


class _SqlReader:
    """Turns the definitions of a script into entities and relationships."""

    def __init__(self, source: Source, text: Text, script: Script) -> None:
        self._source = source
        self._text = text
        self._script = script
        self._notes = [self._note(one.start, one.message) for one in script.faults]
        self._meant = {
            one.type: self._resolved(one.type) for table in script.tables for one in table.columns if one.type
        }
        dialects = dialects_of(text.text[:_MARKED], self._meant.values())
        self._columns = SqlColumns(source.name, dialects)
        self._names = entity_names([one.name for one in script.tables])
        self._by_name: dict[str, list[DefinedTable]] = defaultdict(list)
        for one in script.tables:
            self._by_name[one.name[-1].lower()].append(one)

    def found(self, note: str) -> Found:
        """Return what was found; raises CannotImport where the script creates no table."""
        entities = tuple(self._entity(one) for one in self._script.tables)
        if not entities:
            first = self._notes[0] if self._notes else Note(self._source.name, 1, 1, "")
            why = f": {first.message}" if first.message else ""
            message = f"no table is created here with a list of its columns{why}"
            raise CannotImport(self._source.name, first.line, first.column, message)
        relationships = tuple(self._relationships())
        said = [Note(self._source.name, 1, 1, one) for one in (note, *self._columns.told()) if one]
        return Found(
            format="sql",
            data_sources=(DataSource(entities),),
            relationships=relationships,
            notes=tuple(sorted((*said, *self._notes))),
            totals={
                "tables": len(entities),
                "columns": sum(len(one.columns) for one in self._script.tables),
                "foreignKeys": sum(len(one.foreign) for one in self._script.tables),
            },
        )

    def _note(self, at: int, message: str) -> Note:
        start = self._text.range_of(at, at).start
        return Note(self._source.name, start.line, start.column, message)

    def _resolved(self, written: str) -> str:
        """Return the type behind a name that the script gives to one."""
        return self._script.types.get(written.rpartition(".")[2].lower(), written)

    def _entity(self, table: DefinedTable) -> Entity:
        return Entity(
            self._names[table.name],
            tuple(self._attribute(one, table) for one in table.columns),
            tuple(_spelt(one, table) for one in table.key),
            partial_because="" if table.is_whole else "not all that stands between its brackets can be read",
        )

    def _attribute(self, column: DefinedColumn, table: DefinedTable) -> Attribute:
        type_ = self._meant.get(column.type, "")
        return self._columns.attribute(
            table.name[-1], column.name, column.type, type_, is_nullable=column.is_nullable
        )

    def _relationships(self) -> Iterator[Relationship]:
        for table in self._script.tables:
            for foreign in table.foreign:
                one = self._relationship(table, foreign)
                if one is not None:
                    yield one

    def _relationship(self, table: DefinedTable, foreign: ForeignKey) -> Relationship | None:
        there = self._table(foreign.table)
        others = foreign.others or (there.key if there else ())
        why = _why_left_out(foreign, others)
        if why:
            self._notes.append(self._note(foreign.start, why))
            return None
        column = _spelt(foreign.columns[0], table)
        return Relationship(
            self._names[table.name],
            column,
            self._names[there.name] if there else foreign.table[-1],
            _spelt(others[0], there) if there else others[0],
            name=foreign.name if re.fullmatch(r"\w+", foreign.name, re.ASCII) else "",
            cardinality="oneToOne" if table.key == (column,) else "manyToOne",
        )

    def _table(self, name: tuple[str, ...]) -> DefinedTable | None:
        """Return the table of a name, as far as both are qualified."""
        for table in self._by_name[name[-1].lower()] if name else ():
            length = min(len(name), len(table.name))
            if all(
                one.lower() == other.lower()
                for one, other in zip(name[-length:], table.name[-length:], strict=True)
            ):
                return table
        return None


def _why_left_out(foreign: ForeignKey, others: Sequence[str]) -> str:
    """Return why a foreign key, which leads to the columns `others`, is no relationship; "" if it is one."""
    if not foreign.table or len(foreign.columns) != 1 or len(others) > 1:
        return "a foreign key of several columns is no relationship: that has one attribute at each end"
    if not others:
        return f"which column of `{foreign.table[-1]}` is meant isn't known; the foreign key isn't imported"
    return ""


def _spelt(column: str, table: DefinedTable) -> str:
    """Return a column's name as the table declares it."""
    return next((one.name for one in table.columns if one.name.lower() == column.lower()), column)
