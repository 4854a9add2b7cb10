"""What a derived entity depends on must exist.

Dependencies are judged, and the names behind FROM and JOIN of a query that can be read surely.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import any_unknown, unknown_entities
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DE104",
    "derived-from-unknown-entity",
    "what a derived entity depends on must exist",
    "service error derivedEntityContainsNonExistentDependency",
    service_errors=("derivedEntityContainsNonExistentDependency",),
    sources=(Stated("service-error", "derivedEntityContainsNonExistentDependency"),),
    kinds=("derivedEntity",),
    needs=("snapshot",),
)


_PARTS: Final = ("derivedEntities", "segments", "measures")


def check(project: Project) -> Says:
    for payload in project.payloads("derivedEntity"):
        snapshot = payload.request.snapshot
        mentions = [mention for one in payload.items for mention in (*one.dependencies, *one.read)]
        if snapshot is not None and any_unknown(payload.request, mentions):
            unknown = [one for one in mentions if not project.made.is_made(snapshot, one, *_PARTS)]
            yield from unknown_entities(payload.request, unknown)
