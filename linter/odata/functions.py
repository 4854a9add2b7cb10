"""The canonical functions of OData: their words, and how many arguments they take."""

from __future__ import annotations

from typing import Final

METHODS: Final = {
    "indexOf": ("indexof", 2),
    "toLower": ("tolower", 1),
    "toUpper": ("toupper", 1),
    "trim": ("trim", 1),
    "substring": ("substring", 3),
    "concat": ("concat", 2),
    "length": ("length", 1),
    "matchesPattern": ("matchesPattern", 2),
    "year": ("year", 1),
    "month": ("month", 1),
    "day": ("day", 1),
    "hour": ("hour", 1),
    "minute": ("minute", 1),
    "second": ("second", 1),
    "fractionalseconds": ("fractionalseconds", 1),
    "totalseconds": ("totalseconds", 1),
    "date": ("date", 1),
    "time": ("time", 1),
    "round": ("round", 1),
    "floor": ("floor", 1),
    "ceiling": ("ceiling", 1),
    "distance": ("geo.distance", 2),
    "geoLength": ("geo.length", 1),
    "totalOffsetMinutes": ("totaloffsetminutes", 1),
    "minDateTime": ("mindatetime", 0),
    "maxDateTime": ("maxdatetime", 0),
    "now": ("now", 0),
}
BOOL_METHODS: Final = {
    "endsWith": ("endswith", 2),
    "startsWith": ("startswith", 2),
    "contains": ("contains", 2),
    "intersects": ("geo.intersects", 2),
    "hasSubset": ("hassubset", 2),
    "hasSubsequence": ("hassubsequence", 2),
}
FUNCTIONS: Final = tuple(word for word, _ in (METHODS | BOOL_METHODS).values())
"""The canonical functions."""
TAKE: Final = {word.lower(): arguments for word, arguments in (METHODS | BOOL_METHODS).values()}
"""How many arguments they take, by their names in small letters; 3: two or three."""
