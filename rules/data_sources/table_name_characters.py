"""The name of a table must begin with a letter and have letters, digits and underscores only."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import (
    SOUND_NAME,
    data_sources,
    distinct_tables,
    is_saved_table,
    severity_of_name,
)
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS110",
    "table-name-characters",
    "the name of a table must begin with a letter and have letters, digits and underscores only",
    "service errors dataSourceInvalidEntityNames, dataSourcePQInvalidName",
    service_errors=(
        "dataSourceInvalidEntityNames",
        "dataSourcePQInvalidName",
    ),
    sources=(
        Stated("service-error", "dataSourceInvalidEntityNames"),
        Stated("service-error", "dataSourcePQInvalidName"),
        Stated("product-page", "N01"),
        Stated("product-page", "N07"),
    ),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        for table in distinct_tables(one):
            if SOUND_NAME.match(table.name) or is_saved_table(one, table.name):
                continue
            power_query = ("dataSourcePQInvalidName",) if one.is_power_query else ()
            yield Finding(
                table.at,
                f"`{table.name}` is no name of a table: a letter, then letters, digits and underscores"
                if table.name.strip()
                else "the table's name is empty",
                label="a letter, then letters, digits and underscores",
                help="rename the table: in Power Query by its query, else where the data lies",
                severity=severity_of_name(table.name),
                service_errors=(*power_query, "dataSourceInvalidEntityNames"),
            )
