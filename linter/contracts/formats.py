"""The formats of values that are judged, of OpenAPI and of OData: how they are written, and their range."""

from __future__ import annotations

import re
from typing import Any, Final

_DATE: Final = r"\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,12})?)?"
_ZONE: Final = r"(?:[zZ]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"

_WRITTEN: Final = {
    "uuid": (r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a GUID"),
    "guid": (r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a GUID"),
    "date": (_DATE, "a date such as 2020-04-17"),
    "date-time": (
        rf"{_DATE}[tT]{_TIME}{_ZONE}",
        "a date, time and zone such as 2020-04-17T08:30:00Z",
    ),
    "time": (rf"{_TIME}{_ZONE}?", "a time such as 08:30:00"),
    "duration": (
        r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
        "a duration such as P1DT2H",
    ),
    "ipv4": (r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|\Z)){4}", "an IPv4 address"),
    "byte": (r"[A-Za-z0-9+/_\-\s]*={0,2}", "base64"),
    "base64url": (r"[A-Za-z0-9_\-]*={0,2}", "base64"),
}
_RANGES: Final = {
    "uint8": (0, 2**8 - 1),
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
}


def wrong_format(name: str, value: Any) -> str:
    """Return what is expected of a value of a format where it isn't so; an unknown one wants nothing."""
    if isinstance(value, str) and name in _WRITTEN:
        pattern, words = _WRITTEN[name]
        return "" if re.fullmatch(pattern, value) and _is_day(name, value) else words
    if isinstance(value, int) and not isinstance(value, bool) and name in _RANGES:
        low, high = _RANGES[name]
        return "" if low <= value <= high else f"a number from {low} to {high}"
    return ""


def _is_day(name: str, value: str) -> bool:
    """Tell whether the day that a date begins with is in the calendar."""
    if name not in ("date", "date-time"):
        return True
    year, month, day = (int(one) for one in value[: value.index("-", 5) + 3].split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
