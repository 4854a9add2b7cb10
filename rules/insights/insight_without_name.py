"""An insight must have a name.

A `name` that is missing altogether is DO05's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II104",
    "insight-without-name",
    "an insight must have a name",
    "service error insightInputNameCannotBeEmpty",
    service_errors=(
        "insightInputNameCannotBeEmpty",
        "invalidInsightInputMissingName",
    ),
    sources=(
        Stated("service-error", "insightInputNameCannotBeEmpty"),
        Stated("service-error", "invalidInsightInputMissingName"),
    ),
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            if one.name is not None and not one.name.strip():
                yield Finding(
                    one.node.at("name"), "the insight has no name", label="empty", help="give it a name"
                )
