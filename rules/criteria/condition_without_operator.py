"""A condition must say how its attribute is compared."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says

_CODES = Codes(
    ("segmentMissingAttributeComparisonOp",),
    ("measureMissingAttributeComparisonOperator",),
)

RULE = Rule(
    "CQ101",
    "condition-without-operator",
    "a condition must say how its attribute is compared",
    "service error segmentMissingAttributeComparisonOp",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_parts(project):
        if one.says("comparisonOperator") or one.is_logical or one.has_children:
            continue
        if one.says("attribute") or one.says("value") or one.is_child:
            attribute = one.node.text("attribute")
            of = f"the condition on `{attribute}`" if attribute else "the condition"
            finding = Finding(
                one.node.at(),
                f"{of} has no `{one.node.called('comparisonOperator')}`",
                label="no operator",
                help="say how it is compared, such as `equals`",
            )
            yield _CODES.told(kind, finding)
