"""A primary key must be one column."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import column_names, data_sources, keys_named
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS121",
    "key-of-several-columns",
    "a primary key must be one column",
    "code model v1 of Microsoft's client libraries",
    sources=(
        Stated("product-page", "D03"),
        Stated("convention", "code model v1, DatasourceEntityInformation.primaryKey"),
    ),
    local=True,
    kinds=("dataSource",),
)


_BETWEEN: Final = re.compile(r"(?:(?<!\s)\s++)?[,;+|&]\s*+")


def check(project: Project) -> Says:
    for one in data_sources(project):
        for table, key, at in keys_named(one):
            parts = [part for part in _BETWEEN.split(key) if part]
            columns = column_names(one, table)
            if len(parts) > 1 and columns is not None and key not in columns and columns >= set(parts):
                yield Finding(
                    at,
                    f"the primary key of `{table}` is {len(parts)} columns, where one is expected",
                    label="several columns",
                    help="make one column of them where the table is ingested, and name that",
                )
