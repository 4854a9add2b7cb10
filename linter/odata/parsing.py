"""A text parsed by a rule of the grammar, into a tree or a fault that says where and why it is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from linter.odata.grammar import NAMES_UNKNOWN, rules_in, standard_rules
from linter.odata.notation import Grammar, Node, Run, TooDeep

_TOLD: Final = {
    "commonExpr": "an expression",
    "boolCommonExpr": "a condition",
    "operand": "a value",
    "operator": "an operator such as `eq`, `and`",
    "odataIdentifier": "a name",
    "primitiveLiteral": "a literal value",
    "searchUnit": "a word to search for",
    "boolean": "`true` or `false`",
    "systemQueryOption": "a query option",
    "queryOption": "a query option",
}
_UNSEEN: Final = frozenset(
    "pchar odataIdentifier identifierLeadingCharacter identifierCharacter year month day hour minute second "
    "oneToNine zeroToFiftyNine fractionalSeconds escape charInJSON searchChar unreserved port reg-name "
    "base64char quotation-mark value-separator name-separator begin-array end-array begin-object end-object "
    "wordEnd segmentEnd optionEnd other-delims sub-delims".split()
)


class Fault(Exception):
    """A text that a rule doesn't match: how far any part of it matched, and what could have followed."""

    def __init__(self, position: int, message: str, expected: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.position = position
        self.message = message
        self.expected = expected


def parse(rule: str, text: str, constraints: Mapping[str, Iterable[str]] | None = None) -> Node:
    """Return the tree of a text by a rule of the standard, or raise the Fault.

    `constraints` names, for a rule that is a name, the words that it allows; with them the text is read
    exactly as the standard's rules say.  Without, any name may be of any kind, percent-encoding is undone
    first, and what services take is taken: blanks about commas and in literals, characters as they are.
    """
    grammar = _open() if constraints is None else _strict()
    name = grammar.names.get(rule.lower())
    if name is None:
        raise ValueError(f"the grammar has no rule {rule!r}")
    if constraints is not None:
        plain, places = text, range(len(text) + 1)
    else:
        plain, places = text, range(len(text) + 1)
    run = Run(plain, places, {rule: frozenset(words) for rule, words in (constraints or {}).items()})
    try:
        end = grammar.rule(name).match(run, 0)
    except TooDeep as deep:
        raise Fault(deep.position, "this is nested too deeply") from None
    if end == len(plain):
        return run.nodes[0] if run.nodes else Node(name, 0, len(text), (), plain)
    raise Fault(places[run.far], "")


@cache
def _strict() -> Grammar:
    return Grammar(standard_rules(), _is_unseen, _TOLD)


@cache
def _open() -> Grammar:
    return Grammar({**standard_rules(), **rules_in(NAMES_UNKNOWN)}, _is_unseen, _TOLD)


def _is_unseen(name: str) -> bool:
    return name in _UNSEEN or name.isupper() or name.startswith(("pct-", "qchar-", "pchar-"))
