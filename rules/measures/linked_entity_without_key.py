"""An entity that a measure counts on must have a primary key."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import without_key
from linter.rulekit.measures import each_structured, errors
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME112",
    "linked-entity-without-key",
    "an entity that a measure counts on must have a primary key",
    "service error measurePrimaryKeyNotFound",
    service_errors=("measurePrimaryKeyNotFound",),
    sources=errors("measurePrimaryKeyNotFound"),
    inferred=True,
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        ingested = [each for each in one.entities if each.entity is not None and each.entity.data_source]
        yield from without_key(project, one.request, ingested, anywhere=True)
