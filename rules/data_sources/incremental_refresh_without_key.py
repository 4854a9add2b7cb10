"""A table that is refreshed incrementally must have exactly one primary key."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS122",
    "incremental-refresh-without-key",
    "a table that is refreshed incrementally must have exactly one primary key",
    "connect-power-query.md",
    sources=(Stated("product-page", "D04"),),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        keys = {node.text("entityName"): node for node in one.information if node.text("primaryKey")}
        for node in one.incremental:
            table, key = node.text("entityName"), node.text("primaryKeyAttributeName")
            if table is None or "primaryKeyAttributeName" in node.broken:
                continue
            other = keys.get(table)
            if not (key or "").strip():
                yield Finding(
                    node.at("primaryKeyAttributeName"),
                    f"`{table}` is refreshed incrementally and has no primary key",
                    label="no `primaryKeyAttributeName`",
                    help="name the one column that identifies a row",
                )
            elif other is not None and other.text("primaryKey") != key:
                yield Finding(
                    node.at("primaryKeyAttributeName"),
                    f"`{table}` has two primary keys: `{key}` here, `{other.text('primaryKey')}` elsewhere",
                    label="another key",
                    help="name the same column in both places",
                    related=(
                        Related(other.at("primaryKey"), f"`{other.text('primaryKey')}` is its key here"),
                    ),
                )
