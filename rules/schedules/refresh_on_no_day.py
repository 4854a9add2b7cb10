"""A time must fall on a day that there is."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.cron import cron_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH103",
    "refresh-on-no-day",
    "a time must fall on a day that there is",
    "service errors invalidDataRefreshSchedule, dataRefreshInvalidScheduleRequest",
    service_errors=(
        "invalidDataRefreshSchedule",
        "dataRefreshInvalidScheduleRequest",
    ),
    sources=(
        Stated("service-error", "invalidDataRefreshSchedule"),
        Stated("service-error", "dataRefreshInvalidScheduleRequest"),
        Stated("product-page", "T02"),
    ),
    local=True,
    kinds=("schedule",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("schedule"):
        for schedule in payload.items:
            for text, at in schedule.times:
                if cron_of(text).status == "never":
                    yield Finding(
                        at,
                        f"`{text}` falls on no day",
                        label="never",
                        help="say on which days: a weekday as `MON`, a day of the month, or `*` for all",
                    )
