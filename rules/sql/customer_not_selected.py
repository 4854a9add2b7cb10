"""The query of a measure of each customer must select `CustomerId`.

Plainly or behind an alias, in each query of a UNION; a `*` may hold it.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import CUSTOMER, customer_selects

RULE = Rule(
    "SL108",
    "customer-not-selected",
    "the query of a measure of each customer must select `CustomerId`",
    "service error customerMeasureQueryMissingPrefix",
    service_errors=("customerMeasureQueryMissingPrefix",),
    sources=(Stated("service-error", "customerMeasureQueryMissingPrefix"),),
    inferred=True,
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for measure, query, select in customer_selects(project):
        is_open = any(query.is_open(name) for name in select.names)
        if CUSTOMER not in select.names and not select.has_star and not is_open:
            yield Finding(
                query.part(select.start, select.end),
                f"the query of measure `{measure.goes_by or ''}` doesn't select `CustomerId`",
                label="`CustomerId` is missing",
                help="select `CustomerId`, or `alias.CustomerId`: the measure is one of each customer",
            )
