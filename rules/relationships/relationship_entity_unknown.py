"""Both the FromEntity and ToEntity must be the names of entities that exist in the instance."""

from __future__ import annotations

from collections.abc import Iterator

from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.made import neither_ingested_nor_derived
from linter.rulekit.rule import Rule, Says


def _with_relationships(project: Project) -> Iterator[Request]:
    return (payload.request for payload in project.relationships if payload.items)


RULE = Rule(
    "RL05",
    "relationship-entity-unknown",
    "FromEntity and ToEntity must be entities that exist in the instance",
    "PATCH …/manage/relationships, limitation 5 of 6",
    kinds=("relationships",),
    judges=_with_relationships,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.relationships:
        for relationship in payload.items:
            for end in relationship.ends:
                if end.mention.entity is None:
                    yield from neither_ingested_nor_derived(project, payload.request, [end.mention])
