"""Exporting, searching and filtering can be done only if Customer ID is present in the dataset.

Export counts for the master dataset too; searching and filtering that one is OD03's and OD04's.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, NotChecked, Related
from linter.instance.entity import Entity
from linter.kinds.query import Query
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import no_attributes
from linter.rulekit.rule import Rule, Says


def _needing_customer_id(project: Project) -> Iterator[Request]:
    return (query.request for query in project.queries if _needs_customer_id(project, query))


RULE = Rule(
    "OD01",
    "customer-id-missing",
    "export, search and filter can be done only if Customer ID is present in the queried dataset",
    "PUT /api/instances/{instanceId}/data/{relativePath}, functionalities 1, 4 and 5",
    local=True,
    kinds=("queries",),
    judges=_needing_customer_id,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if not _needs_customer_id(project, query):
            continue
        request = query.request
        entity = query.mention.entity
        if entity is None:
            continue
        if entity.attributes is None:
            yield NotChecked(request.at, no_attributes(entity))
        elif not any(map(_is_customer_id, entity.attributes)):
            yield _missing(query, entity) if entity.attributes_complete else _not_known(query, entity)


def _needs_customer_id(project: Project, query: Query) -> bool:
    if query.dataset == project.settings.master_dataset:
        return query.exports
    filters = (
        "$filter" in query.options and project.settings.api != "current"
    )  # OD101 has the last word there
    return query.exports or query.searches or filters


def _is_customer_id(name: str) -> bool:
    return name.lower().replace(" ", "") == "customerid"


def _not_known(query: Query, entity: Entity) -> NotChecked:
    return NotChecked(query.request.at, entity.lack_of("CustomerId"))


def _missing(query: Query, entity: Entity) -> Finding:
    return Finding(
        query.request.at,
        f"dataset `{entity}` has no attribute `CustomerId`, so it can't be exported, searched or filtered",
        label="has no Customer ID",
        related=(Related(entity.at, f"`{entity}` is declared here"),),
        help="query a dataset that has a CustomerId",
    )
