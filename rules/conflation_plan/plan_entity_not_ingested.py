"""An entity in the plan must have been ingested in the referenced data source."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import any_unknown, unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP01",
    "plan-entity-not-ingested",
    "an entity in the plan must have been ingested in the referenced data source",
    "PATCH …/conflationPlan, limitation 1 of 9",
    service_errors=("conflationEntityMetadataNotFound", "conflationMetadataNotFoundForEntity"),
    sources=(
        Stated("api-page", "PATCH …/conflationPlan, limitation 1 of 9"),
        Stated("product-page", "X15"),
    ),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        if any_unknown(plan.request, plan.named):
            yield from unknown_entities(plan.request, plan.mentions)
