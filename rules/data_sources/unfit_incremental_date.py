"""The columns by which a table is refreshed incrementally should be dates with times."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.instance.data_types import UNKNOWN
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, type_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS123",
    "unfit-incremental-date",
    "the columns by which a table is refreshed incrementally should be dates with times",
    "incremental-refresh-data-sources.md",
    "warning",
    sources=(Stated("product-page", "D09"),),
    local=True,
    kinds=("dataSource",),
)


_DATES: Final = ("DateTime", "DateTimeOffset", "Date", UNKNOWN)
_BY: Final = ("detectChangesAttributeName", "filterByAttributeName")


def check(project: Project) -> Says:
    for one in data_sources(project):
        for node in one.incremental:
            for name in _BY:
                table, column = node.text("entityName"), node.text(name)
                if table is None or column is None:
                    continue
                written, canonical = type_of(one, table, column)
                if canonical not in _DATES:
                    yield Finding(
                        node.at(name),
                        f"`{column}` of `{table}` is of the type `{written}`, "
                        "where a date with a time is expected",
                        label=f"of the type `{written}`",
                        help="name a column of the type dateTime",
                    )
