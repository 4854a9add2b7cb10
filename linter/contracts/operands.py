"""What is compared in a parsed query: of which kind its values are, and whether they fit together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from linter.contracts.formats import wrong_format
from linter.contracts.functions import CANONICAL, Canonical
from linter.contracts.mistakes import MOST_LISTED, Mistake
from linter.contracts.names_in_query import Value
from linter.contracts.query_report import QueryReport
from linter.contracts.schema import InContract, Schema
from linter.named_tuple import NamedTuple
from linter.wording import quoted

if TYPE_CHECKING:
    from linter.odata import Tree

_COMPARING: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC: Final = ("add", "sub", "mul", "div", "divby", "mod")
_ARITHMETIC_OR_COMPARING: Final = frozenset((*_ARITHMETIC, *_COMPARING))
_LOGICAL: Final = frozenset(("and", "or"))
_SEVERAL: Final = "collection"
_ELSEWHERE: Final = "navigation property"
_COMPLEX: Final = "complex value"
_UNSORTED: Final = (_SEVERAL, _ELSEWHERE, _COMPLEX)
_NUMBERS: Final = (
    "Edm.Byte",
    "Edm.SByte",
    "Edm.Int16",
    "Edm.Int32",
    "Edm.Int64",
    "Edm.Decimal",
    "Edm.Double",
    "Edm.Single",
)
KINDS: Final = {
    "Edm.String": "text",
    "Edm.Boolean": "boolean",
    "Edm.Guid": "GUID",
    "Edm.Date": "date",
    "Edm.DateTimeOffset": "date",
    "Edm.TimeOfDay": "time of day",
    "Edm.Duration": "duration",
    **dict.fromkeys(_NUMBERS, "number"),
}
"""The kinds of primitive types whose values can be compared with one another."""
_TEXTS: Final = ("stringLiteral", "stringInUrl")
_LITERALS: Final = {
    **dict.fromkeys(_TEXTS, "text"),
    "boolean": "boolean",
    "guid": "GUID",
    "date": "date",
    "dateTimeOffsetLiteral": "date",
    "timeOfDayLiteral": "time of day",
    "durationLiteral": "duration",
    "decimalLiteral": "number",
    "nanInfinity": "number",
}
_ENUMERATED: Final = ("primitiveLiteral", "enumLiteral", "stringInUrl")
_NO_FUNCTION: Final = Canonical((), "")


class Operand(NamedTuple):
    """What is compared: of which kind its values are, and how messages call it if it is no literal."""

    kind: str = ""
    name: str = ""
    members: tuple[str, ...] = ()  # of an enumeration
    takes_several: bool = False  # of them
    declared: InContract | None = None


ANY: Final = Operand()
CONDITION: Final = Operand("boolean")


class Side(NamedTuple):
    """A part of an expression, and what it is as an operand."""

    node: Tree
    operand: Operand


class Operands:
    """Judges operands by what stands beside them."""

    def __init__(self, schema: Schema, report: QueryReport) -> None:
        self._schema = schema
        self._report = report

    def of_value(self, value: Value) -> Operand:
        """Return what a path leads to, as it is compared; of what isn't typed only primitive values."""
        if value.is_collection or value.is_navigation:
            kind = _SEVERAL if value.is_collection else _ELSEWHERE
            is_told = self._schema.is_typed and value.name
            return Operand(kind, value.name, declared=value.declared) if is_told else ANY
        if self._schema.is_typed and value.name and self._is_complex(value.type):
            return Operand(_COMPLEX, value.name, declared=value.declared)
        members = self._schema.values_of(value.type) or ()
        kind = KINDS.get(value.type, "")
        several = self._schema.takes_several(value.type)
        return Operand(kind, value.name, members, several, value.declared)

    def compare(self, sides: Sequence[Side]) -> None:
        """Judge the operands of an expression, `sides`, by those that they are compared with."""
        for at in range(1, len(sides)):
            left, between, right = sides[at - 1], sides[at].node, sides[at + 1 : at + 2]
            if between.rule == "listExpr":
                self._listed(between.parts, left.operand)
            elif between.rule == "enumLiteral" and left.operand.members:
                self._enumerated(left.operand, between)
            elif right and between.text == "in":
                self._among(left, right[0])
            elif right and _compares(sides, at):
                self._same_kind(left, right[0])

    def connect(self, sides: Sequence[Side]) -> None:
        """Judge the operands of an expression that stand alone between `and` and `or`: conditions."""
        operators = [one for one in sides if one.node.rule == "operator"]
        if len(operators) * 2 + 1 == len(sides):
            for at in range(0, len(sides), 2):
                if _LOGICAL.issuperset(_beside(sides, at, 1)):
                    self.condition(sides[at])

    def condition(self, side: Side) -> None:
        """Judge what stands where a condition is expected."""
        node, one = side
        called = one.name or next((part.text for part in node.walk() if part.text), "")
        if called and one.kind not in ("", "boolean"):
            self._unfit(side, called, f"is a {one.kind}, where a condition is expected")

    def sort(self, side: Side) -> None:
        """Judge what entities are sorted by."""
        one = side.operand
        if one.kind in _UNSORTED:
            self._unfit(side, one.name, f"is a {one.kind}, and nothing can be sorted by that")

    def call(self, function: str, arguments: Sequence[Side]) -> Operand:
        """Judge the arguments of a function, and return what it gives."""
        canonical = CANONICAL.get(function, _NO_FUNCTION)
        for side, takes in zip(arguments, canonical.takes, strict=False):
            self._argument(function, side, takes)
        return Operand(KINDS.get(canonical.returns, ""), f"{function}(…)")

    def calendar(self, literal: Tree) -> None:
        """Judge a literal's date, if it has one: it must be a day of the calendar."""
        date = next(literal.all("date"), None)
        if date is not None and wrong_format("date", date.text):
            told = "is no day of the calendar"
            self._report.say(Mistake("operand", self._report.at(date), date.text, f"`{date.text}`", told))

    def _is_complex(self, type_: str) -> bool:
        return bool(type_) and self._schema.structure(type_) is not None

    def _among(self, left: Side, right: Side) -> None:
        """Judge the values behind `in`."""
        values = _values_of(right.node)
        self._listed(values, left.operand)
        if not values and right.operand.kind != _SEVERAL:  # one value, which stands for a list
            self._same_kind(left, right)

    def _listed(self, values: Sequence[Tree], of: Operand) -> None:
        """Judge the values among which an operand is to be."""
        count = len(self._report.found)
        for value in values:
            if of.members or len(self._report.found) == count:  # the first of another kind says it of all
                self._same_kind(Side(value, of), Side(value, of_literal(value)))

    def _same_kind(self, left: Side, right: Side) -> None:
        """Judge two operands that are compared."""
        for of, literal in ((left.operand, right.node), (right.operand, left.node)):
            if of.members and literal.rule in _ENUMERATED:
                self._enumerated(of, literal)
                return
        if left.operand.kind and right.operand.kind and left.operand.kind != right.operand.kind:
            self._differ(left, right)

    def _differ(self, left: Side, right: Side) -> None:
        """Tell that two operands are of different kinds, unless both are literals."""
        named, wrong = (left, right) if left.operand.name else (right, left)
        one, other = named.operand, wrong.operand
        if one.name:
            told = f"is a {one.kind} and is compared with a {other.kind}"
            at, name = self._report.at(wrong.node), right.operand.name
            self._report.say(Mistake("operand", at, name, f"`{one.name}`", told, declared=one.declared))

    def _enumerated(self, of: Operand, literal: Tree) -> None:
        """Judge the members of an enumeration that a literal names, divided by commas."""
        named = _members_named(literal)
        if len(named) > 1 and not of.takes_several:
            named = [(",".join(name for name, *_ in named), named[0][1], named[-1][2])]
        owner, known = f"`{of.name}`", of.members
        expected = f"one of {', '.join(quoted(known[:MOST_LISTED]))}"
        for name, start, end in named:
            is_member = name in known or name.lstrip("-").isdigit()
            if not is_member and not self._report.is_open_between(start, end):
                at = self._report.between(start, end)
                self._report.say(
                    Mistake("value", at, name, owner, expected, known=known, declared=of.declared)
                )

    def _argument(self, function: str, side: Side, takes: str) -> None:
        one = side.operand
        # what a description calls a text may be a date, too
        is_known = one.kind and (self._schema.is_typed or one.kind != "text" or not one.name)
        is_plain = one.kind not in _UNSORTED  # functions of texts are functions of collections, too
        if is_known and is_plain and one.kind not in takes.split(" or "):
            what = f"`{one.name}` is" if one.name else "this is"
            self._unfit(side, function, f"takes a {takes}, and {what} a {one.kind}")

    def _unfit(self, side: Side, owner: str, told: str) -> None:
        at, one = self._report.at(side.node), side.operand
        self._report.say(Mistake("operand", at, one.name, f"`{owner}`", told, declared=one.declared))


