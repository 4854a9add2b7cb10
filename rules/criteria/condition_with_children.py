"""A condition that compares an attribute has no conditions in it.

Where it has a `logicalOperator` as well, CQ104 says so.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says
from linter.wording import counted

_CODES = Codes(("segmentHasChildrenCriteria",), ("measureCriteriaHasChildCriteria",))

RULE = Rule(
    "CQ102",
    "condition-with-children",
    "a condition that compares an attribute has no conditions in it",
    "service error segmentHasChildrenCriteria",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_parts(project):
        if not one.is_logical and one.has_children:
            many = counted(len(one.children), "condition")
            finding = Finding(
                one.node.at(),
                f"it compares an attribute, and holds {many} besides",
                label="a condition, and conditions in it",
                help="join it and those in it in a node of its own that has only a `logicalOperator` and "
                "`childCriterias`",
                related=(Related(one.node.at("childCriterias"), "what it holds"),),
            )
            yield _CODES.told(kind, finding)
