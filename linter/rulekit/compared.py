"""What conditions on one attribute leave of it: which of them no value satisfies, and which all do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final

from linter.instance.data_types import UNKNOWN
from linter.kinds.criteria import Condition
from linter.named_tuple import NamedTuple
from linter.placeholders import placeholders_in
from linter.rulekit.criteria import DATES, NUMBERS, WHOLE
from linter.rulekit.operands import instant, number

_MOST: Final = 40  # conditions on one attribute that are compared with one another
_DAY: Final = 86_400

_OPPOSITE: Final = {
    "isNull": "isNotNull",
    "isNotNull": "isNull",
    "equals": "notEquals",
    "notEquals": "equals",
    "greaterThan": "lessThanOrEqualTo",
    "lessThanOrEqualTo": "greaterThan",
    "greaterThanOrEqualTo": "lessThan",
    "lessThan": "greaterThanOrEqualTo",
    "isBetween": "isNotBetween",
    "isNotBetween": "isBetween",
}
_NEEDS_A_VALUE: Final = frozenset(
    (
        *("isNotNull", "equals", "greaterThan", "greaterThanOrEqualTo", "lessThan", "lessThanOrEqualTo"),
        *("isBetween", "isIn", "contains", "startsWith", "endsWith"),
    )
)
_BOUNDED: Final = {
    "greaterThan": (True, True),  # whether it is a lower bound, and whether it is itself left out
    "greaterThanOrEqualTo": (True, False),
    "lessThan": (False, True),
    "lessThanOrEqualTo": (False, False),
}


class Comparand(NamedTuple):
    """A value in an order with others of its sort; dates are exactly compared with those of their form."""

    sort: str  # "number", "whole", "date", "text"
    value: Decimal | str
    form: str = ""  # of a date: "date", "day" (of an attribute that has a time, too), "local" or "zoned"


class Bounds(NamedTuple):
    """What a condition admits at most: from a value to a value."""

    low: Comparand | None = None
    high: Comparand | None = None
    without_low: bool = False
    without_high: bool = False


class Comparison(NamedTuple):
    """What a condition says of an attribute, as far as values of its type can be told."""

    operator: str
    values: tuple[Comparand, ...] = ()

    @property
    def opposite(self) -> Comparison | None:
        """What is true where it isn't, of rows that have a value; None where no operator says so."""
        operator = _OPPOSITE.get(self.operator)
        return self._replace(operator=operator) if operator is not None else None

    @property
    def points(self) -> tuple[Comparand, ...]:
        """The only values that it admits, if those are few."""
        return self.values if self.operator in ("equals", "isIn") else ()

    @property
    def bounds(self) -> Bounds | None:
        """What it admits, if that is a range."""
        if self.operator == "isBetween":
            low, high = self.values
            return Bounds(low, high)
        if self.operator not in _BOUNDED:
            return None
        is_low, is_without = _BOUNDED[self.operator]
        value = self.values[0]
        if value.sort == "whole" and is_without:  # greater than 5 is 6 or more
            value = value._replace(value=Decimal(value.value) + (1 if is_low else -1))
            is_without = False
        if is_low:
            return Bounds(low=value, without_low=is_without)
        return Bounds(high=value, without_high=is_without)


def comparison(condition: Condition) -> Comparison | None:
    """Return what a condition says; None where its operator or its values can't be compared."""
    operator, texts = str(condition.operator), [value for value, _ in condition.operands()]
    if operator in ("isNull", "isNotNull"):
        return Comparison(operator)
    if operator not in (*_OPPOSITE, *_NEEDS_A_VALUE) or not texts:
        return None
    values = [_operand(text, condition) for text in texts]
    found = tuple(one for one in values if one is not None)
    wanted = 2 if operator in ("isBetween", "isNotBetween") else len(texts)
    return Comparison(operator, found) if len(found) == len(texts) == wanted else None


def _operand(text: str | None, condition: Condition) -> Comparand | None:
    if text is None or any(placeholders_in(text)):
        return None
    member, said = condition.member, text.strip()
    type_ = (member.column.canonical_type if member is not None else None) or UNKNOWN
    if type_ in (*NUMBERS, UNKNOWN):
        found = number(said)
        if found is not None:
            is_whole = type_ in WHOLE and found == found.to_integral_value()
            return Comparand("whole" if is_whole else "number", found)
    if type_ in (*DATES, UNKNOWN):
        day = instant(said)
        if day is not None:
            form = "date" if day.form == "day" and type_ == "Date" else day.form
            return Comparand("date", day.seconds, form)
    return Comparand("text", text.lower()) if type_ in ("String", "Boolean", "Guid", UNKNOWN) else None


def contradict(one: Comparison, other: Comparison) -> bool:
    """Tell whether no value satisfies both."""
    for this, that in ((one, other), (other, one)):
        if this.operator == "isNull" and that.operator in _NEEDS_A_VALUE:
            return True
        if this.points and not any(_admits(that, each) for each in this.points):
            return True
        if that.operator == "isNotBetween" and this.bounds is not None and _is_within(this.bounds, that):
            return True
        if _begins_behind(this.bounds, that.bounds):
            return True
    return False


