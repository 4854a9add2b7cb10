"""A time must be written as cron writes it, in five or six fields."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.cron import cron_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH101",
    "unreadable-cron",
    "a time must be written as cron writes it, in five or six fields",
    "service errors invalidDataRefreshSchedule, dataRefreshInvalidScheduleRequest",
    service_errors=(
        "invalidDataRefreshSchedule",
        "dataRefreshInvalidScheduleRequest",
    ),
    sources=(
        Stated("service-error", "invalidDataRefreshSchedule"),
        Stated("service-error", "dataRefreshInvalidScheduleRequest"),
    ),
    local=True,
    kinds=("schedule",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("schedule"):
        for schedule in payload.items:
            for text, at in schedule.times:
                read = cron_of(text)
                if read.status == "unreadable":
                    yield Finding(
                        at,
                        f"`{text}` is no time of cron: {read.fault}",
                        label="can't be read",
                        help="write minute, hour, day, month and weekday, as in `0 6 * * MON-FRI`; "
                        "seconds may stand before them",
                    )
