"""The option validUntil must be in the future, and at most 30 days ahead.

It is compared with the day of the run, with a day of grace for time zones; `C360LINT_TODAY` says another one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.entity_record import EntityRecord
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD117",
    "valid-until-out-of-reach",
    "validUntil must be in the future, and at most 30 days ahead",
    "service error invalidValidUntilParameter; product documentation, real-time-data-ingestion: activities "
    "expire after 30 days",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("invalidValidUntilParameter",),
    sources=(Stated("service-error", "invalidValidUntilParameter"), Stated("product-page", "O11")),
    kinds=("records",),
)

_LONGEST: Final = timedelta(days=30)
_GRACE: Final = timedelta(days=1)


def check(project: Project) -> Says:
    today = project.settings.today or date.today()
    for record in project.records:
        day = _day(record)
        if day is not None and day < today - _GRACE:
            yield _finding(record, "is over: what is written would be gone at once")
        elif day is not None and day > today + _LONGEST + _GRACE:
            yield _finding(
                record, f"is {(day - today).days} days ahead: records are kept for 30 days at most"
            )


def _day(record: EntityRecord) -> date | None:
    """Return the day of validUntil, None where there is none."""
    option = record.options.get("validuntil")
    try:
        return date.fromisoformat(option.value[:10]) if option is not None else None
    except ValueError:  # a placeholder, or what OD114 says
        return None


def _finding(record: EntityRecord, what: str) -> Finding:
    return Finding(
        record.at("validuntil"),
        f"`validUntil` {what}",
        label="out of reach",
        help="write an instant of the next 30 days, or leave it out: profiles are kept for four hours then, "
        "activities for 30 days",
    )
