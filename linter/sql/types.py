"""What types of columns mean, in the SQL of several databases: read by sqlglot, which knows their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from linter.named_tuple import NamedTuple

DIALECTS: Final = {
    "tsql": "T-SQL",
    "postgres": "PostgreSQL",
    "snowflake": "Snowflake",
    "spark": "Spark",
    "mysql": "MySQL",
}
"""The dialects that are told apart, as sqlglot calls them, and as people do."""

WITH_ESCAPES: Final = ("snowflake", "spark", "mysql")
r"""Those in which `\'` stands for a quotation mark inside a text."""

_MARKS: Final = {
    "tsql": r"^[^\S\n]*+go[^\S\n]*+$|\[\w+\]\s*\.\s*\["
    r"|\bidentity\s*\(|clustered\b|\browguidcol\b|\bansi_nulls\b",
    "postgres": r"\bcharacter varying\b|\btime zone\b|\bowner to\b|::|\balter table only\b",
    "snowflake": r"\btransient\b|\btimestamp_(?:ntz|ltz|tz)\b|\bautoincrement\b|\bcluster by\b|\bvariant\b",
    "spark": r"\busing (?:delta|parquet|csv)\b|\btblproperties\b|\bpartitioned by\b|\b(?:array|struct)\s*<",
    "mysql": r"\bengine\s*=|\bauto_increment\b|\bunsigned\b|\bcharacter set\b",
}
"""What only one of them writes, as a rule."""

_NAMES: Final = {
    "string": "CHAR NCHAR VARCHAR NVARCHAR TEXT TINYTEXT MEDIUMTEXT LONGTEXT BPCHAR NAME XML ENUM SET INET "
    "IPADDRESS IPPREFIX CIDR MACADDR FIXEDSTRING",
    "guid": "UUID",
    "boolean": "BOOLEAN BIT",
    "int16": "TINYINT UTINYINT SMALLINT SMALLSERIAL YEAR",
    "int32": "INT MEDIUMINT SERIAL USMALLINT UMEDIUMINT",
    "int64": "BIGINT BIGSERIAL UINT UBIGINT",
    "decimal": "DECIMAL UDECIMAL BIGDECIMAL MONEY SMALLMONEY DECFLOAT",
    "float": "FLOAT",
    "double": "DOUBLE UDOUBLE",
    "date": "DATE DATE32",
    "time": "TIME TIMETZ",
    "dateTime": "DATETIME DATETIME2 SMALLDATETIME TIMESTAMP TIMESTAMPNTZ TIMESTAMP_S TIMESTAMP_MS",
    "dateTimeOffset": "TIMESTAMPTZ TIMESTAMPLTZ",
    "duration": "INTERVAL",
    "binary": "BINARY VARBINARY IMAGE BLOB TINYBLOB MEDIUMBLOB LONGBLOB ROWVERSION",
    "json": "JSON JSONB VARIANT OBJECT STRUCT",
    "array": "ARRAY LIST MAP VECTOR",
    "Edm.GeographyPoint": "GEOGRAPHY GEOMETRY GEOGRAPHYPOINT POINT",
}
_TYPES: Final = {kind: name for name, kinds in _NAMES.items() for kind in kinds.split()}
_OTHERWISE: Final = {
    ("tsql", "FLOAT"): "double",  # it has 53 bits unless it says otherwise; REAL folds to the same type
    ("tsql", "VARIANT"): "",  # sql_variant: a value of any type
    ("postgres", "BIT"): "string",  # a text of bits
    ("mysql", "BIT"): "",  # a boolean or a number
    ("mysql", "SERIAL"): "int64",
    ("mysql", "TIMESTAMPTZ"): "dateTime",  # both read `timestamp` as a moment, and write it without an offset
    ("spark", "TIMESTAMPTZ"): "dateTime",
    ("snowflake", "TINYINT"): "int64",  # all of them are NUMBER(38, 0)
    ("snowflake", "SMALLINT"): "int64",
    ("snowflake", "INT"): "int64",
}
_SIZE: Final = re.compile(r"\(\s*(?:\d+|max)\s*(?:,\s*-?\d+\s*)?\)", re.IGNORECASE)
"""How long a value may be, which is nothing to its type."""

_UNREAD: Final = {"sysname": "string", "citext": "string"}
"""Types that are names of others in a database, and that the parser doesn't know."""


class ColumnType(NamedTuple):
    """What a type means: a name of the snapshot's types, empty where it isn't known."""

    type: str
    is_guess: bool = False  # whether the dialects that it may be read in disagree


def dialects_of(text: str, types: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the dialects that a text in SQL may be of: those whose marks it has, and whose types."""
    marked = {name for name, marks in _MARKS.items() if re.search(f"(?im){marks}", text)}
    bare = {_SIZE.sub("", one) for one in types}
    read = Counter(name for one in bare for name in marked or DIALECTS if _kind(one, name))
    best = max(read.values(), default=0)
    return tuple(name for name in DIALECTS if name in (marked or DIALECTS) and read[name] == best)


def type_in(written: str, dialects: tuple[str, ...]) -> ColumnType:
    """Return what a type means in the dialects that it may be of; most of them win, as a guess."""
    read = Counter(one for name in dialects if (one := _type_in(written, name)) is not None)
    if not read:
        return ColumnType(_UNREAD.get(written.lower(), ""))
    best = max(read, key=read.__getitem__)
    return ColumnType(best, is_guess=len({_WIRE.get(one, one) for one in read}) > 1)


_WIRE: Final = {"int16": "int64", "int32": "int64", "float": "double"}
"""Types that differ only in their width, which is no difference to the service."""


def _type_in(written: str, dialect: str) -> str | None:
    kind = _kind(_SIZE.sub("", written), dialect)
    if kind is None:
        return None
    return _OTHERWISE.get((dialect, kind), _TYPES.get(kind, ""))


@lru_cache(maxsize=4096)
def _kind(written: str, dialect: str) -> str | None:
    """Return what sqlglot takes a type for; None where it is none of the dialect's."""
    from sqlglot import exp

    from linter.sql.reading import STUMBLES

    if len(written) > 2_000:  # the parser calls itself for each bracket
        return None
    try:
        built = exp.DataType.build(written, dialect=dialect)
    except (*STUMBLES, RecursionError):
        return None
    kind = built.this
    if isinstance(kind, exp.Interval):
        return "INTERVAL"
    return str(kind.name) if isinstance(kind, exp.DataType.Type) else None
