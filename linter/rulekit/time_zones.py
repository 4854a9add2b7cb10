"""The names of time zones: those of Windows, which the service's own list has, and those of IANA."""

from __future__ import annotations

from functools import cache

from linter.suggest import nearest


def is_time_zone(name: str) -> bool:
    """Tell whether a name is that of a time zone, without regard to case."""
    return name.lower() in _known()


def near_time_zones(name: str) -> list[str]:
    """Return the names that are close to one that is none."""
    return nearest(name, list(_known().values()))


@cache
def _known() -> dict[str, str]:
    from zoneinfo import available_timezones

    from tzlocal.windows_tz import win_tz

    return {name.lower(): name for name in (*win_tz, *available_timezones())}
