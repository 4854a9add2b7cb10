"""An operator that compares with nothing has no value."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal
from linter.kinds.criteria import NO_OPERAND
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, spelled
from linter.rulekit.rule import Rule, Says

_CODES = Codes(("segmentOperatorCannotContainValue",), ("measureCriteriaOperatorContainsValue",))

RULE = Rule(
    "CQ106",
    "needless-value",
    "an operator that compares with nothing has no value",
    "service error segmentOperatorCannotContainValue",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        if one.operator not in NO_OPERAND:
            continue
        for name, value in (("value", one.value), ("listOfValues", one.values)):
            if value:
                at = one.node.at(name)
                finding = Finding(
                    at,
                    f"`{spelled(one)}` takes no value",
                    label="compared with nothing",
                    help="leave it out, or use an operator that takes one, such as `equals`",
                    repairs=(Removal(at, f"Remove `{one.node.called(name)}`"),),
                )
                yield _CODES.told(kind, finding)
