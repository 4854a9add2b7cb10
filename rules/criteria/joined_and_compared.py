"""What joins conditions has no attribute, operator or value of its own."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.criteria import Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says
from linter.wording import joined, quoted

_WITH_CHILDREN = Codes(
    ("segmentHasChildrenCriteria",),
    ("measureLogicalOperatorContainsInvalidOperators", "measureCriteriaHasChildCriteria"),
)
_WITHOUT_CHILDREN = Codes(
    ("segmentLogicalCriteriaUnexpectedChildrenCount",),
    ("measureLogicalOperatorContainsInvalidOperators", "measureLogicCriteriaMissingChildren"),
)
_VALUE_ALONE = Codes(
    ("segmentOperatorCannotContainValue",), ("measureLogicalOperatorContainsInvalidOperators",)
)

RULE = Rule(
    "CQ104",
    "joined-and-compared",
    "what joins conditions has no attribute, operator or value of its own",
    "service error measureLogicalOperatorContainsInvalidOperators",
    service_errors=tuple(dict.fromkeys((*_WITH_CHILDREN.all, *_WITHOUT_CHILDREN.all, *_VALUE_ALONE.all))),
    sources=tuple(dict.fromkeys((*_WITH_CHILDREN.stated, *_WITHOUT_CHILDREN.stated, *_VALUE_ALONE.stated))),
    local=True,
    kinds=KINDS,
)
_COMPARING: Final = ("attribute", "comparisonOperator", "value", "listOfValues")


def check(project: Project) -> Says:
    for kind, one in all_parts(project):
        if one.is_logical:
            own = [name for name in _COMPARING if one.says(name) and one.node.get(name) not in ("", [])]
            if own:
                yield _codes(one).told(kind, _finding(one, own))


def _codes(one: Condition) -> Codes:
    if not one.is_condition:
        return _VALUE_ALONE
    return _WITH_CHILDREN if one.has_children else _WITHOUT_CHILDREN


def _finding(one: Condition, own: list[str]) -> Finding:
    said = joined(quoted(one.node.called(name) for name in own))
    operator = one.node.text("logicalOperator")
    return Finding(
        one.node.at(),
        f"{f'`{operator}`' if operator else 'this'} joins conditions, and has {said} of its own",
        label="joins and compares",
        help=f"move {said} into a condition of its own in `childCriterias`"
        if one.has_children
        else "leave out the `logicalOperator`",
    )
