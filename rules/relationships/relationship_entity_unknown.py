"""Both the FromEntity and ToEntity must be the names of entities that exist in the instance."""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.rule import Rule, Says


def _with_relationships(project: Project) -> Iterator[Request]:
    return (payload.request for payload in project.relationships if payload.items)


RULE = Rule(
    "RL05",
    "relationship-entity-unknown",
    "FromEntity and ToEntity must be entities that exist in the instance",
    "PATCH …/manage/relationships, limitation 5 of 6",
    local=True,
    kinds=("relationships",),
    judges=_with_relationships,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.relationships:
        for relationship in payload.items:
            for end in relationship.ends:
                yield from unknown_entities(payload.request, [end.mention])
