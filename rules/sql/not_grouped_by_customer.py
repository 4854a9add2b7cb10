"""The query of a measure of each customer must group its rows by `CustomerId`.

It is judged where the query itself groups, or works out a value of several rows.  `CustomerId` may be one
of several columns, and be meant by its number in the list.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import CUSTOMER, customer_selects

RULE = Rule(
    "SL109",
    "not-grouped-by-customer",
    "the query of a measure of each customer must group its rows by `CustomerId`",
    "service error customerMeasureQueryMissingGrouping",
    service_errors=("customerMeasureQueryMissingGrouping",),
    sources=(Stated("service-error", "customerMeasureQueryMissingGrouping"),),
    inferred=True,
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for measure, query, select in customer_selects(project):
        groups = select.groups or ()
        has_to = select.aggregates or select.groups is not None
        is_open = select.groups_by_all or any(query.is_open(name) for name in groups)
        if has_to and not is_open and CUSTOMER not in groups:
            how = "groups by other columns than" if groups else "aggregates without grouping by"
            yield Finding(
                query.part(select.start, select.end),
                f"the query of measure `{measure.goes_by or ''}` {how} `CustomerId`",
                label="not one value of each customer",
                help="end it with `GROUP BY CustomerId`, behind the alias of its table",
            )
