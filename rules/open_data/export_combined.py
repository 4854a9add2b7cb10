"""Export can't be executed along with searching or filtering, nor those along with an export.

A request with a text/csv content type is an export; a $filter beside it is the combination.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD02",
    "export-combined",
    "export can't be executed along with functionalities 2 to 5, nor 4 and 5 along with 1",
    "PUT /api/instances/{instanceId}/data/{relativePath}, functionalities 1, 4 and 5",
    local=True,
    kinds=("queries",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        if query.is_csv and "$filter" in query.options:
            yield Finding(
                query.at("$filter"),
                f"`{query.dataset}` is exported as text/csv and filtered in one request",
                label="filters what the content type exports",
                help="export without $filter, or filter without the text/csv content type",
            )
