"""The tables of one Power Query source must have different names, in whatever case."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.data_source_body import TableName
from linter.project.project import Project
from linter.rulekit.data_sources import power_queries
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS111",
    "repeated-table",
    "the tables of one Power Query source must have different names, in whatever case",
    "service error dataSourcePQDuplicateName",
    service_errors=("dataSourcePQDuplicateName",),
    sources=(
        Stated("service-error", "dataSourcePQDuplicateName"),
        Stated("product-page", "N07"),
    ),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in power_queries(project):
        seen: dict[tuple[str, str], TableName] = {}
        told: set[str] = set()
        for table in one.tables:
            first = seen.setdefault((table.among, table.name.lower()), table)
            if first is not table and table.name.lower() not in told:
                told.add(table.name.lower())
                yield Finding(
                    table.at,
                    f"the table `{table.name}` is there twice"
                    + ("" if first.name == table.name else f": `{first.name}` differs in case only"),
                    label="the same name",
                    help="rename one of the two, or take it away",
                    related=(Related(first.at, f"`{first.name}` stands here"),),
                )
