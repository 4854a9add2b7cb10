"""A query that searches can't expand.

The two work one by one: search for the keys, then ask for what they lead to.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD106",
    "expanded-search",
    "$expand is not supported from a $search query",
    "product documentation, odata-examples: limitations",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("entityDataUnsupportedQuery",),
    sources=(Stated("product-page", "O02"), Stated("service-error", "entityDataUnsupportedQuery")),
    local=True,
    kinds=("queries",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if "$expand" in query.options and "$search" in query.options and project.queried.tree(query):
            yield Finding(
                query.at("$expand"),
                "`$expand` is not supported in a query that searches",
                label="beside $search",
                help="search first, and expand in a query that filters by the keys found",
            )
