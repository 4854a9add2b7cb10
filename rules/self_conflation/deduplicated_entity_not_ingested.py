"""The entity that is deduplicated must have been ingested."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import any_unknown, unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS101",
    "deduplicated-entity-not-ingested",
    "the entity that is deduplicated must have been ingested in the referenced data source",
    "service error conflationEntityMetadataNotFound",
    service_errors=("conflationEntityMetadataNotFound", "conflationMetadataNotFoundForEntity"),
    sources=(
        Stated("service-error", "conflationEntityMetadataNotFound"),
        Stated("service-error", "conflationMetadataNotFoundForEntity"),
    ),
    local=True,
    kinds=("selfConflation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        mentions = [mention for one in payload.items for mention in (*one.entities, *one.custom)]
        if any_unknown(payload.request, mentions):
            yield from unknown_entities(payload.request, mentions)
