"""An activity must say by which attribute its time is told, at its start or its end.

An object that says nothing is DO05's.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.activity_body import TIMES, Activity
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

_CODES: Final = (
    "noStartOrEndTimeOnActivityEntity",
    "activityIngestionNoStartOrEndTime",
    "activityIngestionActivityTimeNotFound",
    "activityMappingMissingField",
    "noRangeIndexOnActivityEntity",
    "activityIngestionRangeIndexNotFound",
)

RULE = Rule(
    "AC108",
    "activity-without-time",
    "an activity must have a start or an end time",
    'service error noStartOrEndTimeOnActivityEntity; product page activities.md, "the start time or date"',
    url=product_page("activities.md"),
    service_errors=_CODES,
    sources=(*(Stated("service-error", code) for code in _CODES), Stated("product-page", "A04")),
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            if one.node.count and not any(_says(one, name) for name in TIMES):
                empty = next((name for name in TIMES if one.node.text(name) is not None), "timestamp")
                yield Finding(
                    one.node.at(empty),
                    "the activity has neither a start nor an end time",
                    label="no time",
                    help="let `timestamp` name the attribute that says when it began",
                )


def _says(one: Activity, name: str) -> bool:
    """Tell whether a time is given, or what is given can't be read."""
    return bool((one.node.text(name) or "").strip()) or name in one.node.broken
