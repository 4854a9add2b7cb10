"""A time zone must be one that the service knows."""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.time_zones import is_time_zone, near_time_zones
from linter.suggest import suggestion

RULE = Rule(
    "SH104",
    "unknown-time-zone",
    "a time zone must be one that the service knows",
    "service errors invalidDataRefreshSchedule, dataRefreshInvalidScheduleRequest",
    "warning",
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
            name = schedule.node.text("timezoneId")
            if name is None or is_time_zone(name) or (not name and not schedule.is_active):
                continue
            near = near_time_zones(name)
            yield Finding(
                schedule.node.at("timezoneId"),
                f"`{name}` is no time zone that is known{suggestion(near)}"
                if name
                else "the time zone is empty",
                label="no known time zone",
                help="write a name of Windows or IANA, such as `W. Europe Standard Time` or `Europe/Berlin`; "
                "GET …/schedules/supportedTimezones lists those of the service",
                repairs=tuple(Replacement(one, f"Replace with `{one}`") for one in near[:1]),
            )
