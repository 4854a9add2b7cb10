"""A table should have 1000 partition files at most."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS117",
    "too-many-partitions",
    "a table should have 1000 partition files at most",
    "connect-common-data-model.md",
    "recommendation",
    sources=(Stated("product-page", "D08"),),
    local=True,
    kinds=("dataSource",),
)


_MOST: Final = 1000


def check(project: Project) -> Says:
    for one in data_sources(project):
        for entity in one.model_entities:
            partitions = entity.get("partitions")
            if isinstance(partitions, list) and len(partitions) > _MOST:
                yield Finding(
                    entity.at("partitions"),
                    f"table `{entity.text('name')}` has {len(partitions)} partitions, more than {_MOST}",
                    label=f"{_MOST} are the most",
                    help="merge the files into fewer ones",
                )
