"""The entity of an activity must have a primary key.

The snapshot or planned payloads give it; what the mapping calls its key is no key yet.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import without_key
from linter.rulekit.rule import Rule, Says, product_page

_CODES: Final = (
    "noActivityIdOnActivityEntity",
    "activityIngestionNoPrimaryKey",
    "activityIngestionActivityIdNotFound",
)

RULE = Rule(
    "AC106",
    "activity-entity-without-key",
    "the entity of an activity must have a primary key",
    f"service errors {', '.join(_CODES)}",
    url=product_page("activities.md"),
    service_errors=_CODES,
    sources=(*(Stated("service-error", code) for code in _CODES), Stated("product-page", "A03")),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        mentions = [one.mention for one in payload.items if one.mention is not None]
        ingested = [one for one in mentions if one.entity is not None and one.entity.data_source is not None]
        yield from without_key(project, payload.request, ingested, anywhere=True)
