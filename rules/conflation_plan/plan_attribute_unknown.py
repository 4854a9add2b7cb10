"""An attribute in the plan must exist as an attribute of the referenced entity.

Every mention is reported; those of an entity that isn't ingested are held back.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP02",
    "plan-attribute-unknown",
    "an attribute in the plan must exist as an attribute of the referenced entity",
    "PATCH …/conflationPlan, limitation 2 of 9",
    service_errors=("conflationAttributeMetadataNotFound",),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        yield from unknown_attributes(plan.request, plan.columns())