def _begins_behind(one: Bounds | None, other: Bounds | None) -> bool:
    """Tell whether a range begins where another one has ended."""
    if one is None or other is None:
        return False
    return _above(one.low, other.high, without=one.without_low or other.without_high)


def _is_within(bounds: Bounds, left_out: Comparison) -> bool:
    """Tell whether a range lies in another one, which is left out."""
    low, high = left_out.values
    if bounds.low is None or bounds.high is None:
        return False
    return _order(bounds.low, low) in ("above", "same") and _order(high, bounds.high) in ("above", "same")


def _admits(one: Comparison, point: Comparand) -> bool:
    """Tell whether a value may satisfy a condition."""
    if one.operator == "notEquals":
        return _order(one.values[0], point) not in ("same", "same text")
    if one.points:
        return any(_order(each, point) in ("same", "same text", "") for each in one.points)
    if one.operator in ("contains", "startsWith", "endsWith"):
        return _has_text(one, point)
    at = Bounds(point, point)
    if one.operator == "isNotBetween":
        return not _is_within(at, one)
    return not (_begins_behind(one.bounds, at) or _begins_behind(at, one.bounds))


def _has_text(one: Comparison, point: Comparand) -> bool:
    text, part = str(point.value), str(one.values[0].value)
    if point.sort != "text" or one.values[0].sort != "text":
        return True
    found = {"contains": part in text, "startsWith": text.startswith(part), "endsWith": text.endswith(part)}
    return found[one.operator]


def _order(one: Comparand, other: Comparand) -> str:
    """Return how a value surely lies to another one: "above", "below" or "same"; "" where that is open.

    Of texts nobody knows how they are ordered: they are the "same text" or "another text".
    """
    if one.sort != other.sort and {one.sort, other.sort} != {"number", "whole"}:
        return ""
    if one.sort == "text":
        return "same text" if one.value == other.value else "another text"
    gap = Decimal(one.value) - Decimal(other.value)
    if abs(gap) > (0 if one.form == other.form else _DAY):
        return "above" if gap > 0 else "below"
    return "same" if one.form == other.form else ""


def _above(low: Comparand | None, high: Comparand | None, *, without: bool) -> bool:
    """Tell whether nothing is from one value to another, since the first is greater."""
    if low is None or high is None:
        return False
    order = _order(low, high)
    return order == "above" or (without and order == "same" and low.form != "day")  # a whole day


def is_turned_round(one: Comparison) -> bool:
    """Tell whether the first of two bounds is the greater one."""
    return one.operator in ("isBetween", "isNotBetween") and _above(*one.values, without=False)


class Opposed(NamedTuple):
    """Two conditions on one attribute, in the order of the text."""

    first: Condition
    second: Condition


def contradictions(joined: Condition) -> Iterator[Opposed]:
    """Yield pairs of an `and` that no value satisfies."""
    for (one, first), (other, second) in _pairs(joined):
        if contradict(first, second):
            yield Opposed(one, other)


def truisms(joined: Condition) -> Iterator[Opposed]:
    """Yield pairs of an `or` one of which every value satisfies."""
    for (one, first), (other, second) in _pairs(joined):
        one_not, other_not = first.opposite, second.opposite
        if one_not is not None and other_not is not None and contradict(one_not, other_not):
            yield Opposed(one, other)


_Told = tuple[Condition, Comparison]


def _pairs(joined: Condition) -> Iterator[tuple[_Told, _Told]]:
    """Yield the pairs of conditions on one attribute that are joined, also by the same word further in."""
    for conditions in _by_attribute(joined).values():
        if len(conditions) > 1:
            told = ((one, comparison(one)) for one in conditions[:_MOST])
            known = [(one, each) for one, each in told if each is not None and not is_turned_round(each)]
            yield from combinations(known, 2)


def _by_attribute(joined: Condition) -> dict[object, list[Condition]]:
    found: dict[object, list[Condition]] = {}
    waiting = list(reversed(joined.children))
    while waiting:
        one = waiting.pop()
        if one.is_logical:
            waiting += reversed(one.children) if one.joins == joined.joins else ()
        elif one.member is not None:
            column = one.member.column
            assert column.mention is not None  # a condition's attribute is always of some entity
            found.setdefault((column.mention.key(), column.attribute), []).append(one)
    return found


def outermost(root: Condition, word: str) -> Iterator[Condition]:
    """Yield what joins by a word and doesn't stand in another one of that word."""
    waiting: list[tuple[Condition, str | None]] = [(root, None)]
    while waiting:
        one, around = waiting.pop()
        if one.joins == word and around != word:
            yield one
        waiting += [(child, one.joins) for child in reversed(one.children)]
