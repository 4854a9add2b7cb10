"""The option validUntil must be in the future, and at most 30 days ahead.

It is compared with the day of the run, with a day of grace for time zones; `C360LINT_TODAY` says another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linter.diagnostic import Finding, Stated
from linter.kinds.entity_record import EntityRecord
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

if TYPE_CHECKING:
    from datetime import date

RULE = Rule(
    "OD117",
    "valid-until-out-of-reach",
    "validUntil must be in the future, and at most 30 days ahead",
    "service error invalidValidUntilParameter; product documentation, real-time-data-ingestion: activities "
    "expire after 30 days",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("invalidValidUntilParameter",),
    sources=(Stated("service-error", "invalidValidUntilParameter"), Stated("product-page", "O11")),
    kinds=("entityRecord",),
)

_LONGEST: Final = 30
_GRACE: Final = 1  # day


def check(project: Project) -> Says:
    for record in project.records:
        option = record.options.get("validuntil")
        ahead = _days_ahead(option.value, project.settings.today) if option is not None else None
        if ahead is not None and ahead < -_GRACE:
            yield _finding(record, "is over: what is written would be gone at once")
        elif ahead is not None and ahead > _LONGEST + _GRACE:
            yield _finding(record, f"is {ahead} days ahead: records are kept for {_LONGEST} days at most")


def _days_ahead(written: str, today: date | None) -> int | None:
    """Return how many days lie between today and an instant; None for what is none."""
    from datetime import date

    try:
        return (date.fromisoformat(written[:10]) - (today or date.today())).days
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
