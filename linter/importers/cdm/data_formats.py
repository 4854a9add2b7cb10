"""The data format that CDM gives an attribute, by the traits of its data type."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
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
_RULES: Final = tuple((frozenset(traits.split()), name) for traits, name in _FORMATS)

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


def data_format(traits: AbstractSet[str]) -> str:
    """Return the data format that traits make together; empty where they don't say."""
    said = {trait.removeprefix(_PREFIX) for trait in traits if trait.startswith(_PREFIX)}
    if _JSON in traits:
        said.add("json")
    return next((name for needed, name in _RULES if needed <= said), "")
