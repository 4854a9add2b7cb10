"""Texts as the types of attributes read them: whether they can be, and which comes first."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from linter.named_tuple import NamedTuple
from linter.rulekit.criteria import DATES, NUMBERS, WHOLE

_WHOLE: Final = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:\d++(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_FINITE: Final = ("nan", "inf", "-inf", "infinity", "-infinity")
_DAY: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?()([Zz])?)?", re.ASCII)
_SHORTER: Final = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])|\d{4}-?W(?:0[1-9]|[1-4]\d|5[0-3])(?:-?[1-7])?|\d{4}-[0-3]\d\d", re.ASCII
)
"""A month, a week or one of its days, the day of a year: ISO 8601 has them, too."""
_AMERICAN: Final = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?", re.ASCII
)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?", re.ASCII)
_GUID: Final = re.compile(r"\{?[0-9a-fA-F]{8}(-?)(?:[0-9a-fA-F]{4}\1){3}[0-9a-fA-F]{12}\}?")
_WIDTH: Final = {
    "Int8": (-(2**7), 2**7),
    "Byte": (0, 2**8),
    "Int16": (-(2**15), 2**15),
    "Int32": (-(2**31), 2**31),
}
_LONG: Final = (-(2**63), 2**63)
_LONGEST: Final = 400  # digits and more that a number may have


class Misfit(NamedTuple):
    """What is wrong with a text that an attribute is compared with."""

    wanted: str  # what its type takes
    why: str = ""  # what is wrong with the text, where that is known
    is_sure: bool = True  # False: the service may well understand it


def misfit(text: str, type_: str) -> Misfit | None:
    """Return what is wrong with a text as a value of a canonical type; None where it is one."""
    said = text.strip()
    if type_ in NUMBERS:
        return _misfit_number(said, type_)
    if type_ in DATES:
        return _misfit_date(said)
    if type_ == "Time":
        return None if _TIME.fullmatch(said) else Misfit("a time such as 08:30:00", is_sure=False)
    if type_ == "Boolean" and said.lower() not in ("true", "false"):
        return Misfit("true or false", is_sure=said not in ("0", "1"))
    if type_ == "Guid" and not _GUID.fullmatch(said):
        return Misfit("a GUID such as 5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21", is_sure=False)
    return None


def _misfit_number(said: str, type_: str) -> Misfit | None:
    wanted = "a whole number" if type_ in WHOLE else "a number"
    if type_ not in WHOLE:
        fits = _NUMBER.fullmatch(said) or (type_ != "Decimal" and said.lower() in _NOT_FINITE)
        return None if fits else Misfit(wanted, _why_no_number(said))
    if _WHOLE.fullmatch(said):
        low, beyond = _WIDTH.get(type_, _LONG)
        fits = len(said) <= _LONGEST and low <= int(said) < beyond
        return None if fits else Misfit(wanted, f"it is outside of {low} to {beyond - 1}")
    is_number = _NUMBER.fullmatch(said) is not None
    return Misfit(wanted, "" if is_number else _why_no_number(said), is_sure=not is_number)


def _why_no_number(said: str) -> str:
    if not said:
        return "it is empty"
    if re.fullmatch(r"[+-]?\d+,\d+", said):
        return "a comma is no decimal point, and thousands stand together"
    if re.fullmatch(r"[+-]?\d{1,3}([ .,'\u00a0\u202f]\d{3})+([.,]\d+)?", said):
        return "thousands stand together, without a sign between them"
    if re.fullmatch(r"[^\w\s]?\s*[+-]?[\d.,]+\s*(%|\D{1,3})?", said):
        return "a number has no unit"
    return ""


def _misfit_date(said: str) -> Misfit | None:
    american = _AMERICAN.fullmatch(said)
    if american is not None and _is_day(int(american[3]), int(american[1]), int(american[2])):
        return Misfit(_A_DATE, "a date with slashes is read by the month or by the day first", is_sure=False)
    if _SHORTER.fullmatch(said):
        return None
    return None if instant(said) is not None else Misfit(_A_DATE, "it is empty" if not said else "")


_A_DATE: Final = "a date as ISO 8601 writes it, such as 2020-04-17 or 2020-04-17T08:30:00Z"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class Instant(NamedTuple):
    """A date, perhaps with a time, in seconds since 1970."""

    seconds: Decimal
    form: str  # "day", "local" or "zoned": what else can be compared with it to the second


def instant(said: str) -> Instant | None:
    """Return what a text of ISO 8601 means; None where it is none."""
    found = _DAY.fullmatch(said) or _COMPACT.fullmatch(said)
    if found is None:
        return None
    *parts, fraction, zone = found.groups()
    year, month, day, hour, minute, second = (int(one or 0) for one in parts)
    try:
        of = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    form = "day" if parts[3] is None else "zoned" if zone else "local"
    seconds = int(of.timestamp()) - _offset(zone or "") + Decimal(f"0.{fraction or 0}")
    return Instant(seconds, form) if second <= _LEAP else None


_LEAP: Final = 60  # seconds that a minute may have


def _offset(zone: str) -> int:
    """Return how many seconds a zone such as `+02:00` is ahead; none for `Z`, or where none is said."""
    digits = zone.replace(":", "")[1:]
    seconds = int(digits[:2] or 0) * 3600 + int(digits[2:] or 0) * 60
    return -seconds if zone.startswith("-") else seconds


def number(said: str) -> Decimal | None:
    """Return what a text means as a number; None where it is none."""
    if len(said) > _LONGEST or not _NUMBER.fullmatch(said):
        return None
    with suppress(InvalidOperation):
        return Decimal(said)
    return None
