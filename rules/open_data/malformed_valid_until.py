"""The option validUntil must be an instant as ISO 8601 writes it.

Whether it is in the future, and at most 30 days ahead, depends on when the request is sent.
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, NotChecked, Stated
from linter.placeholders import placeholders_in, why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD114",
    "malformed-valid-until",
    "validUntil must be an instant in ISO 8601",
    "service error invalidValidUntilParameter",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/real-time-data-ingestion",
    service_errors=("invalidValidUntilParameter",),
    sources=(Stated("service-error", "invalidValidUntilParameter"),),
    local=True,
    kinds=("records",),
)


_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:[Zz]|[+ -]\d\d:?\d\d)?)?"
)


def check(project: Project) -> Says:
    for record in project.records:
        option = record.options.get("validuntil")
        if option is None:
            continue
        at = record.at("validuntil")
        if any(placeholders_in(option.value)):
            yield NotChecked(at, why_open(option.value))
        elif not _is_instant(option.value):
            yield Finding(
                at if option.written else record.request.at,
                f"`validUntil` is `{option.value}`, which is no instant of ISO 8601",
                label="no instant",
                help="write one such as 2020-05-17T08:30:00Z, at most 30 days ahead",
            )


def _is_instant(text: str) -> bool:
    from linter.contracts.formats import wrong_format

    found = _INSTANT.fullmatch(text)
    return found is not None and not wrong_format("date", found[1])
