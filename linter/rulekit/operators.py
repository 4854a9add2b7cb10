"""Operators of criteria against the types of their attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.kinds.criteria import LIST_OF_VALUES, NO_OPERAND, ONE_VALUE, ORDERING, TEXTUAL, Condition
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.criteria import (
    DATES,
    NUMBERS,
    TIMES,
    Codes,
    all_conditions,
    is_read_as_date,
    spelled,
    type_of,
    typed,
)
from linter.rulekit.rule import Says
from linter.rulekit.types import resting_on_types
from linter.wording import either, joined

TAKES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(TEXTUAL, frozenset(("String",))),
    **dict.fromkeys(ORDERING, NUMBERS | TIMES | {"Duration"}),
    **dict.fromkeys(("isWithinLast", "yearToDate", "dayOf", "monthOf", "yearOf", "dayOfWeek"), DATES),
    "timeAt": TIMES - {"Date"},
}
"""The types of attributes that an operator takes; one that isn't here takes any."""


def misused(project: Project, operators: Collection[str], which: str, codes: Codes, page: Stated) -> Says:
    """Yield what is wrong with conditions by some operators whose attributes are of none of their types."""
    for kind, one in all_conditions(project):
        column = typed(one) if one.operator in operators else None
        if column is None or is_read_as_date(column):
            continue
        type_ = type_of(column)
        if isinstance(type_, NotChecked):
            yield type_
        elif type_ not in TAKES[str(one.operator)]:
            yield codes.told(kind, resting_on_types(_misused(one, column, type_, which), column), page)


def _misused(one: Condition, column: Column, type_: str, which: str) -> Finding:
    said, entity, fitting = column.declared_type, column.entity, list(_fitting(type_))
    assert entity is not None
    return Finding(
        one.node.at("comparisonOperator"),
        f"`{spelled(one)}` asks for {which}; `{entity}.{column.attribute}` is {said}",
        label=f"not for {said}",
        help=f"use {either(fitting)}, or an attribute that is {which}",
        related=(
            Related(entity.attribute_at(str(column.attribute)), f"`{column.attribute}` is declared here"),
        ),
    )


def _fitting(type_: str) -> Iterator[str]:
    """Yield a few operators for attributes of a type."""
    yield "equals"
    if type_ == "String":
        yield "contains"
    else:
        yield "isNotNull"


def account(condition: Condition) -> str:
    """Return what an operator compares with, and which attributes it is for; "" of one that isn't known."""
    operator = condition.operator
    if operator in NO_OPERAND:
        said = "compares with nothing"
    elif operator in ONE_VALUE:
        said = "compares with the text in `value`"
    elif operator in LIST_OF_VALUES:
        said = f"compares with {'any' if operator == 'isIn' else 'the two'} of `listOfValues`"
    elif operator in TAKES or operator == "any":
        said = "compares with what nobody has published"
    else:
        return ""
    return f"`{operator}` {said}{_for_types(str(operator))}"


def _for_types(operator: str) -> str:
    types = TAKES.get(operator)
    if operator == "all":
        return "; it is true of every row, and has no attribute"
    if types is None:
        return ""
    words = {"String": "texts", "Decimal": "numbers", "DateTime": "dates", "Time": "times"}
    return f"; it is for {joined([word for type_, word in words.items() if type_ in types])}"
