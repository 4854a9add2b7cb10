"""A query that selects only some attributes can't expand.

A $select of `*`, or of all attributes that the snapshot declares, is no subset.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, NotChecked, Stated
from linter.kinds.query import Query
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import no_attributes
from linter.rulekit.rule import Rule, Says


def _selecting(project: Project) -> Iterator[Request]:
    return (query.request for query, _ in _selections(project))


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
    judges=_selecting,
    needs=("snapshot",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for query, names in _selections(project):
        entity = query.mention.entity
        if entity is None:
            continue
        if not entity.attributes:
            yield NotChecked(query.at("$expand"), no_attributes(entity))
        elif not names >= entity.attributes.keys():
            yield _finding(query)


def _finding(query: Query) -> Finding:
    return Finding(
        query.at("$expand"),
        "`$expand` is not supported in a query that selects only some attributes",
        label="beside $select",
        help="leave `$select` out, or write `$select=*`",
    )


def _selections(project: Project) -> Iterator[tuple[Query, set[str]]]:
    """Yield the queries that expand and have a $select of their own without `*`, with the names in it."""
    for query in project.queries:
        names = _selected(project, query) if "$expand" in query.options else set()
        if names and "*" not in names:
            yield query, names


def _selected(project: Project, query: Query) -> set[str]:
    """Return the names in a query's own $select."""
    tree = project.queried.tree(query)
    options = next(tree.all("queryOptions"), None) if tree is not None else None
    for option in options.parts if options is not None else ():
        for select in (one for part in option.parts for one in part.parts if one.rule == "select"):
            return {one.text for item in select.parts for one in item.walk()}
    return set()
