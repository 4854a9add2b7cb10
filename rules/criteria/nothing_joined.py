"""What joins conditions must have some."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says

_CODES = Codes(("segmentLogicalCriteriaUnexpectedChildrenCount",), ("measureLogicCriteriaMissingChildren",))

RULE = Rule(
    "CQ103",
    "nothing-joined",
    "what joins conditions must have some",
    "service error segmentLogicalCriteriaUnexpectedChildrenCount",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_parts(project):
        if one.is_logical and not one.is_condition and not one.has_children:
            operator = one.node.text("logicalOperator")
            finding = Finding(
                one.node.at("childCriterias"),
                f"{f'`{operator}`' if operator else 'this'} joins no conditions",
                label="nothing to join",
                help="put conditions into `childCriterias`, or take it out",
            )
            yield _CODES.told(kind, finding)
