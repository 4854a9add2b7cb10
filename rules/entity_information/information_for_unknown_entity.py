"""The names must exist as ingested entities of their data source.

An unknown data source is reported once, at its own place; its entities are held back.  A name
that only the path gives is IN03's.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CE01",
    "information-for-unknown-entity",
    "the names must exist as ingested entities of their data source",
    "PATCH …/entityInformation, limitation 1 of 2",
    service_errors=("entityMetadataNotFoundForInformation",),
    local=True,
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        request = payload.request
        named = (listed.mention for listed in payload.entities)
        mentions = [one for one in named if not one.is_made_at(request.at)]
        yield from unknown_entities(request, mentions, payload.sources)
