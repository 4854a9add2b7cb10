"""`all` means every row, so that it has no attribute."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions
from linter.rulekit.rule import Rule, Says

_CODES = Codes(("segmentAllOperatorUnexpectedAttribute",), ("measureAllOperatorContainsInvalidAttribute",))

RULE = Rule(
    "CQ105",
    "all-with-attribute",
    "`all` means every row, so that it has no attribute",
    "service error segmentAllOperatorUnexpectedAttribute",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        attribute = one.node.text("attribute")
        if one.operator == "all" and attribute:
            at = one.node.at("attribute")
            finding = Finding(
                at,
                f"`all` means every row; `{attribute}` has no part in it",
                label="not with `all`",
                help="leave the attribute out, or ask by another operator: `isNotNull` means every value",
                repairs=(Removal(at, f"Remove `{attribute}`"),),
            )
            yield _CODES.told(kind, finding)
