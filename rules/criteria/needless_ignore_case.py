"""`ignoreCase` is for operators that compare texts, on attributes that are text.

Only `true` counts. Of `any`, whose meaning nobody publishes, nothing is said.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Removal
from linter.kinds.criteria import NO_OPERAND, ORDERING, TEXTUAL, Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, spelled, type_of, typed
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

_CODES = Codes(("segmentOperatorDoesNotSupportCaseSensitivity",), ("measureOperatorIsCaseInsensitive",))

RULE = Rule(
    "CQ113",
    "needless-ignore-case",
    "`ignoreCase` is for operators that compare texts, on attributes that are text",
    "service error segmentOperatorDoesNotSupportCaseSensitivity",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)
_CASED: Final = TEXTUAL | {"equals", "notEquals", "isIn"}
_CASELESS: Final = (
    NO_OPERAND | ORDERING | {"isWithinLast", "dayOf", "monthOf", "yearOf", "dayOfWeek", "timeAt"}
)


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        if one.node.get("ignoreCase") is True and one.operator in _CASED | _CASELESS:
            said = _said(one)
            if isinstance(said, NotChecked):
                yield said
            elif said is not None:
                yield _CODES.told(kind, said)


def _said(one: Condition) -> Finding | NotChecked | None:
    if one.operator not in _CASED:
        return _finding(one, f"`{spelled(one)}` has no regard for case anyway")
    column = typed(one) if one.operator not in TEXTUAL else None  # CQ110 speaks of the others
    if column is None:
        return None
    type_ = type_of(column)
    if isinstance(type_, NotChecked) or type_ == "String":
        return type_ if isinstance(type_, NotChecked) else None
    about = f"`{column.entity}.{column.attribute}` is {column.declared_type}, which has no case"
    return resting_on_types(_finding(one, about), column)


def _finding(one: Condition, why: str) -> Finding:
    at = one.node.at("ignoreCase")
    return Finding(
        at,
        why,
        label="no case here",
        help="leave it out",
        repairs=(Removal(at, f"Remove `{one.node.called('ignoreCase')}`"),),
    )
