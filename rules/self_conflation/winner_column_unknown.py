"""The column that decides which row wins must be an attribute of the entity."""

from __future__ import annotations

from linter.diagnostic import HeldBack, Stated, cause_at
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS103",
    "winner-column-unknown",
    "the column that decides which row wins must be an attribute of the entity that is deduplicated",
    "service error rowWinnerPolicyColumnNonExistent",
    service_errors=("rowWinnerPolicyColumnNonExistent",),
    sources=(Stated("service-error", "rowWinnerPolicyColumnNonExistent"),),
    local=True,
    kinds=("selfConflation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            columns = [one.column(*winning) for winning in one.winning]
            if one.entity is None:
                yield from (HeldBack(column.at, cause_at(one.unsettled_at)) for column in columns)
            else:
                yield from unknown_attributes(payload.request, columns)
