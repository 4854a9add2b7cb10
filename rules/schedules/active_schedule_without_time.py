"""An active schedule must have a time."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH102",
    "active-schedule-without-time",
    "an active schedule must have a time",
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
            node = schedule.node
            if node.get("isActive") is True and not node.get("cronSchedules") and not node.broken:
                yield Finding(
                    node.at("cronSchedules"),
                    "the schedule is active and has no time",
                    label="no time",
                    help="add a time to `cronSchedules`, or write `isActive` as false",
                )
