"""Times as cron writes them: whether they can be read, and how often something is run on one day.

`cronsim` reads them.  What only some schedulers write (`?`, `15W`, ranges that go over the end) is made
what all read, or left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import compress, product
from typing import TYPE_CHECKING, Final, TypeAlias

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from cronsim import CronSim

_FIRST: Final = datetime(2024, 1, 1)  # of a leap year
_DAYS: Final = 4 * 365 + 1  # every date falls on some weekday in them, and 29 February is one of them
_WEEKDAY_NEAREST: Final = re.compile(r"(\d{1,2})W\b")
_LONG: Final = re.compile(r"[0-9]{9,}")  # Python converts no thousands of digits
_TOO_LARGE: Final = "9" * 9
_RANGE: Final = re.compile(r"(?<![A-Z0-9])([A-Z0-9]++)-([A-Z0-9]+)")
_ON_THE_HOUR: Final = "0 0 0"
_NAMES: Final = {
    name: str(number)
    for names, first in (
        ("SUN MON TUE WED THU FRI SAT", 0),
        ("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC", 1),
    )
    for number, name in enumerate(names.split(), first)
}

_Times: TypeAlias = set[tuple[int, int, int]]


class Cron(NamedTuple):
    """What a text says: "read", "never" (a date that no year has), "unreadable" or "open" (not judged)."""

    status: str
    fault: str = ""  # why it can't be read
    fields: tuple[str, ...] = ()  # second, minute, hour, day, month, weekday


@lru_cache(1024)
def cron_of(text: str) -> Cron:
    """Return what a text says."""
    written = text.upper().split()
    if len(written) not in (5, 6):
        return Cron("unreadable", f"it has {len(written)} fields, where five or six are expected")
    bounded = (_LONG.sub(_TOO_LARGE, one.replace("?", "*")) for one in written)
    fields = (_WEEKDAY_NEAREST.sub(r"\1", one) for one in bounded)
    whole = ("0",) * (6 - len(written)) + tuple(fields)
    if any(map(_goes_over_the_end, whole)):
        return Cron("open")
    if written[-3] == written[-1] == "?":
        return Cron("never", fields=whole)
    fault = _fault(whole)
    if not fault:
        return Cron("read", fields=whole)
    is_sound = not _fault((*whole[:4], "*", whole[5]))
    return (
        Cron("never", fields=whole)
        if is_sound and not _fault((*whole[:3], "1", *whole[4:]))
        else Cron("unreadable", fault)
    )


def most_on_a_day(texts: Iterable[str]) -> int:
    """Return how often something is run on the day on which it is run most, by all texts that can be read."""
    return _most_on_a_day(frozenset(texts))


@lru_cache  # days are counted for all of four years
def _most_on_a_day(texts: frozenset[str]) -> int:
    crons = [one.fields for one in map(cron_of, texts) if one.status == "read"]
    times = [_times(one) for one in crons]
    if len({one[3:] for one in crons}) <= 1:
        return len(set().union(*times))
    days = [_days(one) for one in crons]
    return max(len(set().union(*held)) for held in _held(days, times))


def _held(days: list[Set[date]], times: list[_Times]) -> Iterator[list[_Times]]:
    """Yield, once for each combination that some day has, the times of that day."""
    together = {tuple(day in one for one in days) for day in set().union(*days)}
    for has in together:
        yield list(compress(times, has))


def _goes_over_the_end(field: str) -> bool:
    """Tell whether a field has a range such as `22-2` or `FRI-MON`, which only some schedulers read."""
    pairs = (tuple(_NAMES.get(one, one) for one in found.groups()) for found in _RANGE.finditer(field))
    return any(one.isdigit() and other.isdigit() and int(one) > int(other) for one, other in pairs)


def _fault(fields: tuple[str, ...]) -> str:
    from cronsim import CronSimError

    try:
        _read(fields)
    except CronSimError as error:
        return str(error)[:1].lower() + str(error)[1:]
    return ""


def _read(fields: tuple[str, ...]) -> CronSim:
    from cronsim import CronSim

    return CronSim(" ".join(fields), _FIRST - timedelta(days=1))  # it begins behind that


def _times(fields: tuple[str, ...]) -> _Times:
    """Return the hours, minutes and seconds of a day at which something is run."""
    read = _read(fields)
    return set(product(read.hours, read.minutes, read.seconds))


@lru_cache(64)
def _days(fields: tuple[str, ...]) -> Set[date]:
    """Return the days of four years on which something is run."""
    every = frozenset((_FIRST + timedelta(days=one)).date() for one in range(_DAYS))
    if set(fields[3:]) == {"*"}:
        return every
    found = set()
    for moment in _read((*_ON_THE_HOUR.split(), *fields[3:])):
        if moment.date() not in every:
            break
        found.add(moment.date())
    return found
