"""Type names of every vocabulary that sources use, and when two of them are the same type.

The mapping follows the vocabularies of the service (`cdsaType`), CDM, OData, Power Query,
OpenAPI and Spark.  A name that isn't known is no error: it is the type Unknown.
"""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "Unknown"
UNCLASSIFIED: Final = "unclassified"
UNUSABLE: Final = ("Complex", "Binary")
"""The canonical types of which no column can be that a payload ingests."""

_NAMES: Final[dict[str, str]] = {
    "String": "string edm.string text char stringtype chartype varchar nvarchar string/text",
    "Guid": "guid edm.guid uuid uniqueidentifier string/uuid string/guid uniqueid unique-identifier",
    "Boolean": "boolean edm.boolean bool logical booleantype",
    "Int8": "int8 int8.type edm.sbyte sbyte bytetype",
    "Byte": "byte edm.byte",
    "Int16": "int16 int16.type edm.int16 short smallinteger shorttype integer/int16",
    "Int32": "int32 int32.type edm.int32 int integer inttype integertype integer/int32",
    "Int64": "int64 int64.type edm.int64 long biginteger longtype bigint integer/int64",
    "Decimal": "decimal edm.decimal decimal.type currency.type decimaltype number/decimal",
    "Float": "float edm.single single floattype number/float",
    "Double": "double edm.double number percentage.type doubletype number/double",
    "Date": "date edm.date datetype string/date",
    "DateTime": "datetime edm.datetime timestamptype timestamp date&time",
    "DateTimeOffset": "datetimeoffset edm.datetimeoffset datetimezone string/date-time date-time",
    "Time": "time edm.timeofday edm.time timeofday string/time",
    "Duration": "duration edm.duration string/duration",
    "Json": "json edm.complextype structtype object",
    "Binary": "binary edm.binary edm.stream binarytype string/byte string/binary",
    "Geo": "edm.geographypoint geographypoint",
    "Complex": "list record table function array arraytype collection maptype",
    UNKNOWN: "unknown unclassified any null none nulltype edm.untyped edm.primitivetype",
}

_WIRE: Final[dict[str, str]] = {
    "String": "string",
    "Guid": "guid",
    "Boolean": "boolean",
    "Int8": "int64",
    "Byte": "int64",
    "Int16": "int64",
    "Int32": "int64",
    "Int64": "int64",
    "Decimal": "decimal",
    "Float": "double",
    "Double": "double",
    "Date": "dateTime",
    "DateTime": "dateTime",
    "DateTimeOffset": "dateTimeOffset",
    "Json": "json",
}

_CANONICAL: Final = {name: canonical for canonical, names in _NAMES.items() for name in names.split()}

TYPES: Final = tuple(_CANONICAL)
"""The names of all types that are known, folded."""


def canonical_type(name: str) -> str:
    """Return the canonical type of a type name of any vocabulary, "Unknown" for all others."""
    folded = name.strip().lower()
    found = _CANONICAL.get(folded)
    if found is not None:
        return found
    return _compound_type(folded.replace(" ", ""))


def wire_type(canonical: str) -> str:
    """Return the service's own name for a canonical type, "unclassified" where it has none."""
    return _WIRE.get(canonical, UNCLASSIFIED)


def same_type(left: str, right: str) -> bool | None:
    """Tell whether two canonical types are the same to the service, None when that is open.

    Same means the same canonical type or the same wire type.
    """
    if UNKNOWN in (left, right):
        return None
    if left == right:
        return True
    wires = wire_type(left), wire_type(right)
    if wires[0] == wires[1]:
        return None if wires[0] == UNCLASSIFIED else True
    return False


def _compound_type(folded: str) -> str:
    if folded.startswith("collection("):
        return "Complex"
    bare = folded.split("(", 1)[0]
    if bare in _CANONICAL:
        return _CANONICAL[bare]
    if folded.startswith("string/"):
        return "String"
    return UNKNOWN
