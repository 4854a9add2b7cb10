"""A schedule may run something four times a day."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.cron import most_on_a_day
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH105",
    "too-many-refreshes",
    "a schedule may run something four times a day",
    "service error unsupportedRefreshSchedule",
    service_errors=("unsupportedRefreshSchedule",),
    sources=(
        Stated("service-error", "unsupportedRefreshSchedule"),
        Stated("product-page", "T01"),
    ),
    local=True,
    kinds=("schedule",),
)


_MOST = 4


def check(project: Project) -> Says:
    for payload in project.payloads("schedule"):
        for schedule in payload.items:
            count = most_on_a_day(text for text, _ in schedule.times)
            if count > _MOST:
                yield Finding(
                    schedule.node.at("cronSchedules"),
                    f"the schedule runs {count} times on one day, where {_MOST} are the most",
                    label=f"more than {_MOST} times a day",
                    help=f"leave {_MOST} times a day; several data sources can be refreshed by one run",
                )
