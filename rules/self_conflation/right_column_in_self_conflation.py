"""A criterion of a self conflation has no right column: both sides are the same entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS111",
    "right-column-in-self-conflation",
    "a criterion of a self conflation has no right column",
    "service error selfConflationRightColumnSpecified",
    service_errors=("selfConflationRightColumnSpecified",),
    sources=(Stated("service-error", "selfConflationRightColumnSpecified"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            for criterion in one.criteria:
                if criterion.get("rightColumn") is not None:
                    at = criterion.at("rightColumn")
                    yield Finding(
                        at,
                        "a self conflation compares a column with itself, so a right one isn't taken",
                        label="no right column",
                        related=(Related(criterion.at("leftColumn"), "this column is compared"),),
                        help="remove `rightColumn`",
                        repairs=(Removal(at, "Remove `rightColumn`"),),
                    )
