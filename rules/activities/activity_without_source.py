"""An activity should be made of an entity that is ingested: one that the service makes has no data source."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODES: Final = (
    "noSourceStreamOnActivityEntity",
    "activityIngestionNoSourceStream",
    "activityIngestionNoSourceStreamWithCorrectActivityName",
)

RULE = Rule(
    "AC117",
    "activity-without-source",
    "an activity should be made of an entity that is ingested",
    f"service error {_CODES[0]}",
    severity="recommendation",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", code) for code in _CODES),
    inferred=True,
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            entity = one.mention.entity if one.mention is not None else None
            if entity is not None and entity.data_source is None:
                assert one.mention is not None
                yield Finding(
                    one.mention.at,
                    f"`{entity}` is made by the service, and has no data source that activities come from",
                    label="not ingested",
                    help="make the activity of an entity of a data source",
                )
