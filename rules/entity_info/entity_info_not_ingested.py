"""The names must all have been ingested into the given data source.

A name that only the path gives is IN03's; an unknown data source in the path is IN04's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from linter.diagnostic import Finding, Location
from linter.instance.snapshot import SYSTEM_NAMES
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.existence import unknown_entities
from linter.rulekit.rule import Rule, Says

_UNKNOWN: Final = ("entityMetadataNotFoundForInformation", "entityMetadataNotFoundForEntity")
_OF_SYSTEM: Final = "entityMetadataCanNotUpdateEntity"

RULE = Rule(
    "EI01",
    "entity-info-not-ingested",
    "the names must all have been ingested into the given data source",
    "PATCH …/entityInfo, limitation 1 of 5",
    service_errors=(*_UNKNOWN, _OF_SYSTEM),
    local=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        request = payload.request
        mentions = [one for info in payload.infos if not (one := info.mention).is_made_at(request.at)]
        sources = [one.source for one in mentions if one.source is not None]
        found = list(unknown_entities(request, mentions, sources))
        named = {one.at: str(one.name) for one in mentions} if found else {}
        for said in found:
            yield _told(said, request, named) if isinstance(said, Finding) else said


def _told(said: Finding, request: Request, named: Mapping[Location, str]) -> Finding:
    """Return what is said of an unknown entity; one that the service makes can't be updated at all."""
    name = named.get(said.at)
    if name is None or not _is_systems_own(request, name):
        return said._replace(service_errors=_UNKNOWN)
    return said._replace(
        help=f"leave it out: the service makes `{name}` itself, and nothing can be said of it here",
        repairs=(),
        service_errors=RULE.service_errors,
    )


def _is_systems_own(request: Request, name: str) -> bool:
    assert request.snapshot is not None
    return name in SYSTEM_NAMES or any(one.data_source is None for one in request.snapshot.named(name))
