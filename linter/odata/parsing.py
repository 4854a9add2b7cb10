"""A text parsed by the grammar, into a tree or a fault that says where and why it is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from linter.odata.grammar import rules_in, standard_rules
from linter.odata.notation import MOST_LEVELS, Attempt, Grammar, TooDeep
from linter.odata.percent import undone
from linter.odata.tree import ODataFault, Tree
from linter.odata.unknown_names import NAMES_UNKNOWN

_TOLD: Final = {
    "commonExpr": "an expression",
    "boolCommonExpr": "a condition",
    "operand": "a value",
    "valueGap": "a blank and a value",
    "operator": "an operator such as `eq`, `and`",
    "odataIdentifier": "a name",
    "primitiveLiteral": "a literal value",
    "searchUnit": "a word to search for",
    "boolean": "`true` or `false`",
    "systemQueryOption": "a query option",
    "queryOption": "a query option",
    "expandOption": "an option such as `$select`",
    "expandRefOption": "an option such as `$filter`",
    "selectOption": "an option such as `$select`",
    "selectStep": "a name",
    "expandStep": "a name",
    "pathSegment": "a path segment",
}
_ANYWHERE: Final = ("a blank", "a digit", "`.`", "`e`")
_UNSEEN_RULES: Final = (
    "pchar odataIdentifier identifierLeadingCharacter identifierCharacter year month day hour minute second "
    "oneToNine zeroToFiftyNine fractionalSeconds escape charInJSON searchChar unreserved port reg-name "
    "base64char quotation-mark value-separator name-separator begin-array end-array begin-object end-object "
    "wordEnd segmentEnd optionEnd pathEnd numberEnd textEnd operand step logicStep lastStep lambdaCall "
    "valueGap geographyLiteral geometryLiteral other-delims sub-delims"
)
_UNSEEN: Final = frozenset(_UNSEEN_RULES.split())
_RULES_AS_WRITTEN: Final = (
    "primitiveValue booleanValue guidValue durationValue dateTimeOffsetValue dateValue timeOfDayValue "
    "enumValue decimalValue doubleValue singleValue sbyteValue byteValue int16Value int32Value int64Value "
    "binaryValue header prefer preference URI"
)
_AS_WRITTEN: Final = frozenset(_RULES_AS_WRITTEN.split())
_WITH_PATH: Final = frozenset(("odataUri", "odataRelativeUri", "resourcePath", "propertyPath", "odataPath"))


def by_grammar(rule: str, text: str, constraints: Mapping[str, Iterable[str]] | None) -> Tree:
    """Return the tree of a text by a rule of the grammar, or raise the ODataFault."""
    grammar = _open() if constraints is None else _strict()
    name = grammar.names.get(rule.lower())
    if name is None:
        raise ValueError(f"the grammar has no rule {rule!r}")
    plain: str = text
    places: Sequence[int] = range(len(text) + 1)
    if constraints is None and name not in _AS_WRITTEN:
        plain, places = undone(text, path=name in _WITH_PATH)
    run = Attempt(plain, places, {rule: frozenset(words) for rule, words in (constraints or {}).items()})
    end = _matched(grammar, name, run)
    if end == len(plain):
        return run.nodes[0] if run.nodes else Tree(name, 0, len(text), (), plain)
    asking = Attempt(plain, places, run.constraints)
    asking.asked = run.far
    _matched(grammar, name, asking)
    expected = _worth_telling(asking.fitting)
    raise ODataFault(places[run.far], _told(text, places[run.far], expected), expected)


def _matched(grammar: Grammar, name: str, run: Attempt) -> int:
    try:
        return grammar.rule(name).match(run, 0)
    except TooDeep as deep:
        raise ODataFault(
            deep.position, f"parts stand within each other more than {MOST_LEVELS} deep"
        ) from None
    except RecursionError:  # whoever called was deep in the stack already
        raise ODataFault(run.places[run.far], "parts stand within each other too deeply") from None


def _told(text: str, at: int, expected: tuple[str, ...]) -> str:
    is_end = at == len(text)
    found = "the end" if is_end else f"`{text[at : at + 12]}`"
    *others, last = expected or ("more" if is_end else "the end",)
    return f"expected {', '.join(others)}{' or ' if others else ''}{last}, found {found}"


def _worth_telling(fitting: Iterable[str]) -> tuple[str, ...]:
    """Leave out other spellings of what is told already, and what can stand anywhere."""
    told = [words for words in fitting if not words.startswith("`%") and words != "`''`"]
    told = [words for words in told if f"`${words[1:]}" not in told]
    return tuple([words for words in told if words not in _ANYWHERE] or told)


@cache
def _strict() -> Grammar:
    return Grammar(standard_rules(), _is_unseen, _TOLD)


@cache
def _open() -> Grammar:
    return Grammar({**standard_rules(), **rules_in(NAMES_UNKNOWN)}, _is_unseen, _TOLD)


def _is_unseen(name: str) -> bool:
    return name in _UNSEEN or name.isupper() or name.startswith(("pct-", "qchar-", "pchar-"))
