"""How the values of an attribute are counted: what a `facetSpecification` says."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from linter.named_tuple import NamedTuple

_UNITS: Final = ("minute", "hour", "day", "week", "month", "quarter", "year")
_ORDERS: Final = ("count", "-count", "value", "-value")


class Facet(NamedTuple):
    """A way of counting."""

    form: str  # "count", "interval" or "values"; "" where only the order is said

    @property
    def is_stepped(self) -> bool:
        """Whether it counts ranges of what has an order, numbers or dates."""
        return self.form in ("interval", "values")


def facet_of(text: str) -> Facet | None:
    """Return what a text says, None where it can't be read."""
    if mistake_in(text):
        return None
    forms = (part.partition(":")[0].strip().lower() for part in text.split(","))
    return Facet(next((one for one in forms if one != "sort"), ""))


def mistake_in(text: str) -> str:
    """Return what is wrong with a text, "" where it can be read."""
    seen: set[str] = set()
    for part in text.split(","):
        form, colon, value = (one.strip() for one in part.partition(":"))
        mistake = _missing(form, colon, value) or _mistake(form.lower(), value)
        if mistake:
            return mistake
        if form.lower() in seen:
            return f"`{form}` is said twice"
        seen.add(form.lower())
    return "it has both `interval` and `values`" if {"interval", "values"} <= seen else ""


def _missing(form: str, colon: str, value: str) -> str:
    if not colon:
        return f"`{form}` has no `:`" if form else "nothing is said"
    if not form:
        return f"nothing stands before `:{value}`"
    return "" if value else f"nothing stands behind `{form}:`"


def _mistake(form: str, value: str) -> str:
    if form == "count":
        return (
            ""
            if value.isascii() and value.isdigit() and value.strip("0")
            else f"`{value}` is no number of values"
        )
    if form == "interval":
        fits = value.lower() in _UNITS or (_number(value) or 0) > 0
        return "" if fits else f"`{value}` is neither a step nor one of {', '.join(_UNITS)}"
    if form == "values":
        return _mistake_of_bounds(value)
    if form == "sort":
        return "" if value.lower() in _ORDERS else f"`{value}` is none of {', '.join(_ORDERS)}"
    return f"`{form}` is none of count, interval, values and sort"


def _mistake_of_bounds(value: str) -> str:
    bounds = [one.strip() for one in value.split("|")]
    if not all(bounds):
        return "a bound of `values` is empty"
    numbers = [one for one in map(_number, bounds) if one is not None]
    ordered: list[float] | list[str] = numbers if len(numbers) == len(bounds) else bounds
    if sorted(set(ordered)) != ordered:  # type: ignore[type-var]  # one or the other
        return "the bounds of `values` don't rise"
    return ""


def _number(text: str) -> float | None:
    with suppress(ValueError):
        return float(text)
    return None
