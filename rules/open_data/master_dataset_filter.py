"""Filtering the master dataset is currently not available: in 2020-04, later it is.

IsMemberOfSegment and a lookup by key are other functionalities, and allowed; a $filter on an export is
OD02's.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.queries import unavailable
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD04",
    "master-dataset-filter",
    "filtering the master dataset is currently not available",
    "PUT /api/instances/{instanceId}/data/{relativePath}, functionality 3",
    local=True,
    generations=("2020-04",),
    kinds=("queries",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if "$filter" in unavailable(project, query):
            yield Finding(
                query.at("$filter"),
                f"filtering the master dataset `{query.dataset}` is not available",
                label="not available on `Customer`" if query.dataset == "Customer" else "not available here",
                help="filter another ingested dataset, or use IsMemberOfSegment(…) or a lookup by key; "
                "later generations of the API (`api` in c360lint.toml) can filter it",
            )
