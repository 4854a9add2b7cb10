"""A schedule: all that there is, once a day."""

from __future__ import annotations

from linter.skeletons.wish import Skeleton, Wish


def skeleton(_wish: Wish) -> Skeleton:
    """Return the schedule of a refresh of all that there is."""
    lines = [
        "- operationType: all  # or ingestion, segmentation … of what `identifiers` name",
        "  jobType: full  # or incremental",
        "  isActive: true",
        "  timezoneId: UTC  # decide: as Windows or IANA calls it, such as Europe/Berlin",
        '  cronSchedules: ["0 5 * * *"]  # decide: minute, hour, day, month, weekday; at most 4 a day',
    ]
    return Skeleton("\n".join(lines) + "\n", "workflows/main/schedules.yaml")
