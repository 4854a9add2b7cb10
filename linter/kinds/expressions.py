"""Arithmetic as variables of measures have it: `(p.Amount - p.Discount) / 1.2`.

An operand is a number, `alias.Attribute` or a variable's name; they are joined by + - * / % ^.  Calls of
functions, and quoted names, are open: nobody publishes which ones there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from linter.kinds.members import aliases_of, linked
from linter.kinds.references import Column
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node, Slice

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*(?:\.\w+)*\.?)"
    r"|(?P<operator>[-+*/%^])|(?P<open>\()|(?P<close>\))|(?P<quote>[\[`\"'])|(?P<other>\S))"
)
_ATTRIBUTE: Final = re.compile(r"\w+(?:\.\w+)*")
_RANK: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "sign": 3, "^": 4}
_ALONE: Final = frozenset(("today", "now"))  # of the service's own expressions


class Token(NamedTuple):
    """A word of an expression."""

    sort: str  # "number", "name", "operator", "open", "close", "quote" or "other"
    text: str
    slice: Slice


class Misreading(NamedTuple):
    """What can't be read of an expression, and where."""

    said: str
    slice: Slice


class Expression(NamedTuple):
    """What an expression says, as far as it can be read."""

    names: tuple[Token, ...]  # `alias.Attribute`, or a variable's
    zeros: tuple[Slice, ...]  # divisors that are zero, whatever the rows say
    fault: Misreading | None
    is_open: bool  # whether it has something in it of which nobody says what it may be


class _Operand(NamedTuple):
    """An operand: what it is worth, where that is plain, and where it stands."""

    worth: float | None
    slice: Slice


def expression_of(text: str, odd: Collection[str] = ()) -> Expression:
    """Return what an expression says; `odd` are names with blanks and the like, which are read as one."""
    tokens = list(_tokens(text, odd))
    calls = {one for one, after in pairwise(tokens) if _is_call(one, after)}
    names = tuple(one for one in tokens if one.sort == "name" and one not in calls and not _is_alone(one))
    if calls or any(one.sort == "quote" for one in tokens):
        return Expression(names, (), None, True)
    reader = _Arithmetic()
    fault = reader.read(tokens, len(text))
    return Expression(names, tuple(reader.zeros), fault, False)


def fields_in(node: Node, name: str, request: Request) -> Iterator[Column]:
    """Yield the attributes of linked entities that a property's expression names."""
    text = node.text(name)
    if text is not None:
        yield from fields_of(expression_of(text, odd_names(aliases_of(node), request)), node, name, request)


def fields_of(expression: Expression, node: Node, name: str, request: Request) -> Iterator[Column]:
    """Yield the attributes of linked entities that an expression names, which a property holds."""
    aliases = aliases_of(node)
    for token in expression.names:
        alias, dot, attribute = token.text.partition(".")
        if dot and alias in aliases:
            start = token.slice[0] + len(alias) + 1
            where = (node, name, (start, token.slice[1]))
            yield Column(attribute, where, linked(aliases[alias], request))


def odd_names(aliases: dict[str, Node], request: Request) -> list[str]:
    """Return the attributes of linked entities that don't look like names, the longest first.

    Of an alias that doesn't look like one there is also what any attribute of it begins with.
    """
    found = []
    for alias, node in aliases.items():
        entity = linked(node, request).entity
        found += [f"{alias}."] if _is_odd(alias) else []
        found += [f"{alias}.{one}" for one in (entity.attributes or () if entity else ()) if _is_odd(one)]
    return sorted(found, key=len, reverse=True)


@lru_cache(4096)
def _is_odd(name: str) -> bool:
    return _ATTRIBUTE.fullmatch(name) is None


def _is_call(one: Token, after: Token) -> bool:
    return one.sort == "name" and after.sort == "open"


def _is_alone(one: Token) -> bool:
    return one.text.lower() in _ALONE


def _tokens(text: str, odd: Collection[str]) -> Iterator[Token]:
    at = 0
    while match := _TOKEN.match(text, at):
        sort = str(match.lastgroup)
        start, end = match.span(sort)
        whole = next((one for one in odd if text.startswith(one, start)), None) if sort == "name" else None
        end = max(end, _end_of(whole, text, start)) if whole is not None else end
        yield Token(sort, text[start:end], (start, end))
        at = end


def _end_of(odd: str, text: str, start: int) -> int:
    """Return where a name ends that begins with an odd one; of an odd alias the attribute belongs to it."""
    end = start + len(odd)
    attribute = _ATTRIBUTE.match(text, end) if odd.endswith(".") else None
    return attribute.end() if attribute else end


class _Arithmetic:
    """Reads operands and operators by their ranks; remembers those that wait for their right side."""

    def __init__(self) -> None:
        self.zeros: list[Slice] = []
        self._values: list[_Operand] = []
        self._waiting: list[Token] = []
        self._expects = True  # an operand

    def read(self, tokens: list[Token], end: int) -> Misreading | None:
        """Return what can't be read, None where all can."""
        for token in tokens:
            said = self._take(token)
            if said is not None:
                return Misreading(said, token.slice)
        if self._expects:
            return Misreading("it ends where a number or a name is expected", (max(end - 1, 0), end))
        self._settle(0)
        if self._waiting:
            return Misreading("this parenthesis is not closed", self._waiting[-1].slice)
        return None

    def _take(self, token: Token) -> str | None:
        if token.sort == "other":
            return f"`{token.text}` is no operator: they are + - * / % ^"
        if token.sort == "close":
            return self._close(token)
        if token.sort == "operator" and not self._expects:
            self._settle(_RANK[token.text])
            self._waiting.append(token)
            self._expects = True
            return None
        if not self._expects:
            return f"an operator is missing before `{token.text}`"
        return self._begin(token)

    def _begin(self, token: Token) -> str | None:
        """Take what may stand where an operand is expected."""
        if token.sort == "operator":
            if token.text not in "+-":
                return f"a number or a name is missing before `{token.text}`"
            self._waiting.append(token._replace(text="sign"))
        elif token.sort == "open":
            self._waiting.append(token)
        else:
            worth = float(token.text) if token.sort == "number" else None
            self._values.append(_Operand(worth, token.slice))
            self._expects = False
        return None

    def _close(self, token: Token) -> str | None:
        if self._expects:
            return "a number or a name is missing before `)`"
        self._settle(0)
        if not self._waiting:
            return "this parenthesis was never opened"
        opened, inner = self._waiting.pop(), self._values.pop()
        self._values.append(_Operand(inner.worth, (opened.slice[0], token.slice[1])))
        return None

    def _settle(self, rank: int) -> None:
        """Work out what waits and binds as closely as a rank."""
        while self._waiting and self._waiting[-1].sort != "open" and _RANK[self._waiting[-1].text] >= rank:
            operator = self._waiting.pop().text
            right = self._values.pop()
            if operator == "sign":
                self._values.append(right if right.worth == 0 else right._replace(worth=None))
                continue
            left = self._values.pop()
            if operator in "/%" and right.worth == 0:
                self.zeros.append(right.slice)
            worth = _worth(operator, left.worth, right.worth)
            self._values.append(_Operand(worth, left.slice))  # nobody asks where it stands but in parentheses


def _worth(operator: str, left: float | None, right: float | None) -> float | None:
    """Return what plain numbers come to, as far as that may be zero."""
    if operator == "*" and 0 in (left, right):
        return 0
    if left is None or right is None or operator not in "+-*":
        return None
    return left + right if operator == "+" else left - right if operator == "-" else left * right
