"""`isBetween` and `isNotBetween` take two values, `isIn` at least one.

Where there is no list at all, CQ107 says so.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related
from linter.kinds.criteria import Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, spelled
from linter.rulekit.rule import Rule, Says
from linter.wording import counted

_CODES = Codes(both=("listOfValuesIncorrectLength",))
_NONE = Codes(("segmentOperatorMissingValue",), ("measureOperatorMissingValues",), _CODES.both)

RULE = Rule(
    "CQ108",
    "wrong-number-of-values",
    "`isBetween` and `isNotBetween` take two values, `isIn` at least one",
    "service error listOfValuesIncorrectLength",
    service_errors=_NONE.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)
_BOUNDS: Final = 2


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        listed = one.node.get("listOfValues")
        if isinstance(listed, list) and not _fits(one, len(listed)):
            yield (_CODES if listed else _NONE).told(kind, _finding(one, len(listed)))


def _fits(one: Condition, many: int) -> bool:
    if one.operator in ("isBetween", "isNotBetween"):
        return many == _BOUNDS
    return many > 0 or one.operator != "isIn"


def _finding(one: Condition, many: int) -> Finding:
    takes = "at least one value" if one.operator == "isIn" else "two values, the lower one first"
    said = f"{'is' if many == 1 else 'are'} {counted(many, 'value')}" if many else "is none"
    return Finding(
        one.node.at("listOfValues"),
        f"`{spelled(one)}` takes {takes}; here {said}",
        label=counted(many, "value") if many else "no value",
        help="give it the values that it takes",
        related=(Related(one.node.at("comparisonOperator"), "the operator"),),
    )
