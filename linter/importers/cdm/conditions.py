"""The conditions of CDM projections: what they say for the options under which attributes are resolved."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Options = Mapping[str, int | None]
"""What the names in conditions stand for; None where it isn't known, which holds in no comparison."""

MAXIMUM_DEPTH: Final = 2
"""How deep entities may lie in one another; what is deeper is left out, as Microsoft's resolver does."""

RELATIONAL: Final[Options] = {
    "always": True,
    "true": True,
    "false": False,
    "normalized": True,
    "referenceOnly": True,
    "structured": False,
    "virtual": False,
    "isArray": False,
    "noMaxDepth": False,
    "maxDepth": MAXIMUM_DEPTH,
    "depth": None,
    "cardinality.minimum": None,
    "cardinality.maximum": None,
}
"""The options for a store of tables, in which a row refers to another by its key."""

_TOKEN: Final = re.compile(r"(?<!\s)\s*+(&&|\|\||[=!<>]=|[!<>()]|[\w.]+|\S)")
_COMPARES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_JOINS: Final = ("&&", "||")
_LONGEST: Final = 200  # tokens; a condition has a dozen
_DIGITS: Final = 20  # that a number may have


class _Unreadable(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """A condition isn't of the language."""


def holds(condition: str, options: Options) -> bool | None:
    """Tell whether a condition holds; None where it can't be read.

    A comparison binds most.  `!` negates all that follows it up to the end of its parentheses, and
    what is left of `&&` or `||` is joined with all that is right of it: so Microsoft's resolver reads them.
    """
    tokens = _TOKEN.findall(condition)
    if not tokens:
        return True
    if len(tokens) > _LONGEST:
        return None
    tokens.reverse()
    try:
        said = _expression(tokens, options)
    except (_Unreadable, IndexError):
        return None
    return None if tokens else bool(said)


def _expression(tokens: list[str], options: Options) -> int | None:
    """Take an expression from the end of reversed tokens, and return what it says."""
    if tokens[-1] == "!":
        tokens.pop()
        negated = _expression(tokens, options)
        return negated is not None and not negated
    left = _comparison(tokens, options)
    if not tokens or tokens[-1] not in _JOINS:
        return left
    join = tokens.pop()
    right = _expression(tokens, options)
    if left is None or right is None:
        return False
    return bool(left and right) if join == "&&" else bool(left or right)


def _comparison(tokens: list[str], options: Options) -> int | None:
    left = _operand(tokens, options)
    if not tokens or tokens[-1] not in _COMPARES:
        return left
    compares = _COMPARES[tokens.pop()]
    right = _operand(tokens, options)
    return left is not None and right is not None and compares(left, right)


def _operand(tokens: list[str], options: Options) -> int | None:
    token = tokens.pop()
    if token == "(":
        said = _expression(tokens, options)
        if tokens.pop() != ")":
            raise _Unreadable
        return said
    if token in options:
        return options[token]
    if not (token.isascii() and token.isdigit() and len(token) <= _DIGITS):
        raise _Unreadable
    return int(token)
