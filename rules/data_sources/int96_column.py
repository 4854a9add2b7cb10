"""A column of the Parquet type Int96 may show no data."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import columns_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS116",
    "int96-column",
    "a column of the Parquet type Int96 may show no data",
    "connect-common-data-model.md",
    "recommendation",
    sources=(Stated("product-page", "D07"),),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for _, entity, column in columns_of(project):
        if (column.text("dataType") or "").strip().lower() == "int96":
            yield Finding(
                column.at("dataType"),
                f"column `{column.text('name')}` of `{entity.text('name')}` is of the type Int96",
                label="may show no data",
                help="write the files with timestamps of 64 bits, and the type dateTime",
            )
