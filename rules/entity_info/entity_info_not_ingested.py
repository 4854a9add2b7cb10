"""The names must all have been ingested into the given data source.

A name that only the path gives is IN03's; an unknown data source in the path is IN04's.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "EI01",
    "entity-info-not-ingested",
    "the names must all have been ingested into the given data source",
    "PATCH …/entityInfo, limitation 1 of 5",
    service_errors=("entityMetadataNotFoundForInformation", "entityMetadataNotFoundForEntity"),
    local=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        request = payload.request
        mentions = [one for info in payload.infos if not (one := info.mention).is_made_at(request.at)]
        sources = [one.source for one in mentions if one.source is not None]
        yield from unknown_entities(request, mentions, sources)
