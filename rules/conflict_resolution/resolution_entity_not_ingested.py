"""An entity in the conflict resolution rules must have been ingested in its data source."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR01",
    "resolution-entity-not-ingested",
    "an entity in the rules must have been ingested in the referenced data source",
    "PATCH …/conflictResolutionRules, limitation 1 of 5",
    service_errors=("conflationEntityMetadataNotFound", "conflationMetadataNotFoundForEntity"),
    local=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        yield from unknown_entities(rules.request, rules.mentions)
