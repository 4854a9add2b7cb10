"""An operator that compares with something must have it, in the property that it takes.

Of operators whose values nobody publishes (`any`, `isWithinLast`, parts of dates) nothing is said.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related
from linter.kinds.criteria import LIST_OF_VALUES, ONE_VALUE, Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, spelled
from linter.rulekit.rule import Rule, Says

_ONE = Codes(("segmentOperatorMissingValue",), ("measureOperatorMissingValues",))
_SEVERAL = _ONE._replace(both=("listOfValuesIncorrectLength",))

RULE = Rule(
    "CQ107",
    "missing-value",
    "an operator that compares with something must have it",
    "service error segmentOperatorMissingValue",
    service_errors=_SEVERAL.all,
    sources=_SEVERAL.stated,
    local=True,
    kinds=KINDS,
)
_TAKES: Final = {"isIn": "at least one value", "isBetween": "two values", "isNotBetween": "two values"}


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        if one.operator in ONE_VALUE and not one.says("value"):
            yield _ONE.told(kind, _finding(one, "value", "listOfValues", "a value"))
        elif one.operator in LIST_OF_VALUES and not one.says("listOfValues"):
            yield _SEVERAL.told(kind, _finding(one, "listOfValues", "value", _TAKES[one.operator]))


def _finding(one: Condition, name: str, other: str, takes: str) -> Finding:
    has_other = bool(one.node.get(other))
    mine, theirs = one.node.called(name), one.node.called(other)
    return Finding(
        one.node.at(other) if has_other else one.node.at(),
        f"`{spelled(one)}` takes {takes} in `{mine}`" + (f", not in `{theirs}`" if has_other else ""),
        label=f"not in `{mine}`" if has_other else f"no `{mine}`",
        help=f"write what it is compared with into `{mine}`",
        related=(Related(one.node.at("comparisonOperator"), "the operator"),),
    )
