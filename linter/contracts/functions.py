"""The canonical functions of OData: the kinds of values that they take, and the type of what they return."""

from __future__ import annotations

from typing import Final

from linter.named_tuple import NamedTuple


class Canonical(NamedTuple):
    """A function: for each argument the kinds that it may be of, `a or b`."""

    takes: tuple[str, ...]
    returns: str


_OF_DATES: Final = Canonical(("date",), "Edm.Int32")
_OF_TIMES: Final = Canonical(("date or time of day",), "Edm.Int32")
_OF_NUMBERS: Final = Canonical(("number",), "Edm.Decimal")
_OF_TEXTS: Final = Canonical(("text",), "Edm.String")
_ABOUT_TEXTS: Final = Canonical(("text", "text"), "Edm.Boolean")
_MOMENT: Final = Canonical((), "Edm.DateTimeOffset")

CANONICAL: Final = {
    **dict.fromkeys(("contains", "startswith", "endswith", "matchespattern"), _ABOUT_TEXTS),
    **dict.fromkeys(("tolower", "toupper", "trim"), _OF_TEXTS),
    **dict.fromkeys(("year", "month", "day", "totaloffsetminutes"), _OF_DATES),
    **dict.fromkeys(("hour", "minute", "second"), _OF_TIMES),
    **dict.fromkeys(("round", "floor", "ceiling"), _OF_NUMBERS),
    **dict.fromkeys(("now", "mindatetime", "maxdatetime"), _MOMENT),
    "indexof": Canonical(("text", "text"), "Edm.Int32"),
    "substring": Canonical(("text", "number", "number"), "Edm.String"),
    "length": Canonical(("text",), "Edm.Int32"),
    "fractionalseconds": _OF_TIMES._replace(returns="Edm.Decimal"),
    "totalseconds": Canonical(("duration",), "Edm.Decimal"),
    "date": _OF_DATES._replace(returns="Edm.Date"),
    "time": _OF_DATES._replace(returns="Edm.TimeOfDay"),
}
