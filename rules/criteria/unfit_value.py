"""What an attribute is compared with must be a value of its type.

Values of operators that nobody has published (`isWithinLast`, parts of dates …) aren't judged.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from linter.diagnostic import Finding, Location, NotChecked, Related
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.criteria import ORDERING, Condition
from linter.kinds.references import Column
from linter.placeholders import placeholders_in, why_open
from linter.project.project import Project
from linter.rulekit.criteria import (
    DATES,
    KINDS,
    NUMBERS,
    TIMES,
    Codes,
    all_conditions,
    is_read_as_date,
    type_of,
    typed,
)
from linter.rulekit.lacks import undeclared_entity
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

_CODES = Codes(("segmentDataTypeConversionFailed",), ("measureDataTypeConversionFailed",))
_DATE = _CODES._replace(both=("dateTimeParsingError",))
_NUMBER = _CODES._replace(both=("stringToNumberParsingError",))

RULE = Rule(
    "CQ114",
    "unfit-value",
    "what an attribute is compared with must be a value of its type",
    "service error segmentDataTypeConversionFailed",
    service_errors=(*_CODES.all, *_DATE.both, *_NUMBER.both),
    sources=(*_CODES.stated, *Codes(both=_DATE.both).stated, *Codes(both=_NUMBER.both).stated),
    local=True,
    needs=("snapshot",),
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        operands = [(value, where) for value, where in one.operands() if value is not None]
        column = typed(one) if operands and one.operator not in _KEYS else None
        if operands and one.operator not in _KEYS:
            yield from _undeclared(one)
        if column is None or is_read_as_date(column):
            continue
        type_ = type_of(column)
        if isinstance(type_, NotChecked):
            yield type_
            continue
        if one.operator in ORDERING and type_ not in (*NUMBERS, *TIMES):
            continue  # CQ111 speaks of it
        for value, where in operands:
            yield from _judged(kind, value, partial(one.at, where), column, type_, one.value is None)


_KEYS = frozenset(("childOf", "parentOf", "contains", "startsWith", "endsWith"))


def _undeclared(one: Condition) -> Says:
    """Say that it is open of which type an attribute is, where the snapshot leaves its entity out."""
    column, snapshot = one.member.column if one.member is not None else None, one.request.snapshot
    if column is None or snapshot is None or column.entity is not None or column.attribute == "CustomerId":
        return
    assert column.mention is not None
    name = column.mention.name
    if name in SYSTEM_NAMES:
        yield NotChecked(column.at, undeclared_entity(str(name), snapshot))


def _judged(
    kind: str, value: str, place: Callable[[], Location], column: Column, type_: str, is_listed: bool
) -> Says:
    from linter.rulekit.operands import misfit

    if is_listed and not value.strip():
        return  # CQ109 speaks of it
    if any(placeholders_in(value)):
        if type_ != "String":
            yield NotChecked(place(), why_open(value))
        return
    wrong = misfit(value, type_)
    if wrong is None:
        return
    codes = _DATE if type_ in DATES else _NUMBER if type_ in NUMBERS else _CODES
    entity, said = column.entity, column.declared_type
    assert entity is not None
    finding = Finding(
        place(),
        f"`{value}` is not {wrong.wanted}; `{entity}.{column.attribute}` is {said}"
        + (f" ({wrong.why})" if wrong.why else ""),
        label=f"not {wrong.wanted.split(' such as ')[0].split(' as ')[0]}",
        help=f"write {wrong.wanted}",
        severity=None if wrong.is_sure else "warning",
        related=(
            Related(entity.attribute_at(str(column.attribute)), f"`{column.attribute}` is declared here"),
        ),
    )
    yield codes.told(kind, resting_on_types(finding, column))
