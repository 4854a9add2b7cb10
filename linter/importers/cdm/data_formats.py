"""The data format that CDM gives an attribute, by the traits of its data type."""

from __future__ import annotations

from functools import cache
from typing import Final

_PREFIX: Final = "is.dataFormat."
_JSON: Final = "means.content.text.JSON"

_FORMATS: Final = (  # the first whose traits are all there
    ("integer big", "Int64"),
    ("integer small", "Int16"),
    ("integer", "Int32"),
    ("json array", "Json"),
    ("guid", "Guid"),
    ("numeric.shaped", "Decimal"),
    ("boolean", "Boolean"),
    ("date time timeOffset", "DateTimeOffset"),
    ("date time", "DateTime"),
    ("date", "Date"),
    ("time", "Time"),
    ("floatingPoint big", "Double"),
    ("floatingPoint", "Float"),
    ("byte array", "Binary"),
    ("byte", "Byte"),
    ("character array", "String"),
    ("character", "Char"),
)
_RULES: Final = tuple(
    (frozenset(_JSON if said == "json" else _PREFIX + said for said in traits.split()), name)
    for traits, name in _FORMATS
)

TELLING: Final = frozenset().union(*(traits for traits, _ in _RULES))
"""The traits that tell a data format."""

TRAITS: Final = {name.lower(): traits for traits, name in _RULES}
"""The traits that a data format stands for, by its name in small letters."""

WELL_KNOWN: Final = {
    "bigInteger": "Int64",
    "binary": "Binary",
    "boolean": "Boolean",
    "byte": "Byte",
    "char": "Char",
    "date": "Date",
    "dateTime": "DateTime",
    "dateTimeOffset": "DateTimeOffset",
    "decimal": "Decimal",
    "double": "Double",
    "entityId": "Guid",
    "entityName": "String",
    "attributeName": "String",
    "float": "Float",
    "guid": "Guid",
    "integer": "Int32",
    "smallInteger": "Int16",
    "string": "String",
    "time": "Time",
}
"""What CDM's own data types are where the documents that define them aren't there."""


@cache
def data_format(traits: frozenset[str]) -> str:
    """Return the data format that traits make together; empty where they don't say."""
    return next((name for needed, name in _RULES if needed <= traits), "")


def merged(before: frozenset[str], after: frozenset[str]) -> frozenset[str]:
    """Return the traits of what is declared twice: of both, as Microsoft's resolver does.

    A GUID stays one and an integer an integer, a date with a time is both; of other formats the later
    one holds.
    """
    both = before | after
    if both.isdisjoint(_STRONG) and not after.isdisjoint(TELLING) and not _is_of_time(both):
        return after | (before - TELLING)
    return both


_STRONG: Final = frozenset((_PREFIX + "guid", _PREFIX + "integer"))
_TIMES: Final = frozenset(_PREFIX + said for said in ("date", "time", "timeOffset"))


def _is_of_time(traits: frozenset[str]) -> bool:
    return traits.intersection(TELLING) <= _TIMES
