"""A table that is refreshed incrementally must have exactly one primary key."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, said_of_key
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

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
                yield _of_two(one, table, node, other)


def _of_two(one: DataSourcePayload, table: str, node: Node, other: Node) -> Finding | HeldBack:
    """Return that a table has two keys, unless it is reported of one of them that it is none."""
    at, there = node.at("primaryKeyAttributeName"), other.at("primaryKey")
    key, second = str(node.text("primaryKeyAttributeName")), str(other.text("primaryKey"))
    cause = said_of_key(one, table, second, there) or said_of_key(one, table, key, at)
    if cause is not None:
        return HeldBack(at, cause)
    return Finding(
        at,
        f"`{table}` has two primary keys: `{key}` here, `{second}` elsewhere",
        label="another key",
        help="name the same column in both places",
        related=(Related(there, f"`{second}` is its key here"),),
    )
