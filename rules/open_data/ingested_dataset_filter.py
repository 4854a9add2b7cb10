"""Only the system's own tables can be filtered, in the present generation of the API.

In 2020-04 it was the other way round: OD04.  What an export or a membership of a segment asks for is no
filter of rows.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.query import Query
from linter.project.project import Project
from linter.rulekit.queries import unavailable
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD101",
    "ingested-dataset-filter",
    "$filter can only be run on system tables, which the service creates",
    "product documentation, odata-examples: OData query examples",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("entityDataUnsupportedQuery",),
    sources=(Stated("product-page", "O01"), Stated("service-error", "entityDataUnsupportedQuery")),
    local=True,
    kinds=("queries",),
    generations=("current",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if "$filter" in unavailable(project, query):
            assert query.mention.entity is not None
            yield _refused(project, query, query.mention.entity)


def _refused(project: Project, query: Query, entity: Entity) -> Finding:
    return Finding(
        query.at("$filter"),
        f"`{entity}` is ingested, and only system tables can be filtered",
        label="not available on an ingested dataset",
        related=(Related(entity.at, f"`{entity}` is declared here"),),
        help=f"filter `{project.settings.master_dataset}` or another table that the service creates",
    )
