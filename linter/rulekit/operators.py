"""Operators of criteria against the types of their attributes."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.kinds.criteria import Condition
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.criteria import Codes, all_conditions, declared, is_read_as_date, spelled, type_of, typed
from linter.rulekit.rule import Says
from linter.rulekit.types import resting_on_types
from linter.wording import either


def misused(
    project: Project, operators: frozenset[str], types: frozenset[str], which: str, codes: Codes, page: Stated
) -> Says:
    """Yield what is wrong with conditions by some operators whose attributes are of none of the types."""
    for kind, one in all_conditions(project):
        column = typed(one) if one.operator in operators else None
        if column is None or is_read_as_date(column):
            continue
        type_ = type_of(column)
        if isinstance(type_, NotChecked):
            yield type_
        elif type_ not in types:
            yield codes.told(kind, resting_on_types(_misused(one, column, type_, which), column), page)


def _misused(one: Condition, column: Column, type_: str, which: str) -> Finding:
    said, entity, fitting = declared(column), column.entity, list(_fitting(type_))
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
