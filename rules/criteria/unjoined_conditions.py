"""Several conditions in one place must say how they are joined."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says

_CODES = Codes(("invalidSegmentFormat",))
_FORM = Stated("convention", "the form of criteria")

RULE = Rule(
    "CQ123",
    "unjoined-conditions",
    "several conditions in one place must say how they are joined",
    "the form of criteria",
    service_errors=_CODES.all,
    sources=(_FORM, *_CODES.stated),
    inferred=True,
    severity="warning",
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_parts(project):
        if one.is_logical and not one.says("logicalOperator") and len(one.children) > 1:
            finding = Finding(
                one.node.at(),
                f"nothing says how its {len(one.children)} conditions are joined",
                label=f"no `{one.node.called('logicalOperator')}`",
                help="write `and` or `or` as `logicalOperator`",
            )
            yield _CODES.told(kind, finding, _FORM)
