"""Searching the master dataset is currently not available: in 2020-04, later it is.

An export ($search with a text/csv content type) is another functionality, and allowed.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.queries import unavailable
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD03",
    "master-dataset-search",
    "searching the master dataset is currently not available",
    "PUT /api/instances/{instanceId}/data/{relativePath}, functionality 2",
    local=True,
    generations=("2020-04",),
    kinds=("queries",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if "$search" in unavailable(project, query):
            yield Finding(
                query.at("$search"),
                f"searching the master dataset `{query.dataset}` is not available",
                label="not available on `Customer`" if query.dataset == "Customer" else "not available here",
                help="search another dataset, or export the master dataset with a text/csv content type; "
                "later generations of the API (`api` in c360lint.toml) can search it",
            )
