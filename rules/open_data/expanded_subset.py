"""A query that selects only some attributes can't expand.

A $select of `*`, or of all attributes that the snapshot declares, is no subset.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.query import Query
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD107",
    "expanded-subset",
    "$expand is not supported from $select if only a subset of attributes is selected",
    "product documentation, odata-examples: limitations",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("entityDataUnsupportedQuery", "invalidApiParameterCombination"),
    sources=(Stated("product-page", "O03"), Stated("service-error", "entityDataUnsupportedQuery")),
    local=True,
    kinds=("queries",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if "$expand" in query.options and _is_subset(project, query):
            yield Finding(
                query.at("$expand"),
                "`$expand` is not supported in a query that selects only some attributes",
                label="beside $select",
                help="leave `$select` out, or write `$select=*`",
            )


def _is_subset(project: Project, query: Query) -> bool:
    """Tell whether a query's own $select leaves attributes out."""
    tree, entity = project.queried.tree(query), query.mention.entity
    options = next(tree.all("queryOptions"), None) if tree is not None else None
    for option in options.parts if options is not None else ():
        for select in (one for part in option.parts for one in part.parts if one.rule == "select"):
            names = {one.text for item in select.parts for one in item.walk()}
            known = entity.attributes if entity is not None else None
            return "*" not in names and not (known and names >= known.keys())
    return False