def of_literal(node: Tree) -> Operand:
    """Return of which kind a literal is."""
    inner = node.parts[0] if node.parts else node
    return Operand(_LITERALS.get(inner.rule, ""))


def bare(node: Tree) -> Tree:
    """Return an operand without the parentheses around it."""
    while node.rule in ("parenExpr", "commonExpr") and len(node.parts) == 1:
        node = node.parts[0]
    return node


def _compares(sides: Sequence[Side], at: int) -> bool:
    """Tell whether a part is an operator that compares just the two operands beside it."""
    is_comparing = sides[at].node.rule == "operator" and sides[at].node.text in _COMPARING
    return is_comparing and _ARITHMETIC_OR_COMPARING.isdisjoint(_beside(sides, at, 2))


def _beside(sides: Sequence[Side], at: int, distance: int) -> list[str]:
    """Return what is written so far to the left and to the right of a part."""
    return [sides[near].node.text for near in (at - distance, at + distance) if 0 <= near < len(sides)]


def _values_of(node: Tree) -> list[Tree]:
    """Return the literals in an array; none where it is no array."""
    arrays = (one for one in node.parts if one.rule == "array")
    return [
        value for one in arrays for each in one.parts if (value := bare(each.parts[0])).rule in _ENUMERATED
    ]


def _members_named(literal: Tree) -> list[tuple[str, int, int]]:
    """Return the members of an enumeration that a literal names, and from where to where each stands."""
    named = [(one.text, one.start, one.end) for one in literal.all("enumerationMember")]
    text = next(literal.all(*_TEXTS), None)
    if text is None:
        return named
    quote = 1 if text.end - text.start == len(text.text) else 3  # percent-encoded
    start, end = text.start + quote, text.end - quote
    return [(one.strip(), start, end) for one in text.text[1:-1].split(",")] + named
