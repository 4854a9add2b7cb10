"""A path must name a derived entity that exists."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Stated
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.named_in_paths import NamedInPath, made_in_time
from linter.rulekit.rule import Rule, Says


def _naming_one(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if one.parameter("derivedEntityName") is not None)


RULE = Rule(
    "DE105",
    "derived-entity-unknown",
    "wherever {derivedEntityName} is given, a derived entity of that name must exist",
    "service error derivedEntityNotFound",
    service_errors=("derivedEntityNotFound",),
    sources=(Stated("service-error", "derivedEntityNotFound"),),
    inferred=True,
    kinds=("{derivedEntityName}",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for request in _naming_one(project):
        yield from made_in_time(
            project, NamedInPath(request, "derivedEntityName", "derivedEntities", "derivedEntity")
        )
