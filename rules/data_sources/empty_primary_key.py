"""A table that is given a primary key must be given one that says something."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, keys_named
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS120",
    "empty-primary-key",
    "a table that is given a primary key must be given one that says something",
    "connect-fabric-onelake.md",
    sources=(Stated("product-page", "D02"),),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        incremental = {node.at("primaryKeyAttributeName") for node in one.incremental}
        for table, key, at in keys_named(one):
            if not key.strip() and at not in incremental:  # DS122 speaks of those
                yield Finding(
                    at,
                    f"the primary key of `{table}` is empty",
                    label="no column",
                    help="name the column whose values are unique and never missing",
                )
