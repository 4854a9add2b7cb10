"""Values of OData's primitive types: as a url writes them, and as JSON does."""

from __future__ import annotations

import re
from typing import Any, Final

from linter.contracts.formats import wrong_format

_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|INF|-INF|NaN")
_WHOLE: Final = re.compile(r"[+-]?\d{1,30}")
_TEXT: Final = re.compile(r"'(?:[^']|'')*'", re.DOTALL)
_FORMATS: Final = {
    "Edm.Guid": "uuid",
    "Edm.Date": "date",
    "Edm.DateTimeOffset": "date-time",
    "Edm.TimeOfDay": "time",
    "Edm.Duration": "duration",
    "Edm.Binary": "byte",
}
_RANGES: Final = {
    "Edm.Byte": "uint8",
    "Edm.SByte": "int8",
    "Edm.Int16": "int16",
    "Edm.Int32": "int32",
    "Edm.Int64": "int64",
}
_NUMBERS: Final = ("Edm.Decimal", "Edm.Double", "Edm.Single")
_AS_TEXT: Final = ("Edm.Int64", "Edm.Decimal")  # may be texts, where a request says so
_SPECIAL: Final = ("INF", "-INF", "NaN")


def wrong_literal(type_: str, text: str) -> str:
    """Return what is expected of a literal in a url, where it isn't one of its type; "" if it may be."""
    text = text.strip()
    if text[:1] == "@" or text == "null":
        return ""
    if type_ == "Edm.String":
        return "" if _TEXT.fullmatch(text) else "a text in single quotes"
    if type_ in _RANGES:
        if not _WHOLE.fullmatch(text):
            return "a whole number"
        return wrong_format(_RANGES[type_], int(text))
    if type_ in _NUMBERS:
        return "" if _NUMBER.fullmatch(text) else "a number"
    if type_ == "Edm.Boolean":
        return "" if text in ("true", "false") else "true or false"
    if type_ in ("Edm.Guid", "Edm.Date", "Edm.DateTimeOffset"):
        return wrong_format(_FORMATS[type_], text)
    return ""


def wrong_json(type_: str, value: Any, *, as_text: bool = False) -> str:
    """Return what is expected of a JSON value, where it isn't one of a primitive type; null always is.

    `as_text`: large numbers may be texts.
    """
    if value is None:
        return ""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if type_ == "Edm.String":
        return "" if isinstance(value, str) else "a text"
    if type_ == "Edm.Boolean":
        return "" if isinstance(value, bool) else "true or false"
    if type_ in _AS_TEXT and as_text and isinstance(value, str):
        return wrong_literal(type_, value)
    if type_ in _RANGES:
        if not is_number or value != value // 1:
            return "a whole number"
        return wrong_format(_RANGES[type_], int(value))
    if type_ in _NUMBERS:
        return "" if is_number or (type_ != "Edm.Decimal" and value in _SPECIAL) else "a number"
    if type_ in _FORMATS:
        words = wrong_format(_FORMATS[type_], value) if isinstance(value, str) else "a text"
        return words or ""
    return ""
